"""To Do lists, built-in and own; collections of tasks (sections 2.3, 2.4)."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.todo.makers import (
    list_path,
    lists_of,
    names,
    tasks_of,
    titles,
)


def test_every_mailbox_has_two_lists(graph: Graph, ann: Mailbox) -> None:
    """With their well-known names; own lists come after them."""
    created = graph.post(lists_of(ann), {"displayName": "Errands"}).json

    rows = graph.get(lists_of(ann)).rows

    assert [(row["displayName"], row["wellknownListName"]) for row in rows] == [
        ("Tasks", "defaultList"),
        ("Flagged Emails", "flaggedEmails"),
        ("Errands", "none"),
    ]
    assert rows[2]["id"] == created["id"]
    assert (created["isOwner"], created["isShared"]) == (True, False)
    assert "@odata.etag" in created


@pytest.mark.parametrize("place", [0, 1])
def test_built_in_lists_stay_as_they_are(
    graph: Graph, ann: Mailbox, place: int
) -> None:
    """Neither renamed nor deleted (the code is inferred)."""
    path = list_path(ann, ann.tasks.lists[place].id)

    refused = [graph.patch(path, {"displayName": "X"}), graph.delete(path)]

    assert [(one.status, one.code) for one in refused] == [
        (400, "ErrorInvalidRequest")
    ] * 2


def test_own_list_is_renamed_and_deleted_with_its_tasks(
    graph: Graph, ann: Mailbox
) -> None:
    """Its id never changes; after it there is nothing to address."""
    own = ann.tasks.add_list("Errands")
    path = list_path(ann, own.id)
    task = ann.tasks.create(title="A", list_id=own.id)

    renamed = graph.patch(path, {"displayName": "Chores"}).json

    assert (renamed["id"], renamed["displayName"]) == (own.id, "Chores")
    assert titles(graph.get(tasks_of(ann, own.id))) == ["A"]
    assert graph.delete(path, if_match='W/"stale"').status == 412
    assert graph.delete(path).status == 204
    assert graph.get(path).code == "ErrorFolderNotFound"
    assert graph.get(tasks_of(ann, own.id)).code == "ErrorFolderNotFound"
    assert ann.tasks.find(task.id) is None


def test_list_needs_a_name(graph: Graph, ann: Mailbox) -> None:
    """Nothing is made without."""
    answer = graph.post(lists_of(ann), {})

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")
    assert len(ann.tasks.lists) == 2


def test_page_size_is_a_setting(graph: Graph, ann: Mailbox) -> None:
    """Fifty unless the tenant says else; the links lead through all of them."""
    for number in range(53):
        ann.tasks.create(title=f"{number}")
    first = graph.get(tasks_of(ann))
    second = graph.follow(first.json["@odata.nextLink"])
    graph.exchange.switches.todo_page_size = 100

    whole = graph.get(tasks_of(ann))

    assert (len(first.rows), len(second.rows), len(whole.rows)) == (50, 3, 53)
    assert titles(first) + titles(second) == titles(whole)
    assert graph.get(f"{tasks_of(ann)}/$count").text == "53"


def test_lists_were_once_cut_silently(graph: Graph, ann: Mailbox) -> None:
    """No link without `$top`, although there is more (trap 25)."""
    ann.tasks.add_list("Errands")
    graph.exchange.switches.todo_page_size = 2
    linked = graph.get(lists_of(ann))
    graph.exchange.switches.todo_lists_cut = "silently"

    cut = graph.get(lists_of(ann))
    asked = graph.get(lists_of(ann), "$top=2")

    assert "@odata.nextLink" in linked.json
    assert names(cut) == ["Tasks", "Flagged Emails"]
    assert "@odata.nextLink" not in cut.json
    assert names(graph.follow(asked.json["@odata.nextLink"])) == ["Errands"]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("title eq 'b'", ["B"]),
        ("status eq 'completed'", ["C"]),
        ("status ne 'completed' and importance eq 'high'", ["A"]),
        ("dueDateTime/dateTime lt '2026-03-06T00:00:00'", ["A"]),
        ("completedDateTime/dateTime ge '2026-03-02T00:00:00'", ["C"]),
        ("categories/any(c:c eq 'customer')", ["B"]),
        ("isReminderOn eq true", []),
    ],
)
def test_filters(graph: Graph, ann: Mailbox, condition: str, wanted: list[str]) -> None:
    """By status, dates, importance, category; what has no date passes none."""
    ann.tasks.create(title="A", importance="high", due=date(2026, 3, 5))
    ann.tasks.create(title="B", categories=["Customer"], due=date(2026, 3, 8))
    ann.tasks.create(title="C", status="completed")

    answer = graph.get(tasks_of(ann), f"$filter={quote(condition)}")

    assert titles(answer) == wanted


def test_order_by_due_date(graph: Graph, ann: Mailbox) -> None:
    """What has none comes first (inferred)."""
    ann.tasks.create(title="A", due=date(2026, 3, 8))
    ann.tasks.create(title="B")
    ann.tasks.create(title="C", due=date(2026, 3, 5))

    answer = graph.get(tasks_of(ann), "$orderby=dueDateTime/dateTime")

    assert titles(answer) == ["B", "C", "A"]


def test_unknown_list_is_not_found(graph: Graph, ann: Mailbox) -> None:
    """A list that nobody has, or that could be none, is not found."""
    folder = ann.contacts.default_folder.id

    assert graph.get(list_path(ann, folder)).code == "ErrorFolderNotFound"
    assert graph.get(list_path(ann, "tasks")).code == "ErrorInvalidIdMalformed"
