"""Writes to a row that is there: update, delete, one property (sections 1.5, 3)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from fakes.dataverse import (
    column_security,
    duplicates,
    errors,
    payload,
    rendering,
    wire,
)
from fakes.dataverse.query import parse
from fakes.dataverse.schema import ColumnType
from fakes.dataverse.values import Reference
from fakes.wire import Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fakes.dataverse.call import Call
    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row

_ANY: Final = "*"
_APPROVED: Final = 1
_PROTECTED: Final = frozenset({"azureactivedirectoryobjectid", "applicationiduri"})
_APPROVE: Final = "prvApproveRejectEmailAddress"  # the name is inferred
_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


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


def update(call: Call, row: Row, fixed: Mapping[str, object] = _NOTHING) -> Response:
    """The row with its new values: 204, or 200 with the row (3.1).

    Columns of an alternate key in the URL are `fixed`: the body's are ignored (3.3).
    """
    _check_version(call, row)
    body = payload.body_of(call)
    _check_protected(row, body)
    values = payload.decoded(call, row.table, body, creating=False).values
    values = {name: one for name, one in values.items() if name not in fixed}
    row = write(call, row, values)
    if call.prefer.representation:
        return represented(call, row, status=200)
    return written(call, row, located=False)


def write(call: Call, row: Row, values: Mapping[str, object]) -> Row:
    """The row, replaced by one with these values.

    Raises:
        DataverseError: the caller may not, or a value is refused.
    """
    organization, caller, table = call.organization, call.caller, row.table
    organization.security.check(caller, "Write", row)
    column_security.check_write(organization, caller, table, values, row)
    assigned = "ownerid" in values and values["ownerid"] != row.values["ownerid"]
    if assigned:
        organization.security.check(caller, "Assign", row)
    _check_approval(call, row, values)
    with atomic(organization):
        organization.update(
            table.name, row.id, values, by=caller.user, on_behalf=caller.on_behalf
        )
        if assigned:
            organization.keep_share(row)
        written = organization.row(table.name, row.id)
        duplicates.check(call, written, values.keys())
        check_links(call, written, values)
    return written


def _check_protected(row: Row, body: Mapping[str, object]) -> None:
    """What the platform fills in of an application user stays (section 1.3)."""
    user = row.table.name == "systemuser" and row.values["applicationid"] is not None
    if user and not _PROTECTED.isdisjoint(body):
        raise errors.bad_value(
            "These columns of an application user cannot be changed.",
            errors.APPLICATION_USER,
        )


def _check_approval(call: Call, row: Row, values: Mapping[str, object]) -> None:
    """Who approves the address of a mailbox holds a privilege of its own (9.1)."""
    approves = values.get("emailrouteraccessapproval") == _APPROVED
    if row.table.name == "mailbox" and approves:
        call.caller.demand_other(_APPROVE, row.table)


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
    decoded = payload.decoded(call, row.table, {name: value}, creating=False)
    write(call, row, decoded.values)
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


def check_links(call: Call, row: Row, values: Mapping[str, object]) -> None:
    """Append on the row and AppendTo on every target, the owner excepted (1.5).

    Raises:
        DataverseError: the caller lacks one of them.
    """
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


def written(call: Call, row: Row, *, located: bool) -> Response:
    """204 with the row's address."""
    url = f"{call.api}/{row.table.entity_set}({row.id})"
    location = (("Location", url),) if located or call.request.inner else ()
    return wire.no_content((*location, ("OData-EntityId", url)))


def represented(call: Call, row: Row, *, status: int) -> Response:
    """The row as it is now; `$expand` only of a new one (section 3.1)."""
    query = parse(call.request.query)
    expand = query if query.expand and status == 201 else None
    shape = wire.shape_of(row.table, query.select, expand)
    context = f"{call.api}/$metadata#{row.table.entity_set}{shape.context}/$entity"
    body = wire.document(
        {"@odata.context": context}, rendering.render(call, row, shape)
    )
    applied = call.applied("return", "odata.include-annotations")
    headers = (("ETag", row.etag), *applied)
    return wire.json_response(body, status=status, headers=headers)
