"""Calendars of a mailbox: list, create, read, update, delete (section 2.2)."""

from __future__ import annotations

from typing import Final

from fakes.exchange.answers import lists
from fakes.exchange.calendars.calendar import Calendar
from fakes.exchange.calendars.calendar_shape import CALENDAR, written_calendar
from fakes.exchange.calendars.places import calendar_of, group_of, live_event_of
from fakes.exchange.call import Call
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply

_READ: Final = frozenset({"$select", "$expand"})
_NONE: Final[frozenset[str]] = frozenset()
_JOINED: Final = ("extended_properties", "multi_extended_properties")


def calendars(call: Call) -> Reply:
    """A page of the mailbox's calendars, or of those in the path's group."""
    rows = call.mailbox.stores.calendars.live
    if "group" in call.names:
        group = group_of(call)
        rows = tuple(one for one in rows if one.folder_id == group.id)
    return lists.page(call, CALENDAR, rows, what="calendars")


def create(call: Call) -> Reply:
    """A new calendar in the path's group, the first one when it names none."""
    call.check_writing(CALENDAR, where="a create")
    group = group_of(call) if "group" in call.names else None
    fields = written_calendar(call.json(), is_new=True)
    calendar = call.mailbox.calendars.add(
        fields.pop("name"), by="api", group=group, **fields
    )
    return _shown(call, calendar, status=201)


def calendar(call: Call) -> Reply:
    """The calendar."""
    call.options.allow(_READ, where="a calendar")
    return _shown(call, calendar_of(call))


def update(call: Call) -> Reply:
    """The calendar with the new values."""
    call.check_writing(CALENDAR, where="an update")
    found = calendar_of(call)
    fields = written_calendar(call.json())
    for name in _JOINED:
        if name in fields:
            fields[name] = {**getattr(found, name), **fields[name]}
    if fields:
        found = call.mailbox.calendars.update(found, by="api", **fields)
    return _shown(call, found)


def delete(call: Call) -> Reply:
    """The calendar is gone; its events lie in Deleted Items."""
    call.options.allow(_NONE, where="a delete")
    call.mailbox.calendars.remove(calendar_of(call), by="api")
    return Reply(status=204)


def of_event(call: Call) -> Reply:
    """The calendar that the event stands in; none has one in Deleted Items."""
    call.options.allow(_READ, where="a calendar")
    event = live_event_of(call)
    found = call.live(call.mailbox.stores.calendars, event.folder_id)
    return _shown(call, found)


def _shown(call: Call, shown: Calendar, *, status: int = 200) -> Reply:
    text = call.fragments.text(CALENDAR, shown, call.view(CALENDAR))
    named = "calendar" in call.names or status == 201
    context = call.entity_context("calendars" if named else "calendar")
    return envelope.entity(context, text, status=status)
