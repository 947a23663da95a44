"""Functions bound to a user: what may it do, and with this row (section 10)."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import errors, payload, reading, wire
from fakes.dataverse.query import parse
from fakes.dataverse.schema import TABLES, table_of_set
from fakes.dataverse.security import Caller, Depth, Everything, Verb

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.wire import Response

_VERBS: Final[tuple[Verb, ...]] = (
    *("Create", "Read", "Write", "Delete"),
    *("Assign", "Share", "Append", "AppendTo"),
)
# The order in which the service spells rights is inferred.
_RIGHTS: Final[tuple[tuple[Verb, str], ...]] = (
    ("Read", "ReadAccess"),
    ("Write", "WriteAccess"),
    ("Append", "AppendAccess"),
    ("AppendTo", "AppendToAccess"),
    ("Create", "CreateAccess"),
    ("Delete", "DeleteAccess"),
    ("Share", "ShareAccess"),
    ("Assign", "AssignAccess"),
)
# Privileges that belong to no table, as a System Administrator also has them.
_OTHERS: Final = (
    "prvActOnBehalfOfAnotherUser",
    "prvApproveRejectEmailAddress",
    "prvSyncToOutlook",
)


def bound(call: Call, user: Row, name: str, arguments: str | None) -> Response:
    """The answer of a function bound to a user."""
    if user.table.name != "systemuser" or call.request.method != "GET":
        raise errors.unsupported(f"the message {name} on {user.table.name}")
    if name == "RetrieveUserPrivileges":
        return _privileges(call, user)
    if name == "RetrievePrincipalAccess":
        return _access(call, user, arguments or "")
    raise errors.unsupported(f"the message {name}")


def _privileges(call: Call, user: Row) -> Response:
    principal = call.organization.security.principal(user.id)
    spelling = call.organization.security.spelling
    held = {spelling[name]: depth for name, depth in principal.privileges.items()}
    if isinstance(principal.privileges, Everything):
        tables = {table.privilege for table in TABLES.values()}
        names = [f"prv{verb}{one}" for one in sorted(tables) for verb in _VERBS]
        held = dict.fromkeys([*names, *_OTHERS], Depth.GLOBAL)
    listed = [
        {
            "Depth": depth.name.title(),
            "PrivilegeId": str(uuid.uuid5(uuid.NAMESPACE_OID, name.lower())),
            "BusinessUnitId": principal.unit,
            "PrivilegeName": name,
        }
        for name, depth in held.items()
        if depth is not Depth.NONE
    ]
    return wire.complex_value(
        call.api, "RetrieveUserPrivilegesResponse", {"RolePrivileges": listed}
    )


def _access(call: Call, user: Row, arguments: str) -> Response:
    """The rights of the user on a row: "ReadAccess, WriteAccess", or "None"."""
    security = call.organization.security
    principal = security.principal(user.id)
    caller = Caller(principal, principal)
    row = _target(call, arguments)
    words = [word for verb, word in _RIGHTS if security.may(caller, verb, row)]
    return wire.complex_value(
        call.api,
        "RetrievePrincipalAccessResponse",
        {"AccessRights": ", ".join(words) or "None"},
    )


def _target(call: Call, arguments: str) -> Row:
    """The row that the parameter Target names, inline or by an alias."""
    name, _, value = arguments.partition("=")
    if name.strip() != "Target":
        raise errors.bad_query("RetrievePrincipalAccess needs Target.")
    text = value.strip()
    if text.startswith("@"):
        text = dict(parse(call.request.query).parameters).get(text, "")
    try:
        named: Any = json.loads(text.replace("'", '"'))
        address = named["@odata.id"]
    except (ValueError, KeyError, TypeError) as error:
        raise errors.bad_query("Target must hold '@odata.id'.") from error
    set_name, key = payload.address(address)
    table = table_of_set(set_name)
    if table is None:
        raise errors.unknown_segment(set_name)
    return reading.visible(call, table.name, payload.key_of(table, key))
