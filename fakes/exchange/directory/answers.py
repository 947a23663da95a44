"""Users: those whose mailboxes the tenant has."""

from __future__ import annotations

from typing import Final

from fakes.exchange.call import Call
from fakes.exchange.directory import shapes
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.selecting import selected

_SELECT: Final = frozenset({"$select"})


def user(call: Call) -> Reply:
    """The user whose mailbox it is."""
    call.options.allow(_SELECT, where="a user")
    shown = selected(
        shapes.user(call.mailbox),
        call.options.get("$select"),
        of="microsoft.graph.user",
    )
    return envelope.entity(f"{call.version_url}/$metadata#users/$entity", dumps(shown))
