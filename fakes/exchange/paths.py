"""Paths: which resource a request is about. The only place that takes a path apart.

Section 2.1: names match in any letter case, ids keep theirs; `users('x')` is
`users/x`, `delta()` and `microsoft.graph.delta` are `delta`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar
from urllib.parse import unquote

_KEYED: Final = re.compile(r"([A-Za-z]+)\('(.*)'\)", re.DOTALL)
_CALLED: Final = re.compile(r"(?:microsoft\.graph\.)?([$A-Za-z.0-9]+)(?:\((.*)\))?")
_CALENDARS: Final = (
    "",
    "/calendar",
    "/calendars/{calendar}",
    "/calendarGroups/{group}/calendars/{calendar}",
)
LeafT = TypeVar("LeafT")


@functools.lru_cache(maxsize=8192)
def segments(path: str) -> tuple[str, ...]:
    """The path's segments, decoded; a key in parentheses is a segment of its own."""
    parts: list[str] = []
    for segment in path.strip("/").split("/"):
        text = unquote(segment)
        if match := _KEYED.fullmatch(text):
            parts += [match[1], match[2].replace("''", "'")]
        else:
            parts.append(text)
    return tuple(parts)


def user_of(path: str) -> str | None:
    """The user whose mailbox a path leads to; None if it leads to none."""
    match segments(path):
        case [_, users, user, *_] if users.lower() == "users":
            return user
    return None


def called(segment: str) -> tuple[str, str]:
    """A segment as the name of what it may call, in lower case, and the arguments."""
    match = _CALLED.fullmatch(segment)
    return (match[1].lower(), match[2] or "") if match else (segment.lower(), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[LeafT]):
    """What a path leads to."""

    methods: Mapping[str, LeafT]  # empty: to nothing that is served
    names: Mapping[str, str]  # what stands in the path for `{name}`
    gaps: frozenset[str] = frozenset()  # methods that Graph has and the fake has not
    is_missing: bool = False  # Graph has such a resource, the fake has not


@dataclass(slots=True)
class _Node(Generic[LeafT]):
    literals: dict[str, _Node[LeafT]] = field(default_factory=dict)
    names: dict[str, _Node[LeafT]] = field(default_factory=dict)
    methods: dict[str, LeafT] = field(default_factory=dict)
    gaps: frozenset[str] = frozenset()
    is_missing: bool = False  # this and everything below


class Tree(Generic[LeafT]):
    """Path patterns, and what each method does there.

    `{U}` stands for a user's mailbox, `{C}` for a user's calendar in each of its
    spellings (section 2), `{name}` for an id.
    """

    def __init__(self) -> None:
        self._root: _Node[LeafT] = _Node()
        self._found: dict[str, Found[LeafT]] = {}

    def add(self, method: str, pattern: str, leaf: LeafT) -> None:
        """The method is served there."""
        for one in _spellings(pattern):
            node = self._node(one)
            assert method not in node.methods, f"{method} {one} is there twice"
            node.methods[method] = leaf

    def add_gap(self, method: str, pattern: str) -> None:
        """Graph serves the method there, the fake does not."""
        for one in _spellings(pattern):
            node = self._node(one)
            node.gaps |= {method}

    def add_missing(self, pattern: str) -> None:
        """Graph has something there, and below, that is not served."""
        for one in _spellings(pattern):
            self._node(one).is_missing = True

    def _node(self, pattern: str) -> _Node[LeafT]:
        node = self._root
        for part in pattern.strip("/").split("/"):
            if part.startswith("{"):
                node = node.names.setdefault(part[1:-1], _Node())
            else:
                node = node.literals.setdefault(part.lower(), _Node())
        return node

    def find(self, path: str) -> Found[LeafT]:
        """What the path below the service's root leads to."""
        found = self._found.get(path)
        if found is None:
            if len(self._found) > 8192:
                self._found.clear()
            found = self._found[path] = self._find(path)
        return found

    def _find(self, path: str) -> Found[LeafT]:
        names: dict[str, str] = {}
        node, is_missing = _descend(self._root, segments(path), names)
        if node is None:
            return Found(methods={}, names=names, is_missing=is_missing)
        return Found(
            methods=node.methods,
            names=names,
            gaps=node.gaps,
            is_missing=is_missing or node.is_missing,
        )


def _descend(
    node: _Node[LeafT], parts: tuple[str, ...], names: dict[str, str]
) -> tuple[_Node[LeafT] | None, bool]:
    """The node of the parts, names before ids; whether Graph has it and we have not."""
    if not parts:
        is_known = bool(node.methods or node.gaps or node.is_missing)
        return (node if is_known else None), False
    name, arguments = called(parts[0])
    is_missing = node.is_missing
    child = node.literals.get(name)
    if child is not None:
        found, missing = _descend(child, parts[1:], names)
        is_missing = is_missing or missing
        if found is not None:
            if arguments:
                names["arguments"] = arguments
            return found, is_missing
    for key, below in node.names.items():
        found, missing = _descend(below, parts[1:], names)
        is_missing = is_missing or missing
        if found is not None:
            names[key] = parts[0]
            return found, is_missing
    return None, is_missing


def _spellings(pattern: str) -> list[str]:
    whole = pattern.replace("{U}", "/v1.0/users/{user}")
    if "{C}" not in whole:
        return [whole if whole.startswith("/v1.0") else f"/v1.0{whole}"]
    return [whole.replace("{C}", f"/v1.0/users/{{user}}{one}") for one in _CALENDARS]
