"""Lists, tasks and their parts as JSON, outwards (section 9.2).

Optional members that are not set are missing, not null.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Final

from fakes.exchange.attachments import shapes as attachments
from fakes.exchange.extensions import shapes as extensions
from fakes.exchange.todo.task import ChecklistItem, LinkedResource, Task, TaskList
from fakes.exchange.wire import recurrence
from fakes.exchange.wire.instants import stamp
from fakes.exchange.wire.outlook import CATEGORIES, WRITTEN_AT, moment
from fakes.exchange.wire.shape import (
    Filterable,
    Getter,
    Reader,
    Shape,
    View,
    encoded,
    item_id,
)

LIST: Final[Shape[TaskList]] = Shape(
    name="microsoft.graph.todoTaskList",
    properties={
        "displayName": lambda t, _: t.display_name,
        "isOwner": lambda _t, _v: True,
        "isShared": lambda _t, _v: False,
        "wellknownListName": lambda t, _: t.well_known,
        "id": lambda t, _: t.id,
    },
    navigation={"extensions": extensions.expanded, "tasks": None},
    filterable=Filterable(texts={"displayName": lambda t: t.display_name.lower()}),
)
CHECKLIST_ITEM: Final[Shape[ChecklistItem]] = Shape(
    name="microsoft.graph.checklistItem",
    properties={
        "displayName": lambda c, _: c.display_name,
        "createdDateTime": lambda c, _: stamp(c.created_at),
        "checkedDateTime": lambda c, _: c.checked_at and stamp(c.checked_at),
        "isChecked": lambda c, _: c.is_checked,
        "id": lambda c, _: c.id,
    },
    omitted_when_null=frozenset({"checkedDateTime"}),
    has_etag=False,
    filterable=Filterable(
        texts={"displayName": lambda c: c.display_name.lower()},
        flags={"isChecked": operator.attrgetter("is_checked")},
    ),
)
LINKED_RESOURCE: Final[Shape[LinkedResource]] = Shape(
    name="microsoft.graph.linkedResource",
    properties={
        "webUrl": lambda r, _: r.web_url,
        "applicationName": lambda r, _: r.application_name,
        "displayName": lambda r, _: r.display_name,
        "externalId": lambda r, _: r.external_id,
        "id": lambda r, _: r.id,
    },
    omitted_when_null=frozenset(
        {"webUrl", "applicationName", "displayName", "externalId"}
    ),
    has_etag=False,
    filterable=Filterable(
        texts={
            "applicationName": lambda r: (r.application_name or "").lower(),
            "displayName": lambda r: (r.display_name or "").lower(),
            "externalId": lambda r: (r.external_id or "").lower(),
        }
    ),
)


def _due_at(task: Task) -> datetime | None:
    return None if task.due is None else task.due.at


def _completed_at(task: Task) -> datetime | None:
    """Midnight in UTC of the day: another zone may show the day before (9.2)."""
    if task.completed_on is None:
        return None
    return datetime.combine(task.completed_on, time(), tzinfo=UTC)


def _moment(get: Getter) -> Reader:
    def read(task: Task, view: View) -> dict[str, str] | None:
        at = get(task)
        return None if at is None else moment(at, view.zone)

    return read


def _body(task: Task, view: View) -> dict[str, str]:
    """As it was written, since samples differ (inferred); text when preferred."""
    body = task.body
    if view.text_bodies:
        return {"content": body.text, "contentType": "text"}
    return {"content": body.content, "contentType": body.content_type}


_MOMENTS: Final[Mapping[str, Getter]] = {
    "startDateTime": operator.attrgetter("start_at"),
    "dueDateTime": _due_at,
    "reminderDateTime": operator.attrgetter("reminder_at"),
    "completedDateTime": _completed_at,
}
_PROPERTIES: Final[Mapping[str, Reader]] = {
    "importance": lambda t, _: t.importance,
    "isReminderOn": lambda t, _: t.is_reminder_on,
    "status": lambda t, _: t.status,
    "title": lambda t, _: t.title,
    "createdDateTime": lambda t, _: stamp(t.created_at),
    "lastModifiedDateTime": lambda t, _: stamp(t.modified_at),
    "hasAttachments": lambda t, _: t.has_attachments,
    "categories": lambda t, _: t.categories,
    "id": lambda t, v: item_id(t, immutable=v.immutable_ids),
    "body": _body,
    "bodyLastModifiedDateTime": lambda t, _: (
        t.body_modified_at and stamp(t.body_modified_at)
    ),
    **{name: _moment(get) for name, get in _MOMENTS.items()},
    "recurrence": lambda t, _: t.recurrence and recurrence.shown(t.recurrence),
}
TASK: Final[Shape[Task]] = Shape(
    name="microsoft.graph.todoTask",
    properties=_PROPERTIES,
    navigation={
        "attachments": attachments.expanded,
        "attachmentSessions": None,
        "checklistItems": lambda t, _: [
            encoded(CHECKLIST_ITEM, one, View()) for one in t.checklist
        ],
        "extensions": extensions.expanded,
        "linkedResources": lambda t, _: [
            encoded(LINKED_RESOURCE, one, View()) for one in t.links
        ],
    },
    omitted_when_null=frozenset({*_MOMENTS, "bodyLastModifiedDateTime", "recurrence"}),
    filterable=Filterable(
        instants={
            **WRITTEN_AT,
            **{f"{name}/dateTime": get for name, get in _MOMENTS.items()},
        },
        texts={
            "title": lambda t: t.title.lower(),
            "status": lambda t: t.status.lower(),
            "importance": operator.attrgetter("importance"),
        },
        flags={
            "isReminderOn": operator.attrgetter("is_reminder_on"),
            "hasAttachments": operator.attrgetter("has_attachments"),
        },
        collections=CATEGORIES,
    ),
)
