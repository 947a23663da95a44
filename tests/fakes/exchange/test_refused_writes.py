"""What is refused has changed nothing, also when only its answer cannot be shown."""

from __future__ import annotations

from typing import Any, Final

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, a_body

ODDLY: Final = "$select=nonsense"
CREATES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("events", a_body()),
    ("calendars", {"name": "x"}),
    ("calendarGroups", {"name": "x"}),
    ("contacts", {"givenName": "x"}),
    ("contactFolders", {"displayName": "x"}),
    ("messages", {"subject": "x"}),
    ("mailFolders", {"displayName": "x"}),
    ("todo/lists", {"displayName": "x"}),
    ("outlook/masterCategories", {"displayName": "x"}),
)
CHANGES: Final[dict[str, dict[str, Any]]] = {
    "events": {"subject": "y"},
    "calendars": {"name": "y"},
    "calendarGroups": {"name": "y"},
    "contacts": {"givenName": "y"},
    "contactFolders": {"displayName": "y"},
    "messages": {"subject": "y"},
    "mailFolders": {"displayName": "y"},
    "todo/lists": {"displayName": "y"},
    "outlook/masterCategories": {"color": "preset1"},
}


@pytest.mark.parametrize(("what", "body"), CREATES, ids=lambda one: str(one)[:12])
def test_what_cannot_be_shown_is_not_written(
    graph: Graph, ann: Mailbox, what: str, body: dict[str, Any]
) -> None:
    """A `$select` of an unknown property: 400, before a create and before a change."""
    path = f"/users/{ann.id}/{what}"
    item = f"{path}/{graph.post(path, body).json['id']}"
    before = graph.exchange.version

    another = {key: "z" if "ame" in key else value for key, value in body.items()}
    created = graph.call("POST", path, ODDLY, another)
    changed = graph.call("PATCH", item, ODDLY, CHANGES[what])

    assert {created.status, changed.status} == {400}
    assert graph.exchange.version == before


@pytest.mark.parametrize("action", ["move", "copy", "createReply", "createForward"])
def test_an_action_whose_message_cannot_be_shown_is_not_carried_out(
    graph: Graph, ann: Mailbox, action: str
) -> None:
    """Likewise where a message comes into being by an action."""
    messages = f"/users/{ann.id}/messages"
    path = f"{messages}/{graph.post(messages, {'subject': 'x'}).json['id']}"
    before = graph.exchange.version

    answer = graph.call(
        "POST", f"{path}/{action}", ODDLY, {"destinationId": "deleteditems"}
    )

    assert answer.status == 400
    assert graph.exchange.version == before


def test_settings_that_cannot_be_shown_are_not_written(
    graph: Graph, ann: Mailbox
) -> None:
    """The time zone stays."""
    answer = graph.call(
        "PATCH", f"/users/{ann.id}/mailboxSettings", ODDLY, {"timeZone": "UTC"}
    )

    assert answer.status == 400
    assert ann.time_zone == "W. Europe Standard Time"
