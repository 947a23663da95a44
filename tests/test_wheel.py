"""The wheel as a stranger gets it: installed where nothing is, run elsewhere."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(PROJECT))
    (built,) = folder.glob("*.whl")
    return built


def run(*command: str, cwd: Path | None = None) -> str:
    """What the command prints; it must succeed."""
    finished = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def test_the_wheel_carries_features_catalogue_templates_and_schemas(
    wheel: Path,
) -> None:
    """Nothing that a run reads is left in the checkout."""
    names = set(zipfile.ZipFile(wheel).namelist())

    for path in ("features", "harness", "fakes", "reports", "reference_impl"):
        for file in (PROJECT / path).rglob("*"):
            caches = [part for part in file.parts if part.endswith("cache__")]
            caches += [part for part in file.parts if part.endswith("_cache")]
            if file.is_file() and not caches:
                assert file.relative_to(PROJECT).as_posix() in names


def test_the_installed_wheel_runs_from_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    """From nothing to a report with what the wheel brings."""
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(str(python), "-m", "pip", "install", "--quiet", str(wheel))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    command = tmp_path / "env" / "bin" / "fieldsync"
    output = run(str(command), "run", "--rule", "BKG-001", "--out", "r", cwd=elsewhere)

    assert "Conformant" in output
    assert "Report: r/index.html" in output
    assert (elsewhere / "r" / "index.html").stat().st_size > 10_000
