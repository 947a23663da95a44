"""Column security: which columns a caller may read and write (section 1.6)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from fakes.dataverse import errors
from fakes.dataverse.rights import Everything

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema import Table
    from fakes.dataverse.security import Caller, Principal

Action: TypeAlias = Literal["create", "read", "update"]
_ALLOWED: Final = 4
# The profile of system administrators, to whom every column is open.
ADMINISTRATORS: Final = "572329c1-a042-4e22-be47-367c6374ea45"
_NONE: Final[frozenset[str]] = frozenset()
_SHARED: Final[Mapping[Action, str]] = {"read": "readaccess", "update": "updateaccess"}
_REFUSAL: Final[Mapping[Action, str]] = {
    "create": errors.COLUMN_CREATE_DENIED,
    "read": errors.COLUMN_READ_DENIED,
    "update": errors.COLUMN_UPDATE_DENIED,
}


def guarded(
    organization: Database, caller: Caller, table: Table, action: Action
) -> frozenset[str]:
    """The secured columns of the table for which the caller lacks this permission.

    Impersonation takes away what either of the two lacks (section 1.4).
    """
    secured = organization.customization.secured_of(table)
    if not secured:
        return _NONE
    lacking = secured - _granted(organization, caller.principal, table, action)
    if caller.real is not caller.principal:
        lacking |= secured - _granted(organization, caller.real, table, action)
    return lacking


def _granted(
    organization: Database, principal: Principal, table: Table, action: Action
) -> frozenset[str]:
    if isinstance(principal.privileges, Everything):
        return organization.customization.secured_of(table)
    profiles = _profiles(organization, principal)
    if ADMINISTRATORS in profiles:
        return organization.customization.secured_of(table)
    return frozenset(
        str(row.values["attributelogicalname"])
        for row in organization.rows_of("fieldpermission").equal(
            "entityname", table.name
        )
        if row.values[f"can{action}"] == _ALLOWED
        and row.values["fieldsecurityprofileid"] in profiles
    )


def _profiles(organization: Database, principal: Principal) -> frozenset[str]:
    held = organization.rows_of
    found = [*held("systemuserprofiles").equal("systemuserid", principal.user)]
    for team in principal.teams:
        found += held("teamprofiles").equal("teamid", team)
    return frozenset(str(row.values["fieldsecurityprofileid"]) for row in found)


def seen(organization: Database, caller: Caller, row: Row) -> Mapping[str, object]:
    """The row's columns as the caller sees them: null where it may not read."""
    hidden = guarded(organization, caller, row.table, "read")
    if hidden:
        hidden = _still(organization, caller, row, "read", hidden)
    if not hidden:
        return row.values
    return MappingProxyType({**row.values, **dict.fromkeys(hidden)})


def _still(
    organization: Database,
    caller: Caller,
    row: Row,
    action: Action,
    lacking: frozenset[str],
) -> frozenset[str]:
    """Of these columns those that no share of the row opens, to each of the two."""
    left = _NONE
    for principal in (caller.principal, caller.real):
        granted = _granted(organization, principal, row.table, action)
        left |= lacking - granted - _shared(organization, principal, row, action)
    return left


def _shared(
    organization: Database, principal: Principal, row: Row, action: Action
) -> frozenset[str]:
    """The secured columns of one row that have been shared with the user."""
    shares = organization.rows_of("principalobjectattributeaccess")
    return frozenset(
        str(share.values["attributelogicalname"])
        for share in shares.equal("objectid", row.id)
        if share.values["principalid"] in {principal.user, *principal.teams}
        and share.values[_SHARED[action]]
    )


def check_write(
    organization: Database,
    caller: Caller,
    table: Table,
    names: Iterable[str],
    row: Row | None = None,
) -> None:
    """The caller may write these columns, of a new row if `row` is None.

    Who may update a column and not read it, erases what it never saw (trap 10).

    Raises:
        DataverseError: a column is secured and the permission missing (403).
    """
    action: Action = "create" if row is None else "update"
    lacking = guarded(organization, caller, table, action)
    if lacking and row is not None:
        lacking = _still(organization, caller, row, action, lacking)
    _refuse(action, caller, table, lacking.intersection(names))


def check_asked(
    organization: Database,
    caller: Caller,
    table: Table,
    names: Collection[str],
) -> None:
    """The caller may read the columns that a condition or an order is about.

    Raises:
        DataverseError: a column is secured and the permission missing (403).
    """
    lacking = guarded(organization, caller, table, "read")
    if lacking:
        _refuse("read", caller, table, lacking.intersection(names))


def _refuse(
    action: Action, caller: Caller, table: Table, columns: frozenset[str]
) -> None:
    if not columns:
        return
    raise errors.DataverseError(
        status=403,
        code=_REFUSAL[action],
        message=f"Caller user with Id {caller.user} does not have {action.title()} "
        f"permissions for the secured column(s) {', '.join(sorted(columns))} of "
        f"{table.name}.",
    )
