"""What a FetchXML query says: immutable values, names not yet looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A column to return; in an aggregate query what is to be made of it."""

    name: str
    alias: str | None = None
    aggregate: str | None = None
    distinct: bool = False
    grouped: bool = False
    part: str | None = None  # of a date, to group by


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One key of a sort: a column, or the alias of an aggregate."""

    attribute: str | None
    alias: str | None
    descending: bool
    entity: str | None = None  # alias of a link


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition; `other` is a column to compare with instead of values."""

    attribute: str
    operator: str
    values: tuple[str, ...]
    entity: str | None = None  # alias of a link
    other: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions, and filters within, that hold all together or one of them."""

    either: bool
    parts: tuple[Part, ...]


Part: TypeAlias = Condition | Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A table of the query with what is wanted of it."""

    name: str
    attributes: tuple[Attribute, ...]
    everything: bool
    orders: tuple[Order, ...]
    filters: tuple[Filter, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A table joined to the one that the link stands in."""

    entity: Entity
    inner: str  # column of the linked table: `from`
    outer: str  # column of the table it is linked to: `to`
    alias: str | None
    optional: bool  # an outer join


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked, whichever page of it: plans are kept by it."""

    root: Entity
    aggregate: bool
    distinct: bool
    raw_order: bool  # choices by number, not by label


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """A query and which of its rows are wanted."""

    query: Query
    page: int | None
    count: int | None
    top: int | None
    cookie: str | None
    counted: bool
