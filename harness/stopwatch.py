"""Durations and the day: the only reader of a real clock, which freezegun spares."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import perf_counter


class Stopwatch:
    """Milliseconds since it was made."""

    def __init__(self) -> None:
        self._start = perf_counter()

    @property
    def ms(self) -> float:
        """Elapsed milliseconds, to the microsecond."""
        return round((perf_counter() - self._start) * 1000, 3)


def wall_clock() -> datetime:
    """The real time, to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The day on which the run is made, the same in every time zone: in UTC."""
    return datetime.now(UTC).date()
