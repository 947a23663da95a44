"""What is new among messages and folders (section 4)."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Answer, Graph
from tests.fakes.exchange.mail.makers import folders_of, mail_of, message_path
from tests.fakes.exchange.meetings import BOB, OUTSIDER, invite


def rounds(graph: Graph, answer: Answer) -> tuple[list[dict[str, Any]], str]:
    """The rows of a whole round, and the link to the next."""
    assert answer.status == 200, answer.text
    rows = list(answer.rows)
    while "@odata.nextLink" in answer.json:
        answer = graph.follow(answer.json["@odata.nextLink"])
        rows += answer.rows
    return rows, str(answer.json["@odata.deltaLink"])


def delta(
    graph: Graph, mailbox: Mailbox, query: str = "", folder: str | None = "inbox"
) -> tuple[list[dict[str, Any]], str]:
    """A full round over a folder's messages."""
    return rounds(graph, graph.get(f"{mail_of(mailbox, folder)}/delta", query))


def subjects(rows: list[dict[str, Any]]) -> list[str]:
    """Subjects, and `-` for what was removed."""
    return ["-" if "@removed" in row else row["subject"] for row in rows]


def test_folder_tells_what_came_changed_and_went(graph: Graph, ann: Mailbox) -> None:
    """A message that was moved away is removed, with the id that it had."""
    first = ann.mail.receive(OUTSIDER, subject="A")
    second = ann.mail.receive(OUTSIDER, subject="B")
    rows, link = delta(graph, ann)
    assert subjects(rows) == ["A", "B"]
    assert {row["@odata.type"] for row in rows} == {"#microsoft.graph.message"}

    ann.mail.mark_read(first.id)
    ann.mail.delete(second.id)
    ann.mail.receive(OUTSIDER, subject="C")

    rows, _ = rounds(graph, graph.follow(link))
    assert sorted(subjects(rows)) == ["-", "A", "C"]
    (gone,) = (row for row in rows if "@removed" in row)
    assert gone["id"] == second.id
    moved, _ = delta(graph, ann, folder="deleteditems")
    assert subjects(moved) == ["B"]


def test_mailbox_tells_of_every_folder(graph: Graph, ann: Mailbox) -> None:
    """A move is a change there, and ends the default id."""
    message = ann.mail.receive(OUTSIDER, subject="A")
    _, link = delta(graph, ann, folder=None)

    moved = ann.mail.move(message.id, "archive")

    rows, _ = rounds(graph, graph.follow(link))
    assert [(row["id"], "@removed" in row) for row in rows] == [
        (message.id, True),
        (moved.id, False),
    ]


@pytest.mark.parametrize(
    ("kind", "first", "then"),
    [
        ("created", ["A", "B"], ["C"]),
        ("updated", [], ["A"]),
        ("deleted", [], ["-"]),
    ],
)
def test_change_type_chooses(
    graph: Graph, ann: Mailbox, kind: str, first: list[str], then: list[str]
) -> None:
    """`changeType` of the first call holds for the rounds after it."""
    one = ann.mail.receive(OUTSIDER, subject="A")
    other = ann.mail.receive(OUTSIDER, subject="B")
    rows, link = delta(graph, ann, f"changeType={kind}")
    assert subjects(rows) == first

    ann.mail.mark_read(one.id)
    ann.mail.delete(other.id)
    ann.mail.receive(OUTSIDER, subject="C")

    rows, _ = rounds(graph, graph.follow(link))
    assert subjects(rows) == then


def test_options_of_the_first_call_hold(graph: Graph, ann: Mailbox) -> None:
    """`$select`, `$top`, the filter by receipt and the order (section 4)."""
    for subject in "ABC":
        ann.mail.receive(OUTSIDER, subject=subject)
        graph.pass_time(minutes=1)
    query = (
        "$select=subject&$top=1&$orderby=receivedDateTime desc"
        "&$filter=receivedDateTime ge 2026-03-02T08:01:00Z"
    )

    first = graph.get(f"{mail_of(ann, 'inbox')}/delta", query)
    rows, link = rounds(graph, first)
    ann.mail.receive(OUTSIDER, subject="D")
    later, _ = rounds(graph, graph.follow(link))

    assert len(first.rows) == 1
    assert subjects(rows) == ["C", "B"]
    assert subjects(later) == ["D"]
    assert "bodyPreview" not in later[0]


@pytest.mark.parametrize(
    "query",
    [
        "$filter=isRead eq true",
        "$filter=receivedDateTime le 2026-03-02T08:01:00Z",
        "$orderby=subject",
        "$orderby=receivedDateTime",
        "changeType=moved",
        "$skip=1",
    ],
)
def test_other_options_are_refused(graph: Graph, ann: Mailbox, query: str) -> None:
    """What is not documented for delta is 400."""
    answer = graph.get(f"{mail_of(ann, 'inbox')}/delta", query)

    assert (answer.status, answer.code) == (400, "ErrorInvalidUrlQuery")


def test_meeting_messages_keep_their_type(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """In rounds as in lists, with the event on request."""
    invite(graph, ann, BOB)

    rows, _ = delta(graph, bob, "$expand=microsoft.graph.eventMessage/event")

    assert [row["@odata.type"] for row in rows] == [
        "#microsoft.graph.eventMessageRequest"
    ]
    assert rows[0]["event"]["id"] == bob.events[0].id


def test_token_holds_for_its_folder(graph: Graph, ann: Mailbox) -> None:
    """Elsewhere it is unknown: 410."""
    _, link = delta(graph, ann)

    answer = graph.follow(link.replace("/inbox/", "/drafts/"))

    assert (answer.status, answer.code) == (410, "SyncStateNotFound")


def test_folders_have_rounds_of_their_own(graph: Graph, ann: Mailbox) -> None:
    """New, renamed and removed folders; messages are not their change (inferred)."""
    rows, link = rounds(graph, graph.get(f"{folders_of(ann)}/delta"))
    assert len(rows) == 8
    assert rows[0]["@odata.type"] == "#microsoft.graph.mailFolder"
    ann.mail.receive(OUTSIDER)
    made = graph.post(folders_of(ann), {"displayName": "Projects"}).json

    rows, link = rounds(graph, graph.follow(link))
    assert [row["displayName"] for row in rows] == ["Projects"]

    path = f"{folders_of(ann)}/{made['id']}"
    graph.delete(path)
    graph.delete(path)
    rows, _ = rounds(graph, graph.follow(link))
    assert [(row["id"], "@removed" in row) for row in rows] == [(made["id"], True)]


def test_message_between_two_rounds_leaves_no_row(graph: Graph, ann: Mailbox) -> None:
    """It came and went before anybody asked."""
    _, link = delta(graph, ann)
    message = ann.mail.receive(OUTSIDER)
    graph.delete(message_path(ann, message.id))

    rows, _ = rounds(graph, graph.follow(link))

    assert rows == []
