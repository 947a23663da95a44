"""Section 5: from one booking and one mailbox to actions. Start reading here.

`plan` is total and deterministic. It goes through the section in its order: is the
mailbox ready (2), does the booking belong in it (5.1), what did the change mean (5.3),
how does the item end (5.4). What is written into an item (5.2) is in `content.py`.

    plan(Snapshot(mailbox, row, touch), link, settings, now) -> (action, ...)

Every pair is planned for itself: workers of one work order, bookings of one worker and
siblings of a deleted booking never meet here [BKG-018, BKG-019, BKG-122].
Bookings go one way: nothing of an item is ever an input but its fate in Exchange, and
no action touches a row [BKG-003, BKG-004, BKG-005].
"""

from datetime import datetime
from typing import Final, assert_never

from reference_impl.rules import (
    cancelling,
    content,
    deletion,
    eligibility,
    mailboxes,
    triggers,
)
from reference_impl.rules.actions import (
    Action,
    CreateItem,
    NoteCancellation,
    Nothing,
    UnlinkItem,
    UpdateItem,
)
from reference_impl.rules.eligibility import Absence
from reference_impl.rules.model import (
    Booking,
    Deleted,
    Item,
    Link,
    Linked,
    Present,
    Removal,
    RuleIds,
    Settings,
    Snapshot,
    Touch,
    UnlinkCause,
    Unlinked,
)

PAUSED: Final[RuleIds] = ("BKG-110", "BKG-111", "BKG-112", "BKG-113", "BKG-114")
ENTERS: Final[RuleIds] = ("BKG-001", "BKG-016", "BKG-023", "BKG-049", "BKG-081")
RECREATED: Final[RuleIds] = ("BKG-006", "BKG-058", "BKG-060")
REFRESHED: Final[RuleIds] = ("BKG-008", "BKG-069")
ADOPTED: Final[RuleIds] = ("BKG-020", "BKG-075")
LET_GO: Final[RuleIds] = ("BKG-080", "BKG-102")
STALE: Final[RuleIds] = ("BKG-061", "BKG-073", "BKG-078")

# What an absence means for an item that is linked (5.3, 5.4). A booking that passing
# time or a rescheduling put behind the window keeps item and link and drives nothing.
LEAVES_FOR: Final[dict[Absence, Removal | None]] = {
    Absence.NO_WORK_ORDER: Removal.LOGICAL,  # BKG-015, BKG-109
    Absence.BOOKED_ELSEWHERE: Removal.LOGICAL,  # BKG-082, BKG-085
    Absence.BEHIND_WINDOW: None,  # BKG-052, BKG-053, BKG-055
    Absence.BEYOND_WINDOW: Removal.LOGICAL,  # BKG-054, if somebody rescheduled it
    Absence.NOT_READABLE: Removal.LOGICAL,  # BKG-100, BKG-101
}


def plan(
    snapshot: Snapshot, link: Link, settings: Settings, now: datetime
) -> tuple[Action, ...]:
    """Return what is to be done for this pair, at least one action.

    Nothing is written for a mailbox that is not ready, in either direction: neither
    creation nor change nor deletion [BKG-110 to BKG-114].
    """
    if not mailboxes.is_ready(snapshot.mailbox, settings):
        return (Nothing(rules=PAUSED),)
    match link:
        case None:
            return admit(snapshot, now)
        case Unlinked():
            return readmit(snapshot, link, now)
        case Linked():
            return follow(snapshot, link, settings, now=now)
        case _:  # pragma: no cover  the type checker proves that there is no other
            assert_never(link)


def admit(snapshot: Snapshot, now: datetime) -> tuple[Action, ...]:
    """Return the creation of an item, or why the booking gets none (5.1).

    A booking that came and went between two cycles leaves nothing [BKG-106]; one that
    is cancelled gets no item while it is (BKG-095 leaves the choice).
    """
    match snapshot.row:
        case Deleted():
            return (Nothing(rules=("BKG-106",)),)
        case Present() as row:
            failure = eligibility.first_failure(row, snapshot.mailbox, now)
            if failure is not None:
                return (Nothing(rules=failure.rules),)
            if not may_enter(snapshot.touch):
                return (Nothing(rules=("BKG-047", "BKG-048", "BKG-050")),)
            if not is_wanted(row.booking):
                return (Nothing(rules=("BKG-095",)),)
            return (CreateItem(rules=ENTERS),)
        case _:  # pragma: no cover  the type checker proves that there is no other
            assert_never(snapshot.row)


def may_enter(touch: Touch) -> bool:
    """Tell whether a booking inside the window enters now [BKG-047, BKG-049]."""
    return eligibility.was_touched(touch) or eligibility.enters_passively()


