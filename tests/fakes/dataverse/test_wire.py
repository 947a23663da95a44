"""JSON of rows: two ways to write it, one result."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import pytest

from fakes.dataverse import wire
from fakes.dataverse.rows import Row
from fakes.dataverse.schema import TABLES, ColumnType
from fakes.dataverse.schema.model import Column, Table
from fakes.dataverse.values import Reference

ID: Final = "0f5c1a00-0000-4000-8000-00000000000a"
VALUES: Final = {
    ColumnType.TEXT: 'Ann "Ä" \\ </script> \u2028 \x7f',
    ColumnType.MEMO: "two\nlines\tand a tab",
    ColumnType.INTEGER: -7,
    ColumnType.BIGINT: 2**53 + 1,
    ColumnType.DECIMAL: 1e-07,
    ColumnType.DOUBLE: 1e16,
    ColumnType.MONEY: 1234.5,
    ColumnType.BOOLEAN: True,
    ColumnType.CHOICE: 690970000,
    ColumnType.STATE: 0,
    ColumnType.STATUS: 1,
    ColumnType.INSTANT: datetime(2026, 3, 2, 8, tzinfo=UTC),
    ColumnType.DATE: date(2026, 3, 2),
    ColumnType.ZONELESS: datetime(2026, 3, 2, 8, tzinfo=UTC),
    ColumnType.GUID: ID,
}


def a_value(column: Column) -> object:
    """Something that a column of this type may hold."""
    if column.type is ColumnType.LOOKUP:
        return Reference(column.targets[0], ID)
    return VALUES[column.type]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("filled", [True, False], ids=["filled", "null"])
def test_a_row_is_written_fast_as_it_is_written_by_the_encoder(
    table: Table, *, filled: bool
) -> None:
    """To the byte, for each table and each type."""
    values = {
        name: a_value(column) if filled else None
        for name, column in table.columns.items()
    }
    row = Row(table=table, id=ID, number=1, version=1000001, values=values)
    shape = wire.shape_of(table, None)

    text = wire.text_of(row, shape)

    assert text == wire.encode(wire.object_of(row, shape, tagged=True))
