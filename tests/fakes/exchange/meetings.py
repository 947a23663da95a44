"""Meetings of Ann's: what the tests of organisers and attendees share."""

from __future__ import annotations

from fakes.exchange import Event, Mailbox
from tests.fakes.exchange.graph import Graph, a_body, events_of

BOB = "bob@contoso.example"
OUTSIDER = "zoe@other.example"


def sent(graph: Graph) -> list[tuple[str, str]]:
    """Kind and recipient of every message so far."""
    return [(one.kind, one.recipient) for one in graph.exchange.messages]


def invite(graph: Graph, ann: Mailbox, *attendees: str) -> str:
    """A meeting of Ann's; its id in her mailbox."""
    answer = graph.post(events_of(ann), a_body(attendees=attendees))
    assert answer.status == 201
    return str(answer.json["id"])


def copy_of(mailbox: Mailbox) -> Event:
    """The only event of an attendee."""
    (copy,) = mailbox.events
    return copy
