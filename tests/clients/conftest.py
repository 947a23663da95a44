"""Node beside the tests: its packages are installed once per run, from the lock."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

_SOURCES: Final = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our scripts and the packages that they need."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node is not on this machine: the tests with JavaScript clients")
    folder = tmp_path_factory.mktemp("node")
    for source in _SOURCES.iterdir():
        if source.is_file():
            shutil.copy(source, folder)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"npm ci has failed: {done.stderr}")
    return folder
