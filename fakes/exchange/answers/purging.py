"""`permanentDelete` of any item (section 3.8): Recoverable Items are not filled."""

from __future__ import annotations

from collections.abc import Iterator

from fakes.exchange.call import Call
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.owner import Owner
from fakes.exchange.wire.envelope import Reply


def below(owner: Owner, operation: str) -> Iterator[Endpoint]:
    """The action on each item of that kind."""
    return owner.endpoints("POST", "/permanentDelete", _purge, operation)


def _purge(owner: Owner, call: Call) -> Reply:
    """The item is gone for good."""
    item = owner.find(call)
    call.check_match(item)
    owner.store(call.mailbox).purge(item, by="api")
    return Reply(status=204)
