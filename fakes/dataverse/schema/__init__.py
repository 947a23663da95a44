"""The tables as data: YAML files beside this module, read once per process."""

from fakes.dataverse.schema.load import TABLES, table_of_set, tables
from fakes.dataverse.schema.model import (
    Column,
    ColumnType,
    Navigation,
    Ownership,
    State,
    Table,
)

__all__ = [
    "TABLES",
    "Column",
    "ColumnType",
    "Navigation",
    "Ownership",
    "State",
    "Table",
    "table_of_set",
    "tables",
]
