"""How the clock of a black box is driven: one class for each clock mode.

A clock is made first, so that the process can be started in its environment, and is
then attached to the process. The mode is verified before anything is concluded from it:
whose clock does not follow is told so (`ClockNotKept`), and nobody is accused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

from harness.adapters.iut import ClockMode, Progress
from harness.adapters.target import Target
from harness.errors import ClockNotKept
from harness.processes.faketime import FrozenClock, RatedClock, is_preloaded
from harness.processes.jumping import JumpDriver
from harness.processes.process import Launched
from harness.processes.stillness import (
    Sample,
    Tree,
    blocked_on_network,
)
from harness.stopwatch import Stopwatch, wall_clock

_SHORTEST: Final = timedelta(seconds=1)  # jump: who ticks faster sees time stutter
_LONGEST: Final = timedelta(minutes=1)  # jump: where nothing tells when it will wake
_LOADING_MS: Final = 2_000
_LOOK_S: Final = 0.02
_STATIC: Final = (
    "The program does not load libfaketime, so its clock cannot be driven. It is "
    "linked statically (Go, musl) or drops its environment. Speak the contract, whose "
    "time is virtual, or use the clock mode realtime."
)

IsQuiet = Callable[[], bool]


class BoxClock(Protocol):
    """The clock of one process."""

    def environment(self) -> Mapping[str, str]:
        """What the process is started with."""
        ...

    def attach(self, process: Launched, *, is_quiet: IsQuiet) -> None:
        """The clock is that of the process, which has just been started."""
        ...

    async def begin(self) -> Progress:
        """The process may be driven."""
        ...

    async def advance(self, to: datetime) -> Progress:
        """It is `to` for the process, and all that was due by then is done."""
        ...

    def now(self) -> datetime:
        """What it shows."""
        ...

    def is_still(self) -> bool:
        """Whether the process sleeps with nothing under way."""
        ...

    def close(self) -> None:
        """Nothing of it is left; the process has ended before."""
        ...


def clock_for(target: Target, *, at: datetime) -> BoxClock:
    """The clock that goes with the target's mode.

    Raises:
        UsageError: libfaketime is needed and not there.
    """
    match target.clock:
        case ClockMode.JUMP:
            return JumpClock(target, at=at)
        case ClockMode.RATE:
            return RunningClock(at=at, rate=target.rate)
        case _:
            return RunningClock(at=at, rate=None)


class JumpClock:
    """Stands still until it is moved, from one instant that is due to the next."""

    def __init__(self, target: Target, *, at: datetime) -> None:
        self._clock = FrozenClock(at=at)
        self._at = at  # the process's is some microseconds ahead
        self._start_s = target.timeouts.start.total_seconds()
        self._call_s = target.timeouts.call.total_seconds()
        self._driver: JumpDriver | None = None
        self._was_deaf = False
        self._pid = 0

    def environment(self) -> Mapping[str, str]:
        """What makes the process follow."""
        return self._clock.environment()

    def attach(self, process: Launched, *, is_quiet: IsQuiet) -> None:
        """The clock is that of the process."""

        async def quiet() -> bool:
            return is_quiet()

        self._pid = process.pid
        self._driver = JumpDriver(process, self._clock, quiet=quiet)

    async def begin(self) -> Progress:
        """The process has come to its first rest, in a sleep that jumps can shorten.

        Raises:
            ClockNotKept: it does not load libfaketime, or its sleep is deaf to jumps.
        """
        await self._load()
        if deaf := self._attached.deaf():
            raise _cannot_be_woken(deaf[0])
        return self._progress()

    async def _load(self) -> None:
        """The process has come to rest and has loaded libfaketime.

        What is still being loaded may rest for a moment, too: for the disk, or for a
        script that finds out which program is meant.
        """
        waited = Stopwatch()
        while True:
            await self._attached.settle(self._start_s)
            if is_preloaded(self._pid):
                return
            if waited.ms > _LOADING_MS:
                raise ClockNotKept(_STATIC)
            await asyncio.sleep(_LOOK_S)

    async def advance(self, to: datetime) -> Progress:
        """It is `to` for the process, which has come to rest again.

        Raises:
            ClockNotKept: it was deaf to the jump: twice in a row, as a look at names
                and files may have a limit, too.
        """
        await self._attached.jump_to(to, self._call_s)
        self._at = to
        deaf = self._attached.deaf()
        if deaf and self._was_deaf:
            raise _cannot_be_woken(deaf[0])
        self._was_deaf = bool(deaf)
        return self._progress()

    def now(self) -> datetime:
        """What it shows."""
        return self._at

    def is_still(self) -> bool:
        """Between jumps it is."""
        return True

    def close(self) -> None:
        """Nothing of it is left."""
        if self._driver is not None:
            self._driver.close()
        self._clock.close()

    @property
    def _attached(self) -> JumpDriver:
        assert self._driver is not None, "attach comes first"
        return self._driver

    def _progress(self) -> Progress:
        wake = self._attached.next_wake() or self._at + _LONGEST
        return Progress(now=self._at, next_wake=max(wake, self._at + _SHORTEST))


def _cannot_be_woken(sleeper: str) -> ClockNotKept:
    return ClockNotKept(
        f"In the clock mode jump it cannot be woken: {sleeper}. Whoever sleeps outside "
        "of an event loop is driven in the clock mode rate."
    )


class RunningClock:
    """Runs by itself: faster than real time (rate), or as real time does."""

    def __init__(self, *, at: datetime, rate: int | None) -> None:
        self._clock = RatedClock(at=at, rate=rate) if rate else None
        self._tree: Tree | None = None
        self._sample: Sample | None = None
        self._is_quiet: IsQuiet = lambda: True
        self._is_verified = rate is None

    def environment(self) -> Mapping[str, str]:
        """What makes the process follow; nothing in real time."""
        return self._clock.environment() if self._clock else {}

    def attach(self, process: Launched, *, is_quiet: IsQuiet) -> None:
        """The clock is that of the process."""
        self._tree = Tree(process.pid)
        self._is_quiet = is_quiet

    async def begin(self) -> Progress:
        """Time runs; nothing else can be done about it."""
        return Progress(now=self.now(), next_wake=None)

    async def advance(self, to: datetime) -> Progress:
        """Nobody advances a clock that runs."""
        del to
        return Progress(now=self.now(), next_wake=None)

    def now(self) -> datetime:
        """What it shows."""
        if self._clock is None:
            return wall_clock()
        return self._clock.now(asyncio.get_running_loop().time())

    def is_still(self) -> bool:
        """Whether it has slept since the last look, with nothing under way.

        Raises:
            ClockNotKept: it sleeps, and has not loaded libfaketime.
        """
        assert self._tree is not None, "attach comes first"
        is_still = (
            self._sample is not None
            and self._is_quiet()
            and self._tree.unmoved_since(self._sample)
            and not blocked_on_network(self._tree)
        )
        self._sample = self._tree.sample()
        if is_still and not self._is_verified:
            if not is_preloaded(self._tree.pid):
                raise ClockNotKept(_STATIC)
            self._is_verified = True
        return is_still

    def close(self) -> None:
        """Nothing of it is left."""
        if self._tree is not None:
            self._tree.close()
        if self._clock is not None:
            self._clock.close()
