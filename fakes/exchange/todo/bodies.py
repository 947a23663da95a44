"""Lists, tasks and their parts as JSON, inwards: what a POST or PATCH writes.

Read-only properties are ignored, unknown ones refused, missing abilities named.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, get_args

from fakes.exchange import errors
from fakes.exchange.extensions import bodies as extensions
from fakes.exchange.items import Importance
from fakes.exchange.todo.task import Status, TaskDate
from fakes.exchange.wire import recurrence, values
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.values import Json, Reader
from fakes.exchange.zones import Zone

_BEYOND: Final = frozenset({"attachments", "attachmentSessions", "extensions"})
_PARTS: Final = ("checklistItems", "extensions", "linkedResources")
_READ_ONLY: Final = frozenset(
    {
        "id",
        "bodyLastModifiedDateTime",
        "createdDateTime",
        "hasAttachments",
        "lastModifiedDateTime",
    }
)


def written(raw: Json) -> dict[str, Any]:
    """What the body of a task's PATCH asks for.

    Raises:
        GraphError: a property is unknown, of the wrong type, or beyond this fake.
    """
    return values.written(
        raw,
        _READERS,
        of="todoTask",
        read_only=_READ_ONLY,
        beyond=_BEYOND.union(_PARTS),
    )


def written_new(raw: Json) -> dict[str, Any]:
    """What the body of a task's POST asks for; it may bring its parts along.

    Raises:
        GraphError: a property is unknown, of the wrong type, or beyond this fake.
    """
    parts = {name: raw[name] for name in _PARTS if name in raw}
    fields = written({name: raw[name] for name in raw if name not in parts})
    for name, read, field in (
        ("checklistItems", written_step, "checklist"),
        ("linkedResources", written_link, "links"),
    ):
        given = values.collection(name, parts.get(name))
        fields[field] = tuple(read(values.complex_value(name, one)) for one in given)
    extensions.with_item("extensions", parts.get("extensions"), fields)
    return fields


def written_step(raw: Json) -> dict[str, Any]:
    """What the body of a step asks for; `is_checked` if it says so.

    Raises:
        GraphError: a property is unknown or of the wrong type.
    """
    return values.written(
        raw,
        _STEP_READERS,
        of="checklistItem",
        read_only=frozenset({"id", "createdDateTime", "checkedDateTime"}),
    )


def written_link(raw: Json) -> dict[str, Any]:
    """What the body of a link asks for.

    Raises:
        GraphError: a property is unknown or of the wrong type.
    """
    return values.written(
        raw, _LINK_READERS, of="linkedResource", read_only=frozenset({"id"})
    )


def written_list(raw: Json) -> dict[str, Any]:
    """The name and the extensions that a list is to have, if the body says so.

    Raises:
        GraphError: a property is unknown or of the wrong type.
    """
    return values.written(
        raw,
        {
            "displayName": values.text_of("display_name"),
            "extensions": extensions.with_item,
        },
        of="todoTaskList",
        read_only=frozenset({"id", "isOwner", "isShared", "wellknownListName"}),
        beyond=frozenset({"tasks"}),
    )


def _moment(field: str) -> Reader:
    """Reads a `dateTimeTimeZone` into an instant."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        if value is None:
            fields[field] = None
            return
        raw = values.complex_value(name, value)
        fields[field] = instant(raw.get("dateTime"), values.zone_of(raw))

    return read


def _day(name: str, value: object) -> tuple[date, Zone]:
    """The day that a `dateTimeTimeZone` names, where its writer is (trap 36)."""
    raw = values.complex_value(name, value)
    home = values.zone_of(raw)
    at = instant(raw.get("dateTime"), home)
    try:
        return home.wall(at).date(), home
    except OverflowError as error:
        raise errors.invalid_date(raw.get("dateTime")) from error


def _due(name: str, value: object, fields: dict[str, Any]) -> None:
    if value is None:
        fields["due"] = None
        return
    day, home = _day(name, value)
    fields["due"] = TaskDate(day=day, zone_name=home.windows_name)


def _completed(name: str, value: object, fields: dict[str, Any]) -> None:
    fields["completed_on"] = None if value is None else _day(name, value)[0]


def _recurrence(_name: str, value: object, fields: dict[str, Any]) -> None:
    fields["recurrence"] = None if value is None else recurrence.written(value)


_READERS: Final[Mapping[str, Reader]] = {
    "title": values.text_of("title"),
    "body": values.body_of("body"),
    "status": values.member_of("status", get_args(Status), "notStarted"),
    "importance": values.member_of("importance", get_args(Importance), "normal"),
    "isReminderOn": values.flag_of("is_reminder_on"),
    "startDateTime": _moment("start_at"),
    "dueDateTime": _due,
    "reminderDateTime": _moment("reminder_at"),
    "completedDateTime": _completed,
    "recurrence": _recurrence,
    "categories": values.texts_of("categories"),
}
_STEP_READERS: Final[Mapping[str, Reader]] = {
    "displayName": values.text_of("display_name"),
    "isChecked": values.flag_of("is_checked"),
}
_LINK_READERS: Final[Mapping[str, Reader]] = {
    "applicationName": values.nullable_text_of("application_name"),
    "displayName": values.nullable_text_of("display_name"),
    "externalId": values.nullable_text_of("external_id"),
    "webUrl": values.nullable_text_of("web_url"),
}
