"""Reads the tables from YAML and adds what every table of a kind has.

A column is "type [size] [words]" with the words

- `required`: SystemRequired, refuses null;
- `readonly`: only the platform writes it, a client's value is ignored;
- `service`: as `readonly`, but application users write it too: an implementation that
  performs "test and enable" has no other door (README of the specification);
- `cascade`: of a lookup, the row goes along when its target is deleted; else it is set
  to null, or, if it is required, the target stays (inferred);
- `equal`, `range`: kept in an index for equality or for ranges;
- `a..b`: bounds of a number; `default=x`.

A choice is `{choice: {value: label}, default: value, words: "..."}`. A table with
`intersect: {table: column, table: column}` and `relationship` joins two tables.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

import yaml

from fakes.dataverse.schema.model import (
    Column,
    ColumnType,
    Index,
    Navigation,
    Ownership,
    State,
    Table,
)

_FILES: Final = (
    "users.yaml",
    "security.yaml",
    "customers.yaml",
    "field_service.yaml",
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
    "overriddencreatedon": "instant",
    "importsequencenumber": "integer",
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
_BARE: Final = frozenset({"principalobjectaccess"})  # no stamps at all


def _words(text: str) -> dict[str, Any]:
    """The attributes of a column that its words stand for."""
    found: dict[str, Any] = {}
    for word in text.split():
        if word.isdecimal():
            found["max_length"] = int(word)
        elif word in {"required", "readonly", "service", "cascade"}:
            found[word] = True
        elif word in {"equal", "range"}:
            index: Index = "range" if word == "range" else "equal"
            found["index"] = index
        elif word.startswith("default="):
            found["default"] = yaml.safe_load(word.removeprefix("default="))
        elif ".." in word:
            low, _, high = word.partition("..")
            found["bounds"] = (int(low), int(high))
        else:
            msg = f"unknown word in a column: {word!r}"
            raise ValueError(msg)
    return found


def _column(name: str, source: str | dict[str, Any]) -> Column:
    if isinstance(source, str):
        kind, _, rest = source.partition(" ")
        return Column(name=name, type=ColumnType(kind), wire=name, **_words(rest))
    return Column(
        name=name,
        type=ColumnType.CHOICE,
        wire=name,
        options=MappingProxyType(source["choice"]),
        default=source.get("default"),
        **_words(source.get("words", "")),
    )


def _lookup(name: str, source: dict[str, Any]) -> Column:
    to = source["to"]
    targets = (to,) if isinstance(to, str) else tuple(to)
    words = _words(source.get("words", ""))
    if source.get("required"):
        words["required"] = True
    return Column(
        name=name,
        type=ColumnType.LOOKUP,
        wire=f"_{name}_value",
        targets=targets,
        **words,
    )


def _states(source: object) -> dict[int, State]:
    described: Any = _ACTIVE if source == "active" else source or {}
    return {
        code: State(
            code=code, label=one["label"], status=MappingProxyType(one["status"])
        )
        for code, one in described.items()
    }


def _state_columns(states: Mapping[int, State]) -> list[Column]:
    if not states:
        return []
    first = states[0]
    status = {
        code: label for state in states.values() for code, label in state.status.items()
    }
    return [
        Column(
            name="statecode",
            type=ColumnType.STATE,
            wire="statecode",
            options={code: state.label for code, state in states.items()},
            default=first.code,
        ),
        Column(
            name="statuscode",
            type=ColumnType.STATUS,
            wire="statuscode",
            options=status,
            default=next(iter(first.status)),
        ),
    ]


def _navigations(
    lookups: Mapping[str, dict[str, Any]], suffix: str | None
) -> dict[str, Navigation]:
    """The single-valued navigation properties of a table.

    Concrete activities spell the common ones with a suffix; the unsuffixed name works
    too (inferred, section 9.5).
    """
    found: dict[str, Navigation] = {}
    for column, source in lookups.items():
        to = source["to"]
        named = {to: source.get("nav", column)} if isinstance(to, str) else to
        names = list(dict.fromkeys(named.values()))
        if suffix and (column in _AUTHORS or column in _OWNERS):
            names.append(f"{column}_{suffix}")
        for name in names:
            targets = tuple(
                target for target, one in named.items() if one in {name, column}
            )
            found[name] = Navigation(
                name=name, column=column, target=targets[0], targets=targets
            )
    return found


def _lenient(
    source: object, navigations: Mapping[str, Navigation]
) -> Mapping[str, str]:
    if source is None:
        return MappingProxyType({})
    wanted: Any = source
    return MappingProxyType(
        {
            name.lower(): name
            for name, link in navigations.items()
            if wanted == "all" or link.column in wanted
        }
    )


def _table(name: str, source: dict[str, Any]) -> Table:
    ownership = Ownership(source["ownership"])
    intersect = source.get("intersect", {})
    key = source.get("key", f"{name}id")
    lookups: dict[str, dict[str, Any]] = dict(source.get("lookups", {}))
    bare = name in _BARE or bool(intersect)
    if not bare:
        lookups.update(_AUTHORS)
    if ownership is Ownership.USER:
        lookups.update(_OWNERS)
    elif ownership is Ownership.ORGANIZATION:
        lookups.setdefault("organizationid", {"to": "organization"})
    states = _states(source.get("states"))
    stamps: dict[str, str] = {} if bare else _STAMPS
    columns = [
        Column(name=key, type=ColumnType.GUID, wire=key),
        *(_column(one, "guid readonly equal") for one in intersect.values()),
        *(_column(one, text) for one, text in source.get("columns", {}).items()),
        *_state_columns(states),
        *(_lookup(one, data) for one, data in lookups.items()),
        *(_column(one, text) for one, text in stamps.items()),
    ]
    navigations = _navigations(lookups, name if source.get("activity") else None)
    return Table(
        name=name,
        entity_set=source["set"],
        key=key,
        primary_name=source.get("name"),
        code=source["code"],
        ownership=ownership,
        privilege=source.get("privilege", name),
        change_tracking=source.get("change_tracking", False),
        concurrency=source.get("concurrency", True),
        activity=source.get("activity", False),
        columns=MappingProxyType({column.name: column for column in columns}),
        by_wire=MappingProxyType({column.wire: column for column in columns}),
        navigations=navigations,
        lenient=_lenient(source.get("lenient"), navigations),
        states=MappingProxyType(states),
        blank=MappingProxyType({column.name: column.default for column in columns}),
        keys=MappingProxyType(
            {one: tuple(names) for one, names in source.get("keys", {}).items()}
        ),
        schema_name=source.get("schema", name),
        base=_base(name, source),
        intersect=MappingProxyType(intersect),
    )


def _base(name: str, source: dict[str, Any]) -> str:
    """The entity type that the table's is derived from (section 11.2)."""
    if source.get("activity"):
        return "activitypointer"
    return "principal" if name in {"systemuser", "team"} else "crmbaseentity"


