"""How time passes in a scenario: the only place that moves a tenant's clock forward."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from fakes import Tenant
from harness.adapters.iut import ClockMode, Iut, Progress, RunningIut
from harness.errors import ClockNotKept, NeverIdle, TimedOut
from harness.stopwatch import Stopwatch
from harness.visible import visible
from harness.world.moments import rfc3339
from harness.world.timeline import Timeline

_PATIENCE: Final = 200  # wakes at one and the same instant
_FLOOD: Final = 10_000  # requests within one wake
_SHOWN: Final = 200  # characters of an address
_TICK: Final = timedelta(seconds=4)  # of a clock that runs, in its own time
_TICKS_S: Final = (0.001, 0.05)  # the shortest and the longest, in real time
_WATCH_S: Final = 0.25  # between two looks at a foreign implementation at work
_HELD_S: Final = 0.005  # as _WATCH_S, where faults hold answers back
_REST_S: Final = 30.0  # for a running implementation to end what it has begun
_LAST_CYCLE: Final = timedelta(minutes=20)  # work since then counts for a deadline

T = TypeVar("T")
Heed = Callable[[Progress], None]


class Passing:
    """Drives the tenant's clock and the implementation to an instant, in its mode."""

    def __init__(self, *, tenant: Tenant, iut: Iut, timeline: Timeline) -> None:
        self._tenant = tenant
        self._iut = iut
        self._timeline = timeline
        self.next_wake: datetime | None = None
        self.after: list[Callable[[], None]] = []

    async def to(self, target: datetime, *, heed: Heed) -> None:
        """The clock stands at `target`, and all that was due on the way is done.

        Where the implementation lives by a clock of its system, work that is due within
        a minute more counts as due (contract page, `Progress`).

        Raises:
            NeverIdle: the implementation does not come to rest.
            ClockNotKept: it says that its time is another.
        """
        if isinstance(self._iut, RunningIut) and self._iut.clock_mode.runs:
            await self._run(self._iut, target)
            return
        at: datetime | None = self._first(target)
        wakes = 0
        while at is not None:
            wakes = wakes + 1 if at == self._tenant.clock.now() else 0
            if wakes > _PATIENCE:
                raise NeverIdle(
                    f"The implementation does not get beyond {rfc3339(at)}: "
                    f"{_PATIENCE} times in a row its next_wake was "
                    f"{rfc3339(self.next_wake or at)}. Once all is done that is due, "
                    "next_wake must be later than `now`, or null."
                )
            self._tenant.clock.move_to(at)
            progress = await self._wake(at)
            heed(progress)
            self._refuse_other_time(progress, at)
            at = self._next(target)

    def _first(self, target: datetime) -> datetime:
        due = self.next_wake
        if due is None or due > target:
            return target
        return max(due, self._tenant.clock.now())

    def _next(self, target: datetime) -> datetime | None:
        now = self._tenant.clock.now()
        if now < target:
            return self._first(target)
        due = self.next_wake
        if due is not None and due <= max(now, target + self._iut.clock_mode.slack):
            return max(due, now)
        return None

    async def _wake(self, at: datetime) -> Progress:
        seen = self._begin()
        progress = await self.answered(self._iut.advance(self._tenant.name, at))
        self._end(at, *seen)
        return progress

    def _refuse_other_time(self, progress: Progress, at: datetime) -> None:
        if self._iut.clock_mode is ClockMode.VIRTUAL and progress.now != at:
            raise ClockNotKept(
                f"After an advance to {rfc3339(at)} the implementation says that its "
                f"time is {rfc3339(progress.now)}. `now` must be the time that it was "
                "given; it may not read the clock of its system."
            )

    def _begin(self) -> tuple[int, int]:
        return len(self._tenant.journal.entries), len(self._tenant.faults.fired)

    def _end(self, at: datetime, before: int, fired: int) -> None:
        """What the implementation did since is told."""
        entries = self._tenant.journal.entries
        for entry in entries[before:]:
            if entry.fault:
                self._timeline.tell(entry.at, "fault", f"Request {entry.fault}.")
        gained = len(entries) - before
        if gained or len(self._tenant.faults.fired) > fired:
            words = "1 request" if gained == 1 else f"{gained} requests"
            self._timeline.tell(at, "cycle", f"The implementation works: {words}.")
        for watch in self.after:
            watch()

    async def answered(self, asked: Awaitable[T]) -> T:
        """The answer; the clock moves on where only held-back answers are left.

        Raises:
            NeverIdle: the implementation floods the services with requests.
        """
        if not self._tenant.faults and not self._iut.is_foreign:
            return await asked
        before = len(self._tenant.journal.entries)
        task = asyncio.ensure_future(asked)
        try:
            while not task.done():
                pause = _HELD_S if self._tenant.faults else _WATCH_S
                await asyncio.wait([task], timeout=pause)
                self._refuse_flood(before)
                alarm = self._tenant.clock.next_alarm
                if not task.done() and self._is_stuck and alarm is not None:
                    self._tenant.clock.move_to(alarm)
            return task.result()
        except TimedOut as error:
            raise TimedOut(f"{self._sent_since(before)}, {error}") from error
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    @property
    def _is_stuck(self) -> bool:
        held = self._tenant.held
        return held > 0 and held == self._tenant.in_flight

    def _refuse_flood(self, before: int) -> None:
        if len(self._tenant.journal.entries) - before > _FLOOD:
            raise NeverIdle(
                f"{self._sent_since(before)}, the implementation is still not done "
                "with one instant. Does it repeat a request without waiting? It was "
                "stopped before it flooded harness and services."
            )

    def _sent_since(self, before: int) -> str:
        """How much was asked of the services, as the beginning of a sentence."""
        entries = self._tenant.journal.entries[before:]
        if not entries:
            return "Without any request to a service"
        last = f"{entries[-1].method} {visible(entries[-1].target, at_most=_SHOWN)}"
        if len(entries) == 1:
            return f"After one request, {last}"
        return f"After {len(entries)} requests, the last of them {last}"

    async def _run(self, iut: RunningIut, target: datetime) -> None:
        """Time has passed by itself until the implementation is at rest after `target`.

        What it spends at work near the end is added, for its clock runs too fast then:
        a second of work is an hour at 3600 times the speed.
        """
        seen = self._begin()
        rested = seen[0]  # entries of the journal when it was last at rest
        worked_s = restless_s = 0.0
        tick_s = _tick_s(iut.rate)
        watch = Stopwatch()
        while True:
            await self.answered(iut.live(tick_s))
            self._follow(iut)
            lasted_s, watch = watch.ms / 1000, Stopwatch()
            is_busy = iut.is_busy()
            overdue = self._tenant.clock.now() - target
            if is_busy and overdue > -_LAST_CYCLE:
                worked_s += lasted_s
            if is_busy:
                restless_s += lasted_s
            else:
                restless_s, rested = 0.0, len(self._tenant.journal.entries)
            extra = iut.clock_mode.slack + timedelta(seconds=worked_s * iut.rate)
            if overdue >= extra and not is_busy:
                break
            if restless_s > _REST_S:
                raise NeverIdle(
                    f"The implementation has been at work for {_REST_S:g} seconds "
                    "without a rest. Does it ever sleep?"
                )
            self._refuse_flood(rested)
        self._end(self._tenant.clock.now(), *seen)

    def _follow(self, iut: RunningIut) -> None:
        clock = self._tenant.clock
        clock.move_to(max(clock.now(), iut.now()))


def _tick_s(rate: int) -> float:
    """How long a tick of a running clock lasts, in real time."""
    shortest_s, longest_s = _TICKS_S
    return min(max(_TICK.total_seconds() / rate, shortest_s), longest_s)
