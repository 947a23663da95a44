"""Ids in other formats. Section 2.2."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import post
from tests.fakes.exchange.graph import Graph, at

FORMATS = ("entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId")


def translate(
    graph: Graph, mailbox: Mailbox, ids: list[str], *, source: str, target: str
) -> list[dict[str, Any]]:
    """The rows of the answer."""
    body = {"InputIds": ids, "SourceIdType": source, "TargetIdType": target}
    answer = graph.post(f"/users/{mailbox.id}/translateExchangeIds", body)
    assert answer.status == 200, answer.text
    return answer.rows


@pytest.mark.parametrize("target", FORMATS)
def test_an_id_comes_back_from_every_format(
    graph: Graph, ann: Mailbox, target: str
) -> None:
    """Each is another text, unless it is the same format."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))

    (there,) = translate(graph, ann, [event.id], source="restId", target=target)
    (back,) = translate(graph, ann, [there["targetId"]], source=target, target="restId")

    assert there["sourceId"] == event.id
    assert back["targetId"] == event.id
    assert (there["targetId"] == event.id) is (target == "restId")


def test_ids_become_immutable(graph: Graph, ann: Mailbox) -> None:
    """Of events and contacts alike, in the order that they came."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))
    contact = ann.contacts.find(post(graph, ann)["id"])
    assert contact is not None

    rows = translate(
        graph,
        ann,
        [contact.id, event.id],
        source="restId",
        target="restImmutableEntryId",
    )

    assert [row["targetId"] for row in rows] == [
        contact.immutable_id,
        event.immutable_id,
    ]


def test_an_unknown_id_has_an_error_of_its_own(graph: Graph, ann: Mailbox) -> None:
    """Others are translated beside it."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))

    rows = translate(
        graph,
        ann,
        ["AAMkAAAAAA==", "x", event.id],
        source="restId",
        target="ewsId",
    )

    codes = [row.get("errorDetails", {}).get("code") for row in rows]
    assert codes == ["ErrorItemNotFound", "ErrorInvalidIdMalformed", None]


@pytest.mark.parametrize(
    "change",
    [
        {"targetIdType": "hexId"},
        {"sourceIdType": None},
        {"inputIds": ["x"] * 1001},
    ],
)
def test_bad_translations_are_refused(
    graph: Graph, ann: Mailbox, change: dict[str, object]
) -> None:
    """A thousand ids at once, between known formats."""
    body = {"inputIds": ["x"], "sourceIdType": "restId", "targetIdType": "ewsId"}

    answer = graph.post(f"/users/{ann.id}/translateExchangeIds", {**body, **change})

    assert answer.status == 400
