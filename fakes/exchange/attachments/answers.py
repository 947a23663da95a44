"""Attachments of any item: list, add, read, the octets, remove (section 3.9)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.attachments import bodies, shapes
from fakes.exchange.attachments.attachment import Attachment
from fakes.exchange.call import Call
from fakes.exchange.items import Item
from fakes.exchange.owner import Owner
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.shape import item_id

# `$filter` is ignored, as it is known to be (section 2.4)
_LIST: Final = frozenset({"$select", "$filter", "$top", "$skip", "$count"})
_READ: Final = frozenset({"$select", "$expand"})
_NONE: Final[frozenset[str]] = frozenset()
_WITH_ITEM: Final = "microsoft.graph.itemattachment/item"


def collection(owner: Owner, call: Call) -> Reply:
    """A page of the item's attachments."""
    call.options.allow(_LIST, where="attachments")
    item = owner.find(call)
    select = call.options.get("$select")

    def write(one: Attachment) -> str:
        shown = shapes.attachment(item, one, immutable=call.preferences.immutable_ids)
        if one.kind == "taskFile":
            del shown["contentBytes"]  # a list of a task's has none (inferred)
        return dumps(shapes.chosen(shown, select))

    return lists.cut(
        call, item.attachments, context=_context(owner, call, item), write=write
    )


def create(owner: Owner, call: Call) -> Reply:
    """A further attachment; the item has a new change key, nobody is told."""
    call.options.allow(_NONE, where="a create")
    item = owner.find(call)
    added = bodies.written(
        call.json(),
        key=call.exchange.identifiers.octets(16),
        kinds=owner.attachment_kinds,
    )
    one = replace(added, modified_at=call.now)
    after = owner.store(call.mailbox).rewrite(
        item, by="api", attachments=(*item.attachments, one)
    )
    shown = shapes.attachment(after, one, immutable=call.preferences.immutable_ids)
    reply = envelope.entity(
        f"{_context(owner, call, after)}/$entity", dumps(shown), status=201
    )
    location = f"{call.page_url}('{shown['id']}')"
    return Reply(status=201, body=reply.body, headers=(("Location", location),))


def read(owner: Owner, call: Call) -> Reply:
    """The attachment; an attached item's own content with `$expand`."""
    call.options.allow(_READ, where="an attachment")
    item, one = _found(owner, call)
    shown = shapes.chosen(
        shapes.attachment(item, one, immutable=call.preferences.immutable_ids),
        call.options.get("$select"),
    )
    expand = call.options.get("$expand")
    if expand is not None:
        if expand.strip().lower() != _WITH_ITEM:
            raise errors.bad_request(f"'{expand}' is no relationship of attachments.")
        if one.kind == "item":
            shown["item"] = dict(one.item)
    return envelope.entity(f"{_context(owner, call, item)}/$entity", dumps(shown))


def value(owner: Owner, call: Call) -> Reply:
    """The octets of a file.

    Those of an attached item would be MIME, which the fake does not write.
    """
    call.options.allow(_NONE, where="the content of an attachment")
    _, one = _found(owner, call)
    if one.kind == "item":
        raise errors.unsupported("'$value' of an item attachment")
    if one.kind == "reference":
        raise errors.GraphError(
            405, "ErrorInvalidRequest", "A reference attachment has no content."
        )
    return envelope.file(one.content, one.content_type)


def delete(owner: Owner, call: Call) -> Reply:
    """The attachment is gone; the item has a new change key."""
    call.options.allow(_NONE, where="a delete")
    item, one = _found(owner, call)
    left = tuple(other for other in item.attachments if other is not one)
    owner.store(call.mailbox).rewrite(item, by="api", attachments=left)
    return Reply(status=204)


def _found(owner: Owner, call: Call) -> tuple[Item, Attachment]:
    item = owner.find(call)
    return item, shapes.found(item, call.names["attachment"])


def _context(owner: Owner, call: Call, item: Item) -> str:
    own = item_id(item, immutable=call.preferences.immutable_ids)
    return call.context(f"{owner.address(call, own)}/attachments")
