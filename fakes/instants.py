"""Instants as people write them; the only place that says which a tenant may have."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

# Between these, nothing that the fakes work out leaves the calendar.
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2500, 1, 1, tzinfo=UTC)
MONDAY: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)  # where a tenant's time begins
_DURATION: Final = re.compile(
    r"P(?:(\d{1,9})W|(?=\d|T\d)(?:(\d{1,9})D)?"
    r"(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?)",
    re.ASCII,
)


class NoInstant(ValueError):  # noqa: N818 - reads as the fact it reports
    """A text that names no instant that a tenant may have."""


def read_instant(text: str) -> datetime:
    """The instant in UTC.

    Raises:
        NoInstant: the text is none, or out of bounds.
    """
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            msg = f"'{text}' has no offset; end it in Z for UTC, or in +01:00"
            raise NoInstant(msg)
        found = found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, NoInstant):
            raise
        msg = f"'{text}' is no instant; write it like 2026-03-02T08:00:00Z"
        raise NoInstant(msg) from error
    return bounded(found)


def bounded(at: datetime) -> datetime:
    """The instant, which a tenant may have.

    Raises:
        NoInstant: it may not.
    """
    if not EARLIEST <= at < LATEST:
        msg = f"{at.year} is out of bounds; the fakes know {EARLIEST.year} to 2499"
        raise NoInstant(msg)
    return at


def read_duration(text: str) -> timedelta:
    """The span of an ISO 8601 duration: weeks, or days to seconds.

    Raises:
        NoInstant: it is none. Months and years are none, either: they differ in length.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        msg = f"'{text}' is no duration of weeks, days, hours, minutes, seconds: PT90M"
        raise NoInstant(msg)
    weeks, days, hours, minutes, seconds = match.groups(default="0")
    try:
        return timedelta(
            weeks=int(weeks),
            days=int(days),
            hours=int(hours),
            minutes=int(minutes),
            seconds=float(seconds),
        )
    except OverflowError as error:
        msg = f"'{text}' is too long a duration"
        raise NoInstant(msg) from error


def later(at: datetime, by: timedelta) -> datetime:
    """The instant so much later, which a tenant may have.

    Raises:
        NoInstant: it may not.
    """
    try:
        return bounded(at + by)
    except OverflowError as error:
        msg = "that is further than the calendar goes"
        raise NoInstant(msg) from error


def spelt(at: datetime) -> str:
    """The instant in ISO 8601, ending in Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
