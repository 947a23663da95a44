"""Property paths: a column of the row, or of a row that lookups lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fakes.dataverse import errors
from fakes.dataverse.schema import TABLES
from fakes.dataverse.schema.model import ColumnType, remark
from fakes.dataverse.values import leads_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fakes.dataverse.asked import Asked
    from fakes.dataverse.schema.model import Column, Table


@dataclass(frozen=True, slots=True)
class Path:
    """A column behind zero or more lookups (column, table of the target)."""

    hops: tuple[tuple[str, str], ...]
    column: Column
    remarks: tuple[str, ...] = ()  # on names that only the fake forgives

    def columns(self, table: Table) -> list[tuple[Table, str]]:
        """Table and name of every column on the way, the last one included."""
        found = []
        for lookup, target in self.hops:
            found.append((table, lookup))
            table = TABLES[target]
        return [*found, (table, self.column.name)]

    def read(self, values: Mapping[str, object], asked: Asked) -> object:
        """The value; None too when a lookup on the way is null or leads elsewhere.

        A row that the caller may not read is as none (inferred).
        """
        for lookup, table in self.hops:
            id = values[lookup]
            if not leads_to(id, table):
                return None
            row = asked.organization.rows_of(table).by_id.get(str(id))
            if row is None:
                return None
            if not asked.organization.security.may(asked.caller, "Read", row):
                return None
            values = row.values
        return values[self.column.name]


def path_to(table: Table, names: Sequence[str]) -> Path:
    """The path that property names describe, `_x_value` for a lookup's own value.

    Raises:
        DataverseError: a name is no property of its type.
    """
    hops: list[tuple[str, str]] = []
    remarks: list[str] = []
    for name in names[:-1]:
        link = table.navigation(name)
        if link is None:
            raise errors.unknown_property(name, table.type_name)
        if link.collection:
            raise errors.bad_query(f"'{name}' is a collection.")
        if link.target not in TABLES:
            raise errors.unsupported(f"the table {link.target}")
        hops.append((link.column, link.target))
        spelt = remark(table, name, link)
        remarks += [spelt] if spelt else []
        table = TABLES[link.target]
    column = table.by_wire.get(names[-1])
    if column is None:
        raise errors.unknown_property(names[-1], table.type_name)
    return Path(tuple(hops), column, tuple(remarks))


def logical_path(table: Table, text: str) -> Path:
    """As `path_to`, for PropertyName parameters: logical names, `/` between."""
    *links, last = text.split("/")
    found = table.columns.get(last) if not links else None
    if found is not None and found.type is ColumnType.LOOKUP:
        return Path((), found)
    return path_to(table, [*links, last])
