"""Runs the examples as their READMEs say, where what they need is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.errors import UsageError
from harness.processes.faketime import find_library
from tests.harness.runs import PROJECT, fieldsync, lines_of

Run = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def libfaketime() -> Path:
    """The library that drives black boxes."""
    try:
        return find_library()
    except UsageError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def node() -> str:
    """Node, new enough."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("The example in JavaScript is not run: install Node 20 or newer")
    return found


@pytest.fixture
def run_example(tmp_path: Path) -> Run:
    """Runs `examples/<name>/iut.yaml`; returns the lines of its results."""

    def run(name: str, *arguments: str) -> list[dict[str, Any]]:
        descriptor = PROJECT / "examples" / name / "iut.yaml"
        finished = fieldsync(
            "run", "--iut", str(descriptor), *arguments, "--out", "r", cwd=tmp_path
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return lines_of(tmp_path / "r" / "results.jsonl")

    return run
