"""Writes results.jsonl: a line per scenario as it ends, in the plan's order at the end.

The only writer of results. A killed run loses nothing: its file has no `end` line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from harness.errors import Unwritable
from harness.suite.plugin import PROPERTY, complaints_in

NAME: Final = "results.jsonl"


class ResultsFile:
    """The results of one run on disk."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8")
        except OSError as error:
            raise Unwritable(
                path=folder, reason=error.strerror or str(error)
            ) from error

    def write(self, line: Mapping[str, Any]) -> None:
        """The line stands on disk."""
        self.write_text(json.dumps(line, ensure_ascii=False))

    def write_text(self, line: str) -> None:
        """The line, JSON already, stands on disk."""
        try:
            self._file.write(line + "\n")
            self._file.flush()
        except OSError as error:
            raise Unwritable(
                path=self.path, reason=error.strerror or str(error)
            ) from error

    def close(self) -> None:
        """Nothing more is written."""
        self._file.close()

    def sort(self, order: Mapping[str, int]) -> None:
        """The scenarios' lines stand in the plan's order, whoever ended first."""
        self.close()
        head, *lines = self.path.read_text("utf-8").splitlines(keepends=True)
        lines.sort(key=lambda line: order[json.loads(line)["id"]])
        new = self.path.with_suffix(".new")
        new.write_text(head + "".join(lines), "utf-8")
        new.replace(self.path)
        self._file = self.path.open("a", encoding="utf-8")


class Recorder:
    """Hears pytest's reports, also those of workers, and hands on each line."""

    def __init__(
        self,
        hear: Callable[[str], None],
        *,
        complain: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._hear = hear
        self._complain = complain
        self.internal_errors: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A phase of a scenario has ended; the one that carries a line is written."""
        carries = report.when == "call" or (report.when == "setup" and report.failed)
        if carries:
            for name, value in report.user_properties:
                if name == PROPERTY:
                    self._hear(str(value))
        elif report.failed:
            self.internal_errors.append(f"{report.nodeid}: {report.longreprtext}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """What was noticed outside of scenarios, in this process, is handed on."""
        for text in complaints_in(session.config):
            self._complain(text)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """What a worker noticed outside of scenarios is handed on."""
        for text in getattr(node, "workeroutput", {}).get(PROPERTY, ()):
            self._complain(text)

    def pytest_internalerror(self, excrepr: object) -> None:
        """Pytest itself, or one of our hooks, has failed."""
        self.internal_errors.append(str(excrepr))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that cannot be collected is an error of ours."""
        if report.failed:
            self.internal_errors.append(report.longreprtext)
