"""YAML of tables: read, and its outline checked, before anything is made of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Final, TypeAlias

import yaml

from fakes.dataverse.schema.model import Elsewhere, Ownership

Source: TypeAlias = Mapping[str, Any]  # one table, as YAML has it
_NEEDED: Final = frozenset({"set", "code", "ownership"})
_KNOWN: Final = _NEEDED | {
    *("key", "name", "schema", "label", "privilege", "change_tracking", "concurrency"),
    *("activity", "states", "columns", "lookups", "lenient", "keys", "stamps"),
    *("parties", "intersect", "relationship"),
}
_LOOKUP: Final = frozenset({"to", "nav", "partner", "words", "required"})


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen at run time
    """A safe loader that refuses a name twice, where YAML would take the last."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> dict[Hashable, Any]:
        """The mapping; no key stands in it twice."""
        names = [key.value for key, _ in node.value if key.tag.endswith(":str")]
        if len(names) != len(set(names)):
            twice = next(name for name in names if names.count(name) > 1)
            msg = f"the name {twice!r} stands twice in line {node.start_mark.line + 1}"
            raise ValueError(f"{msg} and below")
        found: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return found


def sources(texts: Iterable[str]) -> dict[str, Source]:
    """The tables of all texts by name.

    Raises:
        ValueError: a table stands twice, or its outline is wrong.
    """
    found: dict[str, Source] = {}
    for text in texts:
        for name, source in _read(text).items():
            if name in found:
                raise ValueError(f"table {name}: it is described twice")
            _check(name, source)
            found[name] = source
    return found


def elsewhere(text: str) -> dict[str, Elsewhere]:
    """The tables that the real service has and this fake does not."""
    found: dict[str, Elsewhere] = {}
    for name, source in _read(text).items():
        known = {"set": source} if isinstance(source, str) else source
        activity = known.get("activity", False)
        found[name] = Elsewhere(
            name=name,
            entity_set=known["set"],
            key="activityid" if activity else f"{name}id",
            base="activitypointer" if activity else "crmbaseentity",
        )
    return found


def _read(text: str) -> dict[str, Any]:
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise ValueError(f"no YAML: {error}") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ValueError("tables stand under their names")  # noqa: TRY004 - one kind of error
    return found


def _check(name: str, source: object) -> None:
    """The keys of a table are known, and the needed ones are there."""
    if not isinstance(source, dict):
        raise ValueError(f"table {name}: it has no keys")  # noqa: TRY004 - one kind of error
    missing = _NEEDED - source.keys()
    if missing:
        raise ValueError(f"table {name}: {_list(missing)} missing")
    stray = source.keys() - _KNOWN
    if stray:
        raise ValueError(f"table {name}: unknown key {_list(stray)}")
    if source["ownership"] not in list(Ownership):
        raise ValueError(f"table {name}: no ownership, {source['ownership']!r}")
    intersect = source.get("intersect")
    if intersect is not None and (len(intersect) != 2 or "relationship" not in source):
        raise ValueError(f"table {name}: it joins two tables by a relationship")
    for column, lookup in source.get("lookups", {}).items():
        _check_lookup(name, column, lookup)


def _check_lookup(table: str, column: str, lookup: object) -> None:
    if not isinstance(lookup, dict) or "to" not in lookup:
        raise ValueError(f"table {table}, column {column}: a lookup needs 'to'")
    stray = lookup.keys() - _LOOKUP
    if stray:
        raise ValueError(f"table {table}, column {column}: unknown key {_list(stray)}")


def _list(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names))
