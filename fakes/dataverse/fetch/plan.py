"""What a query needs, with its tables and columns found: immutable values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from fakes.dataverse.rows import Row

if TYPE_CHECKING:
    from fakes.dataverse.asked import Asked
    from fakes.dataverse.conditions import Hint
    from fakes.dataverse.fetch.model import Attribute, Query
    from fakes.dataverse.fetch.operators import Relative
    from fakes.dataverse.schema.model import Column, Table

# One row of each table of the query, by the number of its entity in the text.
Joined: TypeAlias = tuple[Row, ...]
Test: TypeAlias = Callable[[Joined, "Asked"], bool]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """A column of one of the tables."""

    number: int
    table: Table
    column: Column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """A column of the answer and its name there."""

    key: str
    place: Place
    attribute: Attribute | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Key:
    """One key of the sort; of an aggregate query the name in the answer."""

    place: Place | None
    alias: str
    descending: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Join:
    """One more table: where it hangs, and which of its rows fit."""

    alias: str
    inner: Place
    outer: Place
    optional: bool
    on: Test | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """A query with its tables and columns found."""

    query: Query
    table: Table
    hints: tuple[Hint, ...]  # for the first table
    relative: tuple[Relative, ...]  # the same, of what moves with the clock
    first: Test | None  # of the first table alone
    joins: tuple[Join, ...]
    where: Test | None  # across tables
    shown: tuple[Shown, ...]
    orders: tuple[Key, ...]
    used: tuple[tuple[Table, str], ...]  # columns of conditions, orders and joins
