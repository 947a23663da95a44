"""Tasks: every property, what is written and read (section 9.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, at
from tests.fakes.exchange.todo.makers import (
    BERLIN,
    list_path,
    moment,
    path_of,
    post,
    tasks_of,
)

EVERYTHING: dict[str, Any] = {
    "title": "Order parts",
    "body": {"content": "<b>Two</b> pumps", "contentType": "html"},
    "status": "inProgress",
    "importance": "high",
    "isReminderOn": True,
    "startDateTime": moment("2026-03-03T08:00:00.0000000"),
    "dueDateTime": moment("2026-03-05T00:00:00.0000000"),
    "reminderDateTime": moment("2026-03-04T07:30:00.0000000"),
    "categories": ["Customer"],
}


def test_every_property_comes_back_as_it_was_written(
    graph: Graph, ann: Mailbox
) -> None:
    """From the create, from a GET, and from the list."""
    created = post(graph, ann, **EVERYTHING)

    read = graph.get(path_of(ann, created["id"])).json
    (row,) = graph.get(tasks_of(ann)).rows

    assert {name: read[name] for name in EVERYTHING} == EVERYTHING
    assert read["bodyLastModifiedDateTime"] == read["createdDateTime"]
    assert row == {key: read[key] for key in row}
    assert set(read) - set(row) == {"@odata.context"}
    assert created == read


def test_optional_members_are_absent_when_unset(graph: Graph, ann: Mailbox) -> None:
    """Missing, not null, as the documented sample has it."""
    created = post(graph, ann)

    assert set(created) == {
        "@odata.context",
        "@odata.etag",
        "importance",
        "isReminderOn",
        "status",
        "title",
        "createdDateTime",
        "lastModifiedDateTime",
        "hasAttachments",
        "categories",
        "id",
        "body",
    }
    assert created["body"] == {"content": "", "contentType": "text"}
    assert (created["status"], created["importance"]) == ("notStarted", "normal")


def test_null_takes_a_member_away(graph: Graph, ann: Mailbox) -> None:
    """And leaves the others."""
    path = path_of(ann, post(graph, ann, **EVERYTHING)["id"])

    answer = graph.patch(path, {"dueDateTime": None, "reminderDateTime": None})

    left = set(EVERYTHING) - {"dueDateTime", "reminderDateTime"}
    assert {"dueDateTime", "reminderDateTime"}.isdisjoint(answer.json)
    assert {name: answer.json[name] for name in left} == {
        name: EVERYTHING[name] for name in left
    }


@pytest.mark.parametrize(
    ("written", "zone", "answered"),
    [
        ("2026-03-05T14:30:00", "UTC", "2026-03-05T00:00:00.0000000"),
        ("2026-03-05T00:00:00", BERLIN, "2026-03-04T23:00:00.0000000"),
        ("2026-03-05T14:30:00", BERLIN, "2026-03-04T23:00:00.0000000"),
        ("2026-07-05T14:30:00", "Europe/Berlin", "2026-07-04T22:00:00.0000000"),
        ("2026-03-05T23:00:00", "Pacific Standard Time", "2026-03-05T08:00:00.0000000"),
    ],
)
def test_due_date_is_a_midnight_of_the_writers_zone(
    graph: Graph, ann: Mailbox, written: str, zone: str, answered: str
) -> None:
    """So that a reader in UTC may see the day before (trap 36)."""
    created = post(graph, ann, dueDateTime=moment(written, zone))

    assert created["dueDateTime"] == moment(answered)


def test_zone_of_the_reader_is_honoured(graph: Graph, ann: Mailbox) -> None:
    """In the writer's zone the due date is midnight again; others move along."""
    created = post(
        graph,
        ann,
        dueDateTime=moment("2026-03-05T12:00:00", BERLIN),
        reminderDateTime=moment("2026-03-05T08:00:00", BERLIN),
    )

    answer = graph.get(
        path_of(ann, created["id"]), prefer=f'outlook.timezone="{BERLIN}"'
    )

    assert answer.json["dueDateTime"] == moment("2026-03-05T00:00:00.0000000", BERLIN)
    assert answer.json["reminderDateTime"] == moment(
        "2026-03-05T08:00:00.0000000", BERLIN
    )
    assert answer.headers["Preference-Applied"] == f'outlook.timezone="{BERLIN}"'


