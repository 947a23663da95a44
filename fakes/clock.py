"""Virtual time of one tenant: the only place where a tenant's time moves."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime


class VirtualClock:
    """A clock that stands still until somebody moves it (architecture, section 4)."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._alarms: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = 0
        self._told: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The tenant's present instant, aware, in UTC."""
        return self._now

    def http_date(self) -> str:
        """The present instant as a `Date` header spells it."""
        return format_datetime(self._now, usegmt=True)

    def move_to(self, at: datetime) -> None:
        """The clock stands at `at`, and whoever waited for an instant up to it goes on.

        Raises:
            ValueError: `at` lies before the present instant.
        """
        if at < self._now:
            msg = f"time runs forwards: {at.isoformat()} is before {self._now}"
            raise ValueError(msg)
        moved = at > self._now
        self._now = at
        self._wake(at)
        if moved:
            for tell in self._told:
                tell()

    def turn_to(self, at: datetime) -> None:
        """The clock stands at `at`, be it earlier; nobody has been woken.

        For administrators who take a tenant back to a former state.
        """
        self._now = at.astimezone(UTC)

    def release(self) -> None:
        """Whoever waited for an instant goes on, whichever it was."""
        self._wake(datetime.max.replace(tzinfo=UTC))

    def _wake(self, at: datetime) -> None:
        while self._alarms and self._alarms[0][0] <= at:
            _, _, alarm = heapq.heappop(self._alarms)
            if not alarm.done():
                alarm.set_result(None)

    def on_move(self, tell: Callable[[], None]) -> None:
        """`tell` is called each time that the clock has moved."""
        self._told.append(tell)

    async def reached(self, at: datetime) -> None:
        """The clock stands at `at` or later."""
        if at <= self._now:
            return
        self._count += 1
        alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._alarms, (at, self._count, alarm))
        await alarm

    @property
    def next_alarm(self) -> datetime | None:
        """The earliest instant that somebody waits for; None when nobody does."""
        while self._alarms and self._alarms[0][2].done():
            heapq.heappop(self._alarms)
        return self._alarms[0][0] if self._alarms else None
