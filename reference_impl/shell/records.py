"""What the engine remembers of every pair, in memory, with what is not saved yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reference_impl.rules.model import (
    BookingId,
    EventId,
    Link,
    Linked,
    MailboxId,
    TriggerColumns,
)

Pair = tuple[BookingId, MailboxId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One pair.

    `generation` counts the items made for it, so that a new item is a new transaction.
    `intent` is set while the effect of a write is unknown: before it is sent, and after
    it got no clear answer. It holds what a creation wrote (None for another write).
    `retry` asks the next cycle to look at the pair again.
    """

    pair: Pair
    generation: int = 0
    event_id: EventId | None = None
    etag: str = ""
    link: Link = None
    row_start_at: datetime | None = None
    has_intent: bool = False
    intent: TriggerColumns | None = None
    retry: bool = False

    @property
    def is_linked(self) -> bool:
        """Tell whether there is an item behind the pair, as far as is known."""
        return isinstance(self.link, Linked)

    @property
    def is_open(self) -> bool:
        """Tell whether the pair has unfinished business."""
        return self.has_intent or self.retry


class Records:
    """All pairs of a session, found by pair, by booking and by mailbox."""

    def __init__(self, records: tuple[Record, ...] = ()) -> None:
        self._by_booking: dict[BookingId, dict[MailboxId, Record]] = {}
        self._by_mailbox: dict[MailboxId, dict[BookingId, Record]] = {}
        self._open: dict[Pair, Record] = {}
        self._unsaved: dict[Pair, Record | None] = {}
        for record in records:
            self._index(record)

    def get(self, pair: Pair) -> Record:
        """Return the record of a pair, an empty one if nothing is known."""
        known = self._by_booking.get(pair[0], {}).get(pair[1])
        return known or Record(pair=pair)

    def knows(self, pair: Pair) -> bool:
        """Tell whether anything is remembered of a pair."""
        return pair[1] in self._by_booking.get(pair[0], {})

    def put(self, record: Record) -> None:
        """Remember a record, to be saved with the next flush."""
        if self.knows(record.pair) and self.get(record.pair) == record:
            return
        self._index(record)
        self._unsaved[record.pair] = record

    def drop(self, pair: Pair) -> None:
        """Forget a pair."""
        if not self.knows(pair):
            return
        booking_id, mailbox_id = pair
        del self._by_booking[booking_id][mailbox_id]
        del self._by_mailbox[mailbox_id][booking_id]
        self._open.pop(pair, None)
        self._unsaved[pair] = None

    def of_booking(self, booking_id: BookingId) -> tuple[Record, ...]:
        """Return the records of a booking, one for each mailbox it was ever in."""
        return tuple(self._by_booking.get(booking_id, {}).values())

    def of_mailbox(self, mailbox_id: MailboxId) -> tuple[Record, ...]:
        """Return the records of a mailbox."""
        return tuple(self._by_mailbox.get(mailbox_id, {}).values())

    def has(self, mailbox_id: MailboxId) -> bool:
        """Tell whether anything is remembered of a mailbox."""
        return bool(self._by_mailbox.get(mailbox_id))

    def open(self) -> tuple[Record, ...]:
        """Return the records with unfinished business, oldest first."""
        return tuple(self._open.values())

    def __iter__(self) -> Iterator[Record]:
        for records in self._by_booking.values():
            yield from records.values()

    @property
    def are_saved(self) -> bool:
        """Tell whether everything is as it was when it was last saved."""
        return not self._unsaved

    def take_unsaved(self) -> dict[Pair, Record | None]:
        """Return what is to be saved (None: deleted), and count it as saved."""
        unsaved, self._unsaved = self._unsaved, {}
        return unsaved

    def _index(self, record: Record) -> None:
        booking_id, mailbox_id = record.pair
        self._by_booking.setdefault(booking_id, {})[mailbox_id] = record
        self._by_mailbox.setdefault(mailbox_id, {})[booking_id] = record
        if record.is_open:
            self._open[record.pair] = record
        else:
            self._open.pop(record.pair, None)
