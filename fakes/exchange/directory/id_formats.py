"""The formats of an item's id: the only place that spells one as another.

The fake's own ids are those of REST; the others are the same octets, otherwise written
(inferred: nobody may read anything in them).
"""

from __future__ import annotations

import base64
import binascii
from typing import Final, Literal, TypeAlias

Format: TypeAlias = Literal[
    "entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId"
]
IMMUTABLE: Final[frozenset[Format]] = frozenset(
    {"immutableEntryId", "restImmutableEntryId"}
)
_ENTRY_MARK: Final = b"\x00\x00\x00\x00"


def spelled(rest_id: str, wanted: Format) -> str:
    """The id of REST in another format."""
    octets = base64.urlsafe_b64decode(rest_id)
    match wanted:
        case "ewsId":
            return base64.b64encode(octets).decode()
        case "entryId" | "immutableEntryId":
            return base64.urlsafe_b64encode(_ENTRY_MARK + octets).decode()
        case "restId" | "restImmutableEntryId":
            return rest_id


def read(text: str, given: Format) -> str | None:
    """The id of REST that a text of some format stands for; None when it is none."""
    try:
        octets = base64.b64decode(text.replace("-", "+").replace("_", "/"))
    except binascii.Error:
        return None
    if given in {"entryId", "immutableEntryId"}:
        if not octets.startswith(_ENTRY_MARK):
            return None
        octets = octets.removeprefix(_ENTRY_MARK)
    return base64.urlsafe_b64encode(octets).decode()
