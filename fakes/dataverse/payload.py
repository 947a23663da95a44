"""Bodies of writes: from JSON to columns and values (sections 3.2, 3.4)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import errors
from fakes.dataverse.schema import TABLES, ColumnType, table_of_set
from fakes.dataverse.values import Reference, guid

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.schema.model import Navigation, Table

_BIND: Final = "@odata.bind"
_TARGET: Final = re.compile(r"(?:.*/api/data/v[\d.]+/|/)?(\w+)\((.*)\)")
_NAMED_KEY: Final = re.compile(r"(\w+)\s*=\s*(.*)")
_ON_CREATE_ONLY: Final = frozenset({"overriddencreatedon"})


def body_of(call: Call) -> dict[str, Any]:
    """The request's JSON object.

    Raises:
        DataverseError: there is none.
    """
    try:
        found = json.loads(call.request.body or b"")
    except ValueError as error:  # covers bad UTF-8 and bad JSON
        raise errors.bad_payload("The request body is no valid JSON.") from error
    if not isinstance(found, dict):
        raise errors.bad_payload("The request body must be a JSON object.")
    return found


def key_of(table: Table, text: str) -> str:
    """The primary key that stands in parentheses.

    Raises:
        DataverseError: it is no GUID, or an alternate key that is not defined; no
            table has one by default.
    """
    named = _NAMED_KEY.fullmatch(text.strip())
    principal = table.name in {"systemuser", "team"}
    names = {"ownerid"} if principal else {table.key}
    value = named[2] if named and named[1] in names else text.strip()
    found = guid(value)
    if found is None:
        raise errors.DataverseError(
            status=400,
            code=errors.UNKNOWN_SEGMENT,
            message="The number of keys specified in the URI does not match number of "
            f"key properties for the resource 'Microsoft.Dynamics.CRM.{table.name}'.",
        )
    return found


def address(text: object) -> tuple[str, str]:
    """Set and key of an address: absolute, from the root, or from the service.

    Raises:
        DataverseError: it is no address of a row.
    """
    match = _TARGET.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise errors.bad_payload(f"'{text}' is no address of a row.")
    return match[1], match[2]


def reference(link: Navigation, text: object) -> Reference:
    """The row that an address names, for a lookup.

    Raises:
        DataverseError: it is no address, or of a row that the lookup does not take.
    """
    set_name, key = address(text)
    table = table_of_set(set_name)
    if table is None:
        raise errors.unknown_segment(set_name)
    if table.name not in link.targets:
        raise errors.bad_payload(f"{link.name} does not take rows of {table.name}.")
    return Reference(table.name, key_of(table, key))


def decoded(
    call: Call, table: Table, body: dict[str, Any], *, creating: bool
) -> dict[str, object]:
    """The columns that a body writes, lookups as references.

    Read-only columns are ignored (section 3.5: server-set); control information is.

    Raises:
        DataverseError: a property is unknown, or a lookup is written by its value.
    """
    service = call.caller.principal.application
    found: dict[str, object] = {}
    for name, value in body.items():
        if name.endswith(_BIND):
            link = _link(call, table, name.removesuffix(_BIND))
            found[link.column] = _bound(link, value)
        elif "@" in name:
            continue
        else:
            _property(call, table, name, value, found)
    for name in tuple(found):
        column = table.columns[name]
        if (
            column.readonly
            or (column.service and not service)
            or (name in _ON_CREATE_ONLY and not creating)
        ):
            del found[name]
    return found


def _property(
    call: Call, table: Table, name: str, value: object, found: dict[str, object]
) -> None:
    column = table.by_wire.get(name)
    if column is not None and column.type is not ColumnType.LOOKUP:
        found[name] = value
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
        found[link.column] = None
    elif isinstance(value, dict | list):
        raise errors.unsupported("deep insert")
    else:
        raise errors.bad_payload(f"'{name}' is a navigation property.")


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
    if link.name != name:
        call.organization.remark(f"{table.name}: {name} for {link.name}")
    if all(target not in TABLES for target in link.targets):
        raise errors.unsupported(f"the table {link.target}")
    return link


def _bound(link: Navigation, value: object) -> Reference | None:
    if link.collection:
        raise errors.unsupported(f"binding to the collection {link.name}")
    return None if value is None else reference(link, value)
