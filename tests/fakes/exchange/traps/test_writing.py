"""Traps of writing: conflicts, repeats, acts that are only accepted (sections 6, 7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes import Answer
from fakes.exchange import Mailbox
from tests.fakes.exchange.faulty import a_faulty_graph
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of
from tests.fakes.exchange.mail.makers import send, subjects
from tests.fakes.exchange.meetings import BOB, invite
from tests.fakes.exchange.series.client import Client


def test_a_conflict_comes_without_any_condition() -> None:
    """Trap 2: no `If-Match` was sent, and the event is as it was."""
    graph = a_faulty_graph()
    ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
    path = path_of(ann, graph.post(events_of(ann), a_body()).json["id"])
    graph.arm("event.update", Answer(status=412))

    refused = graph.patch(path, {"subject": "Other"})

    assert (refused.status, refused.code) == (412, "ErrorIrresolvableConflict")
    assert ann.events[0].subject == "Site visit"
    assert graph.patch(path, {"subject": "Other"}).status == 200


@pytest.mark.parametrize(("transaction", "made"), [(None, 2), ("t-1", 1)])
def test_a_create_sent_again_after_504_makes_a_twin(
    transaction: str | None, made: int
) -> None:
    """Trap 3: the first one took effect; only `transactionId` helps."""
    graph = a_faulty_graph()
    ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
    graph.exchange.add_mailbox(BOB, name="Bob")
    graph.arm("event.create", Answer(status=504, after_effect=True))
    body = a_body(transactionId=transaction, attendees=(BOB,))

    statuses = [graph.post(events_of(ann), body).status for _ in range(2)]

    assert statuses == [504, 201]
    assert len(ann.events) == made
    assert len(graph.exchange.messages) == made


def test_an_accepted_mail_need_not_arrive(graph: Graph, ann: Mailbox) -> None:
    """Trap 4: 202 says nothing of the recipient, nor does anything else."""
    nobody = "nobody@contoso.example"

    status = send(graph, ann, nobody)

    assert status == 202
    assert graph.exchange.mails[-1].left == (nobody,)
    assert subjects(graph, ann, "inbox") == []


def test_an_accepted_cancel_need_not_be_seen_yet(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Trap 4: the round after the 202 may still tell nothing of it."""
    graph.exchange.switches.delta_delay = timedelta(minutes=1)
    event_id = invite(graph, ann, BOB)
    graph.pass_time(minutes=1)
    client = Client(graph)
    client.begin(ann)

    accepted = graph.post(f"{path_of(ann, event_id)}/cancel")
    early = client.follow()
    graph.pass_time(minutes=1)
    late = client.follow()

    assert (accepted.status, accepted.octets) == (202, b"")
    assert early == []
    assert [row["id"] for row in late if "@removed" in row] == [event_id]
