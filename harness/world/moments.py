"""Times as features say them: never "now", always from the fixed start or the clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

START: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday
_WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_UNITS: Final = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_PART: Final = r"\d+ (?:minute|hour|day|week)s?"
SPAN_PATTERN: Final = rf"{_PART}(?:(?:, | and ){_PART})*"
_CLOCK: Final = r"at \d\d:\d\d"
MOMENT_PATTERN: Final = (
    rf"(?:(?:today|tomorrow|yesterday) {_CLOCK}"
    rf"|(?:on|next|last) (?:{'|'.join(_WEEKDAYS)}) {_CLOCK}"
    rf"|on \d{{1,2}} (?:{'|'.join(_MONTHS)}) {_CLOCK}"
    rf"|in {SPAN_PATTERN}|{SPAN_PATTERN} ago)"
)
_DAYS: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKS: Final = {"last": -7, "on": 0, "next": 7}


def span(text: str) -> timedelta:
    """The length of time that a phrase like `1 day and 15 minutes` says."""
    total = timedelta()
    for number, unit in re.findall(r"(\d+) (minute|hour|day|week)", text):
        total += int(number) * _UNITS[unit]
    return total


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in a feature's words; it becomes one when the clock is known."""

    text: str

    @property
    def is_relative(self) -> bool:
        """Whether it means the same distance from any present, within a day."""
        return self.text.startswith(("in ", "tomorrow ")) or self.text.endswith(" ago")

    def at(self, now: datetime) -> datetime:
        """The instant, seen from `now` (relative) or from the start (weekdays)."""
        if self.text.startswith("in "):
            return now + span(self.text)
        if self.text.endswith(" ago"):
            return now - span(self.text)
        head, _, clock = self.text.rpartition(" at ")
        hour, _, minute = clock.partition(":")
        day = self._day(head, now)
        return datetime.combine(day.date(), time(int(hour), int(minute)), tzinfo=UTC)

    def _day(self, head: str, now: datetime) -> datetime:
        if head in _DAYS:
            return now + timedelta(days=_DAYS[head])
        word, _, rest = head.partition(" ")
        if rest in _WEEKDAYS:
            return START + timedelta(days=_WEEKS[word] + _WEEKDAYS.index(rest))
        number, _, month = rest.partition(" ")
        return START.replace(month=_MONTHS.index(month) + 1, day=int(number))


def rfc3339(at: datetime) -> str:
    """The instant as contract and results write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spoken(at: datetime) -> str:
    """The instant as a report says it: `Tuesday 3 March 09:00`."""
    at = at.astimezone(UTC)
    month = _MONTHS[at.month - 1]
    clock = f"{at:%H:%M}" if at.second == 0 else f"{at:%H:%M:%S}"
    return f"{_WEEKDAYS[at.weekday()]} {at.day} {month} {clock}"


def spoken_date(at: datetime) -> str:
    """The date as a feature says it: `3 March 2026`."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
