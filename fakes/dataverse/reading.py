"""Reads: rows, lists, properties, with row-level security (sections 1.5, 3, 4)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import column_security, errors, tokens, wire
from fakes.dataverse.filters import compile_filter
from fakes.dataverse.paths import path_to
from fakes.dataverse.query import Query, parse, without
from fakes.dataverse.rights import Depth
from fakes.dataverse.rows import Row
from fakes.dataverse.schema import TABLES, ColumnType
from fakes.dataverse.values import Reference
from fakes.wire import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fakes.dataverse.call import Call
    from fakes.dataverse.filters import Filter, Hint
    from fakes.dataverse.schema.model import Navigation, Table
    from fakes.dataverse.wire import Branch, Shape

MOST: Final = 5000  # rows in one answer, and where counts stop
_BOM: Final = b"\xef\xbb\xbf"


def visible(call: Call, table: str, id: str) -> Row:
    """The row, which the caller may read.

    Raises:
        DataverseError: there is none (404), or it is hidden (403).
    """
    call.caller.demand("Read", TABLES[table])
    row = call.organization.row(table, id)
    call.organization.security.check(call.caller, "Read", row)
    return row


def matching(
    call: Call, table: Table, query: Query, within: Iterable[Row] | None
) -> list[Row]:
    """The rows that the caller may read and the query asks for, in its order."""
    depth = call.caller.demand("Read", table)
    compiled: Filter | None = None
    if query.filter:
        compiled = compile_filter(table, query.filter, query.instants)
        _check_asked(call, compiled.columns)
    rows: Iterable[Row] = (
        _candidates(call, table, compiled) if within is None else within
    )
    if compiled is not None:
        test, asked = compiled.test, call.asked(compiled.moments)
        rows = [row for row in rows if test(row.values, asked)]
    if depth is not Depth.GLOBAL:
        may, caller = call.organization.security.may, call.caller
        rows = [row for row in rows if may(caller, "Read", row)]
    found = list(rows)
    for order in reversed(query.orderby):
        path, asked = path_to(table, order.path.split("/")), call.asked()
        _check_asked(call, path.columns(table))
        if path.column.type is ColumnType.LOOKUP:
            raise errors.unsupported("an order by a lookup")
        found.sort(
            key=lambda row: _sort_key(path.read(row.values, asked)),
            reverse=order.descending,
        )
    return found


def _check_asked(call: Call, columns: Iterable[tuple[Table, str]]) -> None:
    """The caller may read what a condition or an order is about (section 1.6)."""
    if call.organization.customization.secured:
        for table, name in columns:
            column_security.check_asked(call.organization, call.caller, table, {name})


def _sort_key(value: object) -> tuple[bool, Any]:
    """Nulls first; text without regard to case."""
    if isinstance(value, str):
        return True, value.lower()
    return value is not None, 0 if value is None else value


def _candidates(call: Call, table: Table, compiled: Filter | None) -> Iterable[Row]:
    """Rows that may meet the filter, by the best index, in creation order."""
    held = call.organization.rows_of(table.name)
    hints = compiled.hints if compiled else ()
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


def render(call: Call, row: Row, shape: Shape, *, tagged: bool = True) -> str:
    """The row as JSON text, with what is expanded and annotated."""
    plainly = tagged and not shape.branches and not call.prefer.annotations
    if plainly and call.seen(row) is row.values:
        return wire.text_of(row, shape)
    return wire.encode(_object(call, row, shape, tagged=tagged))


def _object(call: Call, row: Row, shape: Shape, *, tagged: bool) -> dict[str, object]:
    values = call.seen(row)
    found = wire.object_of(row, shape, tagged=tagged, values=values)
    if call.prefer.annotations:
        found = _annotated(call, values, shape, found)
    for branch in shape.branches:
        found[branch.name] = _expanded(call, row, branch)
        if branch.link.collection:
            set_name = f"{shape.table.entity_set}({row.id})/{branch.name}"
            found[f"{branch.name}@odata.nextLink"] = f"{call.api}/{set_name}"
    return found


def _expanded(call: Call, row: Row, branch: Branch) -> object:
    if branch.name != branch.link.name:
        words = f"{row.table.name}: {branch.name} for {branch.link.name}"
        call.organization.remark(words)
    if branch.link.collection:
        rows = related(call, row, branch.link, branch.query)
        rows = rows[: branch.query.top]
        return [_object(call, one, branch.shape, tagged=True) for one in rows]
    target = followed(call, row, branch.link)
    if target is None:
        return None
    shape = branch.shape
    if target.table is not shape.table:  # an owner that is a team
        shape = wire.shape_of(target.table, branch.query.select)
    return _object(call, target, shape, tagged=False)


def followed(call: Call, row: Row, link: Navigation) -> Row | None:
    """The row behind a single-valued navigation property; None when there is none.

    So it is when the caller may not read it (inferred).
    """
    call.caller.demand("Read", TABLES[link.target])
    reference = row.values[link.column]
    if not isinstance(reference, Reference):
        return None
    if reference.table not in link.targets:
        return None
    target = call.organization.rows_of(reference.table).by_id.get(reference)
    if target is None:
        return None
    if not call.organization.security.may(call.caller, "Read", target):
        return None
    return target


def related(call: Call, row: Row, link: Navigation, query: Query) -> list[Row]:
    """The rows behind a collection-valued navigation property."""
    return matching(call, TABLES[link.target], query, members(call, row, link))


def members(call: Call, row: Row, link: Navigation) -> list[Row]:
    """The rows of a collection, readable or not, in the order of their creation."""
    held = call.organization.rows_of(link.target)
    if not link.through:
        return held.equal(link.column, row.id)
    joined = call.organization.rows_of(link.through).equal(link.column, row.id)
    found = (held.by_id.get(str(one.values[link.other])) for one in joined)
    return [one for one in found if one is not None]


def _annotated(
    call: Call, values: Mapping[str, object], shape: Shape, found: dict[str, object]
) -> dict[str, object]:
    """The properties with annotations before them; null ones have none (2.4)."""
    wants = call.prefer.wants
    by_wire = shape.table.by_wire
    annotated: dict[str, object] = {}
    for name, shown in found.items():
        column = by_wire.get(name)
        value = values[column.name] if column else None
        if column is not None and value is not None:
            if wants(wire.FORMATTED):
                words = wire.formatted(column, value, _name_of(call, value))
                if words is not None:
                    annotated[f"{name}@{wire.FORMATTED}"] = words
            if isinstance(value, Reference):
                if wants(wire.TARGET):
                    annotated[f"{name}@{wire.TARGET}"] = value.table
                if wants(wire.NAVIGATION):
                    link = _link_for(shape.table, column.name, value.table)
                    annotated[f"{name}@{wire.NAVIGATION}"] = link
        annotated[name] = shown
    return annotated


def _name_of(call: Call, value: object) -> str | None:
    if not isinstance(value, Reference):
        return None
    row = call.organization.rows_of(value.table).by_id.get(value)
    if row is None or row.table.primary_name is None:
        return None
    name = row.values[row.table.primary_name]
    return None if name is None else str(name)


def _link_for(table: Table, column: str, target: str) -> str | None:
    links = [one for one in table.navigations.values() if one.column == column]
    for link in links:
        if link.target == target and not link.collection:
            return link.name
    return links[0].name if links else None


def read_one(call: Call, row: Row) -> Response:
    """A single row, 304 when the client's version is the present one (3.1)."""
    query = parse(call.request.query)
    shape = wire.shape_of(row.table, query.select, query if query.expand else None)
    known = call.request.headers.get("if-none-match")
    if known == row.etag and not shape.branches and not call.prefer.annotations:
        return Response(status=304, headers=(("ETag", row.etag),))
    context = f"{call.api}/$metadata#{row.table.entity_set}{shape.context}/$entity"
    body = wire.document({"@odata.context": context}, render(call, row, shape))
    applied = call.applied("odata.include-annotations")
    return wire.json_response(body, headers=(("ETag", row.etag), *applied))


