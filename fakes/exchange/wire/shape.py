"""Items as JSON, outwards: how a resource type looks, and how a caller wants to see it.

A type is data: its properties with what reads them, its relationships, what it can be
filtered by. Section 3.1: unset members are nulls, not missing keys, unless a type says
otherwise.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeAlias, TypeVar

from fakes.exchange.items import Item
from fakes.exchange.wire.json import dumps
from fakes.exchange.zones import UTC_ZONE, Zone

ItemT = TypeVar("ItemT", bound=Item)
EXTENDED: Final = "singleValueExtendedProperties"
_KEPT: Final = 16_384  # texts and views; an event's has some two thousand characters
MULTI_EXTENDED: Final = "multiValueExtendedProperties"
# what is read where an item has no such property, since it is of another derived type
ABSENT: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The one relationship that `$expand` names, with its nested options."""

    name: str
    nested: tuple[tuple[str, str], ...] = ()  # by name with `$`, in lower case
    property_ids: tuple[str, ...] = ()  # of extended properties, normalised


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a caller wants to see items."""

    zone: Zone = UTC_ZONE
    text_bodies: bool = False
    immutable_ids: bool = False
    select: tuple[str, ...] | None = None  # None: everything
    expand: Expansion | None = None
    with_type: bool = False  # "@odata.type" in front, as delta rows have it


Getter: TypeAlias = Callable[[Any], Any]
Reader: TypeAlias = Callable[[Any, View], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filterable:
    """What items of a type can be filtered and ordered by: paths and their values."""

    instants: Mapping[str, Getter] = field(default_factory=dict)
    texts: Mapping[str, Getter] = field(default_factory=dict)  # in lower case
    flags: Mapping[str, Getter] = field(default_factory=dict)
    # a collection's members, or what a path below leads to in each, in lower case
    collections: Mapping[str, Callable[[Any], Iterable[str]]] = field(
        default_factory=dict
    )
    refused: frozenset[str] = frozenset()  # by the service, says the fact sheet


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shape(Generic[ItemT]):
    """A resource type of Graph."""

    name: str  # "microsoft.graph.event"
    properties: Mapping[str, Reader]  # in the order of the documented samples
    # relationships with what reads them; None: the fake has not got them
    navigation: Mapping[str, Reader | None] = field(default_factory=dict)
    # known to the metadata, not among what a plain GET shows: read when selected;
    # None: the fake has not got them
    selectable: Mapping[str, Reader | None] = field(default_factory=dict)
    omitted_when_null: frozenset[str] = frozenset()
    has_etag: bool = True
    filterable: Filterable = field(default_factory=Filterable)
    # the derived type that an item of it really is; None: the type itself
    derived: Callable[[Any], str | None] = lambda _: None
    # properties of derived types: `$select` names them behind the type's name
    of_derived: frozenset[str] = frozenset()

    @property
    def odata_type(self) -> str:
        """The type as `@odata.type` spells it."""
        return f"#{self.name}"


def item_id(item: Item, *, immutable: bool) -> str:
    """The id of the kind that the caller works with."""
    return item.immutable_id if immutable else item.id


def encoded(shape: Shape[ItemT], item: ItemT, view: View) -> dict[str, Any]:
    """The item as the view shows it, without context."""
    derived = shape.derived(item)
    shown: dict[str, Any] = {}
    if derived is not None:
        shown["@odata.type"] = f"#{derived}"
    elif view.with_type:
        shown["@odata.type"] = shape.odata_type
    if shape.has_etag:
        shown["@odata.etag"] = item.etag
    for name, read in _readers(shape, view.select):
        value = read(item, view)
        if value is not None:
            if value is not ABSENT:
                shown[name] = value
        elif name not in shape.omitted_when_null:
            shown[name] = None
    if view.expand is not None:
        _expand(shape, item, view, view.expand, shown)
    return shown


@functools.lru_cache(maxsize=1024)
def _readers(
    shape: Shape[Any], select: tuple[str, ...] | None
) -> tuple[tuple[str, Reader], ...]:
    """What reads the properties that are shown, in their order."""
    if select is None:
        return tuple(shape.properties.items())
    found: list[tuple[str, Reader]] = []
    for name in select:
        read = shape.properties.get(name) or shape.selectable[name]
        assert read is not None  # `$select` has been checked
        found.append((name, read))
    return tuple(found)


def _expand(
    shape: Shape[ItemT],
    item: ItemT,
    view: View,
    expand: Expansion,
    shown: dict[str, Any],
) -> None:
    there: Mapping[str, Any]
    match expand.name:
        case "singleValueExtendedProperties":
            there = item.extended_properties
        case "multiValueExtendedProperties":
            there = item.multi_extended_properties
        case _:
            read = shape.navigation[expand.name]
            assert read is not None  # `$expand` has been checked
            value = read(item, view)
            if value is not ABSENT:
                shown[expand.name] = value
            return
    wanted = [key for key in expand.property_ids if key in there]
    if wanted:
        shown[expand.name] = [{"id": key, "value": there[key]} for key in wanted]


def removed(
    shape: Shape[ItemT], item: ItemT, *, immutable: bool, with_type: bool = True
) -> str:
    """A delta row that says the item is no longer there (section 4)."""
    named = {"@odata.type": shape.odata_type} if with_type else {}
    return dumps(
        {
            **named,
            "id": item_id(item, immutable=immutable),
            "@removed": {"reason": "deleted"},
        }
    )


class Fragments:
    """Items already written as JSON: a state of an item is written once per view.

    So many texts are kept, and then none: who pages through more reads each once.
    """

    def __init__(self) -> None:
        self._tables: dict[tuple[str, View], dict[tuple[str, str], str]] = {}
        self._left = _KEPT

    def text(self, shape: Shape[ItemT], item: ItemT, view: View) -> str:
        """The item's JSON object."""
        return self.writer(shape, view)(item)

    def writer(self, shape: Shape[ItemT], view: View) -> Callable[[ItemT], str]:
        """What writes items as JSON. Every state of an item has its own change key.

        What an item is expanded by, extended properties apart, may change without it.
        """
        if view.expand is not None and view.expand.name != EXTENDED:
            return lambda item: dumps(encoded(shape, item, view))
        table = self._tables.get((shape.name, view))
        if table is None:
            self._count()
            table = self._tables[shape.name, view] = {}

        def write(item: ItemT) -> str:
            key = (item.change_key, item.id)
            text = table.get(key)
            if text is None:
                text = table[key] = dumps(encoded(shape, item, view))
                self._count()
            return text

        return write

    def _count(self) -> None:
        self._left -= 1
        if not self._left:
            self._tables.clear()
            self._left = _KEPT
