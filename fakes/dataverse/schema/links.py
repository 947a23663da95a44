"""Navigation properties: from the lookups of the tables to both ends of each.

The only place that names relationships. A lookup is

    column: {to: table, nav: Exact_Case, partner: Collection_Name, words: "..."}
    column: {to: {table: nav, table: nav}, partner: {table: Collection_Name}}

`nav` is the column's name unless given. `partner` is the collection at the other end
and the relationship's schema name. Without one the relationship is named by the
platform's patterns (inferred), and the other end has no collection, but for lookups
of Field Service, where the pattern is dependable: `msdyn_<target>_<table>_<Lookup>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from fakes.dataverse.schema.model import Navigation, Table

Lookups: TypeAlias = Mapping[str, Mapping[str, Any]]  # by column, as in YAML
_PREFIX: Final = "msdyn_"
_BY_PATTERN: Final = {  # by column, with the table's name (inferred)
    "createdby": "lk_{}_createdby",
    "createdonbehalfby": "lk_{}_createdonbehalfby",
    "modifiedby": "lk_{}_modifiedby",
    "modifiedonbehalfby": "lk_{}_modifiedonbehalfby",
    "ownerid": "owner_{}",
    "owninguser": "user_{}",
    "owningteam": "team_{}",
    "owningbusinessunit": "business_unit_{}",
    "organizationid": "organization_{}",
}


def names_by_target(column: str, lookup: Mapping[str, Any]) -> dict[str, str]:
    """The navigation property for each table that the lookup can point at."""
    to = lookup["to"]
    return {to: lookup.get("nav", column)} if isinstance(to, str) else dict(to)


def navigations(
    table: str, lookups: Lookups, suffixed: frozenset[str]
) -> dict[str, Navigation]:
    """The single-valued navigation properties of a table.

    Concrete activities spell the `suffixed` ones with their name behind; the
    unsuffixed name works too (inferred, section 9.5).
    """
    found: dict[str, Navigation] = {}
    for column, lookup in lookups.items():
        named = names_by_target(column, lookup)
        by_name: dict[str, tuple[str, ...]] = {}
        for target, name in named.items():
            by_name[name] = (*by_name.get(name, ()), target)
        if column in suffixed:
            by_name[f"{column}_{table}"] = tuple(named)
        for name, targets in by_name.items():
            if name in found:
                msg = f"table {table}, column {column}: a second property {name!r}"
                raise ValueError(msg)
            found[name] = Navigation(
                name=name,
                column=column,
                target=targets[0],
                targets=targets,
                relationship=_relationship(table, column, name, targets[0]),
            )
    return found


def _relationship(table: str, column: str, name: str, target: str) -> str:
    """The schema name by pattern (inferred)."""
    if column in _BY_PATTERN:
        return _BY_PATTERN[column].format(table)
    prefix = _PREFIX if name.startswith(_PREFIX) else ""
    return f"{prefix}{target}_{table}_{name.removeprefix(_PREFIX)}"


def _partners(table: Table, column: str, lookup: Mapping[str, Any]) -> dict[str, str]:
    """The collection's name at the other end, by the table there."""
    named = names_by_target(column, lookup)
    given = lookup.get("partner", {})
    found = dict.fromkeys(named, given) if isinstance(given, str) else dict(given)
    stray = set(found) - set(named)
    if stray:
        msg = f"table {table.name}, column {column}: partner of {', '.join(stray)}"
        raise ValueError(msg)
    for target, name in named.items():
        if target not in found and name.startswith(_PREFIX):
            found[target] = table.navigations[name].relationship
    return found


def _put(table: Table, link: Navigation, origin: str) -> None:
    """Adds a property at the other end."""
    if link.name in table.navigations or link.name in table.by_wire:
        msg = f"{origin}: partner {link.name!r} clashes, {table.name} has it already"
        raise ValueError(msg)
    links: Any = table.navigations
    links[link.name] = link


def join(tables: Mapping[str, Table], table: Table, lookups: Lookups) -> None:
    """Adds the collection-valued ends of the table's lookups.

    Raises:
        ValueError: the table there has a property of that name already.
    """
    for column, lookup in lookups.items():
        named = names_by_target(column, lookup)
        for target, partner in _partners(table, column, lookup).items():
            own = replace(
                table.navigations[named[target]], relationship=partner, partner=partner
            )
            links: Any = table.navigations
            if target not in tables:
                links[own.name] = replace(own, partner="")
                continue
            links[own.name] = own
            other = Navigation(
                name=partner,
                column=column,
                target=table.name,
                targets=(table.name,),
                collection=True,
                partner=own.name,
                relationship=partner,
            )
            _put(tables[target], other, f"table {table.name}, column {column}")


def meet(tables: Mapping[str, Table], table: Table) -> None:
    """Adds both ends of the many-to-many relationship that an intersect table holds.

    Raises:
        ValueError: a table there has a property of that name already.
    """
    for own, column in table.intersect.items():
        other = next(one for one in table.intersect if one != own)
        link = Navigation(
            name=table.relationship,
            column=column,
            target=other,
            targets=(other,),
            collection=True,
            through=table.name,
            other=table.intersect[other],
            partner=table.relationship,
            relationship=table.relationship,
        )
        _put(tables[own], link, f"table {table.name}")
