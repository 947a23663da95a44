"""Real durations: the only reader of a real clock; freezegun leaves it alone."""

from __future__ import annotations

from time import perf_counter


class Stopwatch:
    """Milliseconds since it was made."""

    def __init__(self) -> None:
        self._start = perf_counter()

    @property
    def ms(self) -> float:
        """Elapsed milliseconds, to the microsecond."""
        return round((perf_counter() - self._start) * 1000, 3)
