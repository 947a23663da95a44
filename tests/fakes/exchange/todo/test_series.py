"""Recurring tasks: each completed one is followed by the next (9.2, inferred)."""

from __future__ import annotations

from datetime import date
from typing import Any

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.todo.makers import BERLIN, moment, path_of, post, tasks_of


def weekly(start: str, **span: Any) -> dict[str, Any]:
    """Every Thursday from a day on."""
    return {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["thursday"]},
        "range": {"type": "noEnd", "startDate": start, **span},
    }


def complete(graph: Graph, ann: Mailbox, task_id: str) -> dict[str, Any]:
    """The completed task as it was answered."""
    answer = graph.patch(path_of(ann, task_id), {"status": "completed"})
    assert answer.status == 200
    found: dict[str, Any] = answer.json
    return found


def test_completed_task_is_followed_by_the_next(graph: Graph, ann: Mailbox) -> None:
    """With a new id, open, a week later on the clock, over a change of the clock."""
    task = post(
        graph,
        ann,
        body={"content": "Two pumps", "contentType": "text"},
        dueDateTime=moment("2026-03-26T00:00:00", BERLIN),
        reminderDateTime=moment("2026-03-26T08:00:00", BERLIN),
        recurrence=weekly("2026-03-26"),
    )

    done = complete(graph, ann, task["id"])

    old, new = graph.get(tasks_of(ann)).rows
    assert (old["id"], old["status"]) == (task["id"], "completed")
    assert "recurrence" not in done
    assert new["id"] != task["id"]
    assert (new["status"], new["title"]) == ("notStarted", "Order parts")
    assert new["dueDateTime"] == moment("2026-04-01T22:00:00.0000000")
    assert new["reminderDateTime"] == moment("2026-04-02T06:00:00.0000000")
    assert new["recurrence"] == task["recurrence"]
    assert new["body"] == task["body"]
    assert "completedDateTime" not in new


def test_next_task_has_its_steps_to_do_again(graph: Graph, ann: Mailbox) -> None:
    """And the same links, all under ids of their own."""
    task = post(
        graph,
        ann,
        recurrence=weekly("2026-03-05"),
        checklistItems=[{"displayName": "Call", "isChecked": True}],
        linkedResources=[{"externalId": "Row-1"}],
    )

    complete(graph, ann, task["id"])

    old, new = ann.tasks
    assert [(one.display_name, one.is_checked) for one in new.checklist] == [
        ("Call", False)
    ]
    assert [one.external_id for one in new.links] == ["Row-1"]
    assert new.links[0].id != old.links[0].id


def test_series_ends(graph: Graph, ann: Mailbox) -> None:
    """After the last day of its range nothing follows; nor twice after one task."""
    span = {"type": "numbered", "numberOfOccurrences": 2}
    task = post(graph, ann, recurrence=weekly("2026-03-05", **span))

    complete(graph, ann, task["id"])
    complete(graph, ann, task["id"])
    second = list(ann.tasks)[-1]
    complete(graph, ann, second.id)

    assert [one.due and one.due.day for one in ann.tasks] == [
        date(2026, 3, 5),
        date(2026, 3, 12),
    ]


def test_series_is_due_on_its_first_day(graph: Graph, ann: Mailbox) -> None:
    """If no due date is given: the first Thursday, in the mailbox's zone (inferred)."""
    task = post(graph, ann, recurrence=weekly("2026-03-02"))

    assert task["dueDateTime"] == moment("2026-03-04T23:00:00.0000000")
    assert task["recurrence"]["range"]["recurrenceTimeZone"] == BERLIN


def test_series_may_name_its_own_zone(graph: Graph, ann: Mailbox) -> None:
    """Its first day begins where `recurrenceTimeZone` says (inferred)."""
    tokyo = "Tokyo Standard Time"

    task = post(graph, ann, recurrence=weekly("2026-03-05", recurrenceTimeZone=tokyo))

    assert task["dueDateTime"] == moment("2026-03-04T15:00:00.0000000")
    assert task["recurrence"]["range"]["recurrenceTimeZone"] == tokyo


def test_series_without_a_day_is_refused(graph: Graph, ann: Mailbox) -> None:
    """No Thursday between Friday and Wednesday."""
    span = {"type": "endDate", "endDate": "2026-03-11"}

    answer = graph.post(tasks_of(ann), {"recurrence": weekly("2026-03-06", **span)})

    assert (answer.status, answer.code) == (400, "ErrorRecurrenceHasNoOccurrence")


def test_series_can_be_ended(graph: Graph, ann: Mailbox) -> None:
    """With null; then completing it is the end."""
    task = post(graph, ann, recurrence=weekly("2026-03-05"))

    single = graph.patch(path_of(ann, task["id"]), {"recurrence": None}).json
    complete(graph, ann, task["id"])

    assert "recurrence" not in single
    assert len(list(ann.tasks)) == 1
