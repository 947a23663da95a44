"""Query options: from the text after `?` to values (sections 4.1, 4.4, 4.5)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import quote, unquote_plus

from fakes.dataverse import errors
from fakes.dataverse.cutting import cut
from fakes.dataverse.instants import PLACES, lift, lift_encoded

_DELTA_LINK: Final = "$deltatoken"
# Those but the last describe whole lists: they are `predefined`'s on a set.
_ELSEWHERE: Final = frozenset({"$apply", "savedQuery", "userQuery", "fetchXml", "sql"})
_REFUSED: Final = {
    "$skip": "Skip Clause is not supported in CRM",
    "$search": "Search Clause is not supported in CRM",
    "$format": "Format Clause is not supported in CRM",
}
_KNOWN: Final = frozenset(
    {
        *("$select", "$filter", "$orderby", "$top", "$count", "$expand"),
        *("$skiptoken", _DELTA_LINK, "$id"),
    }
)
_IGNORED: Final = frozenset({"tag", "api-version"})
_MAXIMUM: Final = 5000
_MAX_EXPANDS: Final = 15
_SAFE: Final = "$,()'/:;@="
_NUMBER: Final = re.compile(r"\d{1,6}")
_PATH: Final = re.compile(r"[\w/.]+", re.ASCII)
# Outside quoted text, `@p1` stands for the value of the query option of that name.
_ALIAS: Final = re.compile(r"'(?:[^']|'')*'|@[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One key of a sort."""

    path: str
    descending: bool


class Query(NamedTuple):
    """The options of one request, or of one `$expand` entry.

    A tuple, because the moving parts of a query are put into a copy for each request.
    """

    select: tuple[str, ...] | None = None
    filter: str | None = None  # with places instead of instants
    instants: tuple[str, ...] = ()  # lifted out of the filter
    orderby: tuple[Order, ...] = ()
    top: int | None = None
    counted: bool = False
    expand: tuple[Expand, ...] = ()
    skip_token: str | None = None
    delta_token: str | None = None
    id: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()  # aliases, `@p1` and its text

    @property
    def timeless(self) -> bool:
        """Whether the answer can only change by a write, and not with the time."""
        if self.filter is not None or self.delta_token is not None:
            return False
        return all(one.query.timeless for one in self.expand)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expand:
    """One entry of `$expand`."""

    name: str
    query: Query
    reference: bool = False  # `nav/$ref`: the address alone
    options: str = ""  # as a query of its own

    @property
    def weight(self) -> int:
        """How many entries it is, those within it included."""
        return 1 + sum(one.weight for one in self.query.expand)


def split(text: str) -> list[tuple[str, str]]:
    """The options, names and values decoded."""
    found = []
    for part in text.split("&"):
        if part:
            name, _, value = part.partition("=")
            found.append((unquote_plus(name), unquote_plus(value)))
    return found


def without(text: str, *names: str) -> str:
    """The text without the options of these names, otherwise as it came."""
    head, token = _cut(text)
    return _without(text if token is None or _DELTA_LINK not in names else head, names)


@functools.lru_cache(maxsize=512)
def _without(text: str, names: tuple[str, ...]) -> str:
    kept = [
        part
        for part in text.split("&")
        if part and unquote_plus(part.partition("=")[0]) not in names
    ]
    return "&".join(kept)


def _cut(text: str) -> tuple[str, str | None]:
    """What stands in front of a delta token at the end, and the token, encoded."""
    head, found, token = text.rpartition(f"{_DELTA_LINK}=")
    if not found or "&" in token or head[-1:] not in {"", "&"}:
        return text, None
    return head, token


@functools.lru_cache(maxsize=2048)
def parse(text: str) -> Query:
    """The options of a request.

    What moves with the clock, a delta token or the instants of a filter, is cut out
    first: the rest has been read before.

    Raises:
        DataverseError: an option is unknown, refused or malformed.
    """
    head, token = _cut(text)
    if token is not None:
        return _options(head)._replace(delta_token=_decoded(token))
    template, instants = lift_encoded(text) if "$filter=" in text else (text, ())
    found = _template(template, len(instants)) if instants else None
    return _options(text) if found is None else found._replace(instants=instants)


_decoded = functools.lru_cache(maxsize=64)(unquote_plus)


@functools.lru_cache(maxsize=1024)
def _template(text: str, count: int) -> Query | None:
    """The options of a text with places; None when they stand for something else.

    Then an instant stood outside of the filter, inside quotes or next to one that is
    spelt otherwise, or the text is refused, in words that show it as it came.
    """
    try:
        found = _options(text)
    except errors.DataverseError:
        return None
    return found if found.instants == PLACES[:count] else None


@functools.lru_cache(maxsize=2048)
def _options(text: str) -> Query:
    options: dict[str, str] = {}
    for name, value in split(text):
        if name in _ELSEWHERE:
            raise errors.unsupported(f"the query option {name} here")
        if name in _REFUSED:
            raise errors.bad_query(_REFUSED[name])
        if name in _IGNORED:
            continue
        if name not in _KNOWN and not name.startswith("@"):
            message = f"The query parameter {name} is not supported"
            raise errors.bad_query(message)
        options[name] = value
    return _query(options)


def _query(options: dict[str, str], *, depth: int = 0) -> Query:
    parameters = {name: text for name, text in options.items() if name[0] == "@"}
    select = _select(options.get("$select"))
    condition = _filter(options.get("$filter"), parameters)
    lifted, instants = (None, ()) if condition is None else lift(condition)
    return Query(
        select=select,
        filter=lifted,
        instants=instants,
        orderby=_orderby(options.get("$orderby")),
        top=_top(options.get("$top")),
        counted=_count(options.get("$count")),
        expand=_expands(options.get("$expand"), depth),
        skip_token=options.get("$skiptoken"),
        delta_token=options.get(_DELTA_LINK),
        id=options.get("$id"),
        parameters=tuple(parameters.items()),
    )


def _select(text: str | None) -> tuple[str, ...] | None:
    if text is None or not text.strip():
        return None
    return tuple(dict.fromkeys(name.strip() for name in text.split(",")))


def _filter(text: str | None, parameters: dict[str, str]) -> str | None:
    if text is None or not text.strip():
        return None

    def value(match: re.Match[str]) -> str:
        found = match.group()
        return found if found[0] == "'" else parameters.get(found, "null")

    return _ALIAS.sub(value, text.strip()) if "@" in text else text.strip()


def _orderby(text: str | None) -> tuple[Order, ...]:
    if text is None or not text.strip():
        return ()
    found = []
    for part in text.split(","):
        path, _, direction = part.strip().partition(" ")
        direction = direction.strip()
        if not _PATH.fullmatch(path) or direction not in {"", "asc", "desc"}:
            raise errors.bad_query(f"Syntax error in $orderby: '{part}'.")
        found.append(Order(path=path, descending=direction == "desc"))
    return tuple(found)


def _top(text: str | None) -> int | None:
    if text is None:
        return None
    if not _NUMBER.fullmatch(text.strip()) or not 0 <= int(text) <= _MAXIMUM:
        raise errors.bad_query(f"Invalid value '{text}' for $top.")
    return int(text)


def _count(text: str | None) -> bool:
    if text not in {None, "true", "false"}:
        raise errors.bad_query(f"Invalid value '{text}' for $count.")
    return text == "true"


def pieces(text: str, separator: str) -> list[str]:
    """The text cut at the separator, without blanks around the pieces."""
    return [piece.strip() for piece in cut(text, separator)]


def _expands(text: str | None, depth: int) -> tuple[Expand, ...]:
    """The entries; nested ones count, too (inferred)."""
    if text is None or not text.strip():
        return ()
    texts = pieces(text, ",") if depth < _MAX_EXPANDS else []
    found: tuple[Expand, ...] = ()
    if len(texts) <= _MAX_EXPANDS:
        found = tuple(_expand(one, depth) for one in texts)
    if not 0 < sum(one.weight for one in found) <= _MAX_EXPANDS:
        raise errors.bad_query(f"At most {_MAX_EXPANDS} $expand entries are allowed.")
    return found


def _expand(text: str, depth: int) -> Expand:
    name, opened, rest = text.partition("(")
    name, slash, tail = name.strip().partition("/")
    if slash and (tail != "$ref" or opened):
        raise errors.bad_query(f"'{name}/{tail}' is not supported in $expand.")
    if not opened:
        return Expand(name=name, query=Query(), reference=bool(slash))
    if not rest.endswith(")"):
        raise errors.bad_query(f"Syntax error in $expand: '{text}'.")
    options: dict[str, str] = {}
    for piece in pieces(rest[:-1], ";"):
        option, _, value = piece.partition("=")
        if option not in {"$select", "$filter", "$orderby", "$top", "$expand"}:
            raise errors.bad_query(f"'{option}' is not supported inside $expand.")
        options[option] = value
    own = "&".join(f"{name}={quote(one, safe=_SAFE)}" for name, one in options.items())
    return Expand(name=name, query=_query(options, depth=depth + 1), options=own)
