"""Hierarchies: who stands above and below a row, along a table's lookup to itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.paths import Path
    from fakes.dataverse.schema.model import Table

# The lookup that makes the hierarchy of a table (section 4.3).
PARENTS: Final[Mapping[str, str]] = {
    "account": "parentaccountid",
    "businessunit": "parentbusinessunitid",
    "systemuser": "parentsystemuserid",
}
HIERARCHICAL: Final = ("Above", "AboveOrEqual", "Under", "UnderOrEqual", "NotUnder")


def table_of(path: Path, tables: Mapping[str, Table]) -> str:
    """The table whose rows a column names: by its own key, or by a lookup.

    Raises:
        DataverseError: it names none with a hierarchy.
    """
    column = path.column
    for name in PARENTS:
        if column.name == tables[name].key or name in column.targets:
            return name
    raise errors.bad_query(f"'{column.name}' leads to no hierarchy.")


def line(organization: Database, table: str, id: str) -> tuple[str, ...]:
    """The row and those above it, upwards; a circle is walked once."""
    held, parent = organization.rows_of(table).by_id, PARENTS[table]
    found: dict[str, None] = {}
    current: object = id
    while isinstance(current, str) and current in held and current not in found:
        found[current] = None
        current = held[current].values[parent]
    return tuple(found)


def stands(organization: Database, table: str, name: str, one: str, two: str) -> bool:
    """Whether row `one` stands to row `two` as the query function `name` says."""
    if name.startswith("Above"):
        above = one in line(organization, table, two)
        return above and (one != two or name == "AboveOrEqual")
    under = two in line(organization, table, one)
    if name == "UnderOrEqual":
        return under
    strictly = under and one != two
    return not strictly if name == "NotUnder" else strictly
