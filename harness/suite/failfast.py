"""Ends a session as soon as enough is known: the only place that stops a run early."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

# Scenarios that a worker holds are run even after the stop: hand out as few as can be.
DISTRIBUTION: Final = ("--maxschedchunk", "1")
_REASON: Final = "enough is known"


class FailFast:
    """A pytest plugin that asks `enough` after every scenario, also of workers."""

    def __init__(self, enough: Callable[[], bool]) -> None:
        self._enough = enough
        self._session: pytest.Session | None = None
        self.stopped = False

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """The session can be stopped from now on."""
        self._session = session

    @pytest.hookimpl(trylast=True)  # the recorder hears first
    def pytest_runtest_logreport(self) -> None:
        """Once enough is known, no further scenario begins."""
        if self.stopped or self._session is None or not self._enough():
            return
        self.stopped = True
        self._session.shouldstop = _REASON
        # With workers, xdist's own loop hands out scenarios and looks at its own flag.
        workers: Any = self._session.config.pluginmanager.get_plugin("dsession")
        if workers is not None:
            workers.shouldstop = _REASON