def _partners(
    found: Mapping[str, Table], sources: Mapping[str, dict[str, Any]]
) -> None:
    """Adds the collection-valued ends of the lookups that name a `partner`.

    A lookup of several tables names one for each: `partner: {contact: Contact_Tasks}`.
    """
    for name, source in sources.items():
        for column, lookup in source.get("lookups", {}).items():
            partner = lookup.get("partner", {})
            named = {lookup["to"]: partner} if isinstance(partner, str) else partner
            for table, one in named.items():
                links: Any = found[table].navigations
                links[one] = Navigation(
                    name=one,
                    column=column,
                    target=name,
                    targets=(name,),
                    collection=True,
                )
        _meet(found, name, source)


def _meet(found: Mapping[str, Table], name: str, source: dict[str, Any]) -> None:
    """Adds both ends of the many-to-many relationship that an intersect table holds."""
    intersect = source.get("intersect", {})
    for own, column in intersect.items():
        links: Any = found[own].navigations
        other = next(one for one in intersect if one != own)
        link = source["relationship"]
        links[link] = Navigation(
            name=link,
            column=column,
            target=other,
            targets=(other,),
            collection=True,
            through=name,
            other=intersect[other],
        )


@functools.cache
def tables() -> Mapping[str, Table]:
    """Every table by its logical name, in the order of the files."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    sources: dict[str, dict[str, Any]] = {}
    for file in _FILES:
        text = (resources.files(__package__) / file).read_text("utf-8")
        sources.update(yaml.load(text, Loader=loader))  # noqa: S506 - a safe loader
    found = {name: _table(name, source) for name, source in sources.items()}
    _partners(found, sources)
    return MappingProxyType(found)


TABLES: Final = tables()
_BY_SET: Final = {table.entity_set: table for table in TABLES.values()}


def table_of_set(name: str) -> Table | None:
    """The table behind an entity set's name; None when there is none."""
    return _BY_SET.get(name)
