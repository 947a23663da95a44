"""Which rows a query is about: filter, rights, order, by the best index (4.2, 4.4)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from fakes.dataverse import column_security
from fakes.dataverse.filters import compile_filter
from fakes.dataverse.paths import path_to
from fakes.dataverse.query import Query
from fakes.dataverse.rights import Depth
from fakes.dataverse.rows import Row
from fakes.dataverse.schema import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fakes.dataverse.asked import Asked
    from fakes.dataverse.call import Call
    from fakes.dataverse.conditions import Filter, Hint
    from fakes.dataverse.paths import Path
    from fakes.dataverse.schema.model import Table


def matching(
    call: Call, table: Table, query: Query, within: Iterable[Row] | None
) -> list[Row]:
    """The rows that the caller may read and the query asks for, in its order."""
    return readable(call, table, asked_for(call, table, query, within))


def asked_for(
    call: Call, table: Table, query: Query, within: Iterable[Row] | None
) -> list[Row]:
    """The rows that the query asks for, readable or not, in its order."""
    call.caller.demand("Read", table)
    compiled: Filter | None = None
    if query.filter:
        compiled = compile_filter(table, query.filter, query.instants)
        check_asked(call, compiled.columns)
        for words in compiled.remarks:
            call.organization.remark(words)
    rows: Iterable[Row] = (
        candidates(call, table, compiled.hints if compiled else ())
        if within is None
        else within
    )
    if compiled is not None:
        test, asked = compiled.test, call.asked(compiled.moments)
        rows = [row for row in rows if test(row.values, asked)]
    found = list(rows)
    for order in reversed(query.orderby):
        path, asked = path_to(table, order.path.split("/")), call.asked()
        check_asked(call, path.columns(table))
        for words in path.remarks:
            call.organization.remark(words)
        found.sort(key=_sorter(path, asked), reverse=order.descending)
    return found


def readable(call: Call, table: Table, rows: list[Row]) -> list[Row]:
    """Those of the rows that the caller may read."""
    if call.caller.depth("Read", table) is Depth.GLOBAL:
        return rows
    may, caller = call.organization.security.may, call.caller
    return [row for row in rows if may(caller, "Read", row)]


def check_asked(call: Call, columns: Iterable[tuple[Table, str]]) -> None:
    """The caller may read what a condition or an order is about (section 1.6).

    Raises:
        DataverseError: a column is secured and the permission missing (403).
    """
    if call.organization.customization.secured:
        for table, name in columns:
            column_security.check_asked(call.organization, call.caller, table, {name})


def _sorter(path: Path, asked: Asked) -> Callable[[Row], tuple[bool, Any]]:
    """What rows are ordered by: of a lookup the name that it shows (inferred)."""
    if path.column.type is ColumnType.LOOKUP:
        named = asked.organization.name_of
        return lambda row: sort_key(named(path.read(row.values, asked)))
    return lambda row: sort_key(path.read(row.values, asked))


def sort_key(value: object) -> tuple[bool, Any]:
    """Nulls first; text without regard to case."""
    if isinstance(value, str):
        return True, value.lower()
    return value is not None, 0 if value is None else value


def candidates(call: Call, table: Table, hints: Sequence[Hint]) -> Iterable[Row]:
    """Rows that may meet the conditions, by the best index, in creation order."""
    held = call.organization.rows_of(table.name)
    best: Hint | None = None
    fewest = len(held.by_id)
    for hint in hints:
        if hint.comparator != "eq":
            continue
        if hint.column == table.key:
            row = held.by_id.get(str(hint.value))
            return [row] if row else []
        if held.is_indexed(hint.column):
            size = held.count_equal(hint.column, hint.value)
            if size < fewest or best is None:
                best, fewest = hint, size
    found: tuple[str, datetime | None, datetime | None] | None = None
    for column in {hint.column: None for hint in hints}:
        if table.columns[column].index != "range":
            continue
        low, high = _bounds([hint for hint in hints if hint.column == column])
        size = held.count_between(column, low, high)
        if size < fewest:
            found, fewest = (column, low, high), size
    if found is not None:
        return held.between(*found)
    return held.equal(best.column, best.value) if best else held.by_id.values()


def _bounds(hints: list[Hint]) -> tuple[datetime | None, datetime | None]:
    low: datetime | None = None
    high: datetime | None = None
    for hint in hints:
        value = hint.value
        assert isinstance(value, datetime)
        if hint.comparator in {"gt", "ge", "eq"} and (low is None or value > low):
            low = value
        if hint.comparator in {"lt", "le", "eq"} and (high is None or value < high):
            high = value
    return low, high