def read_property(call: Call, row: Row, name: str) -> Response:
    """One property of a row; 204 when it is null (inferred)."""
    column = row.table.by_wire.get(name)
    if column is None:
        raise errors.unknown_segment(name)
    value = call.seen(row)[column.name]
    if value is None:
        return wire.no_content()
    context = f"{call.api}/$metadata#{row.table.entity_set}({row.id})/{name}"
    body = wire.encode({"@odata.context": context, "value": wire.plain(value)})
    return wire.json_response(body.encode())


def read_list(
    call: Call, table: Table, within: Sequence[Row] | None = None
) -> Response:
    """A page of the rows that the query asks for (sections 4.4 to 4.6)."""
    query = parse(call.request.query)
    shape = wire.shape_of(table, query.select, query if query.expand else None)
    rows = matching(call, table, query, within)
    total = len(rows)
    page_size = call.prefer.page_size
    if page_size is None and query.top is not None:
        rows = rows[: query.top]
    size = page_size or MOST
    page = 1
    if query.skip_token is not None or len(rows) > size:
        if not query.orderby:
            rows.sort(key=lambda row: row.id)
        if query.skip_token is not None:
            cookie = tokens.read_skip_token(query.skip_token)
            rows, page = _after(rows, cookie, size, query), cookie.page
    head: dict[str, object] = {
        "@odata.context": f"{call.api}/$metadata#{table.entity_set}{shape.context}"
    }
    if query.counted:
        head["@odata.count"] = min(total, MOST)
    if call.prefer.annotations:
        head.update(_totals(call, total, counted=query.counted))
    if len(rows) > size:
        rows = rows[:size]
        cookie = tokens.Cookie(page=page + 1, last=rows[-1].id)
        head["@odata.nextLink"] = next_link(call, tokens.skip_token(cookie))
    body = wire.collection(head, [render(call, row, shape) for row in rows])
    applied = call.applied("odata.include-annotations", "odata.maxpagesize")
    return wire.json_response(body, headers=applied)


