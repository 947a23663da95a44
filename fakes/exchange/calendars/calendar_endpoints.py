"""Where calendars and their groups are, and what may be done there (section 2.2)."""

from __future__ import annotations

from typing import Final

from fakes.exchange.calendars import calendars, groups
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.permissions import READ_CALENDARS as READ
from fakes.exchange.permissions import WRITE_CALENDARS as WRITE

_ALL: Final = "{U}/calendars"
_GROUPS: Final = "{U}/calendarGroups"
_GROUP: Final = f"{_GROUPS}/{{group}}"
_IN_GROUP: Final = f"{_GROUP}/calendars"
_ONE: Final = tuple(f"{every}/{{calendar}}" for every in (_ALL, _IN_GROUP))
ENDPOINTS: Final = (
    *(
        endpoint
        for every in (_ALL, _IN_GROUP)
        for endpoint in (
            Endpoint("GET", every, calendars.calendars, "calendar.list", READ),
            Endpoint("POST", every, calendars.create, "calendar.create", WRITE),
        )
    ),
    *(
        endpoint
        for one in (*_ONE, "{U}/calendar")
        for endpoint in (
            Endpoint("GET", one, calendars.calendar, "calendar.read", READ),
            Endpoint("PATCH", one, calendars.update, "calendar.update", WRITE),
        )
    ),
    *(
        Endpoint("DELETE", one, calendars.delete, "calendar.delete", WRITE)
        for one in _ONE
    ),
    Endpoint(
        "GET",
        "{C}/events/{event}/calendar",
        calendars.of_event,
        "calendar.read",
        READ,
    ),
    Endpoint("GET", _GROUPS, groups.groups, "calendarGroup.list", READ),
    Endpoint("POST", _GROUPS, groups.create, "calendarGroup.create", WRITE),
    Endpoint("GET", _GROUP, groups.group, "calendarGroup.read", READ),
    Endpoint("PATCH", _GROUP, groups.update, "calendarGroup.update", WRITE),
    Endpoint("DELETE", _GROUP, groups.delete, "calendarGroup.delete", WRITE),
)
