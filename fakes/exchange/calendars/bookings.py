"""Mailboxes that answer invitations by themselves: rooms and groups (section 3.7).

A room takes what finds it free, and goes by the moment of the request: who comes first
is in. Inferred: a series is taken when every occurrence within the booking window finds
it free.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from fakes.exchange.calendars.event import Answer, Event

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant

BOOKING_WINDOW: Final = timedelta(days=180)


def answer_invitation(
    tenant: ExchangeTenant, mailbox: Mailbox, immutable_id: str
) -> None:
    """The invitation is answered, if it still waits for that."""
    event = mailbox.stores.events.find_live(immutable_id)
    if event is None or event.is_cancelled or event.response != "notResponded":
        return
    answer: Answer = "accepted"
    if mailbox.kind == "room" and _is_taken(mailbox, event):
        answer = "declined"
    tenant.scheduling.respond(mailbox, event, answer, by="exchange")


def _is_taken(mailbox: Mailbox, wanted: Event) -> bool:
    """Whether something else that stands needs the room at a time of the event."""
    store, calendar_id = mailbox.stores.events, mailbox.calendar.id
    last = max(wanted.end_at, wanted.start_at + BOOKING_WINDOW)
    end_at = last if wanted.recurrence is not None else wanted.end_at
    shown = store.between(calendar_id, wanted.start_at, end_at)
    own = [one for one in shown if _series_of(one) == wanted.immutable_id]
    others = [one for one in shown if _stands(one)]
    return any(
        one.overlaps(time.start_at, time.end_at) for time in own for one in others
    )


def _series_of(event: Event) -> str:
    master = event.series_master
    return event.immutable_id if master is None else master.immutable_id


def _stands(event: Event) -> bool:
    return event.show_as != "free" and event.response != "notResponded"
