"""Reminders of an event: dismissed, or put off (section 2.2)."""

from __future__ import annotations

from fakes.exchange.calendars.places import live_event_of
from fakes.exchange.call import Call
from fakes.exchange.wire import values
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.instants import instant


def dismiss(call: Call) -> Reply:
    """The event reminds of nothing any longer (inferred: `isReminderOn` is false)."""
    event = live_event_of(call)
    if event.is_reminder_on:
        store = call.mailbox.stores.events
        store.rewrite(event, by="api", is_reminder_on=False)
    return Reply(status=202)


def snooze(call: Call) -> Reply:
    """The reminder is put off to another moment, which no property of v1.0 shows.

    Raises:
        GraphError: the moment is none.
    """
    live_event_of(call)
    given = call.parameters().get("newremindertime")
    raw = values.complex_value("newReminderTime", given)
    instant(raw.get("dateTime"), values.zone_of(raw))
    return Reply(status=202)
