"""Section 3: when a mailbox is looked at again.

A change of a booking is in Outlook within fifteen minutes [CAD-001]; cycles follow each
other every ten to fifteen [CAD-002]. The interval is a mailbox's own and depends on its
activity [CAD-004]; an earlier visit is always allowed [CAD-003], and a busy mailbox is
never visited less often than a quiet one.
"""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final


class Activity(Enum):
    """How much a mailbox had to do at its last visit."""

    BUSY = auto()
    QUIET = auto()


INTERVALS: Final[dict[Activity, timedelta]] = {
    Activity.BUSY: timedelta(minutes=10),  # CAD-002
    Activity.QUIET: timedelta(minutes=12),  # CAD-002, CAD-007
}

# A cycle that failed as a whole keeps no deadline, so it is repeated soon, then less
# and less often.
FIRST_RETRY: Final = timedelta(minutes=1)
LAST_RETRY: Final = timedelta(minutes=10)


def activity(changes: int) -> Activity:
    """Return how a visit with that many changes rates [CAD-004]."""
    return Activity.BUSY if changes else Activity.QUIET


def interval(of: Activity) -> timedelta:
    """Return the time to the next visit of a mailbox [CAD-002, CAD-004]."""
    return INTERVALS[of]


def next_visit_at(visited_at: datetime, of: Activity) -> datetime:
    """Return when a mailbox is due again after a visit [CAD-001, CAD-002]."""
    return visited_at + interval(of)


def watch_at(now: datetime) -> datetime:
    """Return when to look again for mailboxes that became ready [CAD-019]."""
    return now + interval(Activity.QUIET)


def retry_at(now: datetime, failures: int) -> datetime:
    """Return when a failed cycle is repeated after so many failures in a row."""
    return now + min(FIRST_RETRY * (1 << min(failures - 1, 4)), LAST_RETRY)


def resume_at(now: datetime, retry_after: timedelta) -> datetime:
    """Return the earliest time at which a service that asked to wait is called."""
    return now + retry_after


def recover_at(now: datetime, failures: int, retry_after: timedelta | None) -> datetime:
    """Return when a failed cycle is repeated: as it was asked for, never earlier."""
    if not retry_after:
        return retry_at(now, failures)
    return resume_at(now, retry_after)
