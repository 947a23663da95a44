"""Bulk messages: many rows in one request, all of them or none (section 3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import errors, inserting, keys, payload, wire, writing
from fakes.dataverse.messages import parameters
from fakes.dataverse.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema import Table
    from fakes.wire import Response

_MOST: Final = 1000  # targets, as in a `$batch` (inferred)


def _targets(call: Call, table: Table) -> list[dict[str, Any]]:
    found: Any = payload.body_of(call).get("Targets")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise errors.bad_payload("'Targets' must be a list of rows.")
    if not 0 < len(found) <= _MOST:
        message = f"Between 1 and {_MOST} targets are allowed, not {len(found)}."
        raise errors.bad_payload(message)
    for one in found:
        if parameters.table_of(one.get("@odata.type"), "Targets") is not table:
            message = f"Every target must be of the table {table.name}."
            raise errors.bad_payload(message)
    return found


def create_multiple(call: Call, table: Table) -> Response:
    """New rows; their ids in the order of the targets."""
    targets = _targets(call, table)
    with writing.atomic(call.organization):
        made = [inserting.insert(call, table, one).id for one in targets]
    return wire.complex_value(call.api, "CreateMultipleResponse", {"Ids": made})


def update_multiple(call: Call, table: Table) -> Response:
    """Every target's row, named by its primary key, has the new values: 204."""
    targets = _targets(call, table)
    with writing.atomic(call.organization):
        for one in targets:
            values = _key(call, table, one)
            row = _found(call, table, values)
            if row is None:
                raise errors.missing_row(table.name, str(one.get(table.key)))
            _update(call, row, one, values)
    return wire.no_content()


def upsert_multiple(call: Call, table: Table) -> Response:
    """Every target's row exists with these values: 204."""
    targets = _targets(call, table)
    with writing.atomic(call.organization):
        for one in targets:
            values = _key(call, table, one)
            row = _found(call, table, values)
            if row is not None:
                _update(call, row, one, values)
            elif table.key in values:
                inserting.insert(call, table, one, values)
            else:  # the columns of an alternate key in the body are used (3.3)
                inserting.insert(call, table, one, default=values)
    return wire.no_content()


def _update(
    call: Call, row: Row, target: dict[str, Any], fixed: Mapping[str, object]
) -> None:
    """The row has the target's values, but for those that name it."""
    values = payload.decoded(call, row.table, target, creating=False).values
    kept = {name: one for name, one in values.items() if name not in fixed}
    writing.write(call, row, kept)


def _key(call: Call, table: Table, target: dict[str, Any]) -> dict[str, object]:
    """The columns that name a target, by `@odata.id` or by its primary key."""
    address = target.get("@odata.id")
    if address is None:
        id = target.get(table.key)
        return {} if id is None else {table.key: id}
    set_name, inside = keys.address(address)
    if set_name != table.entity_set:
        raise errors.bad_payload(f"'{address}' is no address of {table.name}.")
    key = keys.key_of(call.organization, table, inside)
    return dict(key.values) if key.id is None else {table.key: key.id}


def _found(call: Call, table: Table, values: Mapping[str, object]) -> Row | None:
    """The row that these columns name; None when there is none, or nothing names it."""
    if table.key in values:
        key = keys.key_of(call.organization, table, str(values[table.key]))
    else:
        key = keys.Key(table=table, id=None, values=values)
    return keys.find(call.organization, key) if values else None


def bulk_delete(call: Call, body: dict[str, Any]) -> Response:
    """The rows that the conditions name are gone, and the id of the job is told.

    The real service deletes later, one row after the other; here it is done at once
    (inferred). Only the condition In on the primary key is known, as clients send it.
    """
    queries: Any = body.get("QuerySet")
    if not isinstance(queries, list) or not queries:
        raise errors.bad_payload("'QuerySet' must be a list of queries.")
    rows = {row.id: row for query in queries for row in _queried(call, query)}
    with writing.atomic(call.organization):
        for row in rows.values():
            if row.id not in call.organization.rows_of(row.table.name).by_id:
                continue  # it went along with another
            call.organization.security.check(call.caller, "Delete", row)
            call.organization.delete(row.table.name, row.id, by=call.caller.user)
    job = call.organization.identifiers.guid()
    return wire.complex_value(call.api, "BulkDeleteResponse", {"JobId": job})


def _queried(call: Call, query: object) -> list[Row]:
    if not isinstance(query, dict):
        raise errors.bad_payload("A query of 'QuerySet' must be an object.")
    table = TABLES.get(str(query.get("EntityName")))
    if table is None:
        raise errors.bad_payload(f"'{query.get('EntityName')}' is no table.")
    conditions = parameters.nested(query, "Criteria").get("Conditions")
    match conditions:
        case [{"AttributeName": name, "Operator": "In", "Values": list(values)}] if (
            name == table.key
        ):
            ids = [one.get("Value") if isinstance(one, dict) else one for one in values]
        case _:
            raise errors.unsupported(
                "other conditions of BulkDelete than In on the key"
            )
    call.caller.demand("Delete", table)
    held = call.organization.rows_of(table.name).by_id
    return [held[str(id).lower()] for id in ids if str(id).lower() in held]
