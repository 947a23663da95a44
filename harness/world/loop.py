"""The one event loop of a worker: servers, clients and implementation share it.

It runs only while somebody waits for something, on the thread of the test. Steps are
synchronous, so nothing happens between two waits: no locks, no races, same bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Coroutine, Iterator
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


class Loop:
    """An event loop that is driven from synchronous code."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, once it has come to its end.

        Raises:
            KeyboardInterrupt: somebody has asked for the end meanwhile.
        """
        with _interrupted_afterwards():
            return self._loop.run_until_complete(work)

    def close(self) -> None:
        """Nothing runs any more."""
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


@contextlib.contextmanager
def _interrupted_afterwards() -> Iterator[None]:
    """Whoever asks for the end (Ctrl-C) is heard when the loop stands still.

    In the middle of a callback the interrupt would get lost, or leave a loop that
    cannot be used to clear up. Who asks twice is heard at once.
    """
    before = signal.getsignal(signal.SIGINT)
    on_main_thread = threading.current_thread() is threading.main_thread()
    if before is not signal.default_int_handler or not on_main_thread:
        yield
        return
    asked = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            signal.default_int_handler(number, frame)
        asked = True

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt
