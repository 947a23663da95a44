"""`$apply`: groups and aggregates of a list (section 4.4)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import aggregates, errors, wire
from fakes.dataverse.instants import lift
from fakes.dataverse.paths import Path, path_to
from fakes.dataverse.query import Query, parse, pieces, without
from fakes.dataverse.rows import index_key
from fakes.dataverse.selecting import matching, sort_key

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Table
    from fakes.wire import Response

_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_PATH: Final = re.compile(r"[A-Za-z_][\w/]*", re.ASCII)
_METHODS: Final = frozenset({"sum", "average", "min", "max", "countdistinct"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One aggregate; without a path it counts the rows."""

    alias: str
    method: str = "count"
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformation:
    """What `$apply` asks for: rows that meet the conditions, grouped, aggregated."""

    conditions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@functools.lru_cache(maxsize=512)
def transformation(text: str) -> Transformation:
    """What the text asks for.

    Raises:
        DataverseError: it is malformed, or this fake does not do it.
    """
    conditions: list[str] = []
    steps = pieces(text, "/")
    for position, step in enumerate(steps):
        name, inside = _call(step)
        if name == "filter":
            conditions.append(inside)
            continue
        if name not in {"groupby", "aggregate"}:
            raise errors.unsupported(f"the transformation {name} in $apply")
        if position + 1 < len(steps):
            raise errors.unsupported(f"a transformation after {name} in $apply")
        groups: tuple[str, ...] = ()
        if name == "groupby":
            groups, inside = _groups(inside)
        return Transformation(
            conditions=tuple(conditions),
            groups=groups,
            figures=_figures(inside) if inside or name == "aggregate" else (),
        )
    raise errors.unsupported("$apply with a filter alone")


def _wrong(text: str) -> errors.DataverseError:
    return errors.bad_query(f"Syntax error in $apply: '{text}'.")


def _call(text: str) -> tuple[str, str]:
    """Name and inside of `name(inside)`."""
    name, opened, rest = text.partition("(")
    if not opened or not rest.endswith(")") or not _NAME.fullmatch(name):
        raise _wrong(text)
    return name, rest[:-1].strip()


def _groups(text: str) -> tuple[tuple[str, ...], str]:
    """The paths of a groupby, and the inside of its aggregate."""
    parts = pieces(text, ",")
    if not (parts[0].startswith("(") and parts[0].endswith(")")) or len(parts) > 2:
        raise _wrong(text)
    paths = tuple(one.strip() for one in parts[0][1:-1].split(","))
    if not all(_PATH.fullmatch(one) for one in paths):
        raise _wrong(text)
    if len(parts) == 1:
        return paths, ""
    name, inside = _call(parts[1])
    if name != "aggregate":
        raise errors.unsupported(f"the transformation {name} within groupby")
    return paths, inside


def _figures(text: str) -> tuple[Figure, ...]:
    found = tuple(_figure(one) for one in pieces(text, ","))
    if len({one.alias for one in found}) < len(found):
        raise errors.bad_query("Two aggregates of $apply have the same alias.")
    return found


def _figure(text: str) -> Figure:
    match text.split():
        case ["$count", "as", alias] if _NAME.fullmatch(alias):
            return Figure(alias=alias)
        case [path, "with", method, "as", alias] if _NAME.fullmatch(alias):
            if method not in _METHODS:
                raise errors.unsupported(f"the aggregate {method} in $apply")
            if not _PATH.fullmatch(path):
                raise _wrong(text)
            return Figure(alias=alias, method=method, path=path)
    raise _wrong(text)


def read(
    call: Call, table: Table, text: str, within: Sequence[Row] | None = None
) -> Response:
    """The groups, or the one row of an ungrouped aggregate; no keys, no entity tags.

    Raises:
        DataverseError: the text is refused, or the rows are too many.
    """
    wanted = transformation(text)
    query = _rest(call.request.query)
    paths = {one: path_to(table, one.split("/")) for one in wanted.groups}
    sources = {one: _source(table, one) for one in wanted.figures}
    rows = _rows(call, table, wanted, within)
    aggregates.check_rows(len(rows))
    parted: dict[tuple[object, ...], list[Row]] = {} if paths else {(): []}
    for row in rows:
        key = tuple(index_key(_read(call, one, row)) for one in paths.values())
        parted.setdefault(key, []).append(row)
    found = []
    for members in parted.values():
        flat: dict[str, object] = {}
        for name, path in paths.items():
            flat[name] = _read(call, path, members[0])
        for figure, source in sources.items():
            flat[figure.alias] = _made(call, figure, source, members)
        found.append(flat)
    found = _sorted(found, query)[: query.top]
    names = ",".join([*wanted.groups, *(one.alias for one in wanted.figures)])
    head = {"@odata.context": f"{call.api}/$metadata#{table.entity_set}({names})"}
    body = wire.collection(head, [wire.encode(_nested(flat)) for flat in found])
    return wire.json_response(body)


def _rest(text: str) -> Query:
    """The options beside `$apply`: those that go with its results."""
    query = parse(without(text, "$apply"))
    if query._replace(orderby=(), top=None, parameters=()) != Query():
        raise errors.unsupported("$apply beside options other than $orderby and $top")
    return query


def _rows(
    call: Call,
    table: Table,
    wanted: Transformation,
    within: Sequence[Row] | None,
) -> list[Row]:
    """The rows that the caller may read and that meet all the conditions."""
    rows: Sequence[Row] | None = within
    for condition in wanted.conditions or (None,):
        query = Query()
        if condition is not None:
            lifted, instants = lift(condition)
            query = Query(filter=lifted, instants=instants)
        rows = matching(call, table, query, rows)
    return list(rows or ())


def _source(table: Table, figure: Figure) -> Path | None:
    if figure.path is None:
        return None
    path = path_to(table, figure.path.split("/"))
    aggregates.check_column(figure.method, path.column)
    return path


def _made(
    call: Call, figure: Figure, source: Path | None, members: list[Row]
) -> object:
    if source is None:
        return len(members)
    values = [_read(call, source, row) for row in members]
    return aggregates.aggregated(figure.method, source.column, values)


def _read(call: Call, path: Path, row: Row) -> object:
    """The value; None behind a row, or of a column, that the caller may not read."""
    may = call.organization.security.may
    for lookup, table in path.hops:
        id = call.seen(row)[lookup]
        target = call.organization.rows_of(table).by_id.get(str(id)) if id else None
        if target is None or not may(call.caller, "Read", target):
            return None
        row = target
    return call.seen(row)[path.column.name]


def _sorted(found: list[dict[str, object]], query: Query) -> list[dict[str, object]]:
    for order in reversed(query.orderby):
        if found and order.path not in found[0]:
            raise errors.bad_query(f"'{order.path}' is no result of $apply.")
        key: Callable[[dict[str, object]], Any] = functools.partial(_key, order.path)
        found.sort(key=key, reverse=order.descending)
    return found


def _key(name: str, row: dict[str, object]) -> object:
    return sort_key(row[name])


def _nested(flat: dict[str, object]) -> dict[str, object]:
    """The values, those behind lookups in objects of their own (inferred)."""
    found: dict[str, Any] = {}
    for name, value in flat.items():
        *links, last = name.split("/")
        inner = found
        for link in links:
            inner = inner.setdefault(link, {})
        inner[last] = wire.plain(value)
    return found
