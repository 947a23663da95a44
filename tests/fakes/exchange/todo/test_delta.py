"""Delta rounds over tasks and lists (section 4)."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.todo.makers import lists_of, names, post, tasks_of, titles


def test_round_over_a_list_tells_of_that_list(graph: Graph, ann: Mailbox) -> None:
    """Created, changed, deleted there; no row carries its type."""
    other = ann.tasks.add_list("Other")
    task = ann.tasks.create(title="A")
    ann.tasks.create(title="Elsewhere", list_id=other.id)
    first = graph.get(f"{tasks_of(ann)}/delta()")

    ann.tasks.update(task.id, title="B")
    second = graph.follow(first.json["@odata.deltaLink"])
    ann.tasks.delete(task.id)
    third = graph.follow(second.json["@odata.deltaLink"])

    assert titles(first) == ["A"]
    assert first.json["@odata.context"].endswith("$metadata#Collection(todoTask)")
    assert "@odata.type" not in first.rows[0]
    assert "@odata.etag" in first.rows[0]
    assert titles(second) == ["B"]
    assert third.rows == [{"id": task.id, "@removed": {"reason": "deleted"}}]


def test_options_of_the_first_call_go_on_to_hold(graph: Graph, ann: Mailbox) -> None:
    """`$select` and `$top` over pages and rounds; `$expand` likewise."""
    for number in range(3):
        post(graph, ann, title=f"{number}", linkedResources=[{"externalId": "x"}])
    page = graph.get(
        f"{tasks_of(ann)}/delta", "$select=title&$top=2&$expand=linkedResources"
    )
    last = graph.follow(page.json["@odata.nextLink"])
    for number in range(3):
        ann.tasks.create(title=f"New {number}")

    later = graph.follow(last.json["@odata.deltaLink"])

    assert (titles(page), titles(last)) == (["0", "1"], ["2"])
    assert titles(later) == ["New 0", "New 1"]
    fields = {"@odata.etag", "id", "title", "linkedResources"}
    assert {key for row in (*page.rows, *later.rows) for key in row} == fields
    assert page.rows[0]["linkedResources"][0]["externalId"] == "x"


def test_next_task_of_a_series_comes_with_the_completed_one(
    graph: Graph, ann: Mailbox
) -> None:
    """One round tells of both."""
    task = post(
        graph,
        ann,
        recurrence={
            "pattern": {"type": "daily", "interval": 1},
            "range": {"type": "noEnd", "startDate": "2026-03-02"},
        },
    )
    link = graph.get(f"{tasks_of(ann)}/delta").json["@odata.deltaLink"]

    ann.tasks.complete(task["id"])

    rows = graph.follow(link).rows
    assert [row["status"] for row in rows] == ["completed", "notStarted"]


def test_round_over_lists(graph: Graph, ann: Mailbox) -> None:
    """Built-in and own ones; renamed and deleted ones."""
    own = ann.tasks.add_list("Errands")
    first = graph.get(f"{lists_of(ann)}/delta")

    renamed = ann.tasks.rename_list(own, "Chores")
    second = graph.follow(first.json["@odata.deltaLink"])
    ann.tasks.remove_list(renamed)
    third = graph.follow(second.json["@odata.deltaLink"])

    assert names(first) == ["Tasks", "Flagged Emails", "Errands"]
    assert names(second) == ["Chores"]
    assert third.rows == [{"id": own.id, "@removed": {"reason": "deleted"}}]


def test_filter_on_a_round_is_a_gap(graph: Graph, ann: Mailbox) -> None:
    """Its page is copied from mail and says nothing of tasks."""
    answer = graph.get(f"{tasks_of(ann)}/delta", "$filter=status eq 'completed'")

    assert (answer.status, answer.code) == (501, "NotImplemented")


def test_token_of_one_list_says_nothing_to_another(graph: Graph, ann: Mailbox) -> None:
    """A round is over one list."""
    other = ann.tasks.add_list("Other")
    token = graph.get(f"{tasks_of(ann)}/delta").json["@odata.deltaLink"].split("?")[1]

    answer = graph.get(f"{tasks_of(ann, other.id)}/delta", token)

    assert (answer.status, answer.code) == (410, "SyncStateNotFound")
