"""Calendars as JSON, outwards."""

from __future__ import annotations

from typing import Final

from fakes.exchange.calendars.calendar import Calendar
from fakes.exchange.wire.outlook import recipient
from fakes.exchange.wire.shape import Filterable, Shape

CALENDAR: Final[Shape[Calendar]] = Shape(
    name="microsoft.graph.calendar",
    properties={
        "id": lambda c, _: c.id,
        "name": lambda c, _: c.name,
        "color": lambda c, _: c.color,
        "hexColor": lambda _c, _v: "",
        "isDefaultCalendar": lambda c, _: c.is_default,
        "changeKey": lambda c, _: c.change_key,
        "canShare": lambda _c, _v: True,
        "canViewPrivateItems": lambda _c, _v: True,
        "canEdit": lambda _c, _v: True,
        "allowedOnlineMeetingProviders": lambda _c, _v: [],
        "defaultOnlineMeetingProvider": lambda _c, _v: "unknown",
        "isTallyingResponses": lambda c, _: c.is_default,
        "isRemovable": lambda c, _: not c.is_default,
        "owner": lambda c, _: recipient(c.owner)["emailAddress"],
    },
    has_etag=False,
    navigation={
        "calendarPermissions": None,
        "calendarView": None,
        "events": None,
        "multiValueExtendedProperties": None,
        "singleValueExtendedProperties": None,
    },
    filterable=Filterable(texts={"name": lambda c: c.name.lower()}),
)
