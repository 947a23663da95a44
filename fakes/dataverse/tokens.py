"""Skip tokens and delta tokens: opaque to clients (sections 4.6, 5.1)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

from fakes.dataverse import errors

_DELTA: Final = re.compile(r"(\d{1,15})!(\d\d)/(\d\d)/(\d{4}) (\d\d):(\d\d):(\d\d)")
_FEW: Final = 64  # the links of one instant carry the same token


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """Where a list goes on: the page, and what stood on the one before."""

    page: int
    last: str  # id of the last row
    first: str = ""  # id of the first row
    key: str = "id"  # the primary key's column
    orders: tuple[str, ...] = ()  # the columns of `$orderby`
    version: int = 0  # of a tracked read: up to where the delta link reaches
    tracking: bool = False


def skip_token(cookie: Cookie) -> str:
    """The cookie as a query option's value, encoded."""
    version = f' version="{cookie.version}"' if cookie.tracking else ""
    orders = "".join(f"<{name.replace('/', '.')} />" for name in cookie.orders)
    inner = (
        f'<cookie page="{cookie.page - 1}"{version}>{orders}'
        f'<{cookie.key} last="{{{cookie.last.upper()}}}" '
        f'first="{{{cookie.first.upper()}}}" /></cookie>'
    )
    outer = (
        f'<cookie pagenumber="{cookie.page}" '
        f'pagingcookie="{escaped(escaped(inner))}" '
        f'istracking="{cookie.tracking}" />'
    )
    return escaped(outer)


def read_skip_token(text: str, *, orders: tuple[str, ...] = ()) -> Cookie:
    """The cookie behind a query option's decoded value.

    Raises:
        DataverseError: it has been tampered with, or is of another order.
    """
    try:
        outer = ET.fromstring(text)  # noqa: S314 - five attributes on loopback
        inner = ET.fromstring(unquote(unquote(outer.attrib["pagingcookie"])))  # noqa: S314 - as above
        *ordered, key = inner
        found = Cookie(
            page=_page(outer.attrib["pagenumber"]),
            last=key.attrib["last"].strip("{}").lower(),
            first=key.attrib["first"].strip("{}").lower(),
            key=key.tag,
            orders=tuple(one.tag.replace(".", "/") for one in ordered),
            version=int(inner.attrib.get("version", "0")),
            tracking=outer.attrib["istracking"] == "True",
        )
    except (ET.ParseError, KeyError, ValueError) as error:
        message = "The paging cookie is malformed."
        raise errors.bad_value(message, errors.BAD_COOKIE) from error
    if found.orders != orders:
        message = "The paging cookie is of another order than the query."
        raise errors.bad_value(message, errors.BAD_COOKIE)
    return found


def _page(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 2:
        message = f"The page number '{text}' of the paging cookie is invalid."
        raise errors.bad_value(message, errors.BAD_PAGE)
    return int(text)


@functools.lru_cache(maxsize=_FEW)
def delta_token(version: int, at: datetime) -> str:
    """Version and time as a query option's value, encoded: `7!03/02/2026 08:00:00`."""
    day, _, time = at.astimezone(UTC).isoformat()[:19].partition("T")
    year, month, date = day.split("-")
    hours = time.replace(":", "%3a")
    return f"{version}%21{month}%2f{date}%2f{year}%20{hours}"


@functools.lru_cache(maxsize=_FEW)
def read_delta_token(text: str) -> tuple[int, datetime]:
    """The version and the time behind a query option's decoded value.

    Raises:
        DataverseError: it is no delta token.
    """
    match = _DELTA.fullmatch(text)
    try:
        if match:
            version, month, day, year, *time = map(int, match.groups())
            hour, minute, second = time
            at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
            return version, at
    except ValueError:
        pass
    raise errors.bad_value("The delta token is malformed.")


def escaped(text: str) -> str:
    """Percent-encoded with lower-case digits, as in the documented samples."""
    return re.sub("%[0-9A-F]{2}", lambda one: one.group().lower(), quote(text, safe=""))
