"""New rows, alone or with others beside them: all of them, or none (section 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import (
    column_security,
    duplicates,
    errors,
    linking,
    payload,
    wire,
    writing,
)
from fakes.dataverse.schema import TABLES, Ownership
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.keys import Key
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation, Table
    from fakes.wire import Response

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})
_DEEPEST: Final = 16  # rows within rows (inferred)
_MOST: Final = 1000  # rows in one body (inferred: as many as targets of a bulk message)
# Rows that exist only below another one (section 9.5).
_PARTS: Final = frozenset({"activityparty"})


def insert(
    call: Call,
    table: Table,
    body: dict[str, Any],
    given: Mapping[str, object] = _NOTHING,
    *,
    default: Mapping[str, object] = _NOTHING,
    depth: int = 0,
) -> Row:
    """The new row that a body describes; `given` wins over the body, it over `default`.

    Rows inside the body have been made and joined to it. To be called within `atomic`.

    Raises:
        DataverseError: the caller may not, or a value is refused.
    """
    if depth > _DEEPEST:
        raise errors.bad_payload(f"Rows stand more than {_DEEPEST} deep in the body.")
    if depth == 0 and _objects(body) > _MOST:
        raise errors.bad_payload(f"The body describes more than {_MOST} rows.")
    if table.ownership is Ownership.NONE and not (depth and table.name in _PARTS):
        raise errors.not_allowed(f"Rows of {table.name} cannot be created.")
    organization, caller = call.organization, call.caller
    found = payload.decoded(call, table, body, creating=True)
    values = {**default, **found.values, **given}
    caller.demand("Create", table)
    names = {*values, *(link.column for link, _ in found.single)}
    column_security.check_write(organization, caller, table, names)
    for link, inner in found.single:
        linking.check_settable(table, link)
        values[link.column] = _target(call, link, inner, depth)
    made = organization.create(
        table.name, values, by=caller.user, on_behalf=caller.on_behalf
    )
    row = organization.row(table.name, made)
    organization.security.check(caller, "Create", row)
    writing.check_links(call, row, values)
    duplicates.check(call, row, values.keys())
    for link, bound in found.bound:
        for reference in bound:
            linking.add(call, row, link, organization.row(reference.table, reference))
    for link, several in found.many:
        for inner in several:
            _beside(call, row, link, inner, depth)
    return organization.row(table.name, made)


def _objects(body: dict[str, Any]) -> int:
    """How many JSON objects there are in the body, itself included."""
    count, waiting = 0, [body]
    while waiting:
        count += 1
        for value in waiting.pop().values():
            inner = value if isinstance(value, list) else (value,)
            waiting += [one for one in inner if isinstance(one, dict)]
    return count


def _target(
    call: Call, link: Navigation, inner: dict[str, Any], depth: int
) -> Reference:
    """A new row that a lookup of the row in hand points at."""
    if len(link.targets) > 1:
        raise errors.bad_payload(
            f"'{link.name}' takes rows of several tables: name one by its own property."
        )
    row = insert(call, TABLES[link.target], inner, depth=depth + 1)
    return Reference(row.table.name, row.id)


def _beside(
    call: Call, row: Row, link: Navigation, inner: dict[str, Any], depth: int
) -> None:
    """A new row that belongs to the row in hand."""
    table = TABLES[link.target]
    if link.through:
        made = insert(call, table, inner, depth=depth + 1)
        linking.add(call, row, link, made)
        return
    linking.check_settable(table, link)
    back = {link.column: Reference(row.table.name, row.id)}
    insert(call, table, inner, back, depth=depth + 1)


def create(
    call: Call,
    table: Table,
    given: Mapping[str, object] = _NOTHING,
    *,
    default: Mapping[str, object] = _NOTHING,
) -> Response:
    """A new row: 204 with its address, or 201 with the row (3.1)."""
    body = payload.body_of(call)
    with writing.atomic(call.organization):
        row = insert(call, table, body, given, default=default)
    return _made(call, row)


def create_below(call: Call, row: Row, link: Navigation) -> Response:
    """A new row that belongs to a collection of `row`: as `create`."""
    body, table = payload.body_of(call), TABLES[link.target]
    linking.check_settable(table, link)
    back = {link.column: Reference(row.table.name, row.id)}
    with writing.atomic(call.organization):
        made = insert(call, table, body, _NOTHING if link.through else back)
        if link.through:
            linking.add(call, row, link, made)
    return _made(call, made)


def _made(call: Call, row: Row) -> Response:
    if call.prefer.representation:
        return writing.represented(call, row, status=201)
    return writing.written(call, row, located=True)


def upsert(call: Call, key: Key, row: Row | None) -> Response:
    """PATCH: an update, or a new row when there is none (3.1, trap 1)."""
    headers = call.request.headers
    if row is not None:
        if headers.get("if-none-match") == "*":
            raise errors.duplicate_row(key.table.name)
        return writing.update(call, row, fixed=key.values)
    if "if-match" in headers:
        raise key.missing()
    # A primary key in the URL wins over one in the body (3.1); of an alternate one the
    # body's columns are used (3.3).
    given = {} if key.id is None else {key.table.key: key.id}
    made = create(call, key.table, given, default=key.values)
    if made.status == 204:
        address = [one for one in made.headers if one[0] == "OData-EntityId"]
        return wire.no_content(tuple(address))
    return made
