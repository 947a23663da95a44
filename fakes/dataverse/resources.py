"""What stands behind an address and a method: sets, rows, properties, links (3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fakes.dataverse import (
    errors,
    inserting,
    linking,
    messages,
    parties,
    predefined,
    reading,
    rendering,
    tracking,
    wire,
    writing,
)
from fakes.dataverse.keys import find, key_of, row_at
from fakes.dataverse.query import parse
from fakes.dataverse.routes import segment
from fakes.dataverse.schema import TABLES, Table
from fakes.dataverse.schema.model import remark

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.keys import Key
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation
    from fakes.wire import Response

NAMESPACE: Final = "Microsoft.Dynamics.CRM."


def on_set(call: Call, table: Table, rest: tuple[str, ...]) -> Response:
    """The answer to a request on an entity set, or on something below it."""
    method = call.request.method
    if rest == ("$count",) and method == "GET":
        if parse(call.request.query).delta_token is not None:
            return tracking.changes(call, table, counting=True)
        return reading.count(call, table)
    if rest:
        if len(rest) == 1 and rest[0].startswith(NAMESPACE):
            name = rest[0].removeprefix(NAMESPACE)
            return messages.on_set(call, table, name)
        raise errors.unknown_segment(rest[0])
    if method == "GET":
        return _read_set(call, table)
    if method == "POST":
        return inserting.create(call, table)
    raise errors.not_allowed(f"{method} is not allowed on an entity set.")


def _read_set(call: Call, table: Table) -> Response:
    if predefined.asked_for(call.request.query):
        return predefined.answer(call, table)
    query = parse(call.request.query)
    if query.delta_token is not None or call.prefer.track_changes:
        return tracking.changes(call, table)
    return reading.read_list(call, table)


def on_key(call: Call, table: Table, text: str, rest: tuple[str, ...]) -> Response:
    """The answer to a request on a row, or on something below it."""
    key = key_of(call.organization, table, text)
    row = find(call.organization, key)
    if not rest and call.request.method == "PATCH":
        return inserting.upsert(call, key, row)
    if rest or call.request.method == "GET":
        row = _visible(call, key, row)
    elif row is None:
        raise key.missing()
    return _below(call, row, rest) if rest else _on_row(call, row)


def _visible(call: Call, key: Key, row: Row | None) -> Row:
    """The row, which the caller may read: 403 without the privilege, else 404."""
    call.caller.demand("Read", key.table)
    if row is None:
        raise key.missing()
    call.organization.security.check(call.caller, "Read", row)
    return row


def _on_row(call: Call, row: Row) -> Response:
    match call.request.method:
        case "GET":
            return reading.read_one(call, row)
        case "DELETE":
            return writing.delete(call, row)
        case method:
            raise errors.not_allowed(f"{method} is not allowed on a row.")


def _below(call: Call, row: Row, rest: tuple[str, ...]) -> Response:
    name, inner = segment(rest[0])
    if name.startswith(NAMESPACE):
        return messages.on_row(call, row, name.removeprefix(NAMESPACE), inner)
    link = row.table.navigation(name)
    if link is None:
        return _on_property(call, row, name, rest[1:])
    call.organization.remark(remark(row.table, name, link))
    if all(target not in TABLES for target in link.targets):
        raise errors.unsupported(f"the table {link.target}")
    if not link.collection:
        return _on_link(call, row, link, rest[1:])
    if inner is None:
        return _on_collection(call, row, link, rest[1:])
    return _on_member(call, row, link, inner, rest[1:])


def _on_property(call: Call, row: Row, name: str, rest: tuple[str, ...]) -> Response:
    if name not in row.table.by_wire:
        raise errors.unknown_segment(name)
    if rest:
        raise errors.unsupported(f"{name}/{rest[0]}")
    match call.request.method:
        case "GET":
            return reading.read_property(call, row, name)
        case "PUT":
            return writing.put_property(call, row, name)
        case "DELETE":
            return writing.clear_property(call, row, name)
        case method:
            raise errors.not_allowed(f"{method} is not allowed on a property.")


def _on_link(call: Call, row: Row, link: Navigation, rest: tuple[str, ...]) -> Response:
    method = call.request.method
    if rest == ("$ref",):
        match method:
            case "PUT":
                return linking.put(call, row, link)
            case "DELETE":
                return linking.clear(call, row, link)
            case "GET":
                return linking.reference_to(call, row, link)
        raise errors.not_allowed(f"{method} is not allowed on a reference.")
    if not rest and method == "DELETE":
        raise errors.bad_payload(f"'{link.name}' is cleared by DELETE on its $ref.")
    target = rendering.followed(call, row, link)
    if target is None and not rest and method == "GET":
        return wire.no_content()
    if target is None:
        raise errors.unknown_segment(link.name)
    return _below(call, target, rest) if rest else _on_row(call, target)


def _on_collection(
    call: Call, row: Row, link: Navigation, rest: tuple[str, ...]
) -> Response:
    method = call.request.method
    known = {
        ("GET", ()): _listed,
        ("GET", ("$count",)): _counted,
        ("POST", ()): inserting.create_below,
        ("PUT", ()): parties.replace,
        ("GET", ("$ref",)): linking.references,
        ("POST", ("$ref",)): linking.post,
        ("DELETE", ("$ref",)): linking.remove,
    }.get((method, rest))
    if known is not None:
        return known(call, row, link)
    if rest not in {(), ("$ref",), ("$count",)}:
        raise errors.unknown_segment(rest[0])
    raise errors.not_allowed(f"{method} is not allowed on a collection.")


def _listed(call: Call, row: Row, link: Navigation) -> Response:
    members = rendering.members(call, row, link)
    if predefined.asked_for(call.request.query):
        return predefined.answer(call, TABLES[link.target], members)
    return reading.read_list(call, TABLES[link.target], members)


def _counted(call: Call, row: Row, link: Navigation) -> Response:
    members = rendering.members(call, row, link)
    return reading.count(call, TABLES[link.target], members)


def _on_member(
    call: Call, row: Row, link: Navigation, key: str, rest: tuple[str, ...]
) -> Response:
    """The answer to a request on one row of a collection."""
    if rest == ("$ref",):
        if call.request.method != "DELETE":
            raise errors.not_allowed("Only DELETE is allowed on a member's reference.")
        return linking.remove(call, row, link, key)
    table = TABLES[link.target]
    other = row_at(call.organization, table, key)
    if all(one.id != other.id for one in rendering.members(call, row, link)):
        raise errors.missing_row(table.name, other.id)
    return on_key(call, table, other.id, rest)
