"""Addresses: from a path below the root to what it names (sections 3.1, 10)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from fakes.dataverse import errors
from fakes.dataverse.cutting import cut
from fakes.dataverse.schema import ELSEWHERE, Table, table_of_set

_API: Final = re.compile(r"(/api/data/v9\.[0-2])(?:/(.*))?")
_ANY_API: Final = re.compile(r"/api/data(?:/|$)")
# What stands beside the Web API and is asked for by its clients.
_OTHER_API: Final = re.compile(r"/api/(search|backgroundoperation)(?:/|$)")
_SEGMENT: Final = re.compile(r"([\w.$]+)(?:\((.*)\))?", re.DOTALL)
# What `metadata` answers, whatever follows.
METADATA: Final = frozenset(
    {
        *("$metadata", "EntityDefinitions", "RelationshipDefinitions"),
        *("GlobalOptionSetDefinitions", "RetrieveMetadataChanges", "CreateEntities"),
    }
)
# Sets of the real service which this fake does not have: a gap, not a wrong address.
_OTHER_SETS: Final = frozenset(
    {
        *(one.entity_set for one in ELSEWHERE.values()),
        *("principals", "roleprivilegescollection"),
    }
)


@dataclass(frozen=True, slots=True)
class Route:
    """What a path names.

    `version` is the path of the service, `/api/data/v9.2`. Without a table, `name`
    says what it is: "", "$metadata", "$batch", or a message with its parameters in
    `key`; or the first segment of metadata. `rest` are the segments behind, decoded.
    """

    version: str
    name: str
    table: Table | None = None
    key: str | None = None
    rest: tuple[str, ...] = ()


@functools.lru_cache(maxsize=4096)
def route(path: str) -> Route:
    """What the path names.

    Raises:
        DataverseError: nothing, or something that this fake does not have.
    """
    match = _API.fullmatch(path)
    if match is None:
        if _ANY_API.match(path):
            message = "Requested API Version was not understood."
            raise errors.DataverseError(
                status=404, code=errors.REFUSED, message=message
            )
        if other := _OTHER_API.match(path):
            raise errors.unsupported(f"the API '{other[1]}'")
        raise errors.unknown_segment(path)
    version, rest = match[1], unquote(match[2] or "").rstrip("/")
    first, *others = cut(rest, "/")
    named = _SEGMENT.fullmatch(first)
    if first == "":
        return Route(version, "")
    if named is None:
        raise errors.unknown_segment(first)
    name, key = named[1], named[2]
    if name in METADATA:
        return Route(version, name, key=key, rest=tuple(others))
    table = table_of_set(name)
    if table is not None:
        return Route(version, name, table, key, tuple(others))
    if name in _OTHER_SETS:
        raise errors.unsupported(f"the entity set {name}")
    if others:
        raise errors.unknown_segment(name)
    return Route(version, name, key=key)


def segment(text: str) -> tuple[str, str | None]:
    """The name of a segment, and what stands in its parentheses."""
    match = _SEGMENT.fullmatch(text)
    if match is None:
        raise errors.unknown_segment(text)
    return match[1], match[2]
