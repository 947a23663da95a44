"""The `Prefer` header: values arrive comma-joined, in any order (section 2.1)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from fakes.exchange.zones import Zone, zone

# without blanks in front: looking for what follows them takes long where nothing does
_ENTRY: Final = re.compile(r'([\w.\-]+)\s*(?:=\s*(?:"([^"]*)"|([^,;\s]*)))?[^,]*,?')
_SIZE: Final = re.compile(r"0*[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the caller prefers, and the header that confirms what is done."""

    zone: Zone | None = None
    text_bodies: bool = False
    immutable_ids: bool = False
    page_size: int | None = None
    applied: str = ""


@functools.lru_cache(maxsize=512)
def preferences(header: str) -> Preferences:
    """The preferences in a header; unknown ones are ignored, as they may be.

    Raises:
        UnknownZone: the time zone is none.
    """
    wanted: Zone | None = None
    text_bodies = immutable_ids = False
    page_size: int | None = None
    applied: list[str] = []
    for match in _ENTRY.finditer(header):
        name = match[1].lower()
        value = match[2] if match[2] is not None else match[3] or ""
        if name == "outlook.timezone":
            wanted = zone(value)
            applied.append(f'outlook.timezone="{value}"')
        elif name == "outlook.body-content-type" and value.lower() in {"text", "html"}:
            text_bodies = value.lower() == "text"
            applied.append(f'outlook.body-content-type="{value.lower()}"')
        elif name == "idtype" and value.lower() == "immutableid":
            immutable_ids = True
            applied.append('IdType="ImmutableId"')
        elif name == "odata.maxpagesize" and _SIZE.fullmatch(value):
            page_size = int(value)
            applied.append(f"odata.maxpagesize={page_size}")
    return Preferences(
        zone=wanted,
        text_bodies=text_bodies,
        immutable_ids=immutable_ids,
        page_size=page_size,
        applied=", ".join(applied),
    )
