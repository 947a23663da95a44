"""Service protection limits: who asks too much, in virtual time (section 7).

Counted per user; the real service counts per web server as well (trap 34).
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors

if TYPE_CHECKING:
    from fakes.clock import VirtualClock
    from fakes.wire import Headers

_BUSY_S: Final = 1  # how long to wait when too many are in flight (inferred)
_MOST_PUSHES: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The three limits of one tenant; None switches one off.

    `cost` is the execution time that every request counts with, besides the time for
    which its answer is held: here nothing takes time by itself.
    """

    requests: int | None = 6000
    execution_time: timedelta | None = timedelta(minutes=20)
    concurrent: int | None = 52
    window: timedelta = timedelta(seconds=300)
    cost: timedelta = timedelta()

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        for name in ("requests", "concurrent"):
            value = getattr(self, name)
            if value is not None and value < 0:
                msg = f"limits.{name} must not be negative, not {value}"
                raise ValueError(msg)
        if self.window <= timedelta() or self.cost < timedelta():
            msg = "limits.window must be positive, limits.cost not negative"
            raise ValueError(msg)


class Throttled(errors.DataverseError):
    """A request too many; to be repeated after `retry_after_s` seconds."""

    def __init__(self, *, code: str, message: str, retry_after_s: int) -> None:
        super().__init__(status=429, code=code, message=message)
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class _Tick:
    """What a user asked for at one instant."""

    at: datetime
    requests: int = 0
    spent: timedelta = timedelta()


@dataclass(slots=True)
class _Usage:
    """What a user asked for within the window."""

    ticks: deque[_Tick] = field(default_factory=deque)
    requests: int = 0
    spent: timedelta = timedelta()
    in_flight: int = 0
    pushes: int = 0  # refused requests since the last one that was let in


class Protection:
    """Counts what users ask for."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._usage: dict[str, _Usage] = {}

    def forget(self) -> None:
        """Nobody has asked for anything."""
        self._usage.clear()

    def admit(self, user: str, limits: Limits) -> Headers:
        """The headers that tell what the user has left (section 2.3).

        Raises:
            Throttled: nothing is left.
        """
        usage = self._usage.setdefault(user, _Usage())
        self._slide(usage, limits.window)
        self._check(usage, limits)
        usage.pushes = 0
        self._count(usage, requests=1, spent=limits.cost)
        found: list[tuple[str, str]] = []
        if limits.requests is not None:
            left = limits.requests - usage.requests
            found.append(("x-ms-ratelimit-burst-remaining-xrm-requests", str(left)))
        if limits.execution_time is not None:
            left_ms = max(limits.execution_time - usage.spent, timedelta())
            found.append(
                (
                    "x-ms-ratelimit-time-remaining-xrm-requests",
                    str(left_ms // timedelta(milliseconds=1)),
                )
            )
        return tuple(found)

    def begin(self, user: str) -> None:
        """A request of the user is in flight for some time."""
        self._usage.setdefault(user, _Usage()).in_flight += 1

    def end(self, user: str, took: timedelta) -> None:
        """It no longer is; its time counts."""
        usage = self._usage.setdefault(user, _Usage())
        usage.in_flight = max(0, usage.in_flight - 1)
        self._count(usage, requests=0, spent=took)

    def _count(self, usage: _Usage, *, requests: int, spent: timedelta) -> None:
        now = self._clock.now()
        if not usage.ticks or usage.ticks[-1].at != now:
            usage.ticks.append(_Tick(now))
        tick = usage.ticks[-1]
        tick.requests += requests
        tick.spent += spent
        usage.requests += requests
        usage.spent += spent

    def _slide(self, usage: _Usage, window: timedelta) -> None:
        now, ticks = self._clock.now(), usage.ticks
        while ticks and not now - window < ticks[0].at <= now:
            usage.requests -= ticks[0].requests
            usage.spent -= ticks[0].spent
            ticks.popleft()

    def _check(self, usage: _Usage, limits: Limits) -> None:
        seconds = math.ceil(limits.window.total_seconds())
        if limits.requests is not None and usage.requests >= limits.requests:
            raise self._throttled(
                usage,
                limits,
                "0x80072322",
                f"Number of requests exceeded the limit of {limits.requests} over time "
                f"window of {seconds} seconds.",
            )
        longest = limits.execution_time
        if longest is not None and usage.spent >= longest:
            raise self._throttled(
                usage,
                limits,
                "0x80072321",
                "Combined execution time of incoming requests exceeded limit of "
                f"{longest // timedelta(milliseconds=1)} milliseconds over time window "
                f"of {seconds} seconds.",
            )
        if limits.concurrent is not None and usage.in_flight >= limits.concurrent:
            raise Throttled(
                code="0x80072326",
                message="Number of concurrent requests exceeded the limit of "
                f"{limits.concurrent}.",
                retry_after_s=_BUSY_S,
            )

    def _throttled(
        self, usage: _Usage, limits: Limits, code: str, message: str
    ) -> Throttled:
        """The refusal; who keeps pushing is told to wait longer (inferred: by 1 s)."""
        oldest = usage.ticks[0].at if usage.ticks else self._clock.now()
        left = (oldest + limits.window - self._clock.now()).total_seconds()
        wait = max(1, math.ceil(left)) + usage.pushes
        usage.pushes = min(usage.pushes + 1, _MOST_PUSHES)
        return Throttled(code=code, message=message, retry_after_s=wait)
