"""Bodies of writes: from JSON to columns, links and rows to insert (3.2, 3.4)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import errors
from fakes.dataverse.keys import addressed
from fakes.dataverse.schema import TABLES, ColumnType
from fakes.dataverse.schema.model import remark
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.schema.model import Navigation, Table

_BIND: Final = "@odata.bind"


@dataclass(slots=True, kw_only=True)
class Body:
    """What a body writes: own columns, and rows beside it (POST only)."""

    values: dict[str, object] = field(default_factory=dict)  # lookups as references
    single: list[tuple[Navigation, dict[str, Any]]] = field(default_factory=list)
    many: list[tuple[Navigation, list[dict[str, Any]]]] = field(default_factory=list)
    bound: list[tuple[Navigation, list[Reference]]] = field(default_factory=list)


def body_of(call: Call) -> dict[str, Any]:
    """The request's JSON object.

    Raises:
        DataverseError: there is none.
    """
    try:
        found = json.loads(call.request.body or b"", parse_constant=_refused)
    except (ValueError, RecursionError) as error:  # covers bad UTF-8 and bad JSON
        raise errors.bad_payload("The request body is no valid JSON.") from error
    if not isinstance(found, dict):
        raise errors.bad_payload("The request body must be a JSON object.")
    return found


def _refused(name: str) -> None:
    """NaN and Infinity, which Python's reader knows, are no JSON."""
    raise ValueError(name)


def decoded(call: Call, table: Table, body: dict[str, Any], *, creating: bool) -> Body:
    """What a body writes, checked by name; values are checked when they are stored.

    Columns are ignored that are read-only (section 3.5: server-set), or not valid for
    create or for update (section 9.1); so is control information.

    Raises:
        DataverseError: a property is unknown, or a lookup is written by its value.
    """
    service = call.caller.principal.application
    found = Body()
    for name, value in body.items():
        if name.endswith(_BIND):
            link = _link(call, table, name.removesuffix(_BIND))
            _bind(call, link, value, found, creating=creating)
        elif "@" not in name:
            _property(call, table, name, value, found)
    if (found.single or found.many) and not creating:
        raise errors.bad_payload(
            "Related rows cannot be written along with an update; only a new row "
            "brings others."
        )
    for name in tuple(found.values):
        column = table.columns[name]
        valid = column.creatable if creating else column.updatable
        if column.readonly or not valid or (column.service and not service):
            del found.values[name]
    return found


def _property(call: Call, table: Table, name: str, value: object, found: Body) -> None:
    column = table.by_wire.get(name)
    if column is not None and column.type is not ColumnType.LOOKUP:
        found.values[name] = value
        return
    if column is not None:
        raise errors.bad_payload(
            "CRM do not support direct update of Entity Reference properties, Use "
            f"Navigation properties instead ('{name}')."
        )
    if table.navigation(name) is None:
        raise _undeclared(table, name)
    link = _link(call, table, name)
    if value is None and not link.collection:
        found.values[link.column] = None
    elif isinstance(value, dict) and not link.collection:
        found.single.append((link, value))
    elif link.collection and _are_objects(value):
        found.many.append((link, value))  # type: ignore[arg-type]  # looked at above
    else:
        raise errors.bad_payload(f"'{name}' is a navigation property.")


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _undeclared(table: Table, name: str) -> errors.DataverseError:
    return errors.bad_payload(
        f"An undeclared property '{name}' which only has property annotations in the "
        f"payload but no property value was found, or '{name}' does not exist on type "
        f"'{table.type_name}'."
    )


def _link(call: Call, table: Table, name: str) -> Navigation:
    link = table.navigation(name)
    if link is None:
        raise _undeclared(table, name)
    call.organization.remark(remark(table, name, link))
    if all(target not in TABLES for target in link.targets):
        raise errors.unsupported(f"the table {link.target}")
    return link


def _bind(
    call: Call, link: Navigation, value: object, found: Body, *, creating: bool
) -> None:
    if not link.collection:
        found.values[link.column] = (
            None if value is None else reference(call, link, value)
        )
        return
    if not creating or not isinstance(value, list):
        raise errors.bad_payload(
            f"'{link.name}@odata.bind' takes a list of addresses, on a new row only."
        )
    found.bound.append((link, [reference(call, link, one) for one in value]))


def reference(call: Call, link: Navigation, text: object) -> Reference:
    """The row that an address names, for a navigation property.

    Raises:
        DataverseError: it is no address, or of a row that the property does not take.
    """
    return addressed(call.organization, link.targets, text, link.name)
