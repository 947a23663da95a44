"""Identifiers of occurrences: derived from the series' and the day, and back again.

Section 3.2: an occurrence's id comes from master and date, so that a series that moves
to other days has occurrences with other ids (trap 13); its `iCalUId` is the master's
with the day in bytes 16 to 19 (layout inferred).
"""

from __future__ import annotations

import base64
import binascii
import functools
from datetime import date
from typing import Final

_MARK: Final = b"\x10"
_TAIL: Final = 5  # octets: the mark, two of the year, month, day
_MASTER: Final = 53  # octets of every other item's id
_UID_DAY: Final = slice(32, 40)  # hexadecimal digits of bytes 16 to 19


def occurrence_id(master_id: str, day: date) -> str:
    """The id of a series' occurrence, of the kind that the master's id is."""
    octets = _decoded(master_id) + _MARK + _octets(day)
    return base64.urlsafe_b64encode(octets).decode()


def master_and_day(item_id: str) -> tuple[str, date] | None:
    """What the id of an occurrence was made of; None when it is no such id."""
    try:
        octets = base64.b64decode(item_id, altchars=b"-_", validate=True)
        master, tail = octets[:_MASTER], octets[_MASTER:]
        if len(tail) != _TAIL or not tail.startswith(_MARK):
            return None
        day = date(int.from_bytes(tail[1:3], "big"), tail[3], tail[4])
    except (binascii.Error, ValueError):
        return None
    return base64.urlsafe_b64encode(master).decode(), day


def occurrence_uid(master_uid: str, day: date) -> str:
    """The `iCalUId` of a series' occurrence."""
    digits = _octets(day).hex().upper()
    return f"{master_uid[: _UID_DAY.start]}{digits}{master_uid[_UID_DAY.stop :]}"


def master_uid_and_day(uid: str) -> tuple[str, date] | None:
    """What the `iCalUId` of an occurrence was made of; None when it is no such."""
    digits = uid[_UID_DAY]
    try:
        octets = bytes.fromhex(digits)
        day = date(int.from_bytes(octets[:2], "big"), octets[2], octets[3])
    except (IndexError, ValueError):
        return None
    return f"{uid[: _UID_DAY.start]}00000000{uid[_UID_DAY.stop :]}", day


def cancelled_id(master_id: str, day: date) -> str:
    """How `cancelledOccurrences` names an occurrence (inferred)."""
    return f"OID.{master_id}.{day.isoformat()}"


@functools.lru_cache(maxsize=1024)
def _decoded(master_id: str) -> bytes:
    return base64.urlsafe_b64decode(master_id)


def _octets(day: date) -> bytes:
    return day.year.to_bytes(2, "big") + bytes((day.month, day.day))
