"""Ids of extended properties: one property, however its id is spelled.

Section 3.10: the type and the GUID are compared without regard to case and answered in
lower-case GUIDs; names keep their case.
"""

from __future__ import annotations

import functools
import re
from typing import Final

_TYPES: Final = {
    name.lower(): name
    for name in (
        "ApplicationTime",
        "Binary",
        "Boolean",
        "CLSID",
        "Currency",
        "Double",
        "Error",
        "Float",
        "Integer",
        "Long",
        "Null",
        "Object",
        "Short",
        "String",
        "SystemTime",
    )
}
_GUID: Final = r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?"
_NAMED: Final = re.compile(rf"(\w+)\s+{_GUID}\s+(?i:name)\s+(\S.*)")
_NUMBERED: Final = re.compile(rf"(\w+)\s+{_GUID}\s+(?i:id)\s+(0x[0-9a-fA-F]+)")
_TAGGED: Final = re.compile(r"(\w+)\s+(0x[0-9a-fA-F]{1,8})")


@functools.lru_cache(maxsize=4096)
def normalised(property_id: str) -> str | None:
    """The id in its one spelling; None when it is no property id."""
    property_id = property_id.strip()
    if match := _NAMED.fullmatch(property_id):
        kind, guid, rest = match.groups()
        tail = f"{{{guid.lower()}}} Name {rest}"
    elif match := _NUMBERED.fullmatch(property_id):
        kind, guid, rest = match.groups()
        tail = f"{{{guid.lower()}}} Id {rest.lower()}"
    elif match := _TAGGED.fullmatch(property_id):
        kind, rest = match.groups()
        tail = rest.lower()
    else:
        return None
    known = _TYPES.get(kind.lower())
    return None if known is None else f"{known} {tail}"


@functools.lru_cache(maxsize=1024)
def normalised_multi(property_id: str) -> str | None:
    """Likewise of a property of several values: its type is `…Array`."""
    kind, _, rest = property_id.strip().partition(" ")
    if not kind.lower().endswith("array"):
        return None
    single = normalised(f"{kind[: -len('Array')]} {rest}")
    return None if single is None else single.replace(" ", "Array ", 1)
