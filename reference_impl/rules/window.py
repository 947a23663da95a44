"""The window of bookings that synchronise: one week back, two weeks ahead.

Bookings of the past week are as good as any [BKG-046]. The window moves with the clock
and cannot be configured [BKG-056]; no filter of a user widens or narrows it [BKG-057].
Both edges are inside, as instants (reading C-21, which leaves BKG-044 open).
"""

from datetime import datetime, timedelta
from typing import Final

PAST: Final = timedelta(days=7)
FUTURE: Final = timedelta(days=14)


def opens_at(now: datetime) -> datetime:
    """Return the earliest start that synchronises [BKG-038, BKG-041]."""
    return now - PAST


def closes_at(now: datetime) -> datetime:
    """Return the latest start that synchronises [BKG-039, BKG-043]."""
    return now + FUTURE


def is_behind(start_at: datetime, now: datetime) -> bool:
    """Tell whether a start is too old; the edge itself is inside [BKG-040]."""
    return start_at < opens_at(now)


def is_beyond(start_at: datetime, now: datetime) -> bool:
    """Tell whether a start is too far ahead; the edge itself is inside [BKG-042]."""
    return start_at > closes_at(now)


def contains(start_at: datetime, now: datetime) -> bool:
    """Tell whether a start is inside; the end does not matter [BKG-045]."""
    return not is_behind(start_at, now) and not is_beyond(start_at, now)
