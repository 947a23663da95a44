"""Parameters of messages: inline, aliased, or in a JSON body (section 10)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import errors, keys
from fakes.dataverse.query import parse
from fakes.dataverse.schema import TABLES, table_of_set

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema import Table

_PARAMETER: Final = re.compile(
    r"\s*(\w+)\s*=\s*(@\w+|'(?:[^']|'')*'|\[[^\]]*\]|\{[^}]*\}|[^,]+)\s*(?:,|$)"
)
_NAMESPACE: Final = "Microsoft.Dynamics.CRM."


def inline(call: Call, text: str | None) -> Mapping[str, str]:
    """The parameters of a function by name, aliases resolved; still as text.

    Raises:
        DataverseError: they are malformed.
    """
    found: dict[str, str] = {}
    position, text = 0, text or ""
    aliases: dict[str, str] | None = None
    while position < len(text):
        match = _PARAMETER.match(text, position)
        if match is None:
            raise errors.bad_query(f"Syntax error in the parameters '{text}'.")
        value = match[2].strip()
        if value.startswith("@"):
            if aliases is None:
                aliases = dict(parse(call.request.query).parameters)
            value = aliases.get(value, "null")
        found[match[1]] = value
        position = match.end()
    return found


def target(call: Call, parameters: Mapping[str, str], name: str) -> Row:
    """The row that a function's parameter addresses: `{'@odata.id':'contacts(…)'}`.

    Raises:
        DataverseError: the parameter is missing or malformed, or there is no such row.
    """
    try:
        text = parameters.get(name, "")
        named: Any = json.loads(text if '"' in text else text.replace("'", '"'))
        address = named["@odata.id"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise errors.bad_query(f"{name} must hold '@odata.id'.") from error
    return _at(call, address)


def names(parameters: Mapping[str, str], name: str) -> list[str]:
    """The texts of a function's parameter that is a JSON array.

    Raises:
        DataverseError: it is missing or something else.
    """
    try:
        found: Any = json.loads(parameters.get(name, ""))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise errors.bad_query(f"{name} must be an array of names.")
    return found


def _at(call: Call, address: object) -> Row:
    set_name, key = keys.address(address)
    table = table_of_set(set_name)
    if table is None:
        raise errors.unknown_segment(set_name)
    return _readable(call, keys.row_at(call.organization, table, key))


def _readable(call: Call, row: Row) -> Row:
    call.organization.security.check(call.caller, "Read", row)
    return row


def nested(body: dict[str, Any], name: str) -> dict[str, Any]:
    """An object within a body.

    Raises:
        DataverseError: there is none of that name.
    """
    found = body.get(name)
    if not isinstance(found, dict):
        raise errors.bad_payload(f"'{name}' must be an object.")
    return found


def table_of(value: object, name: str) -> Table:
    """The table that `@odata.type` names, with or without `#`.

    Raises:
        DataverseError: it names none.
    """
    text = value.removeprefix("#") if isinstance(value, str) else ""
    table = TABLES.get(text.removeprefix(_NAMESPACE))
    if table is None:
        raise errors.bad_payload(f"'{name}' names no table in '@odata.type'.")
    return table


def entity(call: Call, body: dict[str, Any], name: str) -> Row:
    """The row that an action's parameter names, by key and type or by address.

    Raises:
        DataverseError: the parameter is missing or malformed, or there is no such row.
    """
    found = nested(body, name)
    if "@odata.id" in found:
        return _at(call, found["@odata.id"])
    table = table_of(found.get("@odata.type"), name)
    principal = found.get("ownerid") if table.principal else None
    id = found.get(table.key, principal)
    if not isinstance(id, str):
        raise errors.bad_payload(f"'{name}' holds no '{table.key}'.")
    return _readable(call, keys.row_at(call.organization, table, id))
