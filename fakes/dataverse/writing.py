"""Writes: create, update, upsert, delete, links, with privileges (sections 1.5, 3)."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors, payload, reading, wire
from fakes.dataverse.query import parse
from fakes.dataverse.schema import ColumnType, Ownership
from fakes.dataverse.values import Reference
from fakes.wire import Response

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fakes.dataverse.call import Call
    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation, Table

_ANY: Final = "*"


@contextlib.contextmanager
def atomic(organization: Database) -> Iterator[None]:
    """Everything inside takes effect, or nothing when an exception leaves it."""
    before = organization.snapshot()
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            organization.restore(before)


def create(call: Call, table: Table, *, id: str | None = None) -> Response:
    """A new row: 204 with its address, or 201 with the row (3.1)."""
    body = payload.body_of(call)
    values = payload.decoded(call, table, body, creating=True)
    if id is not None:
        values[table.key] = id  # the key in the URL wins over one in the body
    call.caller.demand("Create", table)
    with atomic(call.organization):
        made = call.organization.create(
            table.name, values, by=call.caller.user, on_behalf=call.caller.on_behalf
        )
        row = call.organization.row(table.name, made)
        call.organization.security.check(call.caller, "Create", row)
        _check_links(call, row, values)
    if call.prefer.representation:
        return _representation(call, row, status=201)
    return _written(call, row, located=True)


def update(call: Call, row: Row) -> Response:
    """The row with its new values: 204, or 200 with the row (3.1)."""
    _check_version(call, row)
    body = payload.body_of(call)
    values = payload.decoded(call, row.table, body, creating=False)
    row = write(call, row, values)
    if call.prefer.representation:
        return _representation(call, row, status=200)
    return _written(call, row, located=False)


def write(call: Call, row: Row, values: Mapping[str, object]) -> Row:
    """The row, replaced by one with these values.

    Raises:
        DataverseError: the caller may not, or a value is refused.
    """
    organization, caller, table = call.organization, call.caller, row.table
    organization.security.check(caller, "Write", row)
    if "ownerid" in values and values["ownerid"] != row.values["ownerid"]:
        organization.security.check(caller, "Assign", row)
    with atomic(organization):
        organization.update(
            table.name, row.id, values, by=caller.user, on_behalf=caller.on_behalf
        )
        written = organization.row(table.name, row.id)
        _check_links(call, written, values)
    return written


def upsert(call: Call, table: Table, id: str) -> Response:
    """PATCH: an update, or a new row when there is none (3.1, trap 1)."""
    row = call.organization.rows_of(table.name).by_id.get(id)
    headers = call.request.headers
    if row is not None:
        if headers.get("if-none-match") == _ANY:
            raise errors.duplicate_row(table.name)
        return update(call, row)
    if "if-match" in headers:
        raise errors.missing_row(table.name, id)
    if table.ownership is Ownership.NONE:
        raise errors.not_allowed(f"Rows of {table.name} cannot be created.")
    made = create(call, table, id=id)
    if made.status == 204:
        address = [one for one in made.headers if one[0] == "OData-EntityId"]
        return wire.no_content(tuple(address))
    return made


def delete(call: Call, row: Row) -> Response:
    """The row is gone: 204."""
    _check_version(call, row)
    call.organization.security.check(call.caller, "Delete", row)
    with atomic(call.organization):
        call.organization.delete(row.table.name, row.id, by=call.caller.user)
    return wire.no_content()


def put_property(call: Call, row: Row, name: str) -> Response:
    """One column has the `value` of the body: 204."""
    body = payload.body_of(call)
    if "value" not in body:
        raise errors.bad_payload("The request body must hold 'value'.")
    return _property(call, row, name, body["value"])


def clear_property(call: Call, row: Row, name: str) -> Response:
    """One column is null: 204."""
    return _property(call, row, name, None)


def _property(call: Call, row: Row, name: str, value: object) -> Response:
    if row.table.by_wire.get(name) is None:
        raise errors.unknown_segment(name)
    values = payload.decoded(call, row.table, {name: value}, creating=False)
    write(call, row, values)
    return wire.no_content()


def put_link(call: Call, row: Row, link: Navigation) -> Response:
    """A lookup points at the row of the body's `@odata.id`: 204."""
    body = payload.body_of(call)
    values = {link.column: payload.reference(link, body.get("@odata.id"))}
    write(call, row, values)
    return wire.no_content()


def clear_link(call: Call, row: Row, link: Navigation) -> Response:
    """A lookup is null: 204."""
    write(call, row, {link.column: None})
    return wire.no_content()


def _check_version(call: Call, row: Row) -> None:
    """`If-Match` holds (section 3.1)."""
    wanted = call.request.headers.get("if-match")
    if wanted is None or wanted == _ANY:
        return
    if not row.table.concurrency:
        raise errors.DataverseError(
            status=400,
            code=errors.NO_CONCURRENCY,
            message=f"Optimistic concurrency is not enabled for {row.table.name}.",
        )
    if wanted != row.etag:
        raise errors.DataverseError(
            status=412,
            code=errors.VERSION_MISMATCH,
            message="The version of the existing record doesn't match the RowVersion "
            "property provided.",
        )


def _check_links(call: Call, row: Row, values: Mapping[str, object]) -> None:
    """Append on the row and AppendTo on every target, the owner excepted (1.5)."""
    organization, caller = call.organization, call.caller
    for name in values:
        value = row.values[name]
        column = row.table.columns[name]
        if column.type is not ColumnType.LOOKUP or not isinstance(value, Reference):
            continue
        if name == "ownerid":
            continue
        organization.security.check(caller, "Append", row)
        target = organization.row(value.table, value)
        organization.security.check(caller, "AppendTo", target)


def _written(call: Call, row: Row, *, located: bool) -> Response:
    url = f"{call.api}/{row.table.entity_set}({row.id})"
    location = (("Location", url),) if located else ()
    return wire.no_content((*location, ("OData-EntityId", url)))


def _representation(call: Call, row: Row, *, status: int) -> Response:
    query = parse(call.request.query)
    expand = query if query.expand and status == 201 else None
    shape = wire.shape_of(row.table, query.select, expand)
    context = f"{call.api}/$metadata#{row.table.entity_set}{shape.context}/$entity"
    body = wire.document({"@odata.context": context}, reading.render(call, row, shape))
    applied = call.applied("return", "odata.include-annotations")
    headers = (("ETag", row.etag), *applied)
    return wire.json_response(body, status=status, headers=headers)
