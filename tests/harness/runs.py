"""Runs of the command line as its users start it: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent


def fieldsync(
    *arguments: str, cwd: Path, code: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The finished command; `code` runs in its process before it."""
    program = f"{code}\nfrom harness.cli import entry\nentry()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
    )


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a results file, without what differs from run to run."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        line.pop("duration_ms", None)
        for step in line.get("steps", ()):
            step.pop("duration_ms")
    return lines
