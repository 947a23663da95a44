"""What comes after a recurring task: the only place that makes the next one.

Section 9.2: completing a recurring task creates the next one with a new id. Inferred,
as is all of this: the next one is due on the next day of the series, its other moments
keep their distance and their time on the clock, its steps are to be done again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from fakes.exchange.recurrence import expansion
from fakes.exchange.todo.task import Task, TaskDate
from fakes.exchange.zones import Zone, zone


def next_day(task: Task) -> date | None:
    """The day after its due date on which the series goes on; None when it has ended.

    The task recurs and has a due date.
    """
    assert task.recurrence is not None
    assert task.due is not None
    return next(expansion.following(task.recurrence, task.due.day), None)


def following(task: Task, day: date) -> dict[str, Any]:
    """The fields of the next task, parts left out, which is due on that day."""
    assert task.due is not None
    home = zone(task.due.zone_name)
    distance = day - task.due.day
    return {
        "title": task.title,
        "body": task.body,
        "body_modified_at": task.body_modified_at,
        "importance": task.importance,
        "is_reminder_on": task.is_reminder_on,
        "start_at": _later(task.start_at, distance, home),
        "due": TaskDate(day=day, zone_name=task.due.zone_name),
        "reminder_at": _later(task.reminder_at, distance, home),
        "recurrence": task.recurrence,
        "categories": task.categories,
    }


def _later(at: datetime | None, distance: timedelta, home: Zone) -> datetime | None:
    return None if at is None else home.instant(home.wall(at) + distance)
