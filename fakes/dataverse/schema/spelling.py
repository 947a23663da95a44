"""Schema names and labels: how metadata spell what the wire writes in lower case.

A lookup is spelt as its navigation property, if that differs by case alone; other
columns as `spellings.yaml` has them, which is general knowledge of the platform
(inferred); the rest as their logical name (inferred: many columns of Field Service).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final

from fakes.dataverse.schema.model import Navigation

_FILE: Final = "spellings.txt"
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@functools.cache
def spellings() -> Mapping[str, str]:
    """The spelling by the lower-case name."""
    text = (resources.files(__package__) / _FILE).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType(
        {one.lower(): one for line in lines for one in line.split()}
    )


def of_lookups(links: Iterable[Navigation]) -> dict[str, str]:
    """The spelling of lookups by their name, where a property shows it."""
    return {
        link.column: link.name
        for link in links
        if link.name != link.column and link.name.lower() == link.column
    }


def label(schema_name: str) -> str:
    """The words of a schema name: `BookingStatus` is `Booking Status` (inferred)."""
    words = _WORD.findall(schema_name.removeprefix("msdyn_"))
    if len(words) > 1 and words[-1] == "Id":
        words.pop()
    return " ".join(word[:1].upper() + word[1:] for word in words)
