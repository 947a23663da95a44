"""Events as what attachments and open extensions hang at."""

from __future__ import annotations

from typing import Final

from fakes.exchange.calendars.places import event_of
from fakes.exchange.owner import Owner
from fakes.exchange.permissions import READ_CALENDARS, WRITE_CALENDARS

EVENTS: Final = Owner(
    paths=("{C}/events/{event}",),
    find=event_of,
    store=lambda mailbox: mailbox.stores.events,
    address=lambda _, event_id: f"events('{event_id}')",
    read=READ_CALENDARS,
    write=WRITE_CALENDARS,
)