def test_completion_has_a_day(graph: Graph, ann: Mailbox) -> None:
    """Midnight in UTC: west of Greenwich it is the day before (section 9.2)."""
    path = path_of(ann, post(graph, ann)["id"])

    done = graph.patch(path, {"status": "completed"}).json

    assert done["completedDateTime"] == moment("2026-03-02T00:00:00.0000000")
    west = graph.get(path, prefer='outlook.timezone="Pacific Standard Time"').json
    assert west["completedDateTime"]["dateTime"] == "2026-03-01T16:00:00.0000000"


def test_completion_ends_with_the_status(graph: Graph, ann: Mailbox) -> None:
    """An open task has no day of completion, even if one is written."""
    path = path_of(ann, post(graph, ann, status="completed")["id"])
    assert "completedDateTime" in graph.get(path).json

    reopened = graph.patch(path, {"status": "waitingOnOthers"}).json
    written = graph.patch(
        path, {"completedDateTime": moment("2026-03-01T00:00:00")}
    ).json

    assert "completedDateTime" not in reopened
    assert "completedDateTime" not in written


def test_day_of_completion_stays_while_completed(graph: Graph, ann: Mailbox) -> None:
    """Neither later edits nor a repeated completion move it; a written day does."""
    path = path_of(ann, post(graph, ann, status="completed")["id"])
    graph.pass_time(days=3)
    graph.token = graph.directory.issue(graph.application)

    again = graph.patch(path, {"status": "completed", "title": "B"}).json
    written = graph.patch(
        path, {"completedDateTime": moment("2026-02-01T17:00:00")}
    ).json

    assert again["completedDateTime"]["dateTime"].startswith("2026-03-02")
    assert written["completedDateTime"] == moment("2026-02-01T00:00:00.0000000")


def test_text_is_preferred_for_bodies(graph: Graph, ann: Mailbox) -> None:
    """Otherwise a body is shown as it was written (inferred)."""
    path = path_of(ann, post(graph, ann, **EVERYTHING)["id"])

    answer = graph.get(path, prefer='outlook.body-content-type="text"')

    assert answer.json["body"] == {"content": "Two pumps", "contentType": "text"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"subject": "x"}, 400, "RequestBodyRead"),
        ({"status": "done"}, 400, "RequestBodyRead"),
        ({"dueDateTime": "2026-03-05"}, 400, "RequestBodyRead"),
        ({"dueDateTime": moment("soon")}, 400, "InvalidDateTime"),
        (
            {"dueDateTime": moment("0001-01-01T00:00:00", "Tokyo Standard Time")},
            400,
            "InvalidDateTime",
        ),
        (
            {"startDateTime": moment("2026-03-05", "Mars")},
            400,
            "TimeZoneNotSupportedException",
        ),
        ({"linkedResources": "x"}, 400, "RequestBodyRead"),
        ({"linkedResources": [{"x": "y"}]}, 400, "RequestBodyRead"),
        ({"singleValueExtendedProperties": []}, 400, "RequestBodyRead"),
        ({"attachments": []}, 501, "NotImplemented"),
        ({"extensions": [{}]}, 400, "RequestBodyRead"),
    ],
)
def test_what_does_not_fit_is_refused(
    graph: Graph, ann: Mailbox, body: dict[str, Any], status: int, code: str
) -> None:
    """Tasks have no extended properties, for one (section 3.10)."""
    answer = graph.post(tasks_of(ann), body)

    assert (answer.status, answer.code) == (status, code)
    assert list(ann.tasks) == []


