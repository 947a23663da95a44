"""Links between rows: lookups, collections, many-to-many: `$ref` (section 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.dataverse import errors, payload, rendering, wire, writing
from fakes.dataverse.keys import addressed, row_at
from fakes.dataverse.query import parse
from fakes.dataverse.schema import TABLES
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation, Table
    from fakes.wire import Response


def check_settable(table: Table, link: Navigation) -> None:
    """Callers may write the lookup, which stands in `table`, of a property.

    Raises:
        DataverseError: only the platform does. Status and code are inferred.
    """
    if not link.through and table.columns[link.column].readonly:
        raise errors.bad_value(f"'{link.name}' is set by the platform alone.")


def put(call: Call, row: Row, link: Navigation) -> Response:
    """A lookup points at the row of the body's `@odata.id`: 204."""
    body = payload.body_of(call)
    check_settable(row.table, link)
    target = payload.reference(call, link, body.get("@odata.id"))
    writing.write(call, row, {link.column: target})
    return wire.no_content()


def clear(call: Call, row: Row, link: Navigation) -> Response:
    """A lookup is null: 204."""
    check_settable(row.table, link)
    writing.write(call, row, {link.column: None})
    return wire.no_content()


def add(call: Call, row: Row, link: Navigation, other: Row) -> None:
    """The other row belongs to the collection of the row.

    Raises:
        DataverseError: the caller may not.
    """
    organization, caller = call.organization, call.caller
    check_settable(other.table, link)
    if not link.through:
        writing.write(call, other, {link.column: Reference(row.table.name, row.id)})
        return
    organization.security.check(caller, "Append", row)
    organization.security.check(caller, "AppendTo", other)
    ids = {link.column: row.id, link.other: other.id}
    organization.associate(link.through, **ids)


def post(call: Call, row: Row, link: Navigation) -> Response:
    """The row of the body's `@odata.id` belongs to the collection: 204."""
    body = payload.body_of(call)
    found = addressed(call.organization, link.targets, body.get("@odata.id"), link.name)
    with writing.atomic(call.organization):
        add(call, row, link, call.organization.row(found.table, found))
    return wire.no_content()


def remove(call: Call, row: Row, link: Navigation, key: str | None = None) -> Response:
    """The row, named in parentheses or by `$id`, has left the collection: 204.

    Raises:
        DataverseError: it is not in the collection, or the caller may not.
    """
    organization = call.organization
    if key is None:
        text = parse(call.request.query).id
        found = addressed(organization, link.targets, text, link.name)
        other = organization.row(found.table, found)
    else:
        other = row_at(organization, TABLES[link.target], key)
    if link.through:
        organization.security.check(call.caller, "Append", row)
        for joined in organization.rows_of(link.through).equal(link.column, row.id):
            if joined.values[link.other] == other.id:
                organization.remove(joined)
                return wire.no_content()
    elif other.values[link.column] == row.id:
        check_settable(other.table, link)
        writing.write(call, other, {link.column: None})
        return wire.no_content()
    raise errors.missing_row(other.table.name, other.id)


def references(call: Call, row: Row, link: Navigation) -> Response:
    """The addresses of the rows of a collection that the query asks for.

    Raises:
        DataverseError: pages of them are asked for, which this fake does not do.
    """
    query = parse(call.request.query)
    if query.skip_token is not None or query.expand or query.counted:
        raise errors.unsupported("these query options on $ref")
    found = rendering.related(call, row, link, query)[: query.top]
    items = [
        wire.encode({"@odata.id": f"{call.api}/{one.table.entity_set}({one.id})"})
        for one in found
    ]
    head = {"@odata.context": f"{call.api}/$metadata#Collection($ref)"}
    return wire.json_response(wire.collection(head, items))


def reference_to(call: Call, row: Row, link: Navigation) -> Response:
    """The address of the row that a lookup points at; 204 when it is null."""
    target = rendering.followed(call, row, link)
    if target is None:
        return wire.no_content()
    body = {
        "@odata.context": f"{call.api}/$metadata#$ref",
        "@odata.id": f"{call.api}/{target.table.entity_set}({target.id})",
    }
    return wire.json_response(wire.encode(body).encode())
