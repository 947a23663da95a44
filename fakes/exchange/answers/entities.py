"""A single item of any type: shown, and shown where it has just been made."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote

from fakes.exchange.call import Call
from fakes.exchange.items import Item
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Expansion, Shape, item_id

ItemT = TypeVar("ItemT", bound=Item)


def shown(
    call: Call,
    shape: Shape[ItemT],
    item: ItemT,
    *,
    what: str,
    status: int = 200,
    expand: Expansion | None = None,
) -> Reply:
    """The item as the caller wants to see it.

    `what` is its collection's name in `@odata.context`; `expand` takes the place of the
    caller's.
    """
    view = call.view(shape)
    if expand is not None:
        view = replace(view, expand=expand)
    return envelope.entity(
        call.entity_context(what),
        call.fragments.text(shape, item, view),
        status=status,
    )


def made(
    call: Call,
    shape: Shape[ItemT],
    item: ItemT,
    *,
    what: str,
    where: str,
    expand: Expansion | None = None,
) -> Reply:
    """201: the item that has just been made, and where it is.

    `where` is its collection's path below the user's.
    """
    reply = shown(call, shape, item, what=what, status=201, expand=expand)
    own = quote(item_id(item, immutable=call.preferences.immutable_ids))
    location = f"{call.version_url}/users('{call.mailbox.id}')/{where}('{own}')"
    return replace(reply, headers=(*reply.headers, ("Location", location)))
