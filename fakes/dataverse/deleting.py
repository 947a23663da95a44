"""Deletions: what stays, what goes along, what lets go (sections 3.1, 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors
from fakes.dataverse.plugins import GONE
from fakes.dataverse.schema import TABLES
from fakes.dataverse.schema.relations import INTERSECTS, REFERRERS

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row

STAYS: Final = frozenset(
    {"organization", "usersettings", "systemuser", "principalobjectaccess"}
)


def delete(organization: Database, row: Row, author: str) -> None:
    """The row is gone, and no other row refers to it any more.

    Raises:
        DataverseError: rows of its kind stay, or others need it.
    """
    _check(row)
    table, id = row.table.name, row.id
    for referrer, column in REFERRERS.get(table, ()):
        for one in organization.rows_of(referrer).equal(column, id):
            if one.id == id:
                continue
            if _goes_along(organization, table, referrer, column):
                delete(organization, one, author)
            elif TABLES[referrer].columns[column].required:
                raise _needed(row, one)
            else:
                organization.unlink(one, column, by=author)
    for intersect, column in INTERSECTS.get(table, ()):
        for one in organization.rows_of(intersect).equal(column, id):
            organization.remove(one, by=author)
    for share in organization.rows_of("principalobjectaccess").equal("objectid", id):
        organization.remove(share, by=author)
    organization.remove(row, by=author)
    gone = GONE.get(table)
    if gone is not None:
        gone(organization, row)


def _goes_along(organization: Database, table: str, referrer: str, column: str) -> bool:
    if TABLES[referrer].columns[column].cascade:
        return True
    return (
        organization.customization.cascade_work_order_deletion
        and table == "msdyn_workorder"
        and referrer == "bookableresourcebooking"
    )


def _check(row: Row) -> None:
    """The row may be deleted at all."""
    if row.table.name == "mailbox" and row.values["regardingobjectid"] is not None:
        raise errors.bad_value(
            "The mailbox of a user or queue cannot be deleted.", errors.MAILBOX_STAYS
        )
    if row.table.name in STAYS:
        raise errors.not_allowed(f"Rows of {row.table.name} cannot be deleted.")


def _needed(row: Row, by: Row) -> errors.DataverseError:
    return errors.DataverseError(
        status=405,
        code=errors.ASSOCIATED,
        message=f"The {row.table.name} {row.id} cannot be deleted because it is "
        f"associated with another record ({by.table.name} {by.id}).",
    )
