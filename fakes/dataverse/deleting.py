"""Deletions: what stays, what goes along, what lets go (sections 3.1, 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from fakes.dataverse import errors
from fakes.dataverse.plugins import GONE, LEAVING
from fakes.dataverse.schema import TABLES
from fakes.dataverse.schema.relations import INTERSECTS, REFERRERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row

_Name: TypeAlias = tuple[str, str]  # table and id
_SHARES: Final = ("principalobjectaccess", "principalobjectattributeaccess")
STAYS: Final = frozenset(
    {"organization", "usersettings", "systemuser", "principalobjectaccess"}
)


def delete(organization: Database, row: Row, author: str) -> None:
    """The row is gone, and no other row refers to it any more.

    Raises:
        DataverseError: rows of its kind stay, or others need it; nothing is written.
    """
    doomed, loose = _consequences(organization, row)
    leave = LEAVING.get(row.table.name)
    if leave is not None:
        leave(organization, row, author)
    for gone in _let_go(organization, doomed, loose, author):
        plugin = GONE.get(gone.table.name)
        if plugin is not None:
            plugin(organization, gone)


def erase(organization: Database, row: Row, author: str) -> None:
    """As `delete`, but no plug-in learns of it."""
    doomed, loose = _consequences(organization, row)
    for _ in _let_go(organization, doomed, loose, author):
        pass


def _consequences(
    organization: Database, row: Row
) -> tuple[list[_Name], list[tuple[_Name, str]]]:
    """The rows that go, and the lookups that let go of them."""
    doomed: dict[_Name, Row] = {}
    _doom(organization, row, doomed)
    loose: list[tuple[_Name, str]] = []
    for one in doomed.values():
        _check(one)
        for other, column in _referring(organization, one):
            if _name(other) in doomed:
                continue
            if other.table.columns[column].required:
                raise _needed(one, other)
            loose.append((_name(other), column))
    return list(doomed), loose


def _let_go(
    organization: Database,
    doomed: list[_Name],
    loose: list[tuple[_Name, str]],
    author: str,
) -> Iterator[Row]:
    """The rows one by one, each as soon as it is gone."""
    # Rows as they are by now: plug-ins may have written or deleted some on the way.
    for (table, id), column in loose:
        still = organization.rows_of(table).by_id.get(id)
        if still is not None and still.values[column] is not None:
            organization.unlink(still, column, by=author)
    for table, id in reversed(doomed):
        left = organization.rows_of(table).by_id.get(id)
        if left is not None:
            _erase(organization, left, author)
            yield left


def _name(row: Row) -> _Name:
    return row.table.name, row.id


def _doom(organization: Database, row: Row, doomed: dict[_Name, Row]) -> None:
    """Adds the row, and those that go along with it, to the ones to be deleted."""
    if _name(row) in doomed:
        return
    doomed[_name(row)] = row
    for other, column in _referring(organization, row):
        if _goes_along(organization, row.table.name, other.table.name, column):
            _doom(organization, other, doomed)


def _referring(organization: Database, row: Row) -> Iterator[tuple[Row, str]]:
    """The rows that refer to a row, each with the lookup that does."""
    for referrer, column in REFERRERS.get(row.table.name, ()):
        held = organization.rows_of(referrer)
        for one in held.referring(column, row.table.name, row.id):
            yield one, column


def _erase(organization: Database, row: Row, author: str) -> None:
    """The row is gone, with its ends of many-to-many relationships and its shares."""
    for intersect, column in INTERSECTS.get(row.table.name, ()):
        for one in organization.rows_of(intersect).equal(column, row.id):
            organization.remove(one, by=author)
    column = "principalid" if row.table.base == "principal" else "objectid"
    for table in _SHARES:
        for share in organization.rows_of(table).equal(column, row.id):
            organization.remove(share, by=author)
    organization.remove(row, by=author)


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
