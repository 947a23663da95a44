"""What attachments and open extensions hang at: items and lists, and their addresses.

The only place that says how a further resource reaches what it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from fakes.exchange.attachments.attachment import OUTLOOK_KINDS, Kind
from fakes.exchange.call import Call
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.items import Item
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.permissions import Permission
from fakes.exchange.store import ItemStore
from fakes.exchange.wire.envelope import Reply

OwnersAnswer: TypeAlias = Callable[["Owner", Call], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One kind of item (or list) with the address of one."""

    paths: tuple[str, ...]  # the patterns of one: "{C}/events/{event}"
    # an id in its address below a user: "events('…')"
    address: Callable[[Call, str], str]
    find: Callable[[Call], Item]  # the one that a path names, or a GraphError
    store: Callable[[Mailbox], ItemStore[Any]]
    read: Permission
    write: Permission
    attachment_kinds: frozenset[Kind] = OUTLOOK_KINDS

    def endpoints(
        self, method: str, below: str, answer: OwnersAnswer, operation: str
    ) -> Iterator[Endpoint]:
        """The endpoint below one of the kind; GET needs reading, the rest writing."""
        for path in self.paths:
            yield Endpoint(
                method,
                f"{path}{below}",
                lambda call: answer(self, call),
                operation,
                self.read if method == "GET" else self.write,
            )
