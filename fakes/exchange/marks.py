"""Items by single-value extended property: how clients find again what they wrote.

The only place that knows which items have a value; section 3.10: values are compared
without regard to case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from fakes.exchange.items import Item


class Mark(NamedTuple):
    """A property's normalised id, and a value of it in lower case."""

    property_id: str
    value: str


class Marks:
    """The immutable ids of items by what they are marked with."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items: dict[Mark, set[str]] = {}
        for item in items:
            self.replace(None, item)

    def replace(self, before: Item | None, after: Item | None) -> None:
        """The item has come, has other values, or has gone."""
        if before is not None:
            for mark in _of(before):
                self._items[mark].discard(before.immutable_id)
                if not self._items[mark]:
                    del self._items[mark]
        if after is not None:
            for mark in _of(after):
                self._items.setdefault(mark, set()).add(after.immutable_id)

    def find(self, mark: Mark) -> Collection[str]:
        """The ids of the items that are marked so."""
        return self._items.get(mark, frozenset())


def _of(item: Item) -> Iterator[Mark]:
    return (Mark(key, value.lower()) for key, value in item.extended_properties.items())
