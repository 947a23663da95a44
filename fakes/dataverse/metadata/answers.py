"""Addresses below `EntityDefinitions` and its sisters: from path to answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors, wire
from fakes.dataverse.metadata import (
    attributes,
    choices,
    entities,
    relationships,
    shapes,
)
from fakes.dataverse.metadata.changes import changes
from fakes.dataverse.metadata.document import document
from fakes.dataverse.metadata.shared import NAMESPACE, Definition, Many
from fakes.dataverse.query import Query, parse
from fakes.dataverse.schema import TABLES
from fakes.dataverse.values import guid

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.routes import Route
    from fakes.wire import Response

_KEY: Final = re.compile(r"(\w+)\s*=\s*'((?:[^']|'')*)'")
_ID_KEY: Final = re.compile(r"(?:MetadataId\s*=\s*)?([0-9A-Fa-f-]{36})")
_SEGMENT: Final = re.compile(r"([\w.]+)(?:\((.*)\))?", re.DOTALL)
_NAMED: Final = {  # what names an object of a collection, beside its id
    entities.BASE: "LogicalName",
    attributes.BASE: "LogicalName",
    entities.KEY: "LogicalName",
    relationships.BASE: "SchemaName",
    "OptionSetMetadata": "Name",
}
# The types that a cast may name, also those of which this fake has no object.
_DERIVED: Final = {
    attributes.BASE: frozenset(
        f"{kind}{attributes.BASE}"
        for kind in (
            *("BigInt", "Boolean", "DateTime", "Decimal", "Double", "EntityName"),
            *("Enum", "File", "Image", "Integer", "Lookup", "ManagedProperty"),
            *("Memo", "Money", "MultiSelectPicklist", "Picklist", "State", "Status"),
            *("String", "UniqueIdentifier"),
        )
    ),
    relationships.BASE: frozenset(
        {relationships.ONE_TO_MANY, relationships.MANY_TO_MANY}
    ),
}
_COUNT: Final = "$count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a path has led so far: some definitions, or a single one, or none."""

    found: Many | Definition | None
    declared: str  # the type that the path promises
    path: str  # for the context, from `#` on


def answer(call: Call, route: Route) -> Response:
    """The answer to a question about metadata.

    Raises:
        DataverseError: nothing is there, or it cannot be asked for that way.
    """
    if call.request.method != "GET":
        raise errors.unsupported(f"{call.request.method} on {route.name}")
    if route.name == "$metadata":
        return document(call)
    if route.name == "RetrieveMetadataChanges":
        return changes(call, route.key)
    place = _root(call, route)
    for position, text in enumerate(route.rest):
        following = _step(place, text)
        if following is None:
            return _property(call, place, route.rest[position:])
        place = following
    query = parse(call.request.query)
    shapes.check(query)
    return _shown(call, place, query)


def _root(call: Call, route: Route) -> Place:
    customization = call.organization.customization
    definitions: Many
    if route.name == "EntityDefinitions":
        definitions, declared = entities.entities(TABLES, customization), entities.BASE
    elif route.name == "RelationshipDefinitions":
        definitions = relationships.relationships(TABLES)
        declared = relationships.BASE
    elif route.name == "GlobalOptionSetDefinitions":
        definitions, declared = choices.global_choices(TABLES), "OptionSetMetadata"
    else:
        raise errors.unsupported(f"the message {route.name}")
    place = Place(found=definitions, declared=declared, path=route.name)
    return place if route.key is None else _keyed(place, route.key)


def _keyed(place: Place, text: str) -> Place:
    """The one of a collection that a key names.

    Raises:
        DataverseError: none has it, or such objects have no such key.
    """
    definitions = place.found
    assert isinstance(definitions, tuple)
    named, by_id = _KEY.fullmatch(text.strip()), _ID_KEY.fullmatch(text.strip())
    if named:
        name, value = named[1], named[2].replace("''", "'")
        base = definitions[0].base if definitions else place.declared
        if name != _NAMED.get(base):
            raise errors.unknown_segment(f"({text})")
    elif by_id:
        name, value = "MetadataId", guid(by_id[1]) or ""
    else:
        raise errors.bad_query(f"'{text}' is no key of {place.path}.")
    found = next((one for one in definitions if one.values[name] == value), None)
    if found is None:
        raise _missing(place.declared, value)
    shown = f"'{value}'" if named else value
    return Place(found=found, declared=place.declared, path=f"{place.path}({shown})")


def _missing(declared: str, value: str) -> errors.DataverseError:
    return errors.DataverseError(
        status=404,
        code=errors.NOT_FOUND,
        message=f"Could not find {declared} with '{value}' in the metadata cache.",
    )


def _step(place: Place, text: str) -> Place | None:
    """Where one more segment leads; None when it is a plain property, or unknown.

    Raises:
        DataverseError: the segment cannot stand there.
    """
    match = _SEGMENT.fullmatch(text)
    if match is None:
        return None
    name, key = match[1], match[2]
    if name.startswith(NAMESPACE):
        following = _cast(place, name.removeprefix(NAMESPACE))
    else:
        if not isinstance(place.found, Definition):
            raise errors.unknown_segment(name)
        link = place.found.linked(place.declared).get(name)
        if link is None:
            return None
        following = Place(
            found=link.follow(), declared=link.declared, path=f"{place.path}/{name}"
        )
    if key is None:
        return following
    if not isinstance(following.found, tuple):
        raise errors.unknown_segment(text)
    return _keyed(following, key)


def _cast(place: Place, type_name: str) -> Place:
    """The definitions of a derived type, with everything that it has."""
    path = f"{place.path}/{NAMESPACE}{type_name}"
    if type_name not in {place.declared, *_DERIVED.get(place.declared, ())}:
        raise errors.unknown_segment(f"{NAMESPACE}{type_name}")
    found = place.found
    if isinstance(found, tuple):
        found = tuple(one for one in found if type_name in {one.type, place.declared})
    elif found is None or type_name not in {found.type, place.declared}:
        raise _missing(type_name, place.path)
    return Place(found=found, declared=type_name, path=path)


def _shown(call: Call, place: Place, query: Query) -> Response:
    context = f"{call.api}/$metadata#{place.path}{shapes.context(query)}"
    if place.found is None:
        return wire.no_content()
    if isinstance(place.found, Definition):
        body = shapes.shown(place.found, place.declared, query)
        head = {"@odata.context": f"{context}/$entity"}
        return wire.json_response(wire.encode({**head, **body}).encode())
    rows = [
        wire.encode(shapes.shown(one, place.declared, query))
        for one in shapes.kept(place.found, place.declared, query)
    ]
    return wire.json_response(wire.collection({"@odata.context": context}, rows))


def _property(call: Call, place: Place, rest: tuple[str, ...]) -> Response:
    """One property of one definition.

    Raises:
        DataverseError: it has no such property.
    """
    name = rest[0]
    if name == _COUNT:
        raise errors.unsupported("$count of metadata")
    if not isinstance(place.found, Definition):
        raise errors.unknown_segment(name)
    known = place.found.known(place.declared)
    if name not in known:
        raise errors.unknown_segment(name)
    if rest[1:]:
        raise errors.unsupported(f"{name}/{rest[1]}")
    context = f"{call.api}/$metadata#{place.path}/{name}"
    body = {"@odata.context": context, "value": known[name]}
    return wire.json_response(wire.encode(body).encode())
