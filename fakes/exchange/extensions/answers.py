"""Open extensions of any item or list. Section 3.10 of the fact sheet.

They are beside the item: its change key stays, and delta does not tell of them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.call import Call
from fakes.exchange.extensions import bodies, shapes
from fakes.exchange.extensions.bodies import Data
from fakes.exchange.items import Item
from fakes.exchange.owner import Owner
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.selecting import selected
from fakes.exchange.wire.shape import item_id

_LIST: Final = frozenset({"$top", "$skip", "$count"})
_READ: Final = frozenset({"$select"})
_NONE: Final[frozenset[str]] = frozenset()


def collection(owner: Owner, call: Call) -> Reply:
    """A page of the item's extensions."""
    call.options.allow(_LIST, where="extensions")
    item = owner.find(call)
    return lists.cut(
        call,
        tuple(item.extensions),
        context=_context(owner, call, item),
        write=lambda name: dumps(shapes.extension(item, name)),
    )


def create(owner: Owner, call: Call) -> Reply:
    """A further extension; one of that name must not be there (inferred: 409)."""
    call.options.allow(_NONE, where="a create")
    item = owner.find(call)
    name, data = bodies.written(call.json())
    if name in item.extensions:
        raise errors.duplicate_name(name)
    return _shown(owner, call, _written(owner, call, item, name, data), name, 201)


def read(owner: Owner, call: Call) -> Reply:
    """The extension."""
    call.options.allow(_READ, where="an extension")
    item = owner.find(call)
    return _shown(owner, call, item, _name(call, item))


def update(owner: Owner, call: Call) -> Reply:
    """The extension with the new values: others stay, null removes (inferred)."""
    call.options.allow(_NONE, where="an update")
    item = owner.find(call)
    name = _name(call, item)
    data = {**item.extensions[name], **bodies.given(call.json())}
    kept = {key: value for key, value in data.items() if value is not None}
    return _shown(owner, call, _written(owner, call, item, name, kept), name)


def delete(owner: Owner, call: Call) -> Reply:
    """The extension is gone."""
    call.options.allow(_NONE, where="a delete")
    item = owner.find(call)
    name = _name(call, item)
    left = {key: data for key, data in item.extensions.items() if key != name}
    owner.store(call.mailbox).annotate(item, extensions=MappingProxyType(left))
    return Reply(status=204)


def _name(call: Call, item: Item) -> str:
    name = bodies.bare(call.names["extension"])
    if name not in item.extensions:
        raise errors.item_not_found()
    return name


def _written(owner: Owner, call: Call, item: Item, name: str, data: Data) -> Item:
    after = {**item.extensions, name: MappingProxyType(dict(data))}
    store = owner.store(call.mailbox)
    written: Item = store.annotate(item, extensions=MappingProxyType(after))
    return written


def _shown(owner: Owner, call: Call, item: Item, name: str, status: int = 200) -> Reply:
    shown = selected(
        shapes.extension(item, name),
        call.options.get("$select"),
        of="microsoft.graph.openTypeExtension",
    )
    context = f"{_context(owner, call, item)}/$entity"
    return envelope.entity(context, dumps(shown), status=status)


def _context(owner: Owner, call: Call, item: Item) -> str:
    own = item_id(item, immutable=call.preferences.immutable_ids)
    return call.context(f"{owner.address(call, own)}/extensions")
