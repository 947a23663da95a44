"""CSDL of the tables: entity types and their sets (section 11.2, "CSDL minimum").

- `activitypointer` is the base of the concrete activities and declares what all of
  them have; `principal` is the base of users and teams, with the key `ownerid`.
- Tables that lookups name and the fake lacks are entity types with a key and without a
  set; a reference to them can be resolved, their rows cannot be asked for.
- A lookup of an owner leads to `principal` and has no binding: users and teams stand
  in two sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lxml import etree

from fakes.dataverse.schema import (
    Column,
    ColumnType,
    Elsewhere,
    Navigation,
    Table,
)

EDM: Final = "http://docs.oasis-open.org/odata/ns/edm"
NAMESPACES: Final[Any] = {None: EDM}  # the stubs know no default namespace
ALIAS: Final = "mscrm"
ROOT: Final = "crmbaseentity"
ACTIVITY: Final = "activitypointer"
PRINCIPAL: Final = "principal"
PRINCIPAL_KEY: Final = "ownerid"
_ACTIVITY_KEY: Final = "activityid"
_TYPES: Final = {
    ColumnType.TEXT: "Edm.String",
    ColumnType.MEMO: "Edm.String",
    ColumnType.INTEGER: "Edm.Int32",
    ColumnType.BIGINT: "Edm.Int64",
    ColumnType.DECIMAL: "Edm.Decimal",
    ColumnType.DOUBLE: "Edm.Double",
    ColumnType.MONEY: "Edm.Decimal",
    ColumnType.BOOLEAN: "Edm.Boolean",
    ColumnType.CHOICE: "Edm.Int32",
    ColumnType.STATE: "Edm.Int32",
    ColumnType.STATUS: "Edm.Int32",
    ColumnType.INSTANT: "Edm.DateTimeOffset",
    ColumnType.DATE: "Edm.Date",
    ColumnType.ZONELESS: "Edm.DateTimeOffset",
    ColumnType.GUID: "Edm.Guid",
    ColumnType.LOOKUP: "Edm.Guid",
}


def entity_types(
    tables: Mapping[str, Table], elsewhere: Mapping[str, Elsewhere]
) -> Iterable[etree._Element]:
    """Every entity type: the bases, the tables, and what lookups lead to besides."""
    yield _element("EntityType", Name=ROOT, Abstract="true")
    yield _keyed(PRINCIPAL, ROOT, PRINCIPAL_KEY)
    keys = _keys(tables, elsewhere)
    shared = _of_all_activities(tables)
    pointer = _keyed(ACTIVITY, ROOT, _ACTIVITY_KEY)
    pointer.extend(_property(column) for column in shared.columns)
    pointer.extend(_link(keys, link, column) for link, column in shared.links)
    yield pointer
    for table in tables.values():
        yield _type_of(keys, table, shared)
    for name in _missing(tables):
        if name != ACTIVITY:
            one = elsewhere[name]
            if one.base == ACTIVITY:
                yield _element("EntityType", Name=name, BaseType=f"{ALIAS}.{ACTIVITY}")
            else:
                yield _keyed(name, ROOT, one.key)


class Shared:
    """What every concrete activity has: declared by their base, once."""

    def __init__(
        self,
        columns: tuple[Column, ...] = (),
        links: tuple[tuple[Navigation, Column], ...] = (),
    ) -> None:
        self.columns = columns
        self.links = links
        self.names = frozenset(
            {_ACTIVITY_KEY, *(column.wire for column in columns)}
            | {link.name for link, _ in links}
        )


def _of_all_activities(tables: Mapping[str, Table]) -> Shared:
    activities = [table for table in tables.values() if table.activity]
    if not activities:
        return Shared()
    first, *others = activities
    columns = tuple(
        column
        for column in first.columns.values()
        if column.name != first.key
        and all(
            column.name in other.columns
            and other.columns[column.name].type is column.type
            for other in others
        )
    )
    links = tuple(
        (link, first.columns[link.column])
        for name, link in first.navigations.items()
        if not link.partner
        and not link.collection
        and all(
            name in other.navigations
            and other.navigations[name].targets == link.targets
            and not other.navigations[name].partner
            for other in others
        )
    )
    return Shared(columns, links)


def _type_of(keys: Mapping[str, str], table: Table, shared: Shared) -> etree._Element:
    inherited = shared.names if table.activity else frozenset()
    if table.base == ROOT:
        found = _keyed(table.name, ROOT, table.key)
        inherited = frozenset({table.key})
    else:
        found = _element(
            "EntityType", Name=table.name, BaseType=f"{ALIAS}.{table.base}"
        )
    found.extend(
        _property(column)
        for column in table.columns.values()
        if column.wire not in inherited
    )
    found.extend(
        _link(keys, link, table.columns.get(link.column))
        for link in table.navigations.values()
        if link.name not in inherited
    )
    return found


def _missing(tables: Mapping[str, Table]) -> list[str]:
    """The tables that lookups name and that are not there."""
    return sorted(
        {
            target
            for table in tables.values()
            for link in table.navigations.values()
            for target in link.targets
            if target not in tables
        }
    )


def _keyed(name: str, base: str, key: str) -> etree._Element:
    found = _element("EntityType", Name=name, BaseType=f"{ALIAS}.{base}")
    etree.SubElement(
        etree.SubElement(found, _tag("Key")), _tag("PropertyRef"), Name=key
    )
    etree.SubElement(
        found, _tag("Property"), Name=key, Type="Edm.Guid", Nullable="false"
    )
    return found


def _property(column: Column) -> etree._Element:
    found = _element("Property", Name=column.wire, Type=_TYPES[column.type])
    if found.get("Type") == "Edm.Decimal":
        found.set("Scale", "variable")
    return found


def _link(
    keys: Mapping[str, str], link: Navigation, column: Column | None
) -> etree._Element:
    """A navigation property; the lookup that it follows is its constraint."""
    target = link.target if len(link.targets) == 1 else PRINCIPAL
    kind = f"Collection({ALIAS}.{target})" if link.collection else f"{ALIAS}.{target}"
    found = _element("NavigationProperty", Name=link.name, Type=kind)
    if link.partner:
        found.set("Partner", link.partner)
    if not link.collection and column is not None:
        etree.SubElement(
            found,
            _tag("ReferentialConstraint"),
            Property=column.wire,
            ReferencedProperty=keys[target],
        )
    return found


def _keys(
    tables: Mapping[str, Table], elsewhere: Mapping[str, Elsewhere]
) -> dict[str, str]:
    """The key of each entity type; users and teams inherit theirs."""
    own = {name: table.key for name, table in tables.items()}
    inherited = {
        name: PRINCIPAL_KEY for name, table in tables.items() if table.base == PRINCIPAL
    }
    beyond = {name: one.key for name, one in elsewhere.items()}
    return {**beyond, **own, **inherited, PRINCIPAL: PRINCIPAL_KEY}


def entity_sets(tables: Mapping[str, Table]) -> Iterable[etree._Element]:
    """The set of each table, with where its navigation properties lead."""
    for table in tables.values():
        found = _element(
            "EntitySet", Name=table.entity_set, EntityType=f"{ALIAS}.{table.name}"
        )
        for link in table.navigations.values():
            if len(link.targets) == 1 and link.target in tables:
                etree.SubElement(
                    found,
                    _tag("NavigationPropertyBinding"),
                    Path=link.name,
                    Target=tables[link.target].entity_set,
                )
        yield found


def _tag(name: str) -> str:
    return f"{{{EDM}}}{name}"


def _element(name: str, **attributes: str) -> etree._Element:
    return etree.Element(_tag(name), attributes, nsmap=NAMESPACES)
