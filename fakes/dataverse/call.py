"""One authorised request: who asks, with which preferences, below which address."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fakes.dataverse import column_security
from fakes.dataverse.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema import Table
    from fakes.dataverse.security import Caller
    from fakes.dataverse.store import Organization
    from fakes.wire import Request

_PREFERENCE: Final = re.compile(
    r'(?<![\w.-])([\w.-]++)\s*+(?:=\s*+("[^"]*+"\s*+|[^,;]*+))?(?:[,;]|$)'
)
_SIZE: Final = re.compile(r"0*[1-9]\d{0,8}", re.ASCII)
_LARGEST_PAGE: Final = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the `Prefer` header asks for (section 2.2)."""

    representation: bool = False
    annotations: tuple[str, ...] = ()
    page_size: int | None = None
    track_changes: bool = False
    continue_on_error: bool = False
    echo: tuple[str, ...] = ()

    def wants(self, annotation: str) -> bool:
        """Whether an annotation is asked for; a leading `-` takes some out again."""
        wanted = False
        for pattern in self.annotations:
            name = pattern.removeprefix("-")
            matches = name in {"*", annotation} or (
                name.endswith("*") and annotation.startswith(name[:-1])
            )
            if matches:
                wanted = not pattern.startswith("-")
        return wanted


@functools.lru_cache(maxsize=256)
def preferences(text: str) -> Preferences:
    """The preferences of a header; unknown ones are ignored."""
    echo: list[str] = []
    representation = track = go_on = False
    annotations: tuple[str, ...] = ()
    page_size: int | None = None
    for name, raw in _PREFERENCE.findall(text):
        value = raw.strip().strip('"')
        kept = f"{name}={raw.strip()}" if raw else name
        if not kept.isascii():
            continue  # no header could echo it: as good as unknown
        if name == "return" and value == "representation":
            representation = True
        elif name == "odata.include-annotations":
            annotations = tuple(one.strip() for one in value.split(",") if one.strip())
        elif name == "odata.maxpagesize" and _SIZE.fullmatch(value):
            page_size = min(int(value), _LARGEST_PAGE)
        elif name == "odata.track-changes":
            track = True
        elif name == "odata.continue-on-error":
            go_on = value != "false"
            continue
        else:
            continue
        echo.append(kept)
    return Preferences(
        representation=representation,
        annotations=annotations,
        page_size=page_size,
        track_changes=track,
        continue_on_error=go_on,
        echo=tuple(echo),
    )


@dataclass(slots=True, kw_only=True, eq=False)
class Call:
    """One request whose sender is known.

    Not frozen, which would make it three times as dear: there is one for each part.
    """

    organization: Organization
    caller: Caller
    request: Request
    api: str  # the service root as the client addressed it, without a slash at the end
    prefer: Preferences

    def hidden(self, table: Table) -> frozenset[str]:
        """The secured columns of the table that the caller may not read (1.6)."""
        return column_security.guarded(self.organization, self.caller, table, "read")

    def seen(self, row: Row) -> Mapping[str, object]:
        """The row's columns as the caller sees them."""
        if not self.organization.customization.secured:
            return row.values
        return column_security.seen(self.organization, self.caller, row)

    def asked(self, moments: tuple[object, ...] = ()) -> Asked:
        """Who asks whom, for conditions, with the instants of a filter."""
        return Asked(self.organization, self.caller, moments)

    def applied(self, *names: str) -> tuple[tuple[str, str], ...]:
        """The `Preference-Applied` header for the preferences of these names."""
        if not self.prefer.echo:
            return ()
        kept = [one for one in self.prefer.echo if one.partition("=")[0] in names]
        return (("Preference-Applied", ",".join(kept)),) if kept else ()
