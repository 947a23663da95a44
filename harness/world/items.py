"""Which calendar entry belongs to which booking, and what can be read from it.

Fair to every layout: where the number stands and how the text is laid out is free
(spec/README.md, "Where texts stand"). An entry that shows the work order's number or
stands at the booking's time belongs to it; once seen, an entry is known for good.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

from fakes.exchange import Event, ExchangeTenant, Location, Mailbox
from harness.world.bookings import Booking, Bookings
from harness.world.cast import Cast, Role

TRACKED: Final = re.compile(r"^tracked to dynamics( 365)?$", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^>]*>")


def text_of(event: Event) -> str:
    """Everything that a person can read in the entry, HTML resolved."""
    body = html.unescape(_TAGS.sub(" ", event.body.content))
    parts = (event.subject, *map(_place, event.locations), body)
    return " ".join(" ".join(parts).split())


def _place(location: Location) -> str:
    address = (str(part) for part in location.address.values() if part)
    return " ".join((location.display_name, *address))


def says(event: Event, value: str) -> bool:
    """Whether the entry says `value`; the parts of an address may stand apart."""
    text = text_of(event).casefold()
    parts = [part for part in value.casefold().split(", ") if part]
    return all(" ".join(part.split()) in text for part in parts)


def is_tracked(event: Event) -> bool:
    """Whether the entry carries the tracked category, in either spelling (C-04)."""
    return any(TRACKED.match(category) for category in event.categories)


class Items:
    """The entries that the implementation made, told apart by booking."""

    def __init__(
        self, exchange: ExchangeTenant, bookings: Bookings, cast: Cast
    ) -> None:
        self._exchange = exchange
        self._bookings = bookings
        self._cast = cast
        self._known: dict[str, str | None] = {}  # event id -> booking, None: stranger
        self._homes: dict[str, str] = {}  # event id -> the mailbox's address
        self.first: dict[str, str] = {}  # booking -> the first event id ever seen

    def look(self) -> None:
        """Every new entry is known by its booking."""
        for mailbox in self._mailboxes():
            for event in mailbox.events:
                if event.id not in self._known and event.created_by == "api":
                    self._learn(mailbox, event)

    def belongs(self, event_id: str, name: str, mailbox: Mailbox | None = None) -> bool:
        """Whether the entry, present or gone, is the booking's, in that mailbox."""
        home = mailbox is None or self._homes.get(event_id) == mailbox.address
        return home and self._known.get(event_id) == name

    def of(self, name: str, mailbox: Mailbox) -> list[Event]:
        """The entries of the booking in the main calendar of the mailbox."""
        self.look()
        return [one for one in mailbox.events if self._known.get(one.id) == name]

    def anywhere(self, name: str) -> list[Event]:
        """The entries of the booking in any main calendar."""
        return [one for box in self._mailboxes() for one in self.of(name, box)]

    def strangers(self, mailbox: Mailbox) -> list[Event]:
        """Entries of the implementation that belong to no booking."""
        self.look()
        return [
            one
            for one in mailbox.events
            if one.created_by == "api" and self._known.get(one.id) is None
        ]

    def _mailboxes(self) -> tuple[Mailbox, ...]:
        return self._exchange.mailboxes

    def _learn(self, mailbox: Mailbox, event: Event) -> None:
        taken = {
            self._known.get(one.id) for one in mailbox.events if one.id != event.id
        }
        owner = next((one.role for one in self._cast if one.mailbox is mailbox), None)
        booking = _best(event, self._bookings, taken, owner)
        self._known[event.id] = booking.name if booking else None
        self._homes[event.id] = mailbox.address
        if booking:
            self.first.setdefault(booking.name, event.id)


def _best(
    event: Event,
    bookings: Iterable[Booking],
    taken: set[str | None],
    owner: Role | None,
) -> Booking | None:
    """The booking that fits best; among equals the owner's, then one without entry."""
    best: tuple[int, Booking] | None = None
    for booking in bookings:
        score = _score(event, booking)
        if score:
            score += 2 * (booking.who is owner) + (booking.name not in taken)
        if score and (best is None or score > best[0]):
            best = (score, booking)
    return best[1] if best else None


def _score(event: Event, booking: Booking) -> int:
    score = 0
    if (event.start_at, event.end_at) in booking.times:
        score += 4
    elif any(event.start_at == start for start, _ in booking.times):
        score += 2
    if any(number in text_of(event) for number in booking.numbers):
        score += 4
    return score
