"""Contacts over HTTP: what their tests share."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Answer, Graph

FORT: dict[str, Any] = {
    "givenName": "Garth",
    "surname": "Fort",
    "emailAddresses": [{"name": "Garth", "address": "garth@fabrikam.example"}],
}


def contacts_of(mailbox: Mailbox, folder_id: str | None = None) -> str:
    """The path of the contacts of a folder, or of the default one."""
    user = f"/users/{mailbox.id}"
    return (
        f"{user}/contacts"
        if folder_id is None
        else f"{in_folder(mailbox, folder_id)}/contacts"
    )


def in_folder(mailbox: Mailbox, folder_id: str) -> str:
    """The path of a contact folder."""
    return f"/users/{mailbox.id}/contactFolders/{quote(folder_id)}"


def path_of(mailbox: Mailbox, contact_id: str) -> str:
    """The path of one contact."""
    return f"{contacts_of(mailbox)}/{quote(contact_id)}"


def post(graph: Graph, mailbox: Mailbox, **body: Any) -> dict[str, Any]:
    """A new contact in the default folder, as it was answered."""
    answer = graph.post(contacts_of(mailbox), {**FORT, **body})
    assert answer.status == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


def a_folder(graph: Graph, mailbox: Mailbox, name: str = "Customers") -> str:
    """The id of a new folder."""
    answer = graph.post(f"/users/{mailbox.id}/contactFolders", {"displayName": name})
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def names(answer: Answer) -> list[str]:
    """The display names of a collection's members."""
    return [row["displayName"] for row in answer.rows]
