"""Which calendar and which event a path is about."""

from __future__ import annotations

from fakes.exchange import errors
from fakes.exchange.calendars.calendar import Calendar, CalendarGroup
from fakes.exchange.calendars.event import Event
from fakes.exchange.call import Call


def calendar_of(call: Call) -> Calendar:
    """The calendar that the path names, the default one when it names none.

    Raises:
        GraphError: there is none.
    """
    wanted = call.names.get("calendar")
    if wanted is None:
        return call.mailbox.calendar
    calendar = call.live(call.mailbox.stores.calendars, wanted)
    if "group" in call.names and calendar.folder_id != group_of(call).id:
        raise errors.item_not_found()
    return calendar


def group_of(call: Call) -> CalendarGroup:
    """The group of calendars that the path names.

    Raises:
        GraphError: there is none.
    """
    return call.live(call.mailbox.stores.calendar_groups, call.names["group"])


def event_of(call: Call) -> Event:
    """The event that the path names, by either kind of id.

    It lies in the calendar of the path; if the path names none, anywhere.

    Raises:
        GraphError: there is none.
    """
    event = call.item(call.mailbox.stores.events, call.names["event"])
    if "calendar" in call.names and event.folder_id != calendar_of(call).id:
        raise errors.item_not_found()
    return event


def live_event_of(call: Call) -> Event:
    """The event that the path names, if it stands in a calendar.

    Raises:
        GraphError: there is none.
    """
    event = event_of(call)
    if call.mailbox.stores.events.is_deleted(event):
        raise errors.item_not_found()
    return event
