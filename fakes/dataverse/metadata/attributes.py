"""Columns as `AttributeMetadata` and its derived types (section 11.2)."""

from __future__ import annotations

from typing import Final

from fakes.dataverse.metadata import choices
from fakes.dataverse.metadata.shared import (
    FOUNDED,
    VERSION,
    Definition,
    Link,
    Properties,
    is_custom,
    label,
    managed,
    metadata_id,
)
from fakes.dataverse.schema import Column, ColumnType, Table
from fakes.dataverse.schema.model import CHOICES, INSTANTS
from fakes.dataverse.schema.spelling import label as words_of

BASE: Final = "AttributeMetadata"
_TYPES: Final = {  # AttributeType, by our word
    ColumnType.TEXT: "String",
    ColumnType.MEMO: "Memo",
    ColumnType.INTEGER: "Integer",
    ColumnType.BIGINT: "BigInt",
    ColumnType.DECIMAL: "Decimal",
    ColumnType.DOUBLE: "Double",
    ColumnType.MONEY: "Money",
    ColumnType.BOOLEAN: "Boolean",
    ColumnType.CHOICE: "Picklist",
    ColumnType.STATE: "State",
    ColumnType.STATUS: "Status",
    ColumnType.INSTANT: "DateTime",
    ColumnType.DATE: "DateTime",
    ColumnType.ZONELESS: "DateTime",
    ColumnType.GUID: "Uniqueidentifier",
    ColumnType.LOOKUP: "Lookup",
}
_CLASSES: Final = {  # where the derived type is not called after AttributeType
    "Uniqueidentifier": "UniqueIdentifier",
    "Owner": "Lookup",
    "Customer": "Lookup",
    "PartyList": "Lookup",
}
_BEHAVIOURS: Final = {
    ColumnType.INSTANT: "UserLocal",
    ColumnType.DATE: "DateOnly",
    ColumnType.ZONELESS: "TimeZoneIndependent",
}
_INT32: Final = (-(2**31), 2**31 - 1)
_INT64: Final = (-(2**63), 2**63 - 1)
_MONEY: Final = 922337203685477.0
_DOUBLE: Final = 100_000_000_000.0
_DEFAULT_LENGTH: Final = {ColumnType.TEXT: 100, ColumnType.MEMO: 2000}


def attribute_type(column: Column) -> str:
    """The `AttributeType` of a column: owners and customers have their own."""
    if column.type is ColumnType.LOOKUP:
        if column.name == "ownerid":
            return "Owner"
        if column.name.endswith("customerid"):
            return "Customer"
    return _TYPES[column.type]


def attribute(
    table: Table, column: Column, number: int, *, secured: bool
) -> Definition:
    """The definition of a column; `number` is its place in the table."""
    kind = attribute_type(column)
    links: dict[str, Link] = {}
    if column.type in CHOICES or column.type is ColumnType.BOOLEAN:
        options = choices.option_set(table, column)
        links["OptionSet"] = Link(options.base, lambda: options)
        links["GlobalOptionSet"] = Link(
            options.base, lambda: options if column.choice else None
        )
    writable = not column.readonly and not column.service
    return Definition(
        base=BASE,
        type=f"{_CLASSES.get(kind, kind)}{BASE}",
        values=_base(
            table,
            column.name,
            kind,
            number,
            {
                "SchemaName": column.schema_name,
                "IsPrimaryId": column.name == table.key,
                "IsPrimaryName": column.name == table.primary_name,
                "IsValidForCreate": writable and column.creatable,
                "IsValidForUpdate": writable and column.updatable,
                "IsSecured": secured,
                "RequiredLevel": _required_level(_need(table, column)),
            },
        ),
        typed=_typed(column),
        typed_links=links,
    )


def party_list(table: Table, name: str, number: int) -> Definition:
    """A party list: an attribute in metadata, no plain property (section 9.5)."""
    own = {
        "SchemaName": name,
        "IsPrimaryId": False,
        "IsPrimaryName": False,
        "IsValidForCreate": True,
        "IsValidForUpdate": True,
        "IsSecured": False,
        "RequiredLevel": _required_level("None"),
        "IsValidODataAttribute": False,
    }
    return Definition(
        base=BASE,
        type=f"Lookup{BASE}",
        values=_base(table, name, "PartyList", number, own),
        typed={
            "Targets": ["account", "contact", "lead", "queue", "systemuser"],
            "Format": "None",
        },
    )


def attributes(table: Table, secured: frozenset[str]) -> tuple[Definition, ...]:
    """Every column of a table, in order, then its party lists."""
    found = [
        attribute(table, column, number, secured=column.name in secured)
        for number, column in enumerate(table.columns.values(), start=1)
    ]
    start = len(found) + 1
    found += [
        party_list(table, name, number)
        for number, name in enumerate(table.parties, start=start)
    ]
    return tuple(found)


def _need(table: Table, column: Column) -> str:
    if column.required or column.name == table.key:
        return "SystemRequired"
    return "ApplicationRequired" if column.business else "None"


