"""What a seed calls a row by: an id, its name, or of a user also the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fakes.dataverse import Reference
from fakes.dataverse.schema import TABLES, Column, ColumnType, Table
from fakes.dataverse.values import guid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse import Organization

_ADDRESSES: Final = {"systemuser": "internalemailaddress"}


def table_called(name: str) -> Table:
    """The table of that logical name.

    Raises:
        ValueError: there is none.
    """
    found = TABLES.get(name)
    if found is None:
        msg = f"there is no table '{name}'; tables go by their logical names"
        raise ValueError(msg)
    return found


def row_called(organization: Organization, table: str, text: str) -> str:
    """The id of the row.

    Raises:
        ValueError: none is called so, or more than one.
    """
    id = guid(text)
    if id is not None and organization.get(table, id) is not None:
        return id
    names = [TABLES[table].primary_name, _ADDRESSES.get(table)]
    found = {
        str(row[TABLES[table].key])
        for name in names
        if name is not None
        for row in organization.rows(table, **{name: text})
    }
    if len(found) != 1:
        how_many = "several rows are" if found else "no row is"
        msg = f"{how_many} called '{text}' in {table}"
        raise ValueError(msg)
    return found.pop()


def values_of(
    organization: Organization, table: str, columns: Mapping[str, object]
) -> dict[str, object]:
    """The columns with every lookup followed; columns nobody knows stay as they are.

    Raises:
        ValueError: a lookup leads nowhere.
    """
    known = TABLES[table].columns
    return {
        name: _followed(organization, known[name], value) if name in known else value
        for name, value in columns.items()
    }


def _followed(organization: Organization, column: Column, value: object) -> object:
    if column.type is not ColumnType.LOOKUP or value is None:
        return value
    target, text = _meant(column, value)
    if target not in column.targets:
        may = " or ".join(column.targets)
        msg = f"'{column.name}' leads to {may}, not to '{target}'"
        raise ValueError(msg)
    if target not in TABLES:
        msg = f"this fake has no table '{target}', where '{column.name}' leads"
        raise ValueError(msg)
    return Reference(target, row_called(organization, target, text))


def _meant(column: Column, value: object) -> tuple[str, str]:
    if isinstance(value, str) and len(column.targets) == 1:
        return column.targets[0], value
    if isinstance(value, dict) and len(value) == 1:
        (target, text), *_ = value.items()
        if isinstance(text, str):
            return target, text
    msg = f"'{column.name}' is a lookup: {{{column.targets[0]}: id or name}}"
    raise ValueError(msg)