def test_stale_change_key_is_412(graph: Graph, ann: Mailbox) -> None:
    """For PATCH and DELETE alike (section 12, point 9: inferred)."""
    task = post(graph, ann)
    path, etag = path_of(ann, task["id"]), task["@odata.etag"]
    assert graph.patch(path, {"title": "B"}, if_match=etag).status == 200

    refused = [
        graph.patch(path, {"title": "C"}, if_match=etag),
        graph.delete(path, if_match=etag),
    ]

    assert [one.code for one in refused] == ["ErrorIrresolvableConflict"] * 2
    assert graph.get(path).json["title"] == "B"


def test_deleted_task_is_on_no_list(graph: Graph, ann: Mailbox) -> None:
    """By neither of its ids."""
    task = ann.tasks.create(title="A")

    assert graph.delete(path_of(ann, task.id)).status == 204

    assert graph.get(path_of(ann, task.id)).code == "ErrorItemNotFound"
    assert graph.get(path_of(ann, task.immutable_id)).status == 404
    assert graph.get(tasks_of(ann)).rows == []


def test_task_is_found_on_its_own_list_only(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Not on another one, nor in another mailbox."""
    other = ann.tasks.add_list("Other")
    task = ann.tasks.create(title="A")

    assert graph.get(f"{list_path(ann, other.id)}/tasks/{task.id}").status == 404
    assert graph.get(path_of(bob, task.id)).code == "ErrorItemNotFound"
    assert graph.get(path_of(ann, "x")).code == "ErrorInvalidIdMalformed"


def test_permissions_of_tasks(graph: Graph, ann: Mailbox) -> None:
    """Reading does not allow writing (section 1.4)."""
    reader = graph.directory.register_application("reader", roles=("Tasks.Read.All",))
    graph.token = graph.directory.issue(reader)

    assert graph.get(tasks_of(ann)).status == 200
    assert graph.post(tasks_of(ann), {"title": "A"}).code == "ErrorAccessDenied"


def test_policy_does_not_cover_tasks(graph: Graph, ann: Mailbox) -> None:
    """A mailbox that is closed to an application lets its tasks out (trap 34)."""
    ann.access = "denied"

    assert graph.get(f"/users/{ann.id}/contacts").code == "ErrorAccessDenied"
    assert graph.get(tasks_of(ann)).status == 200


def test_owner_and_client_see_one_task(graph: Graph, ann: Mailbox) -> None:
    """What the owner does in Outlook is what the client reads; days are Berlin's."""
    task = ann.tasks.create(title="A", due=date(2026, 3, 5), reminder_at=at(4, 8))
    path = path_of(ann, task.id)

    ann.tasks.update(task.id, body="Two pumps", importance="low")
    ann.tasks.complete(task.id)

    read = graph.get(path).json
    assert read["dueDateTime"] == moment("2026-03-04T23:00:00.0000000")
    assert read["reminderDateTime"] == moment("2026-03-04T08:00:00.0000000")
    assert read["body"]["content"] == "Two pumps"
    assert (read["status"], read["importance"]) == ("completed", "low")
    ann.tasks.delete(task.id)
    assert [one.by for one in graph.exchange.changed_since(0)] == ["owner"] * 4


def test_moved_task_has_another_id(graph: Graph, ann: Mailbox) -> None:
    """Its immutable id stays (section 9.2)."""
    other = ann.tasks.add_list("Other")
    task = ann.tasks.create(title="A")

    moved = ann.tasks.move(task.id, other.id)

    assert graph.get(path_of(ann, task.id)).status == 404
    path = f"{list_path(ann, other.id)}/tasks"
    assert graph.get(f"{path}/{moved.id}").json["id"] == moved.id
    assert graph.get(f"{path}/{task.immutable_id}").status == 200


def test_restored_tenant_has_its_tasks_back(graph: Graph, ann: Mailbox) -> None:
    """Tasks and lists are part of a snapshot."""
    task = ann.tasks.create(title="A")
    before = graph.exchange.snapshot()
    ann.tasks.update(task.id, title="B")
    ann.tasks.add_list("Other")

    graph.exchange.restore(before)

    assert [one.title for one in ann.tasks] == ["A"]
    assert [one.well_known for one in ann.tasks.lists] == [
        "defaultList",
        "flaggedEmails",
    ]
