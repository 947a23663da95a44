"""The tables as data: YAML files beside this module, read once per process."""

from fakes.dataverse.schema.load import ELSEWHERE, TABLES, table_of_set, tables
from fakes.dataverse.schema.model import (
    Column,
    ColumnType,
    Elsewhere,
    Navigation,
    Ownership,
    State,
    Table,
)

__all__ = [
    "ELSEWHERE",
    "TABLES",
    "Column",
    "ColumnType",
    "Elsewhere",
    "Navigation",
    "Ownership",
    "State",
    "Table",
    "table_of_set",
    "tables",
]
