"""Reads the tables from YAML and adds what every table of a kind has.

Adding a table is a matter of data. In a YAML file beside this module:

    msdyn_actual:                      # the logical name
      set: msdyn_actuals               # the entity set
      code: 10999                      # the object type code
      name: msdyn_name                 # the primary name column; may be missing
      ownership: user                  # user, organization, business, none
      states: active                   # or {0: {label: Open, status: {1: Free}}, ...}
      columns:
        msdyn_name: text 100 required  # the words are explained in `columns`
      lookups:                         # navigation properties, explained in `links`
        msdyn_workorder: {nav: msdyn_WorkOrder, to: msdyn_workorder}

That is enough: rows, wire format, `$metadata` and `EntityDefinitions` follow. Further
keys: `key` (else `<table>id`), `schema` and `label` (as metadata call the table),
`privilege` (what follows `prvRead`, else the name), `change_tracking`, `concurrency`,
`activity` (derived from activitypointer, lookups suffixed), `parties` (party lists by
participationtypemask), `lenient` (lookups also taken in another case), `keys`
(alternate keys: columns by name), `stamps: false` (no createdon and the like), and
`intersect: {table: column, table: column}` with `relationship` for a table that joins
two others. A lookup's target is a table, or stands in `elsewhere.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from fakes.dataverse.schema import columns, links, spelling
from fakes.dataverse.schema.documents import Source, elsewhere, sources
from fakes.dataverse.schema.model import (
    Column,
    Elsewhere,
    Navigation,
    Ownership,
    State,
    Table,
)

_FILES: Final = (
    "users.yaml",
    "security.yaml",
    "mail.yaml",
    "customers.yaml",
    "activities.yaml",
    "views.yaml",
    "field_service.yaml",
    "work_orders.yaml",
    "bookkeeping.yaml",
    "field_maps.yaml",
)
_ACTIVE: Final = {
    0: {"label": "Active", "status": {1: "Active"}},
    1: {"label": "Inactive", "status": {2: "Inactive"}},
}
_STAMPS: Final = {
    "createdon": "instant readonly",
    "modifiedon": "instant readonly",
    "versionnumber": "bigint readonly",
    "overriddencreatedon": "instant createonly dayformat",
    "importsequencenumber": "integer createonly",
    "timezoneruleversionnumber": "integer",
    "utcconversiontimezonecode": "integer",
}
_AUTHORS: Final = {
    name: {"to": "systemuser", "words": "readonly"}
    for name in ("createdby", "modifiedby", "createdonbehalfby", "modifiedonbehalfby")
}
_OWNERS: Final[dict[str, dict[str, Any]]] = {
    "ownerid": {
        "to": {"systemuser": "ownerid", "team": "ownerid"},
        "words": "equal required",
    },
    "owninguser": {"to": "systemuser", "words": "readonly"},
    "owningteam": {"to": "team", "words": "readonly"},
    "owningbusinessunit": {"to": "businessunit", "words": "readonly"},
}
_SUFFIXED: Final = frozenset({*_AUTHORS, *_OWNERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Every table by its logical name, and the tables that lookups alone name."""

    tables: Mapping[str, Table]
    elsewhere: Mapping[str, Elsewhere]


def schema_of(texts: Iterable[str], beyond: str = "") -> Schema:
    """The tables that YAML texts describe; `beyond` those that the fake lacks.

    Raises:
        ValueError: a text cannot be understood; one sentence with table and column.
    """
    described = sources(texts)
    other = elsewhere(beyond)
    lookups = {name: _lookups(source) for name, source in described.items()}
    tables: dict[str, Table] = {}
    for name, source in described.items():
        _check_targets(name, lookups[name], described.keys() | other.keys())
        tables[name] = _table(name, source, lookups[name])
    _check_sets(tables)
    for name, table in tables.items():
        links.join(tables, table, lookups[name])
        links.meet(tables, table)
    return Schema(tables=MappingProxyType(tables), elsewhere=MappingProxyType(other))


def _lookups(source: Source) -> dict[str, Mapping[str, Any]]:
    """The lookups of a table, with those that its kind of ownership brings."""
    found = dict(source.get("lookups", {}))
    ownership = source["ownership"]
    if _is_stamped(source):
        found.update(_AUTHORS)
    if ownership == Ownership.USER:
        found.update(_OWNERS)
    elif ownership == Ownership.ORGANIZATION:
        found.setdefault("organizationid", {"to": "organization"})
    return found


def _is_stamped(source: Source) -> bool:
    return bool(source.get("stamps", True)) and "intersect" not in source


def _check_targets(table: str, lookups: links.Lookups, known: Iterable[str]) -> None:
    for column, lookup in lookups.items():
        for target in links.names_by_target(column, lookup):
            if target not in known:
                msg = f"table {table}, column {column}: a lookup to nowhere, {target!r}"
                raise ValueError(msg)


def _check_sets(tables: Mapping[str, Table]) -> None:
    names: dict[str, str] = {}
    for table in tables.values():
        other = names.setdefault(table.entity_set, table.name)
        if other != table.name:
            msg = f"table {table.name}: {other} has the set {table.entity_set!r}"
            raise ValueError(msg)


