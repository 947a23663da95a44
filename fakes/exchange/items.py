"""What every item and folder of a mailbox has: values only, never changed in place.

A change makes a new value (copy on write), so that a log can hold the state before and
after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from fakes.exchange.attachments.attachment import Attachment

Writer: TypeAlias = Literal["api", "owner", "exchange"]
Importance: TypeAlias = Literal["low", "normal", "high"]

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def nothing() -> Mapping[str, Any]:
    """An empty mapping that is never written to."""
    return _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name with its address."""

    address: str
    name: str

    @property
    def key(self) -> str:
        """What two spellings of one address have in common."""
        return self.address.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item or folder of one mailbox, at one moment (section 3.2)."""

    id: str  # the default id: another one after every move; a folder's never changes
    immutable_id: str
    change_key: str
    folder_id: str  # where it lies; "" when it is in Deleted Items or at the top
    created_at: datetime
    modified_at: datetime
    created_by: Writer
    # by normalised id (section 3.10)
    extended_properties: Mapping[str, str] = field(default_factory=nothing)
    multi_extended_properties: Mapping[str, tuple[str, ...]] = field(
        default_factory=nothing
    )
    extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=nothing)
    attachments: tuple[Attachment, ...] = ()  # in the order of their coming

    @property
    def etag(self) -> str:
        """The change key as `If-Match` carries it."""
        return f'W/"{self.change_key}"'

    @property
    def has_attachments(self) -> bool:
        """Whether there are any; those shown within the body do not count."""
        return any(not one.is_inline for one in self.attachments)
