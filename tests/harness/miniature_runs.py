"""Runs of the command line against miniatures, a few at a time.

Each runs in a process of its own, forked from one that has imported the harness
already: half a hundred cold starts would take longer than all that they start.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from tests.harness.runs import PROJECT
from tests.miniatures.idle import NASTY
from tests.miniatures.miniature import Miniature

MARK: Final = "MINIATURE"  # in the environment of all that a miniature starts
_PATIENCE_S: Final = 120
_FORKS: Final = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["harness.commands.run", "harness.suite.plugin"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run has left behind."""

    code: int | None
    stdout: str
    stderr: str
    results: tuple[Mapping[str, Any], ...]  # the lines of results.jsonl
    page: str
    forgotten: tuple[str, ...]  # files, and processes

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Of the scenarios, in their order."""
        return tuple(
            line["verdict"] for line in self.results if line["kind"] == "scenario"
        )

    @property
    def told(self) -> str:
        """All that its vendor reads in a terminal or as a message in the report."""
        messages = [line["message"] or "" for line in self.results[1:]]
        return "\n".join((self.stderr, self.stdout, *messages))


def run_all(chosen: Iterable[Miniature], folder: Path) -> Mapping[str, Future[Ran]]:
    """The runs, under way."""
    pool = ThreadPoolExecutor(max_workers=3)  # some only wait
    runs = {one.name: pool.submit(_run, one, folder / one.name) for one in chosen}
    pool.shutdown(wait=False)
    return runs


def _run(one: Miniature, folder: Path) -> Ran:
    temporary = folder / "tmp"
    temporary.mkdir(parents=True)
    descriptor = folder / "iut.yaml"
    descriptor.write_text(json.dumps(_descriptor(one, folder)), "utf-8")
    arguments = ["run", "--iut", str(descriptor), "--rule", one.rule]
    if one.title:
        arguments += ["--repeat-scenario", one.title]
    process = _FORKS.Process(
        target=_command_line, args=([*arguments, "--out", str(folder / "r")], folder)
    )
    process.start()
    process.join(_PATIENCE_S)
    code = process.exitcode
    process.kill()
    results = _text(folder / "r" / "results.jsonl").splitlines()
    return Ran(
        code=code,
        stdout=_text(folder / "stdout"),
        stderr=_text(folder / "stderr"),
        results=tuple(map(json.loads, results)),
        page=_text(folder / "r" / "index.html"),
        forgotten=(*map(str, temporary.iterdir()), *_processes_of(folder)),
    )


def _descriptor(one: Miniature, folder: Path) -> dict[str, Any]:
    is_nasty = one.name == "script-and-control-characters"
    start_s, call_s = one.timeouts
    return {
        "exec": f"{sys.executable} -m tests.miniatures {one.name}",
        "name": NASTY if is_nasty else "Miniature",
        "version": NASTY if is_nasty else "1.0",
        "vendor": NASTY if is_nasty else "Miniatures Ltd",
        "directory": str(PROJECT),
        "environment": {"PYTHONPATH": str(PROJECT), MARK: str(folder)},
        "timeouts": {"start_s": start_s, "call_s": call_s, "stop_s": 1},
        "memory_mb": one.memory_mb,
    }


def _command_line(arguments: list[str], folder: Path) -> None:
    """In the forked process: as if it had been started by a shell."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(folder / name, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, number)
        os.close(file)
    os.environ["TMPDIR"] = str(folder / "tmp")
    tempfile.tempdir = None
    from harness.cli import main  # noqa: PLC0415 - the parent needs nothing of it

    sys.exit(main(arguments))


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _processes_of(folder: Path) -> list[str]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(folder):
                found.append(" ".join(process.cmdline()))
        except (psutil.Error, OSError):
            continue
    return found
