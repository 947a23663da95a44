"""Which lookups point at a table."""

from __future__ import annotations

from typing import Final

from fakes.dataverse.schema.load import TABLES
from fakes.dataverse.schema.model import ColumnType

# Written by the platform alone; a harness that stamps them itself is mistaken.
STAMPED: Final = frozenset(
    {
        *("createdon", "modifiedon", "versionnumber", "createdby", "modifiedby"),
        *("createdonbehalfby", "modifiedonbehalfby"),
        *("owninguser", "owningteam", "owningbusinessunit"),
    }
)


def _referrers() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table in TABLES.values():
        for column in table.columns.values():
            if column.type is ColumnType.LOOKUP and column.name not in STAMPED:
                for target in column.targets:
                    found.setdefault(target, []).append((table.name, column.name))
    return found


# By the table pointed at: table and column of the lookups. Deletion follows them.
REFERRERS: Final = _referrers()


def _intersects() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table in TABLES.values():
        for joined, column in table.intersect.items():
            found.setdefault(joined, []).append((table.name, column))
    return found


# By a table of a many-to-many relationship: intersect table and its column.
INTERSECTS: Final = _intersects()
