"""Attachments as JSON, outwards, and the ids that they are found by.

An attachment's id is made of its item's: it is immutable if that one is (section 3.2).
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Mapping
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.attachments.attachment import Attachment, Kind
from fakes.exchange.items import Item
from fakes.exchange.wire.instants import stamp
from fakes.exchange.wire.shape import View, item_id

_MARK: Final = b"\x12\x01\x00\x10"
_TYPES: Final[Mapping[Kind, str]] = {
    "file": "microsoft.graph.fileAttachment",
    "item": "microsoft.graph.itemAttachment",
    "reference": "microsoft.graph.referenceAttachment",
    "taskFile": "microsoft.graph.taskFileAttachment",
}
_BASE: Final = ("id", "lastModifiedDateTime", "name", "contentType", "size", "isInline")
_OWN: Final[Mapping[Kind, tuple[str, ...]]] = {
    "file": ("contentId", "contentLocation", "contentBytes"),
    "item": (),
    "reference": (),
    "taskFile": ("contentBytes",),
}


def id_of(owner_id: str, attachment: Attachment) -> str:
    """The attachment's id beside the given one of its item."""
    return _joined(owner_id, attachment.key)


@functools.lru_cache(maxsize=4096)
def _joined(owner_id: str, key: bytes) -> str:
    octets = base64.urlsafe_b64decode(owner_id) + _MARK + key
    return base64.urlsafe_b64encode(octets).decode()


def found(item: Item, attachment_id: str) -> Attachment:
    """The item's attachment of an id of either kind.

    Raises:
        GraphError: the item has none of that id.
    """
    for one in item.attachments:
        if attachment_id in {id_of(item.id, one), id_of(item.immutable_id, one)}:
            return one
    raise errors.item_not_found()


def attachment(item: Item, shown: Attachment, *, immutable: bool) -> dict[str, Any]:
    """The whole attachment; an attached item only by its name."""
    at = shown.modified_at or item.created_at
    everything: dict[str, Any] = {
        "id": id_of(item_id(item, immutable=immutable), shown),
        "lastModifiedDateTime": stamp(at),
        "name": shown.name,
        "contentType": shown.content_type,
        "size": shown.size,
        "isInline": shown.is_inline,
        "contentId": shown.content_id,
        "contentLocation": shown.content_location,
        "contentBytes": base64.b64encode(shown.content).decode(),
    }
    names = [*_BASE, *_OWN[shown.kind]]
    if shown.kind == "taskFile":
        names.remove("isInline")
    head: dict[str, Any] = {"@odata.type": f"#{_TYPES[shown.kind]}"}
    if shown.kind in {"file", "taskFile"}:
        head["@odata.mediaContentType"] = shown.content_type
    return head | {name: everything[name] for name in names}


def chosen(shown: dict[str, Any], text: str | None) -> dict[str, Any]:
    """The properties that `$select` names, `id` first.

    What a derived type adds is named with the type:
    `microsoft.graph.fileAttachment/contentBytes`.

    Raises:
        GraphError: attachments have no such property.
    """
    names = {name.strip() for name in (text or "*").split(",") if name.strip()}
    if "*" in names or not names:
        return shown
    kept = {"id"}
    for name in sorted(names):
        kind, _, own = name.rpartition("/")
        if kind and f"#{kind}".lower() != shown["@odata.type"].lower():
            continue
        if not kind and own not in _BASE:
            raise errors.no_such_property(own, "microsoft.graph.attachment")
        kept.add(own)
    return {
        name: value
        for name, value in shown.items()
        if name == "@odata.type" or name in kept
    }


def expanded(item: Item, view: View) -> list[dict[str, Any]]:
    """The item's attachments as `$expand=attachments` shows them."""
    select = dict(view.expand.nested).get("$select") if view.expand else None
    return [
        chosen(attachment(item, one, immutable=view.immutable_ids), select)
        for one in item.attachments
    ]
