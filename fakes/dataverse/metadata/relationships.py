"""Relationships as metadata: from the navigation properties of the tables.

Every lookup is one relationship for each table that it can point at; an owner points at
`owner`, which stands for users and teams. A many-to-many relationship comes from its
intersect table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fakes.dataverse.metadata.shared import (
    VERSION,
    Definition,
    Properties,
    is_custom,
    managed,
    metadata_id,
)
from fakes.dataverse.schema import ELSEWHERE, Column, ColumnType, Navigation, Table

BASE: Final = "RelationshipMetadataBase"
ONE_TO_MANY: Final = "OneToManyRelationshipMetadata"
MANY_TO_MANY: Final = "ManyToManyRelationshipMetadata"
_OWNER: Final = "owner"
_MENU: Final[Properties] = {
    "Behavior": "UseCollectionName",
    "Group": "Details",
    "Order": None,
    "IsCustomizable": True,
    "Icon": None,
    "ViewId": "00000000-0000-0000-0000-000000000000",
    "AvailableOffline": True,
    "MenuId": None,
    "QueryApi": None,
    "Label": {"LocalizedLabels": [], "UserLocalizedLabel": None},
}


def relationships(tables: Mapping[str, Table]) -> tuple[Definition, ...]:
    """Every relationship, in the order of the tables."""
    found: list[Definition] = []
    for table in tables.values():
        found += many_to_one(tables, table)
        if table.intersect:
            found.append(_many_to_many(table))
    return tuple(found)


def many_to_one(tables: Mapping[str, Table], table: Table) -> tuple[Definition, ...]:
    """The relationships in which the table holds the lookup."""
    return tuple(
        _one_to_many(tables, table, column, target)
        for column in table.columns.values()
        if column.type is ColumnType.LOOKUP
        for target in _referenced(column)
    )


def one_to_many(tables: Mapping[str, Table], table: Table) -> tuple[Definition, ...]:
    """The relationships in which other tables, or the same, point at the table."""
    return tuple(
        _one_to_many(tables, other, column, table.name)
        for other in tables.values()
        for column in other.columns.values()
        if column.type is ColumnType.LOOKUP and table.name in _referenced(column)
    )


def many_to_many(tables: Mapping[str, Table], table: Table) -> tuple[Definition, ...]:
    """The many-to-many relationships that the table takes part in."""
    return tuple(
        _many_to_many(other)
        for other in tables.values()
        if table.name in other.intersect
    )


def _referenced(column: Column) -> tuple[str, ...]:
    return (_OWNER,) if column.name == "ownerid" else column.targets


def _link(table: Table, column: Column, target: str) -> Navigation:
    """The property that follows the lookup; activities spell it with their suffix."""
    suffixed = table.navigations.get(f"{column.name}_{table.name}")
    if table.activity and suffixed is not None:
        return suffixed
    return next(
        link
        for link in table.navigations.values()
        if link.column == column.name
        and not link.collection
        and (target in link.targets or target == _OWNER)
    )


def _common(name: str, kind: str) -> Properties:
    return {
        "MetadataId": metadata_id("relationship", name),
        "HasChanged": None,
        "IsCustomRelationship": is_custom(name),
        "IsValidForAdvancedFind": True,
        "SchemaName": name,
        "SecurityTypes": "None",
        "IsManaged": True,
        "RelationshipType": kind,
        "IntroducedVersion": VERSION,
        "IsCustomizable": managed("iscustomizable", value=True),
    }


def _one_to_many(
    tables: Mapping[str, Table], table: Table, column: Column, target: str
) -> Definition:
    link = _link(table, column, target)
    name = link.relationship
    removal = "Cascade" if column.cascade else "RemoveLink"
    if column.required and not column.cascade:
        removal = "Restrict"
    return Definition(
        base=BASE,
        type=ONE_TO_MANY,
        values=_common(name, "OneToManyRelationship"),
        typed={
            "ReferencedAttribute": _key(tables, target),
            "ReferencedEntity": target,
            "ReferencingAttribute": column.name,
            "ReferencingEntity": table.name,
            "ReferencedEntityNavigationPropertyName": link.partner or name,
            "ReferencingEntityNavigationPropertyName": link.name,
            "RelationshipBehavior": 1,
            "IsHierarchical": False,
            "EntityKey": None,
            "IsDenormalizedLookup": False,
            "DenormalizedAttributeName": None,
            "AssociatedMenuConfiguration": dict(_MENU),
            "CascadeConfiguration": {
                "Assign": "NoCascade",
                "Delete": removal,
                "Archive": removal,
                "Merge": "NoCascade",
                "Reparent": "NoCascade",
                "Share": "NoCascade",
                "Unshare": "NoCascade",
                "RollupView": "NoCascade",
            },
        },
    )


def _key(tables: Mapping[str, Table], target: str) -> str:
    if target in tables:
        return tables[target].key
    return ELSEWHERE[target].key if target in ELSEWHERE else f"{target}id"


def _many_to_many(table: Table) -> Definition:
    first, second = table.intersect
    return Definition(
        base=BASE,
        type=MANY_TO_MANY,
        values=_common(table.relationship, "ManyToManyRelationship"),
        typed={
            "Entity1LogicalName": first,
            "Entity2LogicalName": second,
            "IntersectEntityName": table.name,
            "Entity1IntersectAttribute": table.intersect[first],
            "Entity2IntersectAttribute": table.intersect[second],
            "Entity1NavigationPropertyName": table.relationship,
            "Entity2NavigationPropertyName": table.relationship,
            "Entity1AssociatedMenuConfiguration": dict(_MENU),
            "Entity2AssociatedMenuConfiguration": dict(_MENU),
        },
    )
