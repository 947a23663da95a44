"""Calendars and their groups as JSON, in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from fakes.exchange import errors
from fakes.exchange.calendars.calendar import Calendar, CalendarGroup, Color
from fakes.exchange.wire import values
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
        "allowedOnlineMeetingProviders": lambda _c, _v: ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": lambda _c, _v: "teamsForBusiness",
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
    filterable=Filterable(
        texts={"name": lambda c: c.name.lower()},
        flags={"isDefaultCalendar": lambda c: c.is_default},
    ),
)
GROUP: Final[Shape[CalendarGroup]] = Shape(
    name="microsoft.graph.calendarGroup",
    properties={
        "id": lambda g, _: g.id,
        "name": lambda g, _: g.name,
        "classId": lambda g, _: g.class_id,
        "changeKey": lambda g, _: g.change_key,
    },
    has_etag=False,
    navigation={"calendars": None},
    filterable=Filterable(texts={"name": lambda g: g.name.lower()}),
)


def _name(name: str, value: object, fields: dict[str, Any]) -> None:
    fields["name"] = values.text(name, value).strip()
    if not fields["name"]:
        raise errors.property_validation("The name is empty.")


_CALENDAR: Final[Mapping[str, values.Reader]] = {
    "name": _name,
    "color": values.member_of("color", get_args(Color), "auto"),
    "singleValueExtendedProperties": values.properties_of("extended_properties"),
    "multiValueExtendedProperties": values.multi_properties_of(
        "multi_extended_properties"
    ),
}
_GROUP: Final[Mapping[str, values.Reader]] = {"name": _name}


def written_calendar(raw: values.Json, *, is_new: bool = False) -> dict[str, Any]:
    """The fields of a calendar that a body asks for.

    Raises:
        GraphError: a property is unknown or of the wrong type, or a new one's missing.
    """
    fields = values.written(
        raw,
        _CALENDAR,
        of="calendar",
        read_only=frozenset(CALENDAR.properties) - _CALENDAR.keys(),
    )
    if is_new and "name" not in fields:
        raise errors.property_validation("A calendar needs a name.")
    return fields


def written_group(raw: values.Json) -> str | None:
    """The name of a group that a body asks for; None when it stays.

    Raises:
        GraphError: a property is unknown or of the wrong type.
    """
    fields = values.written(
        raw,
        _GROUP,
        of="calendarGroup",
        read_only=frozenset(GROUP.properties) - _GROUP.keys(),
    )
    name: str | None = fields.get("name")
    return name
