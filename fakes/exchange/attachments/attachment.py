"""Attachments: values only, whatever they hang at. Section 3.9 of the fact sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

Kind: TypeAlias = Literal["file", "item", "reference", "taskFile"]
OUTLOOK_KINDS: Final[frozenset[Kind]] = frozenset({"file", "item", "reference"})
TASK_KINDS: Final[frozenset[Kind]] = frozenset({"taskFile"})
MEGABYTE: Final = 1024 * 1024
MOST_AT_ONCE: Final = 3 * MEGABYTE  # what is as large comes in chunks
MOST: Final = 150 * MEGABYTE
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One attachment of one item."""

    key: bytes  # differs from that of the item's others
    kind: Kind
    name: str
    size: int
    content_type: str | None = None
    content: bytes = b""
    content_id: str | None = None
    content_location: str | None = None
    is_inline: bool = False
    modified_at: datetime | None = None  # None: it came with the item
    # of an item attachment: the item as it was sent
    item: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
