"""The picture of a contact (section 2.3)."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import path_of, post
from tests.fakes.exchange.graph import Graph

PNG = b"\x89PNG\r\n\x1a\n"


def photo_of(graph: Graph, mailbox: Mailbox) -> str:
    """The path of the picture of a new contact."""
    return f"{path_of(mailbox, post(graph, mailbox)['id'])}/photo/$value"


def put(graph: Graph, path: str, octets: bytes, kind: str) -> int:
    """The status of sending octets."""
    return graph.call("PUT", path, body=octets, headers={"content-type": kind}).status


def test_contact_has_no_photo_until_one_is_sent(graph: Graph, ann: Mailbox) -> None:
    """Then the same octets come back, and go."""
    path = photo_of(graph, ann)
    missing = graph.get(path)

    sent = put(graph, path, PNG, "image/png")

    assert (missing.status, sent) == (404, 200)
    (contact,) = ann.contacts
    assert contact.photo is not None
    assert contact.photo.octets == PNG
    read = graph.get(path)
    assert (read.headers["Content-Type"], read.octets) == ("image/png", PNG)
    assert graph.delete(path).status == 204
    assert graph.delete(path).status == 404


def test_only_pictures_are_taken(graph: Graph, ann: Mailbox) -> None:
    """Announced as such, and not empty."""
    path = photo_of(graph, ann)

    assert put(graph, path, b"{}", "application/json") == 415
    assert put(graph, path, b"", "image/png") == 400
    assert next(iter(ann.contacts)).photo is None
