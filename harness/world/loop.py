"""The one event loop of a worker: servers, clients and implementation share it.

It runs only while somebody waits for something, on the thread of the test. Steps are
synchronous, so nothing happens between two waits: no locks, no races, same bytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Loop:
    """An event loop that is driven from synchronous code."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, once it has come to its end."""
        return self._loop.run_until_complete(work)

    def close(self) -> None:
        """Nothing runs any more."""
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
