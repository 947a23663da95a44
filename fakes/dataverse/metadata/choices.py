"""Choices: the options of columns, local and global (sections 11.1, 11.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fakes.dataverse.metadata.shared import (
    VERSION,
    Definition,
    Properties,
    label,
    managed,
    metadata_id,
)
from fakes.dataverse.schema import Column, ColumnType, Table

_OPTION: Final[Properties] = {
    "Color": None,
    "IsManaged": True,
    "ExternalValue": "",
    "ParentValues": [],
    "Tag": None,
    "IsHidden": False,
}
_KINDS: Final = {
    ColumnType.CHOICE: "Picklist",
    ColumnType.STATE: "State",
    ColumnType.STATUS: "Status",
    ColumnType.BOOLEAN: "Boolean",
}


def _option(value: int, text: str, *names: str) -> dict[str, object]:
    where = (*names, str(value))
    return {
        "Value": value,
        "Label": label(text, *where),
        "Description": label("", *where, "description"),
        **_OPTION,
        "MetadataId": None,
        "HasChanged": None,
    }


def _options(column: Column, table: Table, *names: str) -> list[dict[str, object]]:
    found = [_option(value, text, *names) for value, text in column.options.items()]
    if column.type is ColumnType.STATUS:
        state_of = {
            status: state.code
            for state in table.states.values()
            for status in state.status
        }
        for one in found:
            one["@odata.type"] = "#Microsoft.Dynamics.CRM.StatusOptionMetadata"
            one["State"] = state_of[int(str(one["Value"]))]
            one["TransitionData"] = None
    if column.type is ColumnType.STATE:
        for one in found:
            state = table.states[int(str(one["Value"]))]
            one["@odata.type"] = "#Microsoft.Dynamics.CRM.StateOptionMetadata"
            one["DefaultStatus"] = next(iter(state.status))
            one["InvariantName"] = state.label
    return found


def option_set(table: Table, column: Column) -> Definition:
    """The options of a column; of a yes-no column its two."""
    name = column.choice or f"{table.name}_{column.name}"
    names = ("optionset", name)
    values = {
        "MetadataId": metadata_id(*names),
        "HasChanged": None,
        "IsCustomOptionSet": False,
        "IsGlobal": bool(column.choice),
        "IsManaged": True,
        "Name": name,
        "ExternalTypeName": None,
        "OptionSetType": _KINDS[column.type],
        "IntroducedVersion": VERSION,
        "Description": label("", *names, "description"),
        "DisplayName": label(_title(column), *names),
        "IsCustomizable": managed("iscustomizable", value=True),
    }
    if column.type is ColumnType.BOOLEAN:
        return Definition(
            base="BooleanOptionSetMetadata",
            type="BooleanOptionSetMetadata",
            values={
                **values,
                "TrueOption": _option(1, "Yes", *names),
                "FalseOption": _option(0, "No", *names),
            },
        )
    return Definition(
        base="OptionSetMetadata",
        type="OptionSetMetadata",
        values={
            **values,
            "ParentOptionSetName": None,
            "Options": _options(column, table, *names),
        },
    )


def _title(column: Column) -> str:
    return column.schema_name.removeprefix("msdyn_")


def global_choices(tables: Mapping[str, Table]) -> tuple[Definition, ...]:
    """Every global choice that a column uses, once."""
    found = {
        column.choice: option_set(table, column)
        for table in tables.values()
        for column in table.columns.values()
        if column.choice
    }
    return tuple(found[name] for name in sorted(found))
