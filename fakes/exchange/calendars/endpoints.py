"""Where calendars and events are, and what may be done there (section 2.2)."""

from __future__ import annotations

from typing import Final

from fakes.exchange.calendars import answers, availability, delta, reminders, views
from fakes.exchange.calendars.calendar_endpoints import ENDPOINTS as OF_CALENDARS
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.permissions import READ_CALENDARS, WRITE_CALENDARS

_EVENT: Final = "{C}/events/{event}"
_CALENDARS: Final = (
    "{U}/calendar",
    "{U}/calendars/{calendar}",
    "{U}/calendarGroups/{group}/calendars/{calendar}",
)
ENDPOINTS: Final = (
    *OF_CALENDARS,
    Endpoint("GET", "{C}/events", views.events, "event.list", READ_CALENDARS),
    Endpoint("POST", "{C}/events", answers.create, "event.create", WRITE_CALENDARS),
    Endpoint("GET", "{C}/events/$count", views.count, "event.list", READ_CALENDARS),
    Endpoint("GET", "{C}/events/delta", delta.events, "events.delta", READ_CALENDARS),
    Endpoint(
        "GET", "{C}/calendarView", views.view, "calendarView.list", READ_CALENDARS
    ),
    Endpoint(
        "GET",
        "{C}/calendarView/delta",
        delta.view,
        "calendarView.delta",
        READ_CALENDARS,
    ),
    Endpoint(
        "GET", f"{_EVENT}/instances", views.instances, "event.instances", READ_CALENDARS
    ),
    Endpoint("GET", _EVENT, answers.read, "event.read", READ_CALENDARS),
    Endpoint("PATCH", _EVENT, answers.update, "event.update", WRITE_CALENDARS),
    Endpoint("DELETE", _EVENT, answers.delete, "event.delete", WRITE_CALENDARS),
    Endpoint(
        "POST", f"{_EVENT}/cancel", answers.cancel, "event.cancel", WRITE_CALENDARS
    ),
    Endpoint(
        "POST", f"{_EVENT}/accept", answers.accept, "event.respond", WRITE_CALENDARS
    ),
    Endpoint(
        "POST", f"{_EVENT}/decline", answers.decline, "event.respond", WRITE_CALENDARS
    ),
    Endpoint(
        "POST",
        f"{_EVENT}/tentativelyAccept",
        answers.tentatively_accept,
        "event.respond",
        WRITE_CALENDARS,
    ),
    Endpoint(
        "POST", f"{_EVENT}/forward", answers.forward, "event.forward", WRITE_CALENDARS
    ),
    Endpoint(
        "POST",
        f"{_EVENT}/permanentDelete",
        answers.permanent_delete,
        "event.delete",
        WRITE_CALENDARS,
    ),
    Endpoint(
        "POST",
        f"{_EVENT}/dismissReminder",
        reminders.dismiss,
        "event.remind",
        WRITE_CALENDARS,
    ),
    Endpoint(
        "POST",
        f"{_EVENT}/snoozeReminder",
        reminders.snooze,
        "event.remind",
        WRITE_CALENDARS,
    ),
    *(
        Endpoint(
            "POST",
            f"{calendar}/getSchedule",
            availability.get_schedule,
            "calendar.getSchedule",
            READ_CALENDARS,
        )
        for calendar in _CALENDARS
    ),
)