def _totals(call: Call, total: int, *, counted: bool) -> dict[str, object]:
    found: dict[str, object] = {}
    prefix = "Microsoft.Dynamics.CRM.totalrecordcount"
    if call.prefer.wants(prefix):
        found[f"@{prefix}"] = min(total, MOST) if counted else -1
    if call.prefer.wants(f"{prefix}limitexceeded"):
        found[f"@{prefix}limitexceeded"] = counted and total > MOST
    return found


def _after(
    rows: list[Row], cookie: tokens.Cookie, size: int, query: Query
) -> list[Row]:
    """The rows behind the last one of the page before."""
    if not query.orderby:
        return [row for row in rows if row.id > cookie.last]
    for position, row in enumerate(rows):
        if row.id == cookie.last:
            return rows[position + 1 :]
    return rows[(cookie.page - 1) * size :]  # it is gone: go on by number


def next_link(call: Call, token: str) -> str:
    """The address of the request with another skip token."""
    kept = without(call.request.query, "$skiptoken")
    joined = f"{kept}&" if kept else ""
    return f"{address(call)}?{joined}$skiptoken={token}"


def address(call: Call) -> str:
    """The address of the request without its query, as the client wrote it."""
    return f"{call.request.root_url}{call.request.path}"


def count(call: Call, table: Table, within: Sequence[Row] | None = None) -> Response:
    """The number of rows as text, up to 5000, after a byte order mark (trap 12)."""
    query = parse(call.request.query)._replace(orderby=())
    total = len(matching(call, table, query, within))
    return count_response(total)


def count_response(total: int) -> Response:
    """A number as text."""
    return Response(
        status=200,
        headers=(("Content-Type", "text/plain"), ("OData-Version", "4.0")),
        body=_BOM + str(min(total, MOST)).encode(),
    )
