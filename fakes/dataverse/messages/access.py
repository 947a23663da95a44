"""Messages about access: what may a user do, and what is shared (section 10)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import errors, wire
from fakes.dataverse.messages import parameters
from fakes.dataverse.rights import (
    RIGHT,
    WORDS,
    Depth,
    Everything,
    Rights,
    Verb,
    words_of,
)
from fakes.dataverse.schema import TABLES
from fakes.dataverse.security import Caller

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.wire import Response

_VERBS: Final[tuple[Verb, ...]] = (
    *("Create", "Read", "Write", "Delete"),
    *("Assign", "Share", "Append", "AppendTo"),
)
# Privileges that belong to no table, as a System Administrator also has them.
_OTHERS: Final = (
    "prvActOnBehalfOfAnotherUser",
    "prvApproveRejectEmailAddress",
    "prvSyncToOutlook",
)


def privileges(call: Call, user: Row) -> Response:
    """RetrieveUserPrivileges: what the roles of a user, and of its teams, add up to."""
    principal = call.organization.security.principal(user.id)
    spelling = call.organization.security.spelling
    held = {spelling[name]: depth for name, depth in principal.privileges.items()}
    if isinstance(principal.privileges, Everything):
        tables = {table.privilege_name for table in TABLES.values()}
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


def access(call: Call, user: Row, row: Row) -> Response:
    """RetrievePrincipalAccess: "ReadAccess, WriteAccess", or "None"."""
    security = call.organization.security
    principal = security.principal(user.id)
    caller = Caller(principal, principal)
    held = Rights(0)
    for verb, right in RIGHT.items():
        if security.may(caller, verb, row):
            held |= right
    return wire.complex_value(
        call.api, "RetrievePrincipalAccessResponse", {"AccessRights": words_of(held)}
    )


def shares(call: Call, row: Row) -> Response:
    """RetrieveSharedPrincipalsAndAccess: with whom the row is shared, and how."""
    found = []
    for share in call.organization.rows_of("principalobjectaccess").equal(
        "objectid", row.id
    ):
        kind, holder = share.values["principaltypecode"], share.values["principalid"]
        mask = share.values["accessrightsmask"]
        assert isinstance(mask, int)
        principal = {
            "@odata.type": f"#Microsoft.Dynamics.CRM.{kind}",
            "ownerid": holder,
            f"{kind}id": holder,
        }
        found.append({"AccessMask": words_of(Rights(mask)), "Principal": principal})
    return wire.complex_value(
        call.api,
        "RetrieveSharedPrincipalsAndAccessResponse",
        {"PrincipalAccesses": found},
    )


def grant(call: Call, body: dict[str, Any]) -> Response:
    """GrantAccess: the principal has these rights beside those it had; none is none."""
    row, principal, rights = _share(call, body)
    if rights:
        call.organization.share(row.table.name, row.id, principal.id, rights)
    return wire.no_content()


def modify(call: Call, body: dict[str, Any]) -> Response:
    """ModifyAccess: the principal has exactly these rights; none changes nothing."""
    row, principal, rights = _share(call, body)
    if rights:
        call.organization.unshare(row.table.name, row.id, principal.id)
        call.organization.share(row.table.name, row.id, principal.id, rights)
    return wire.no_content()


def revoke(call: Call, body: dict[str, Any]) -> Response:
    """RevokeAccess: nothing of the row is shared with the principal: 204."""
    row = parameters.entity(call, body, "Target")
    call.organization.security.check(call.caller, "Share", row)
    principal = _principal(call, body, "Revokee")
    call.organization.unshare(row.table.name, row.id, principal.id)
    return wire.no_content()


def _share(call: Call, body: dict[str, Any]) -> tuple[Row, Row, Rights]:
    row = parameters.entity(call, body, "Target")
    call.organization.security.check(call.caller, "Share", row)
    inner = parameters.nested(body, "PrincipalAccess")
    return row, _principal(call, inner, "Principal"), _mask(inner.get("AccessMask"))


def _principal(call: Call, body: dict[str, Any], name: str) -> Row:
    row = parameters.entity(call, body, name)
    if row.table.name not in {"systemuser", "team"}:
        raise errors.bad_payload(f"{name} must be a user or a team.")
    return row


def _mask(text: object) -> Rights:
    """The rights that words name, parted by commas with or without a space."""
    found = Rights(0)
    by_word = {word: right for right, word in WORDS.items()}
    for word in str(text or "None").split(","):
        right = by_word.get(word.strip())
        if right is None and word.strip() != "None":
            raise errors.bad_payload(f"'{word.strip()}' is no access right.")
        found |= right or Rights(0)
    return found
