"""Tasks over HTTP: what their tests share."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Answer, Graph

BERLIN = "W. Europe Standard Time"


def lists_of(mailbox: Mailbox) -> str:
    """The path of the mailbox's lists."""
    return f"/users/{mailbox.id}/todo/lists"


def list_path(mailbox: Mailbox, list_id: str) -> str:
    """The path of one list."""
    return f"{lists_of(mailbox)}/{quote(list_id)}"


def tasks_of(mailbox: Mailbox, list_id: str | None = None) -> str:
    """The path of the tasks of a list, or of the default one."""
    return f"{list_path(mailbox, list_id or mailbox.tasks.default_list.id)}/tasks"


def path_of(mailbox: Mailbox, task_id: str) -> str:
    """The path of a task on the default list."""
    return f"{tasks_of(mailbox)}/{quote(task_id)}"


def post(graph: Graph, mailbox: Mailbox, **body: Any) -> dict[str, Any]:
    """A new task on the default list, as it was answered."""
    answer = graph.post(tasks_of(mailbox), {"title": "Order parts", **body})
    assert answer.status == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


def moment(text: str, zone: str = "UTC") -> dict[str, str]:
    """A `dateTimeTimeZone`."""
    return {"dateTime": text, "timeZone": zone}


def titles(answer: Answer) -> list[str]:
    """The titles of a collection's tasks."""
    return [row["title"] for row in answer.rows]


def names(answer: Answer) -> list[str]:
    """The display names of a collection's members."""
    return [row["displayName"] for row in answer.rows]
