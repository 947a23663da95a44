"""Mail over HTTP: what the tests of messages and folders share."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph


def mail_of(mailbox: Mailbox, folder: str | None = None) -> str:
    """The path of the mailbox's messages, or of a folder's."""
    user = f"/users/{mailbox.id}"
    return f"{user}/mailFolders/{folder}/messages" if folder else f"{user}/messages"


def message_path(mailbox: Mailbox, message_id: str) -> str:
    """The path of one message."""
    return f"{mail_of(mailbox)}/{quote(message_id)}"


def folders_of(mailbox: Mailbox) -> str:
    """The path of the mailbox's folders."""
    return f"/users/{mailbox.id}/mailFolders"


def lines(*addresses: str) -> list[dict[str, Any]]:
    """Recipients as a client writes them."""
    return [{"emailAddress": {"address": one}} for one in addresses]


def a_message(*to: str, subject: str = "Hello", **others: object) -> dict[str, Any]:
    """The body of a message."""
    return {
        "subject": subject,
        "body": {"contentType": "text", "content": "How are you?"},
        "toRecipients": lines(*to),
        **others,
    }


def send(graph: Graph, sender: Mailbox, *to: str, **others: Any) -> int:
    """A mail through the API; the status of the answer."""
    body = {"message": a_message(*to, **others)}
    return graph.post(f"/users/{sender.id}/sendMail", body).status


def subjects(graph: Graph, mailbox: Mailbox, folder: str, query: str = "") -> list[str]:
    """The subjects of a folder as a client lists them."""
    answer = graph.get(mail_of(mailbox, folder), query)
    assert answer.status == 200, answer.text
    return answer.subjects


def addresses(shown: list[dict[str, Any]]) -> list[str]:
    """The addresses of recipients in an answer."""
    return [one["emailAddress"]["address"] for one in shown]
