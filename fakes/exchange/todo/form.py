"""What may be filled in of a task, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypedDict

from fakes.exchange.body import Body
from fakes.exchange.items import Importance
from fakes.exchange.recurrence import Recurrence, expansion, refusals
from fakes.exchange.todo.task import Status, Task, TaskDate


class TaskForm(TypedDict, total=False):
    """The fields of a task; what is not there stays. Moments are aware.

    `body` is plain text unless it is a `Body`; a bare `due` is a day of the mailbox's
    own zone.
    """

    title: str
    body: str | Body
    status: Status
    importance: Importance
    is_reminder_on: bool
    start_at: datetime | None
    due: TaskDate | date | None
    reminder_at: datetime | None
    completed_on: date | None
    recurrence: Recurrence | None
    categories: Iterable[str]


def fields_of(
    form: TaskForm, before: Task | None, *, home: str, now: datetime
) -> dict[str, Any]:
    """The form as fields of a task, with what Exchange writes beside them."""
    fields: dict[str, Any] = {**form}
    if isinstance(body := fields.get("body"), str):
        fields["body"] = Body(content_type="text", content=body)
    if "body" in fields:
        fields["body_modified_at"] = now
    if isinstance(due := fields.get("due"), date):
        fields["due"] = TaskDate(day=due, zone_name=home)
    if "categories" in fields:
        fields["categories"] = tuple(fields["categories"])
    for name in ("start_at", "reminder_at"):
        if fields.get(name) is not None:
            fields[name] = _instant(fields[name])
    _recur(fields, before, home=home)
    _complete(fields, before, now=now)
    return fields


def _instant(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        msg = f"a moment needs its time zone: {moment.isoformat()}"
        raise ValueError(msg)
    return moment.astimezone(UTC)


def _recur(fields: dict[str, Any], before: Task | None, *, home: str) -> None:
    """A recurring task has a due date: the first day of the series if none is given.

    Inferred; the zone is the one in which the due date was named.

    Raises:
        GraphError: the series has no day.
    """
    wanted: Recurrence | None = fields.get("recurrence")
    if wanted is None:
        return
    due = fields.get("due", before and before.due)
    if due is None:
        first = expansion.first_day(wanted)
        if first is None:
            raise refusals.no_occurrence()
        due = fields["due"] = TaskDate(
            day=first, zone_name=wanted.range.time_zone or home
        )
    fields["recurrence"] = wanted.essence.at_home(due.zone_name)


def _complete(fields: dict[str, Any], before: Task | None, *, now: datetime) -> None:
    """A completed task has the day of its completion, another one has none."""
    status = fields.get("status", before.status if before else "notStarted")
    if status != "completed":
        fields["completed_on"] = None
    elif not fields.get("completed_on"):
        known = before.completed_on if before else None
        fields["completed_on"] = known or now.date()


def is_completing(before: Task | None, fields: Mapping[str, Any]) -> bool:
    """Whether the write ends a task that was still open."""
    was_open = before is None or before.status != "completed"
    return was_open and fields.get("status") == "completed"