def is_wanted(booking: Booking) -> bool:
    """Tell whether a booking without an item is worth one [BKG-095]."""
    return not cancelling.is_canceled(booking)


def readmit(snapshot: Snapshot, link: Unlinked, now: datetime) -> tuple[Action, ...]:
    """Return nothing for an item that was let go, whatever its booking does [BKG-080].

    Only a booking that had left the view and enters it again gets a new item
    [BKG-014, BKG-051, BKG-081].
    """
    match link.cause:
        case UnlinkCause.UNTRACKED:
            return (Nothing(rules=LET_GO),)
        case UnlinkCause.LEFT_VIEW:
            return admit(snapshot, now)
        case _:  # pragma: no cover  the type checker proves that there is no other
            assert_never(link.cause)


def follow(
    snapshot: Snapshot, link: Linked, settings: Settings, *, now: datetime
) -> tuple[Action, ...]:
    """Return what a linked booking does to its item (5.3 and 5.4)."""
    match snapshot.row:
        case Deleted():
            return deletion.plan(
                link, removal=Removal.PHYSICAL, settings=settings, now=now
            )
        case Present() as row:
            failure = eligibility.first_failure(row, snapshot.mailbox, now)
            if failure is None:
                return drive(row.booking, snapshot, link, settings=settings, now=now)
            removal = leaves_for(failure.absence, row.booking, link)
            if removal is None:
                return (Nothing(rules=failure.rules),)
            return deletion.plan(link, removal=removal, settings=settings, now=now)
        case _:  # pragma: no cover  the type checker proves that there is no other
            assert_never(snapshot.row)


def leaves_for(absence: Absence, booking: Booking, link: Linked) -> Removal | None:
    """Return how a linked booking left the view, or None if only time passed."""
    if absence is Absence.BEYOND_WINDOW:
        moved = triggers.was_rescheduled(booking, link.written)
        return LEAVES_FOR[absence] if moved else None
    return LEAVES_FOR[absence]


def drive(
    booking: Booking,
    snapshot: Snapshot,
    link: Linked,
    *,
    settings: Settings,
    now: datetime,
) -> tuple[Action, ...]:
    """Return what a booking inside the view does: cancel its item, write it, nothing.

    A cancellation that is not propagated leaves the item to the ordinary rules
    [BKG-088, BKG-094].
    """
    if is_to_be_canceled(booking, link, settings):
        acted = cancelling.plan(link, now=now)
    else:
        acted = write(booking, snapshot, link)
    return (*acted, *note(booking, link))


def is_to_be_canceled(booking: Booking, link: Linked, settings: Settings) -> bool:
    """Tell whether a fresh cancellation travels to Exchange [BKG-087, BKG-089]."""
    return cancelling.is_news(booking, link) and cancelling.is_propagated(settings)


def write(booking: Booking, snapshot: Snapshot, link: Linked) -> tuple[Action, ...]:
    """Return the update of the item if a trigger fired, else nothing (5.3).

    An item that the worker deleted is created anew at a trigger, not before [BKG-006];
    an item without its tag is no longer driven [BKG-080].
    """
    because = reasons(booking, snapshot.touch, link)
    if not because:
        return (Nothing(rules=STALE),)
    if link.item is None:
        return (CreateItem(rules=(*RECREATED, *because)),)
    if is_let_go(link.item, link):
        return (UnlinkItem(cause=UnlinkCause.UNTRACKED, rules=LET_GO),)
    return (UpdateItem(rules=("BKG-075", *because)),)


def reasons(booking: Booking, touch: Touch, link: Linked) -> RuleIds:
    """Return the rules that ask for a write of the item, none if nothing does."""
    if touch is Touch.REFRESH:
        return REFRESHED
    if link.written is None:
        return ADOPTED
    return triggers.fired(booking, link.written)


def is_let_go(item: Item, link: Linked) -> bool:
    """Tell whether the worker took the tag off the item [BKG-080]."""
    return not deletion.is_still_tagged(item, link)


def note(booking: Booking, link: Linked) -> tuple[Action, ...]:
    """Return a note if the booking's cancellation differs from what is remembered."""
    canceled = cancelling.is_canceled(booking)
    if canceled == link.cancellation_seen:
        return ()
    return (NoteCancellation(canceled=canceled, rules=("BKG-093", "BKG-094")),)


def categories_to_write(
    link: Linked, item: Item, settings: Settings
) -> tuple[str, ...] | None:
    """Return the categories that an update sets, None to leave them alone [BKG-024]."""
    if link.tagged or not content.categories(settings):
        return None
    return content.with_tag(item.categories)
