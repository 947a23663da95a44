"""Pages of a query and the cookies that lead from one to the next (section 4.8).

A cookie names the order columns and the keys of the first and the last row of a page;
for clients it is opaque. Values other than ids are percent-encoded in it, because one
of the clients sends them back with half of the escapes only.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from fakes.dataverse import errors, tokens, wire
from fakes.dataverse.fetch import markup

if TYPE_CHECKING:
    from fakes.dataverse.fetch.model import Fetch
    from fakes.dataverse.fetch.plan import Joined, Plan

LARGEST: Final = 5000
_WITHOUT_COOKIE: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the rows; `cookie` leads on, None when nothing does."""

    rows: list[Joined]
    number: int
    more: bool
    cookie: str | None = None


def page_of(plan: Plan, fetch: Fetch, found: list[Joined], size: int | None) -> Page:
    """The page that is asked for; `size` is the client's wish, if it has one.

    Raises:
        DataverseError: the cookie is damaged, or too many rows are to be skipped.
    """
    if fetch.top is not None:
        return Page(rows=found[: fetch.top], number=1, more=False)
    length = min(size or fetch.count or LARGEST, LARGEST)
    number = fetch.page or 1
    start = _start(plan, fetch, found, number, length)
    rows = found[start : start + length]
    more = start + length < len(found)
    cookie = None
    if more and takes_cookies(plan):
        cookie = outer(number + 1, _inner(plan, number, rows[0], rows[-1]))
    return Page(rows=rows, number=number, more=more, cookie=cookie)


def simple(fetch: Fetch, size: int | None) -> tuple[int, int]:
    """Where a page begins and ends by its number alone, as groups are paged.

    Raises:
        DataverseError: too many rows are to be skipped.
    """
    if fetch.top is not None:
        return 0, fetch.top
    length = min(size or fetch.count or LARGEST, LARGEST)
    start = _skipped(fetch.page or 1, length)
    return start, start + length


def takes_cookies(plan: Plan) -> bool:
    """Not when another table than the first one decides on the order."""
    return all(key.place and key.place.number == 0 for key in plan.orders)


def _start(
    plan: Plan, fetch: Fetch, found: list[Joined], number: int, length: int
) -> int:
    if fetch.cookie is None or not takes_cookies(plan):
        return _skipped(number, length)
    page, last = _read(plan, fetch.cookie)
    if page != number - 1:  # documented: pages out of turn ignore the cookie
        return _skipped(number, length)
    if not plan.orders:
        return bisect_right(found, last, key=_ids)
    for position, joined in enumerate(found):
        if joined[0].id == last[0] and _ids(joined) == last:
            return position + 1
    return (number - 1) * length  # the row is gone: go on by number


def _skipped(number: int, length: int) -> int:
    if number * length > _WITHOUT_COOKIE:
        message = f"Without a paging cookie at most {_WITHOUT_COOKIE} rows can be read."
        raise errors.bad_value(message, errors.TOO_MANY_PAGES)
    return (number - 1) * length


def _ids(joined: Joined) -> tuple[str, ...]:
    return tuple(row.id for row in joined)


def _keys(plan: Plan) -> list[str]:
    """The names in a cookie of the keys of all tables."""
    return [
        plan.table.key,
        *(f"{join.alias}.{join.inner.table.key}" for join in plan.joins),
    ]


def _columns(plan: Plan) -> list[str]:
    return [key.place.column.name for key in plan.orders if key.place is not None]


def _inner(plan: Plan, number: int, first: Joined, last: Joined) -> str:
    """The cookie that stands for the end of a page."""
    parts = []
    for name in dict.fromkeys(_columns(plan)):
        if name != plan.table.key:
            one, two = _shown(last[0].values[name]), _shown(first[0].values[name])
            parts.append(f'<{name} last="{one}" first="{two}" />')
    for name, one, two in zip(_keys(plan), _ids(last), _ids(first), strict=True):
        last_id, first_id = f"{{{one.upper()}}}", f"{{{two.upper()}}}"
        parts.append(f'<{name} last="{last_id}" first="{first_id}" />')
    return f'<cookie page="{number}">{"".join(parts)}</cookie>'


def _shown(value: object) -> str:
    return "" if value is None else quote(str(wire.plain(value)), safe=" ,:@")


def outer(number: int, inner: str) -> str:
    """The cookie as the annotation carries it: the inner one encoded twice."""
    encoded = tokens.escaped(tokens.escaped(inner))
    return (
        f'<cookie pagenumber="{number}" pagingcookie="{encoded}" istracking="False" />'
    )


def unpacked(text: str) -> tuple[int, str]:
    """The page to come, and the inner cookie, of what `outer` has made.

    Raises:
        DataverseError: it has been tampered with.
    """
    attributes = _parsed(text).attributes
    number = attributes.get("pagenumber", "")
    return _page(number), unquote(unquote(attributes.get("pagingcookie", "")))


def _read(plan: Plan, text: str) -> tuple[int, tuple[str, ...]]:
    """The page that a cookie ends, and the ids of its last row.

    Raises:
        DataverseError: it is damaged, or of another query.
    """
    root = _parsed(text)
    keys = _keys(plan)
    columns = [name for name in dict.fromkeys(_columns(plan)) if name != keys[0]]
    if [one.name for one in root.children] != [*columns, *keys]:
        message = "The paging cookie is of a query with another order."
        raise errors.bad_value(message, errors.BAD_COOKIE)
    ids = [one.attributes.get("last", "") for one in root.children[len(columns) :]]
    number = _page(root.attributes.get("page", ""))
    return number, tuple(one.strip("{}").lower() for one in ids)


def _parsed(text: str) -> markup.Element:
    try:
        root = markup.read(text)
    except errors.DataverseError as error:
        message = "The paging cookie is malformed."
        raise errors.bad_value(message, errors.BAD_COOKIE) from error
    if root.name != "cookie":
        raise errors.bad_value("This is no paging cookie.", errors.BAD_COOKIE)
    return root


def _page(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text)):
        message = "The page number of the paging cookie is damaged."
        raise errors.bad_value(message, errors.BAD_PAGE)
    return int(text)
