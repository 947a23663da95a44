"""Passing a meeting on. Section 2.2."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, path_of
from tests.fakes.exchange.meetings import BOB, OUTSIDER, copy_of, invite, sent

EVE = "eve@contoso.example"


@pytest.fixture
def eve(graph: Graph) -> Mailbox:
    """Somebody whom nobody has invited yet."""
    return graph.exchange.add_mailbox(EVE, name="Eve Evans")


def to(*addresses: str, comment: str = "") -> dict[str, object]:
    """The action's parameters."""
    recipients = [{"emailAddress": {"address": one}} for one in addresses]
    return {"ToRecipients": recipients, "Comment": comment}


def test_an_organizer_passes_a_meeting_on(
    graph: Graph, ann: Mailbox, bob: Mailbox, eve: Mailbox
) -> None:
    """The recipient has a request and a copy, and is an attendee now."""
    path = path_of(ann, invite(graph, ann, BOB))
    before = copy_of(bob)

    answer = graph.post(f"{path}/forward", to(EVE, comment="Join us"))

    assert (answer.status, answer.text) == (202, "")
    message = graph.exchange.messages[-1]
    assert (message.kind, message.recipient, message.comment) == (
        "request",
        EVE,
        "Join us",
    )
    assert [one.key for one in ann.events[0].attendees] == [BOB, EVE]
    copy = copy_of(eve)
    assert (copy.response, copy.is_organizer) == ("notResponded", False)
    assert copy.ical_uid == ann.events[0].ical_uid
    assert copy_of(bob) == before


def test_an_attendee_passes_a_meeting_on(
    graph: Graph, ann: Mailbox, bob: Mailbox, eve: Mailbox
) -> None:
    """The organiser is told, and has the recipient among the attendees."""
    invite(graph, ann, BOB)

    version = graph.exchange.version

    graph.post(f"{path_of(bob, copy_of(bob).id)}/forward", to(EVE))

    message = graph.exchange.messages[-1]
    assert (message.kind, message.sender, message.recipient) == ("request", BOB, EVE)
    assert copy_of(eve).organizer.key == "ann@contoso.example"
    assert [one.key for one in ann.events[0].attendees] == [BOB, EVE]
    writers = {one.by for one in graph.exchange.changed_since(version)}
    assert writers == {"exchange"}
    subjects = graph.get(f"/users/{ann.id}/messages", "$select=subject").rows
    assert "Meeting Forward Notification: Site visit" in [
        row["subject"] for row in subjects
    ]


def test_the_answer_of_a_recipient_reaches_the_organizer(
    graph: Graph, ann: Mailbox, bob: Mailbox, eve: Mailbox
) -> None:
    """As if the organiser had invited them."""
    invite(graph, ann, BOB)
    graph.post(f"{path_of(bob, copy_of(bob).id)}/forward", to(EVE))

    graph.post(f"{path_of(eve, copy_of(eve).id)}/accept")

    answers = {one.key: one.response for one in ann.events[0].attendees}
    assert answers == {BOB: "none", EVE: "accepted"}


def test_a_meeting_may_leave_the_tenant(graph: Graph, ann: Mailbox) -> None:
    """Whoever has no mailbox here has the message."""
    path = path_of(ann, invite(graph, ann, BOB))

    graph.post(f"{path}/forward", to(OUTSIDER))

    assert sent(graph)[-1] == ("request", OUTSIDER)


@pytest.mark.parametrize("addresses", [(), ("",)])
def test_a_meeting_is_forwarded_to_somebody(
    graph: Graph, ann: Mailbox, addresses: tuple[str, ...]
) -> None:
    """Or refused."""
    path = path_of(ann, invite(graph, ann, BOB))
    told = sent(graph)

    answer = graph.post(f"{path}/forward", to(*addresses))

    assert (answer.status, answer.code) == (400, "ErrorInvalidRecipients")
    assert sent(graph) == told