def _states(source: object) -> Mapping[int, State]:
    described: Any = _ACTIVE if source == "active" else source or {}
    return MappingProxyType(
        {
            code: State(
                code=code, label=one["label"], status=MappingProxyType(one["status"])
            )
            for code, one in described.items()
        }
    )


def _columns(
    table: str,
    source: Source,
    states: Mapping[int, State],
    lookups: links.Lookups,
    navigations: Mapping[str, Navigation],
) -> list[Column]:
    """Every column of a table, in the order in which rows show them."""
    spelt = {**spelling.spellings(), **spelling.of_lookups(navigations.values())}
    key = source.get("key", f"{table}id")
    described: list[tuple[str, object]] = [
        (key, "guid createonly"),
        *((one, "guid readonly equal") for one in source.get("intersect", {}).values()),
        *source.get("columns", {}).items(),
    ]
    found = [_column(table, one, text, spelt) for one, text in described]
    found += columns.state_columns(states)
    found += [_lookup(table, one, lookup, spelt) for one, lookup in lookups.items()]
    if _is_stamped(source):
        found += [_column(table, one, text, spelt) for one, text in _STAMPS.items()]
    return found


def _column(table: str, name: str, source: object, spelt: Mapping[str, str]) -> Column:
    try:
        return columns.column(name, source, spelt.get(name, name))
    except ValueError as error:
        msg = f"table {table}, column {name}: {error}"
        raise ValueError(msg) from error


def _lookup(
    table: str, name: str, source: Mapping[str, Any], spelt: Mapping[str, str]
) -> Column:
    words = source.get("words", "")
    if source.get("required"):
        words = f"{words} required"
    targets = tuple(links.names_by_target(name, source))
    try:
        return columns.lookup(name, targets, words, spelt.get(name, name))
    except ValueError as error:
        msg = f"table {table}, column {name}: {error}"
        raise ValueError(msg) from error


def _lenient(source: Source, table: Table) -> Mapping[str, str]:
    wanted = source.get("lenient", ())
    return MappingProxyType(
        {
            name.lower(): name
            for name, link in table.navigations.items()
            if wanted == "all" or link.column in wanted
        }
    )


def _base(name: str, source: Source) -> str:
    """The entity type that the table's is derived from (section 11.2)."""
    if source.get("activity"):
        return "activitypointer"
    return "principal" if name in {"systemuser", "team"} else "crmbaseentity"


def _table(name: str, source: Source, lookups: links.Lookups) -> Table:
    states = _states(source.get("states"))
    suffixed = _SUFFIXED if source.get("activity") else frozenset()
    navigations = links.navigations(name, lookups, suffixed)
    found = _columns(name, source, states, lookups, navigations)
    by_name = {column.name: column for column in found}
    for column in found:
        if by_name[column.name] is not column:
            msg = f"table {name}, column {column.name}: a second column of that name"
            raise ValueError(msg)
    schema_name = source.get("schema", name)
    table = Table(
        name=name,
        entity_set=source["set"],
        key=found[0].name,
        primary_name=source.get("name"),
        code=source["code"],
        ownership=Ownership(source["ownership"]),
        privilege=source.get("privilege", name),
        change_tracking=source.get("change_tracking", False),
        concurrency=source.get("concurrency", True),
        activity=source.get("activity", False),
        columns=MappingProxyType(by_name),
        by_wire=MappingProxyType({column.wire: column for column in found}),
        navigations=navigations,
        lenient=MappingProxyType({}),
        states=states,
        blank=MappingProxyType({column.name: column.default for column in found}),
        keys=MappingProxyType(
            {one: tuple(names) for one, names in source.get("keys", {}).items()}
        ),
        schema_name=schema_name,
        base=_base(name, source),
        intersect=MappingProxyType(source.get("intersect", {})),
        relationship=source.get("relationship", ""),
        parties=MappingProxyType(source.get("parties", {})),
        label=source.get("label") or spelling.label(schema_name),
    )
    _check_names(table)
    return replace(table, lenient=_lenient(source, table))


def _check_names(table: Table) -> None:
    """The columns that a table names elsewhere in its description exist."""
    wanted = {"name": (table.primary_name,) if table.primary_name else (), **table.keys}
    for where, names in wanted.items():
        for name in names:
            if name not in table.columns:
                msg = f"table {table.name}, column {name}: unknown, but in {where!r}"
                raise ValueError(msg)


@functools.cache
def schema() -> Schema:
    """The tables of this fake, in the order of the files."""
    folder = resources.files(__package__)
    texts = [(folder / file).read_text("utf-8") for file in _FILES]
    return schema_of(texts, (folder / "elsewhere.yaml").read_text("utf-8"))


def tables() -> Mapping[str, Table]:
    """Every table by its logical name, in the order of the files."""
    return schema().tables


TABLES: Final = tables()
ELSEWHERE: Final = schema().elsewhere
_BY_SET: Final = {table.entity_set: table for table in TABLES.values()}


def table_of_set(name: str) -> Table | None:
    """The table behind an entity set's name; None when there is none."""
    return _BY_SET.get(name)
