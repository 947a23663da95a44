"""Rows of a query: filtered, trimmed to what the caller may read, joined, sorted."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors
from fakes.dataverse.rights import Depth
from fakes.dataverse.rows import Row, index_key
from fakes.dataverse.schema.model import CHOICES, ColumnType
from fakes.dataverse.selecting import candidates, sort_key

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.fetch.plan import Join, Joined, Key, Plan
    from fakes.dataverse.schema.model import Table

# Rows that joins may look at for one answer: the service would run out of time.
_BUDGET: Final = 1_000_000


def rows_of(call: Call, plan: Plan, within: Iterable[Row] | None) -> list[Joined]:
    """The rows that the caller may read and the query asks for, unsorted.

    Raises:
        DataverseError: the caller may not read one of the tables at all, or the joins
            are too large for this fake.
    """
    asked = call.asked()
    found: list[Joined] = [(row,) for row in _first(call, plan, within)]
    if plan.first is not None:
        first = plan.first
        found = [joined for joined in found if first(joined, asked)]
    found = _readable(call, plan.table, found)
    budget = _BUDGET
    for join in plan.joins:
        partners = _Partners(call, join, budget)
        found = [more for joined in found for more in partners.of(joined)]
        budget = partners.budget
    if plan.where is not None:
        where = plan.where
        found = [joined for joined in found if where(joined, asked)]
    return found


def _first(call: Call, plan: Plan, within: Iterable[Row] | None) -> Iterable[Row]:
    if within is not None:
        return within
    asked = call.asked()
    moving = [hint for one in plan.relative for hint in one.hints(asked)]
    return candidates(call, plan.table, [*plan.hints, *moving])


def _readable(call: Call, table: Table, found: list[Joined]) -> list[Joined]:
    if call.caller.demand("Read", table) is Depth.GLOBAL:
        return found
    may, caller = call.organization.security.may, call.caller
    return [joined for joined in found if may(caller, "Read", joined[0])]


class _Partners:
    """The rows of one more table that go with those found so far."""

    def __init__(self, call: Call, join: Join, budget: int) -> None:
        self._call = call
        self._join = join
        self._asked = call.asked()
        self._held = call.organization.rows_of(join.inner.table.name)
        depth = call.caller.demand("Read", join.inner.table)
        self._everything = depth is Depth.GLOBAL
        self._index: dict[object, list[Row]] | None = None
        self.budget = budget

    def of(self, joined: Joined) -> Iterator[Joined]:
        """The row with each partner; alone, where an outer join finds none."""
        matched = False
        for row in self._candidates(joined):
            self.budget -= 1
            if self.budget < 0:
                raise errors.unsupported(f"joins over more than {_BUDGET} rows")
            together = (*joined, row)
            if self._fits(row, together):
                matched = True
                yield together
        if not matched and self._join.optional:
            yield (*joined, absent(self._join.inner.table))

    def _fits(self, row: Row, together: Joined) -> bool:
        may = self._call.organization.security.may
        if not self._everything and not may(self._call.caller, "Read", row):
            return False
        return self._join.on is None or self._join.on(together, self._asked)

    def _candidates(self, joined: Joined) -> list[Row]:
        outer, inner = self._join.outer, self._join.inner
        value = joined[outer.number].values[outer.column.name]
        if value is None:
            return []
        if inner.column.name == inner.table.key:
            row = self._held.by_id.get(str(value))
            return [row] if row else []
        if self._held.is_indexed(inner.column.name):
            return self._held.equal(inner.column.name, value)
        return self._by_value().get(index_key(value), [])

    def _by_value(self) -> dict[object, list[Row]]:
        """All rows by the column that is joined on; made once for an answer."""
        if self._index is None:
            self._index = {}
            name = self._join.inner.column.name
            for row in self._held.by_id.values():
                key = index_key(row.values[name])
                self._index.setdefault(key, []).append(row)
        return self._index


@functools.cache
def absent(table: Table) -> Row:
    """What stands for the partner that an outer join did not find: all null."""
    blank: dict[str, object] = dict.fromkeys(table.columns)
    return Row(table=table, id="", number=0, version=0, values=blank)


def in_order(call: Call, plan: Plan, found: list[Joined]) -> list[Joined]:
    """The rows as the query sorts them; then, or else, by primary key (inferred)."""
    if plan.joins:
        found = sorted(found, key=lambda joined: tuple(row.id for row in joined))
    else:
        found = sorted(found, key=lambda joined: joined[0].id)
    for key in reversed(plan.orders):
        found.sort(
            key=lambda joined: sort_key(_read(call, plan, key, joined)),
            reverse=key.descending,
        )
    return found


def _read(call: Call, plan: Plan, key: Key, joined: Joined) -> object:
    """What is sorted by: of a lookup the name, of a choice the label."""
    assert key.place is not None
    column = key.place.column
    value = joined[key.place.number].values[column.name]
    if column.type is ColumnType.LOOKUP:
        return call.organization.name_of(value)
    if column.type in CHOICES and isinstance(value, int) and not plan.query.raw_order:
        return column.options.get(value)
    return value
