"""Which pairs a cycle looks at, and why. Everything else is left alone unread."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reference_impl.rules import eligibility, triggers, window
from reference_impl.rules.model import (
    Booking,
    BookingId,
    Deleted,
    Mailbox,
    MailboxId,
    ResourceId,
    Touch,
)
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell.reader import Reading
from reference_impl.shell.records import Pair, Record
from reference_impl.shell.state import SessionState


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A pair to look at; `row` is None while it has to be read by name."""

    pair: Pair
    mailbox: Mailbox
    row: Booking | Deleted | None
    touch: Touch


class Candidates:
    """Gathers the pairs of one cycle; only ready mailboxes take part."""

    def __init__(
        self, state: SessionState, ready: Iterable[Mailbox], *, now: datetime
    ) -> None:
        self._state = state
        self._ready = {mailbox.id: mailbox for mailbox in ready}
        self._now = now
        self._found: dict[Pair, Candidate] = {}
        self._mailboxes_of: dict[ResourceId | None, tuple[Mailbox, ...]] = {}
        self.depends_on_related = False

    def all(self) -> tuple[Candidate, ...]:
        """Return every pair that was gathered, in a stable order."""
        return tuple(self._found.values())

    def add_changes(self, reading: Reading) -> None:
        """Add what the change feed tells: rows that were touched or deleted.

        After an expired token everything is told again; then only rows with a newer
        version were touched, and known rows that are missing were deleted.
        """
        changes = reading.bookings
        is_repeated = changes.is_full and self._state.bookings_delta is not None
        seen_version = self._state.bookings_version if is_repeated else -1
        for row in changes.changed:
            if rows.version(row) > seen_version:
                self.add_row(rows.booking(row, self._state.related.statuses))
        for key in changes.deleted:
            self._add_deleted(BookingId(key))
        if is_repeated:
            present = {rows.booking_id(row) for row in changes.changed}
            missing = {record.pair[0]: None for record in self._state.records}
            for booking_id in missing:
                if booking_id not in present:
                    self._add_deleted(booking_id)

    def add_row(self, booking: Booking) -> None:
        """Add a touched row: for its worker's mailbox and wherever it has been.

        Whose it is and what its status means is decided on current values. Whatever
        these are, they matter to no row that is nowhere yet and cannot enter.
        """
        self.depends_on_related |= self._may_enter(booking)
        mailboxes = {mailbox.id: mailbox for mailbox in self.mailboxes_of(booking)}
        for record in self._state.records.of_booking(booking.id):
            mailbox = self._ready.get(record.pair[1])
            if mailbox is not None:
                mailboxes[mailbox.id] = mailbox
                self.depends_on_related = True
        for mailbox in mailboxes.values():
            self._add((booking.id, mailbox.id), row=booking, touch=Touch.CHANGED)

    def add_catch_up(
        self, mailbox: Mailbox, shown: Iterable[rows.Row], *, now_ready: bool
    ) -> None:
        """Add everything of a mailbox that became ready: current values count.

        Rules: BKG-012, BKG-115, CAD-019.
        """
        if not now_ready:
            return
        for row in shown:
            booking = rows.booking(row, self._state.related.statuses)
            pair = (booking.id, mailbox.id)
            self._add(pair, row=booking, touch=Touch.CHANGED)
        for record in self._state.records.of_mailbox(mailbox.id):
            self._add(record.pair, row=None, touch=Touch.CHANGED)

    def add_unfinished(self) -> None:
        """Add what an earlier cycle, or process, left undone [CAD-015]."""
        for record in self._state.records.open():
            self._add(record.pair, row=None, touch=Touch.CHANGED)

    def add_lost(self, reading: Reading) -> None:
        """Add linked pairs whose user no longer sees the booking [BKG-100, BKG-101]."""
        for mailbox_id in self._ready:
            sight = reading.sights.get(mailbox_id)
            if sight is None:
                continue
            for record in self._state.records.of_mailbox(mailbox_id):
                if record.pair[0] not in sight.booking_ids and self._is_driven(record):
                    self._add(record.pair, row=None, touch=Touch.NONE)

    def add_untouched(self, reading: Reading) -> None:
        """Add pairs that no change speaks of, if the rules want them looked at."""
        if triggers.refreshes_untouched():
            for record in self._state.records:
                if record.is_linked:
                    self._add(record.pair, row=None, touch=Touch.REFRESH)
        if eligibility.enters_passively():
            for mailbox_id, sight in reading.sights.items():
                for booking_id in sorted(sight.booking_ids):
                    if not self._state.records.knows((booking_id, mailbox_id)):
                        pair = (booking_id, mailbox_id)
                        self._add(pair, row=None, touch=Touch.NONE)

    def mailboxes_of(self, booking: Booking) -> tuple[Mailbox, ...]:
        """Return the ready mailboxes that a booking belongs in [BKG-016, BKG-017]."""
        key = booking.resource_id
        if key not in self._mailboxes_of:
            resource = self._state.related.resource(key)
            self._mailboxes_of[key] = tuple(
                mailbox
                for mailbox in self._ready.values()
                if eligibility.books(resource, mailbox)
            )
        return self._mailboxes_of[key]

    def _may_enter(self, booking: Booking) -> bool:
        return (
            bool(self._ready)
            and eligibility.has_work_order(booking)
            and window.contains(booking.start_at, self._now)
        )

    def _is_driven(self, record: Record) -> bool:
        return (
            record.is_linked
            and record.row_start_at is not None
            and window.contains(record.row_start_at, self._now)
        )

    def _add_deleted(self, booking_id: BookingId) -> None:
        for record in self._state.records.of_booking(booking_id):
            self._add(record.pair, row=Deleted(), touch=Touch.CHANGED)

    def _add(self, pair: Pair, *, row: Booking | Deleted | None, touch: Touch) -> None:
        mailbox = self._ready.get(MailboxId(pair[1]))
        if mailbox is None:
            return
        known = self._found.get(pair)
        if known is None:
            self._found[pair] = Candidate(
                pair=pair, mailbox=mailbox, row=row, touch=touch
            )
        elif touch is Touch.REFRESH:
            known.touch = touch
