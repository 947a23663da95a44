"""A job is one pair under way in one cycle; this module turns replies into records."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from reference_impl.rules import cancelling, content, triggers
from reference_impl.rules.model import (
    Booking,
    Linked,
    Mailbox,
    Present,
    Snapshot,
    UnlinkCause,
    Unlinked,
    WorkOrder,
)
from reference_impl.shell.graph_events import SeenEvent
from reference_impl.shell.records import Record

TRANSACTIONS: Final = uuid.UUID("3a5b1f0e-64c2-4d58-9d0e-0f6c1b7a2e94")


class Look(Enum):
    """What must be known of the item before anything is decided."""

    READ = auto()  # the item is remembered, its state is not
    FIND = auto()  # whether there is an item at all is unknown


@dataclass(slots=True, kw_only=True)
class Job:
    """A pair, the snapshot of its rows, what to look up, and whether it was put off."""

    snapshot: Snapshot
    order: WorkOrder
    record: Record
    look: Look | None = None
    is_deferred: bool = False

    @property
    def mailbox(self) -> Mailbox:
        """Return the mailbox that the job is about."""
        return self.snapshot.mailbox

    @property
    def booking(self) -> Booking | None:
        """Return the booking, None if its row is gone."""
        row = self.snapshot.row
        return row.booking if isinstance(row, Present) else None


def first_look(record: Record) -> Look | None:
    """Return what an earlier write of unknown effect makes necessary."""
    if not record.has_intent:
        return None
    return Look.READ if record.is_linked else Look.FIND


def transaction_id(record: Record) -> str:
    """Return the name of this very item: the same for every attempt to create it."""
    booking_id, mailbox_id = record.pair
    name = f"{booking_id}/{mailbox_id}/{record.generation}"
    return str(uuid.uuid5(TRANSACTIONS, name))


def intends_creation(record: Record, booking: Booking) -> Record:
    """Return the record to be saved before an item is created."""
    is_repeated = record.has_intent and record.intent is not None
    return replace(
        record,
        generation=record.generation if is_repeated else record.generation + 1,
        has_intent=True,
        intent=triggers.columns_of(booking),
    )


def intends_change(record: Record) -> Record:
    """Return the record to be saved before an existing item is written."""
    return replace(record, has_intent=True, intent=None)


def created(
    record: Record, booking: Booking, event: SeenEvent, *, is_tagged: bool
) -> Record:
    """Return the record of a new item.

    Exchange answers a repeated creation with the item of the first one. If that is not
    what was asked for now, nobody knows what it was written with.
    """
    is_ours = event.item.start_at == content.start(booking)
    link = Linked(
        item=event.item,
        written=triggers.columns_of(booking) if is_ours else None,
        tagged=is_tagged,
        cancellation_seen=cancelling.is_canceled(booking),
    )
    return _known(record, event, link)


def updated(
    record: Record, booking: Booking, event: SeenEvent, *, is_tagged: bool
) -> Record:
    """Return the record of an item that was written again."""
    if not isinstance(record.link, Linked):
        return record
    link = replace(
        record.link,
        item=event.item,
        written=triggers.columns_of(booking),
        tagged=is_tagged,
    )
    return _known(record, event, link)


def looked_at(record: Record, event: SeenEvent) -> Record:
    """Return the record with the item as Exchange holds it now."""
    if isinstance(record.link, Linked):
        link = replace(record.link, item=event.item)
    else:
        # A creation that got no clear answer had its effect: adopt its item.
        is_tagged = any(content.is_tag(name) for name in event.item.categories)
        link = Linked(item=event.item, written=record.intent, tagged=is_tagged)
    return replace(record, event_id=event.id, etag=event.etag, link=link)


def not_found(record: Record) -> Record:
    """Return the record of a pair whose item Exchange does not have."""
    if not isinstance(record.link, Linked):
        return record
    return replace(record, link=replace(record.link, item=None))


def unlinked(record: Record, cause: UnlinkCause) -> Record:
    """Return the tombstone of an item that was let go."""
    return replace(record, event_id=None, etag="", link=Unlinked(cause=cause))


def without_item(record: Record) -> Record:
    """Return the record of a pair whose item is gone for good."""
    return replace(record, event_id=None, etag="", link=None)


def with_note(record: Record, *, canceled: bool) -> Record:
    """Return the record that remembers whether the booking was cancelled."""
    if not isinstance(record.link, Linked):
        return record
    return replace(record, link=replace(record.link, cancellation_seen=canceled))


def settled(record: Record, booking: Booking | None) -> Record:
    """Return the record of a pair that has no unfinished business."""
    return replace(
        record,
        has_intent=False,
        intent=None,
        retry=False,
        row_start_at=None if booking is None else booking.start_at,
    )


def is_worth_keeping(record: Record, booking: Booking | None) -> bool:
    """Tell whether anything must be remembered of a settled pair."""
    if booking is None:
        return record.is_linked
    return record.link is not None or record.generation > 0


def adoptable(events: Sequence[SeenEvent], *, by_tag: bool) -> SeenEvent | None:
    """Return the item among those that name the booking: one that was never let go."""
    for event in events:
        if not by_tag or any(content.is_tag(name) for name in event.item.categories):
            return event
    return None


def _known(record: Record, event: SeenEvent, link: Linked) -> Record:
    return replace(record, event_id=event.id, etag=event.etag, link=link)