def _required_level(level: str) -> dict[str, object]:
    name = "canmodifyrequirementlevelsettings"
    return managed(name, level, changeable=level != "SystemRequired")


def _base(
    table: Table, name: str, kind: str, number: int, own: Properties
) -> Properties:
    """The properties that every attribute has."""
    names = ("attribute", table.name, name)
    spelt = str(own["SchemaName"])
    return {
        "MetadataId": metadata_id(*names),
        "HasChanged": None,
        "AttributeOf": None,
        "AttributeType": kind,
        "AttributeTypeName": {"Value": f"{kind}Type"},
        "ColumnNumber": number,
        "Description": label("", *names, "description"),
        "DisplayName": label(words_of(spelt), *names),
        "DeprecatedVersion": None,
        "IntroducedVersion": VERSION,
        "EntityLogicalName": table.name,
        "IsAuditEnabled": managed("canmodifyauditsettings", value=False),
        "IsCustomAttribute": is_custom(name),
        "IsValidODataAttribute": True,
        "IsValidForRead": True,
        "CanBeSecuredForRead": True,
        "CanBeSecuredForCreate": True,
        "CanBeSecuredForUpdate": True,
        "IsRetrievable": True,
        "IsFilterable": True,
        "IsSearchable": False,
        "IsManaged": True,
        "IsGlobalFilterEnabled": managed("canmodifyglobalfiltersettings", value=False),
        "IsSortableEnabled": managed("canmodifyissortablesettings", value=False),
        "LinkedAttributeId": None,
        "LogicalName": name,
        "IsCustomizable": managed("iscustomizable", value=True),
        "IsRenameable": managed("isrenameable", value=True),
        "IsValidForAdvancedFind": managed("canmodifysearchsettings", value=True),
        "IsValidForForm": True,
        "IsRequiredForForm": False,
        "IsValidForGrid": True,
        "CanModifyAdditionalSettings": managed(
            "canmodifyadditionalsettings", value=True
        ),
        "ExternalName": None,
        "IsLogical": False,
        "IsDataSourceSecret": False,
        "InheritsFrom": None,
        "CreatedOn": FOUNDED,
        "ModifiedOn": FOUNDED,
        "SourceType": 0 if kind in {"String", "Integer", "DateTime"} else None,
        "AutoNumberFormat": "",
        **own,
    }


def _typed(column: Column) -> Properties:
    """The properties of the derived type."""
    kind = column.type
    if kind in {ColumnType.TEXT, ColumnType.MEMO}:
        return _of_text(column)
    if kind in {ColumnType.INTEGER, ColumnType.BIGINT}:
        widest = _INT64 if kind is ColumnType.BIGINT else _INT32
        low, high = column.bounds or widest
        return {"Format": "None", "MaxValue": high, "MinValue": low}
    if kind in {ColumnType.DECIMAL, ColumnType.DOUBLE, ColumnType.MONEY}:
        widest_number = _MONEY if kind is ColumnType.MONEY else _DOUBLE
        return {
            "MaxValue": widest_number,
            "MinValue": -widest_number,
            "Precision": 4 if kind is ColumnType.MONEY else 5,
            "ImeMode": "Disabled",
        }
    if kind in INSTANTS | {ColumnType.DATE}:
        return {
            "MinSupportedValue": "1753-01-01T00:00:00Z",
            "MaxSupportedValue": "9999-12-30T23:59:59Z",
            "Format": _date_format(column),
            "ImeMode": "Inactive",
            "DateTimeBehavior": {"Value": _BEHAVIOURS[kind]},
            "CanChangeDateTimeBehavior": managed(
                "canchangedatetimebehavior", value=False
            ),
        }
    if kind is ColumnType.LOOKUP:
        return {"Targets": list(column.targets), "Format": "None"}
    return _of_choice(column)


def _date_format(column: Column) -> str:
    if column.type is ColumnType.DATE:
        return "DateOnly"
    return column.format or "DateAndTime"


def _of_text(column: Column) -> Properties:
    length = column.max_length or _DEFAULT_LENGTH[column.type]
    if column.type is ColumnType.MEMO:
        return {
            "Format": "TextArea",
            "FormatName": {"Value": "TextArea"},
            "ImeMode": "Auto",
            "MaxLength": length,
            "IsLocalizable": False,
        }
    spelt = column.format or "Text"
    return {
        "Format": spelt,
        "FormatName": {"Value": spelt},
        "ImeMode": "Auto",
        "MaxLength": length,
        "YomiOf": None,
        "IsLocalizable": False,
        "DatabaseLength": length * 2,
        "FormulaDefinition": "",
        "SourceTypeMask": 0,
    }


def _of_choice(column: Column) -> Properties:
    if column.type is ColumnType.BOOLEAN:
        return {"DefaultValue": bool(column.default), "FormulaDefinition": ""}
    if column.type in CHOICES:
        first = -1 if column.default is None else column.default
        return {
            "DefaultFormValue": first,
            "ParentPicklistLogicalName": None,
            "ChildPicklistLogicalNames": [],
        }
    return {}
