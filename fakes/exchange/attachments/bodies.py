"""Attachments as JSON, inwards: alone, and in the body that creates an item."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.attachments.attachment import (
    MOST_AT_ONCE,
    OUTLOOK_KINDS,
    Attachment,
    Kind,
)
from fakes.exchange.wire import values
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.values import Json, Reader

_KINDS: Final[Mapping[str, Kind]] = {
    "microsoft.graph.fileattachment": "file",
    "microsoft.graph.itemattachment": "item",
    "microsoft.graph.referenceattachment": "reference",
    "microsoft.graph.taskfileattachment": "taskFile",
}
_ITEMS: Final = frozenset(
    f"microsoft.graph.{name}" for name in ("contact", "event", "message")
)


def written(raw: Json, *, key: bytes, kinds: frozenset[Kind]) -> Attachment:
    """The attachment that a body describes.

    Raises:
        GraphError: it is none of the kinds, incomplete, or too large for one request.
    """
    kind = _KINDS.get(_type(raw))
    if kind is None or kind not in kinds:
        raise errors.body_read("'@odata.type' names no attachment that can be here.")
    fields = values.written(
        raw, _READERS[kind], of=f"{kind}Attachment", read_only=_READ_ONLY
    )
    if not fields.get("name"):
        raise errors.property_validation("An attachment needs a 'name'.")
    if kind in {"file", "taskFile"} and "content" not in fields:
        raise errors.property_validation("A file needs its 'contentBytes'.")
    if kind == "item" and "item" not in fields:
        raise errors.property_validation("An item attachment needs its 'item'.")
    size = len(fields.get("content", b"")) or len(dumps(dict(fields.get("item", {}))))
    if size >= MOST_AT_ONCE:
        raise errors.too_large("An attachment of 3 MB or more needs an upload session.")
    return Attachment(key=key, kind=kind, size=size, **fields)


def with_item(name: str, value: object, fields: dict[str, Any]) -> None:
    """Reads the attachments in the body that creates an item."""
    fields["attachments"] = tuple(
        written(
            values.complex_value(name, one),
            key=number.to_bytes(4, "big"),
            kinds=OUTLOOK_KINDS,
        )
        for number, one in enumerate(values.collection(name, value), start=1)
    )


def _type(raw: Json) -> str:
    return str(raw.get("@odata.type") or "").removeprefix("#").lower()


def _content(name: str, value: object, fields: dict[str, Any]) -> None:
    try:
        fields["content"] = base64.b64decode(values.text(name, value), validate=True)
    except binascii.Error as error:
        raise errors.body_read(f"The value of '{name}' is no base64.") from error


def _item(name: str, value: object, fields: dict[str, Any]) -> None:
    item = values.complex_value(name, value)
    if _type(item) not in _ITEMS:
        raise errors.body_read("An attached item is an event, a contact or a message.")
    fields["item"] = MappingProxyType(dict(item))


def _ignored(name: str, value: object, fields: dict[str, Any]) -> None:
    """The v1.0 resource has no such property, though documented requests send it."""


_COMMON: Final[Mapping[str, Reader]] = {
    "name": values.text_of("name"),
    "contentType": values.nullable_text_of("content_type"),
    "isInline": values.flag_of("is_inline"),
}
_FILE: Final[Mapping[str, Reader]] = {
    **_COMMON,
    "contentBytes": _content,
    "contentId": values.nullable_text_of("content_id"),
    "contentLocation": values.nullable_text_of("content_location"),
}
_READERS: Final[Mapping[Kind, Mapping[str, Reader]]] = {
    "file": _FILE,
    "item": {**_COMMON, "item": _item},
    "reference": {
        **_COMMON,
        **dict.fromkeys(
            (
                "sourceUrl",
                "providerType",
                "permission",
                "isFolder",
                "thumbnailUrl",
                "previewUrl",
            ),
            _ignored,
        ),
    },
    "taskFile": {
        "name": _COMMON["name"],
        "contentType": _COMMON["contentType"],
        "contentBytes": _content,
    },
}
_READ_ONLY: Final = frozenset({"id", "lastModifiedDateTime", "size"})
