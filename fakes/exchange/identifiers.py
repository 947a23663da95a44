"""Identifiers of one mailbox: events, change keys, calendars. The seed repeats them.

Section 3.2: ids are URL-safe base64 with padding, case-sensitive, different in every
mailbox; `iCalUId` is a Global Object Id in hexadecimal.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Final

from fakes.identity import Identifiers

_DEFAULT_MARK: Final = b"\x00\x03\x24\x00"
_IMMUTABLE_MARK: Final = b"\x00\x09\x00\x2e"
_FOLDER_MARK: Final = b"\x00\x03\x24\x01"
_ITEM_OCTETS: Final = 33  # with 4 of mark and 16 of mailbox: padding, as the real ones
_GLOBAL_OBJECT: Final = "040000008200E00074C5B7101A82E008"
_DATA_LENGTH: Final = "10000000"
_WINDOWS_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)


class MailboxIdentifiers:
    """The stream of one mailbox, so that mailboxes do not disturb one another."""

    def __init__(self, *, seed: int, address: str) -> None:
        self._stream = Identifiers(seed, f"exchange/{address.lower()}")
        self._mark = self._stream.octets(16)
        self._keys = 0

    def guid(self) -> str:
        """A fresh GUID: mailbox, category."""
        return self._stream.guid()

    def folder_id(self) -> str:
        """A fresh id of a calendar; it never changes."""
        return self._item(_FOLDER_MARK)

    def default_id(self) -> str:
        """A fresh default id of an event."""
        return self._item(_DEFAULT_MARK)

    def immutable_id(self) -> str:
        """A fresh immutable id of an event."""
        return self._item(_IMMUTABLE_MARK)

    def _item(self, mark: bytes) -> str:
        octets = mark + self._mark + self._stream.octets(_ITEM_OCTETS)
        return base64.urlsafe_b64encode(octets).decode()

    def change_key(self) -> str:
        """A change key that no event of the mailbox has had."""
        self._keys += 1
        octets = self._mark[:14] + self._keys.to_bytes(8, "big")
        return base64.b64encode(octets).decode()

    def ical_uid(self, created_at: datetime) -> str:
        """A fresh Global Object Id of a single event or master."""
        ticks = int((created_at - _WINDOWS_EPOCH).total_seconds()) * 10_000_000
        stamp = ticks.to_bytes(8, "little").hex().upper()
        own = self._stream.octets(16).hex().upper()
        return f"{_GLOBAL_OBJECT}00000000{stamp}{'00' * 8}{_DATA_LENGTH}{own}"


def is_well_formed(item_id: str) -> bool:
    """Whether the text could be an item's id at all."""
    try:
        octets = base64.b64decode(item_id, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(octets) > len(_DEFAULT_MARK)
