"""What an answer shows of definitions: `$filter`, `$select` and `$expand` applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.dataverse import errors
from fakes.dataverse.metadata.conditions import condition
from fakes.dataverse.metadata.shared import NAMESPACE, Definition, Link, Many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fakes.dataverse.query import Query

_ID = "MetadataId"


def check(query: Query) -> None:
    """The options are such as metadata know: no paging, no order (section 11.2).

    Raises:
        DataverseError: `$top` is refused (inferred), others are gaps of this fake.
    """
    if query.top is not None:
        raise errors.bad_query("The query parameter $top is not supported")
    if query.orderby or query.counted or query.instants:
        raise errors.unsupported("$orderby, $count or instants on metadata")


def kept(definitions: Many, declared: str, query: Query) -> list[Definition]:
    """The definitions that the filter keeps.

    Raises:
        DataverseError: it is malformed, or names an unknown property.
    """
    if query.filter is None:
        return list(definitions)
    test, names = condition(query.filter)
    for one in definitions[:1]:
        _known(names, one, declared)
    return [one for one in definitions if test(one.known(declared))]


def shown(one: Definition, declared: str, query: Query) -> dict[str, object]:
    """The definition as JSON takes it; its id always comes (section 11.2).

    The type is told where it is not the declared one, as clients need it for casts.

    Raises:
        DataverseError: a property is unknown for the declared type.
    """
    found: dict[str, object] = {}
    if one.type != declared:
        found["@odata.type"] = f"#{NAMESPACE}{one.type}"
    if query.select is None:
        found.update(one.values)
        found.update(one.typed)
    else:
        _known(query.select, one, declared)
        known = one.known(declared)
        found.update({name: known[name] for name in query.select if name in known})
        found[_ID] = one.values[_ID]
    links = one.linked(declared)
    for entry in query.expand:
        if entry.name not in links:
            raise errors.unknown_property(entry.name, f"{NAMESPACE}{declared}")
        found[entry.name] = _followed(links[entry.name], entry.query)
    return found


def _followed(link: Link, query: Query) -> object:
    check(query)
    target = link.follow()
    if target is None:
        return None
    if isinstance(target, Definition):
        return shown(target, link.declared, query)
    return [
        shown(one, link.declared, query) for one in kept(target, link.declared, query)
    ]


def _known(names: Iterable[str], one: Definition, declared: str) -> None:
    known, links = one.known(declared), one.linked(declared)
    for name in names:
        if name not in known and name not in links:
            raise errors.unknown_property(name, f"{NAMESPACE}{declared}")


def context(query: Query) -> str:
    """What stands in parentheses behind the collection's name."""
    parts = [*(query.select or ())]
    parts += [f"{one.name}{context(one.query) or '()'}" for one in query.expand]
    return f"({','.join(parts)})" if parts else ""
