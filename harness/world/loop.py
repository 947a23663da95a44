"""The one event loop of a worker: servers, clients and implementation share it.

It runs only while somebody waits for something, on the thread of the test. Steps are
synchronous, so nothing happens between two waits: no locks, no races, same bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
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
            KeyboardInterrupt: somebody has asked for the end; `work` was cut short
                where it waited, and the loop can be used to clear up.
        """
        task = self._loop.create_task(work)
        with _interrupted_afterwards(lambda: self._cancel(task)):
            return self._loop.run_until_complete(task)

    def _cancel(self, task: asyncio.Task[Any]) -> None:
        # From a handler of signals: the loop may be asleep.
        self._loop.call_soon_threadsafe(task.cancel)

    def close(self) -> None:
        """Nothing runs any more."""
        self._loop.run_until_complete(_left_undone(asyncio.all_tasks(self._loop)))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


async def _left_undone(tasks: set[asyncio.Task[Any]]) -> None:
    """What was left by somebody who asked for the end twice has ended, unheard."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def _interrupted_afterwards(cut_short: Callable[[], None]) -> Iterator[None]:
    """Whoever asks for the end (Ctrl-C) is heard when the loop stands still.

    In the middle of a callback the interrupt would get lost, or leave a loop that
    cannot be used to clear up. So what runs is cut short where it next waits. Who asks
    twice is heard at once.
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
        cut_short()

    signal.signal(signal.SIGINT, note)
    try:
        yield
    except asyncio.CancelledError:
        if not asked:
            raise
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt
