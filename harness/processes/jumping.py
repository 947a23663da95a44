"""Jump mode: the only place that moves the clock of a sleeping process.

Time moves only while everything sleeps: a process that is asked for the time in the
middle of its work would see a quarter of an hour pass between two lines.

With every jump the process's clock gets a microsecond further ahead of the harness's.
At the very instant that it waits for, asyncio would turn in circles for ever: a timer
is due when its time is less than the clock's, to which asyncio adds the resolution of
1 ns; beside seconds since 1970 a double has no room for that.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from harness.errors import IutCrashed, NeverIdle
from harness.processes.faketime import FrozenClock
from harness.processes.process import Launched
from harness.processes.stillness import (
    Tree,
    blocked_on_network,
    deaf_to_jumps,
    next_timeout,
)

# Until a connection that waits in the kernel shows as an exchange: accept, transport,
# reader, bytes, task of the request; and some to spare.
_PASSES: Final = 10
_PATIENT_AFTER: Final = 30
_PAUSE_S: Final = 0.001
_CREEP_EVERY: Final = 50
_STOP_S: Final = 1.0
_AHEAD: Final = timedelta(microseconds=1)  # twice what a double tells apart in 2100

Quiet = Callable[[], Awaitable[bool]]


class JumpDriver:
    """Moves a process from instant to instant.

    `quiet` tells whether nobody waits for an answer of the fakes. They are served by
    the same loop: every look gives it the time to take what has arrived.
    """

    def __init__(self, launched: Launched, clock: FrozenClock, *, quiet: Quiet) -> None:
        self._launched = launched
        self._clock = clock
        self._quiet = quiet
        self._tree = Tree(launched.pid)
        self._at = clock.at

    @property
    def at(self) -> datetime:
        """The instant of the last jump; the process shows some microseconds more."""
        return self._at

    async def settle(self, deadline_s: float) -> None:
        """Everything of it sleeps and all exchanges have ended.

        Raises:
            NeverIdle: it has not come to rest before the deadline, and what is busy.
            IutCrashed: it has ended.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + deadline_s
        rounds = 0
        while busy := await self._obstacle():
            if loop.time() > deadline:
                raise NeverIdle(
                    "The program has not come to rest within "
                    f"{deadline_s:g} s: {busy()}. A program with an event loop can be "
                    "driven by jumps; for others there is the clock mode 'rate'."
                )
            rounds += 1
            if rounds % _CREEP_EVERY == 0:
                self._clock.set(self._clock.at + _AHEAD)  # for who waits by circling
            await asyncio.sleep(0 if rounds < _PATIENT_AFTER else _PAUSE_S)

    async def jump_to(self, at: datetime, deadline_s: float) -> None:
        """It is `at` for the process, and everything that was due by then is done.

        Raises:
            NeverIdle: as `settle`.
            IutCrashed: as `settle`.
        """
        ahead = self._clock.at - self._at
        self._at = at
        self._clock.set(at + ahead + _AHEAD)
        await self._nudge()
        await self.settle(deadline_s)

    def next_wake(self) -> datetime | None:
        """When it next wants to wake, as far as the kernel knows; a hint."""
        timeout = next_timeout(self._tree)
        return None if timeout is None else self._at + timeout

    def deaf(self) -> tuple[str, ...]:
        """Threads in sleeps that no jump shortens, in words."""
        return deaf_to_jumps(self._tree)

    def close(self) -> None:
        """No file of the process is open."""
        self._tree.close()

    async def _obstacle(self) -> Callable[[], str] | None:
        """What is not at rest, to be put into words; None when all is."""
        if self._launched.returncode is not None:
            raise IutCrashed(await self._obituary())
        before = self._tree.sample()
        if not before.all_sleep:
            return before.words
        for _ in range(_PASSES):
            await asyncio.sleep(0)
        if not await self._quiet():
            return lambda: "an exchange with Dataverse or Exchange has not ended"
        if not self._tree.unmoved_since(before):
            return lambda: "it wakes again and again"
        elsewhere = blocked_on_network(self._tree)
        return (lambda: elsewhere) if elsewhere else None

    async def _nudge(self) -> None:
        """Every thread that waits in epoll has returned from it.

        Until the stop has reached all threads: a SIGCONT that comes before cancels it,
        and those that it has not reached sleep on.
        """
        threads = tuple(self._tree.threads())
        pids = {pid for pid, _ in threads}
        _send(pids, signal.SIGSTOP)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_S):
                while not self._tree.stopped(threads):  # noqa: ASYNC110 - the kernel's word
                    await asyncio.sleep(0)
        _send(pids, signal.SIGCONT)

    async def _obituary(self) -> str:
        code = await self._launched.died()
        return (
            f"The program has ended with code {code}. Its last output:\n"
            f"{self._launched.last_output() or '(none)'}"
        )


def _send(pids: set[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
