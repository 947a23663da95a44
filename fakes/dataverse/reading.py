"""Reads: rows, lists, properties, with row-level security (sections 1.5, 3, 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors, tokens, wire
from fakes.dataverse.query import Query, parse, without
from fakes.dataverse.rendering import MOST, render, render_all
from fakes.dataverse.rows import Row
from fakes.dataverse.selecting import asked_for, matching, readable
from fakes.wire import Response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fakes.dataverse.call import Call
    from fakes.dataverse.schema.model import Table

_METADATA_VERSION: Final = "1000000"  # metadata do not change here
_BOM: Final = b"\xef\xbb\xbf"


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
    body = wire.encode({"@odata.context": context, "value": wire.shown(column, value)})
    return wire.json_response(body.encode())


def read_list(
    call: Call, table: Table, within: Sequence[Row] | None = None
) -> Response:
    """A page of the rows that the query asks for (sections 4.4 to 4.6)."""
    query = parse(call.request.query)
    shape = wire.shape_of(table, query.select, query if query.expand else None)
    found = asked_for(call, table, query, within)
    rows, total = found, 0
    if query.counted:
        total = len(readable(call, table, found))
    if call.prefer.page_size is None:
        rows = readable(call, table, found)
        rows = rows if query.top is None else rows[: query.top]
    rows, cookie = _page(call, table, query, rows)
    if call.prefer.page_size is not None:
        rows = readable(call, table, rows)  # a page may come short (trap 14)
    head: dict[str, object] = {
        "@odata.context": f"{call.api}/$metadata#{table.entity_set}{shape.context}"
    }
    if query.counted:
        head["@odata.count"] = min(total, MOST)
    if call.prefer.annotations:
        head.update(totals(call, total, counted=query.counted))
    if cookie is not None:
        head["@odata.nextLink"] = next_link(call, tokens.skip_token(cookie))
    body = wire.collection(head, render_all(call, rows, shape))
    applied = call.applied("odata.include-annotations", "odata.maxpagesize")
    return wire.json_response(body, headers=applied)


def _page(
    call: Call, table: Table, query: Query, rows: list[Row]
) -> tuple[list[Row], tokens.Cookie | None]:
    """The rows of the page asked for, and where it goes on; None on the last one."""
    size = call.prefer.page_size or MOST
    page = 1
    orders = tuple(order.path for order in query.orderby)
    if query.skip_token is not None or len(rows) > size:
        if not orders:
            rows = sorted(rows, key=lambda row: row.id)
        if query.skip_token is not None:
            cookie = tokens.read_skip_token(query.skip_token, orders=orders)
            rows, page = _after(rows, cookie, size, query), cookie.page
    if len(rows) <= size:
        return rows, None
    rows = rows[:size]
    return rows, tokens.Cookie(
        page=page + 1,
        last=rows[-1].id,
        first=rows[0].id,
        key=table.key,
        orders=orders,
    )


def totals(call: Call, total: int, *, counted: bool) -> dict[str, object]:
    """The annotations of a list about its whole length, when asked for (2.4)."""
    found: dict[str, object] = {}
    prefix = "Microsoft.Dynamics.CRM.totalrecordcount"
    if call.prefer.wants(prefix):
        found[f"@{prefix}"] = min(total, MOST) if counted else -1
    if call.prefer.wants(f"{prefix}limitexceeded"):
        found[f"@{prefix}limitexceeded"] = counted and total > MOST
    version = "Microsoft.Dynamics.CRM.globalmetadataversion"
    if call.prefer.wants(version):
        found[f"@{version}"] = _METADATA_VERSION
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
