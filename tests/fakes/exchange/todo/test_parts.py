"""Steps and links of tasks (section 9.2)."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.todo.makers import path_of, post, tasks_of

LINK = {
    "applicationName": "Field Service",
    "displayName": "Booking 17",
    "externalId": "Row-17",
    "webUrl": "https://org.crm.example/17",
}


def test_step_is_made_checked_and_taken_away(graph: Graph, ann: Mailbox) -> None:
    """Checking it leaves the moment, unchecking takes it."""
    steps = f"{path_of(ann, post(graph, ann)['id'])}/checklistItems"
    created = graph.post(steps, {"displayName": "Call"})
    path = f"{steps}/{created.json['id']}"
    graph.pass_time(minutes=5)

    checked = graph.patch(path, {"isChecked": True}).json
    unchecked = graph.patch(path, {"isChecked": False}).json

    assert created.status == 201
    assert (created.json["displayName"], created.json["isChecked"]) == ("Call", False)
    assert "checkedDateTime" not in created.json
    assert checked["checkedDateTime"] == "2026-03-02T08:05:00.0000000Z"
    assert "checkedDateTime" not in unchecked
    assert [row["id"] for row in graph.get(steps).rows] == [created.json["id"]]
    assert graph.delete(path).status == 204
    assert graph.get(path).code == "ErrorItemNotFound"
    assert graph.get(steps).rows == []


def test_renaming_a_step_keeps_when_it_was_done(graph: Graph, ann: Mailbox) -> None:
    """The moment belongs to the check, not to the last write."""
    steps = f"{path_of(ann, post(graph, ann)['id'])}/checklistItems"
    created = graph.post(steps, {"displayName": "Call", "isChecked": True}).json
    graph.pass_time(minutes=5)

    renamed = graph.patch(
        f"{steps}/{created['id']}", {"displayName": "Ring", "isChecked": True}
    ).json

    assert renamed["displayName"] == "Ring"
    assert renamed["checkedDateTime"] == created["checkedDateTime"]


def test_link_holds_the_foreign_key(graph: Graph, ann: Mailbox) -> None:
    """Tasks have no extended properties: the key lies here."""
    links = f"{path_of(ann, post(graph, ann)['id'])}/linkedResources"

    created = graph.post(links, LINK).json

    path = f"{links}/{created['id']}"
    assert {name: created[name] for name in LINK} == LINK
    changed = graph.patch(path, {"externalId": "Row-18", "webUrl": None}).json
    assert changed["externalId"] == "Row-18"
    assert "webUrl" not in changed
    assert graph.get(path).json == changed
    assert graph.delete(path).status == 204
    assert graph.get(links).rows == []


def test_parts_come_with_a_new_task_and_by_expansion(
    graph: Graph, ann: Mailbox
) -> None:
    """They are in no plain answer."""
    task = post(
        graph,
        ann,
        linkedResources=[LINK],
        checklistItems=[{"displayName": "Call", "isChecked": True}],
    )

    linked = graph.get(tasks_of(ann), "$expand=linkedResources").rows[0]
    stepped = graph.get(path_of(ann, task["id"]), "$expand=checklistItems").json

    assert {"linkedResources", "checklistItems"}.isdisjoint(task)
    assert {name: linked["linkedResources"][0][name] for name in LINK} == LINK
    (step,) = stepped["checklistItems"]
    assert (step["displayName"], step["isChecked"]) == ("Call", True)


def test_change_of_a_part_is_a_change_of_its_task(graph: Graph, ann: Mailbox) -> None:
    """It has a new change key, and the list's round tells of it (inferred)."""
    task = post(graph, ann)
    link = graph.get(f"{tasks_of(ann)}/delta").json["@odata.deltaLink"]

    graph.post(f"{path_of(ann, task['id'])}/checklistItems", {"displayName": "Call"})

    (row,) = graph.follow(link).rows
    assert row["id"] == task["id"]
    assert row["@odata.etag"] != task["@odata.etag"]


@pytest.mark.parametrize(
    ("parts", "body"),
    [
        ("checklistItems", {"title": "x"}),
        ("checklistItems", {"isChecked": "maybe"}),
        ("linkedResources", {"url": "x"}),
        ("linkedResources", {"externalId": 1}),
    ],
)
def test_what_does_not_fit_is_refused(
    graph: Graph, ann: Mailbox, parts: str, body: dict[str, Any]
) -> None:
    """Unknown, or of the wrong type."""
    path = f"{path_of(ann, post(graph, ann)['id'])}/{parts}"

    answer = graph.post(path, body)

    assert (answer.status, answer.code) == (400, "RequestBodyRead")
    assert graph.get(path).rows == []


def test_parts_are_not_written_through_their_task(graph: Graph, ann: Mailbox) -> None:
    """What a PATCH of them does is not known: a gap, not a silence."""
    task = post(graph, ann)

    answer = graph.patch(path_of(ann, task["id"]), {"linkedResources": [LINK]})

    assert (answer.status, answer.code) == (501, "NotImplemented")


def test_parts_are_pages_as_well(graph: Graph, ann: Mailbox) -> None:
    """With the options of any collection."""
    steps = f"{path_of(ann, post(graph, ann)['id'])}/checklistItems"
    for name in ("C", "A", "B"):
        graph.post(steps, {"displayName": name})

    answer = graph.get(steps, "$orderby=displayName&$top=2&$select=displayName")

    assert [row["displayName"] for row in answer.rows] == ["A", "B"]
    rest = graph.follow(answer.json["@odata.nextLink"]).rows
    assert [row["displayName"] for row in rest] == ["C"]
