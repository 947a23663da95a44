"""From names to tables and columns: the plan of a query, worked out once per query."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from fakes.dataverse import errors, wire
from fakes.dataverse.comparisons import COMPARE, comparable, incompatible, plain
from fakes.dataverse.fetch import operators
from fakes.dataverse.fetch.model import Condition, Filter
from fakes.dataverse.fetch.plan import Join, Key, Place, Plan, Shown
from fakes.dataverse.schema import ELSEWHERE, TABLES
from fakes.dataverse.schema.model import TEXTS, ColumnType

if TYPE_CHECKING:
    from fakes.dataverse.asked import Asked
    from fakes.dataverse.fetch.model import Entity, Link, Order, Part, Query
    from fakes.dataverse.fetch.plan import Joined, Test
    from fakes.dataverse.schema.model import Column, Table

_Hint = TypeVar("_Hint")
_IDS: Final = frozenset({ColumnType.GUID, ColumnType.LOOKUP})


@functools.lru_cache(maxsize=512)
def plan_of(query: Query) -> Plan:
    """The plan of a query.

    Raises:
        DataverseError: a table, column or operator is not known, or does not suit.
    """
    return _Planner(query).plan()


def _table(name: str) -> Table:
    found = TABLES.get(name)
    if found is None:
        if name in ELSEWHERE:
            raise errors.unsupported(f"the table {name}")
        message = f"The entity with a name = '{name}' was not found."
        raise errors.bad_value(message, errors.NO_SUCH_TABLE)
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Node:
    """A table of the query as the text has it; `link` is None for the first."""

    entity: Entity
    table: Table
    alias: str
    link: Link | None
    parent: int


class _Planner:
    """Works out one query."""

    def __init__(self, query: Query) -> None:
        self._query = query
        root = _Node(
            entity=query.root,
            table=_table(query.root.name),
            alias="",
            link=None,
            parent=-1,
        )
        self._nodes = [root]
        self._add(root, 0)
        self._used: dict[tuple[Table, str], None] = {}
        aliases = [node.alias for node in self._nodes]
        if len(set(aliases)) < len(aliases):
            raise errors.bad_value("Two link-entity elements have the same alias.")

    def _add(self, node: _Node, number: int) -> None:
        for link in node.entity.links:
            name = link.entity.name
            alias = link.alias or f"{name}{len(self._nodes)}"
            child = _Node(
                entity=link.entity,
                table=_table(name),
                alias=alias,
                link=link,
                parent=number,
            )
            self._nodes.append(child)
            self._add(child, len(self._nodes) - 1)

    def plan(self) -> Plan:
        """The whole plan."""
        root = self._nodes[0]
        parts = [part for one in root.entity.filters for part in _all_of(one)]
        own = [part for part in parts if self._is_own(part)]
        across = [part for part in parts if not self._is_own(part)]
        shown = _distinct(self._shown())
        return Plan(
            query=self._query,
            table=root.table,
            first=self._together(0, own),
            hints=tuple(self._hints(own, operators.hint)),
            relative=tuple(self._hints(own, operators.relative)),
            joins=tuple(self._join(number) for number in range(1, len(self._nodes))),
            where=self._together(0, across),
            shown=shown,
            orders=tuple(self._orders(shown)),
            used=tuple(self._used),
        )

    def _place(self, number: int, name: str) -> Place:
        table = self._nodes[number].table
        column = table.columns.get(name)
        if column is None:
            message = f"'{table.name}' entity doesn't contain attribute '{name}'."
            raise errors.bad_value(message, errors.NO_SUCH_COLUMN)
        return Place(number=number, table=table, column=column)

    def _using(self, number: int, name: str) -> Place:
        place = self._place(number, name)
        self._used[place.table, name] = None
        return place

    def _number_of(self, name: str) -> int:
        """Which table an alias, or the name of a table, stands for."""
        for number, node in enumerate(self._nodes):
            if node.alias == name:
                return number
        named = [
            number
            for number, node in enumerate(self._nodes)
            if node.table.name == name and number
        ]
        if len(named) != 1:
            raise errors.bad_value(f"'{name}' names no link-entity.")
        return named[0]

    def _is_own(self, part: Part) -> bool:
        if isinstance(part, Filter):
            return all(self._is_own(one) for one in part.parts)
        return part.entity is None and "." not in (part.other or "")

    def _hints(
        self,
        parts: list[Part],
        hint: Callable[[Column, str, tuple[str, ...]], _Hint | None],
    ) -> Iterator[_Hint]:
        for part in parts:
            if isinstance(part, Condition) and part.other is None:
                column = self._place(0, part.attribute).column
                found = hint(column, part.operator, part.values)
                if found is not None:
                    yield found

    def _together(self, number: int, parts: list[Part]) -> Test | None:
        """All the parts; conditions without `entityname` are on that table."""
        tests = tuple(self._test(number, one) for one in parts)
        if len(tests) < 2:
            return tests[0] if tests else None
        return lambda joined, asked: all(test(joined, asked) for test in tests)

    def _test(self, number: int, part: Part) -> Test:
        if isinstance(part, Condition):
            return self._condition(number, part)
        tests = tuple(self._test(number, one) for one in part.parts)
        if part.either and tests:
            return lambda joined, asked: any(test(joined, asked) for test in tests)
        return lambda joined, asked: all(test(joined, asked) for test in tests)

    def _condition(self, number: int, condition: Condition) -> Test:
        at = number
        if condition.entity is not None:
            at = self._number_of(condition.entity)
        if number and at != number:
            raise errors.unsupported("entityname within a link-entity of FetchXML")
        place = self._using(at, condition.attribute)
        if condition.other is not None:
            return self._compared(number, place, condition)
        test = operators.made(place.column, condition.operator, condition.values)
        return lambda joined, asked: test(joined[at].values, asked)

    def _compared(self, number: int, place: Place, condition: Condition) -> Test:
        """A column against another one (`valueof`)."""
        if condition.operator not in operators.COMPARISONS or condition.values:
            raise operators.bad_operator(condition.operator)
        alias, _, name = (condition.other or "").rpartition(".")
        if alias and number:
            raise errors.unsupported("valueof of another table within a link-entity")
        other = self._using(self._number_of(alias) if alias else number, name)
        if not comparable(place.column, other.column):
            kind = str(other.column.type)
            raise errors.bad_value(incompatible(place.column, kind))
        compare: Callable[[Any, Any], bool] = COMPARE[
            operators.COMPARISONS[condition.operator]
        ]

        def test(joined: Joined, _: Asked) -> bool:
            one = joined[place.number].values[place.column.name]
            two = joined[other.number].values[other.column.name]
            return compare(plain(one), plain(two))

        return test

    def _join(self, number: int) -> Join:
        node = self._nodes[number]
        assert node.link is not None
        inner = self._using(number, node.link.inner)
        outer = self._using(node.parent, node.link.outer)
        kinds = {inner.column.type, outer.column.type}
        fits = kinds <= _IDS or kinds <= TEXTS
        if not fits and not comparable(inner.column, outer.column):
            kind = str(outer.column.type)
            raise errors.bad_value(incompatible(inner.column, kind))
        parts = [part for one in node.entity.filters for part in _all_of(one)]
        return Join(
            alias=node.alias,
            inner=inner,
            outer=outer,
            optional=node.link.optional,
            on=self._together(number, parts),
        )

    def _shown(self) -> Iterator[Shown]:
        if self._query.aggregate:
            yield from self._figures()
            return
        yield from self._of_root()
        for number, node in enumerate(self._nodes[1:], start=1):
            if node.entity.everything:
                for name in node.table.columns:
                    key = f"{node.alias}_x002e_{name}"
                    place = self._place(number, name)
                    yield Shown(key=key, place=place, attribute=None)
                continue
            for one in node.entity.attributes:
                key = one.alias or f"{node.alias}_x002e_{one.name}"
                place = self._place(number, one.name)
                yield Shown(key=key, place=place, attribute=one)

    def _figures(self) -> Iterator[Shown]:
        """The columns of an aggregate query: each has an alias."""
        for number, node in enumerate(self._nodes):
            if node.entity.everything:
                raise errors.bad_value("all-attributes cannot be aggregated.")
            for one in node.entity.attributes:
                if one.alias is None:
                    raise errors.bad_value("A column of an aggregate needs an alias.")
                place = self._place(number, one.name)
                yield Shown(key=one.alias, place=place, attribute=one)

    def _of_root(self) -> Iterator[Shown]:
        """The columns of the first table, with those that come along (3.5)."""
        entity, table = self._nodes[0].entity, self._nodes[0].table
        select: list[str] = []
        for one in entity.attributes:
            place = self._place(0, one.name)
            select.append(place.column.wire)
            key = one.alias or place.column.wire
            yield Shown(key=key, place=place, attribute=one)
        if self._query.distinct and not entity.everything:
            return
        chosen = None if entity.everything else tuple(select)
        for column in wire.shape_of(table, chosen).columns:
            if column.wire not in select:
                place = Place(number=0, table=table, column=column)
                yield Shown(key=column.wire, place=place, attribute=None)

    def _orders(self, shown: tuple[Shown, ...]) -> Iterator[Key]:
        for number, node in enumerate(self._nodes):
            for order in node.entity.orders:
                yield self._key(number, order, shown)

    def _key(self, number: int, order: Order, shown: tuple[Shown, ...]) -> Key:
        if order.alias is not None:
            found = [one for one in shown if one.key == order.alias]
            if not found or not self._query.aggregate:
                message = f"'{order.alias}' is no alias of an aggregate."
                raise errors.bad_value(message)
            return Key(place=None, alias=order.alias, descending=order.descending)
        if self._query.aggregate:
            raise errors.bad_value("An aggregate is ordered by 'alias'.")
        at = number if order.entity is None else self._number_of(order.entity)
        place = self._using(at, order.attribute or "")
        return Key(place=place, alias="", descending=order.descending)


def _all_of(filter: Filter) -> tuple[Part, ...]:
    """The parts that all hold when the filter does."""
    return (filter,) if filter.either else filter.parts


def _distinct(shown: Iterator[Shown]) -> tuple[Shown, ...]:
    """The columns of the answer, one that is named twice but once."""
    found: dict[str, Shown] = {}
    for one in shown:
        other = found.setdefault(one.key, one)
        if (
            other.place.column is not one.place.column
            or other.attribute != one.attribute
        ):
            message = f"Two columns of the answer are called '{one.key}'."
            raise errors.bad_value(message)
    return tuple(found.values())
