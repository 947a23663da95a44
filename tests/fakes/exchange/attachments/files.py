"""Attachments as clients send them."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of


def a_file(
    name: str = "plan.txt", content: bytes = b"Turn left", **others: object
) -> dict[str, Any]:
    """A file attachment's body."""
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": name,
        "contentType": "text/plain",
        "contentBytes": base64.b64encode(content).decode(),
        **others,
    }


def an_event(graph: Graph, mailbox: Mailbox, **others: Any) -> str:
    """The path of a new event."""
    answer = graph.post(events_of(mailbox), a_body(**others))
    assert answer.status == 201
    return path_of(mailbox, answer.json["id"])


def add(graph: Graph, event: str, body: dict[str, Any]) -> str:
    """The path of a new attachment of the event."""
    answer = graph.post(f"{event}/attachments", body)
    assert answer.status == 201
    return f"{event}/attachments/{quote(answer.json['id'])}"
