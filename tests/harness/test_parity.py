"""The reference gives the same verdicts in this process and as a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tests.harness.runs import fieldsync, lines_of

AS_PROCESS = f"exec: {sys.executable} -m reference_impl"


def test_every_scenario_ends_alike_in_process_and_through_the_contract(
    tmp_path: Path,
) -> None:
    """All profiles, line by line: only durations may differ, and how it was reached."""
    inside = _results(tmp_path / "inside", "reference")
    outside = _results(tmp_path / "outside", AS_PROCESS)

    assert len(inside) > 300
    assert [_verdict(line) for line in outside] == [_verdict(line) for line in inside]
    assert outside == inside


def _results(folder: Path, address: str) -> list[dict[str, Any]]:
    folder.mkdir()
    finished = fieldsync("run", "--iut", address, "--out", "r", cwd=folder)
    assert finished.returncode == 0, finished.stderr
    lines = lines_of(folder / "r" / "results.jsonl")
    for line in lines:
        for command in ("command", "repeat"):
            if command in line:
                line[command] = line[command].removesuffix(" --iut YOURS")
    return lines


def _verdict(line: dict[str, Any]) -> tuple[object, object, object]:
    return line["kind"], line.get("id"), line.get("verdict")
