"""Rows and their indexes: the only place that holds rows, and the log of changes.

A row is never altered, only replaced; hence a snapshot is a position in the log.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from fakes.dataverse.schema.model import ColumnType, Table
from fakes.dataverse.values import leads_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_SCAN_BELOW: Final = 32  # rows: below that a scan is cheaper than an index
_NUMBER: Final = attrgetter("number")
_VERSION: Final = attrgetter("version")


class Row:
    """One version of a row; `number` tells the order of creation in the table."""

    __slots__ = ("id", "number", "rendered", "table", "values", "version")

    def __init__(
        self,
        *,
        table: Table,
        id: str,
        number: int,
        version: int,
        values: dict[str, object],
    ) -> None:
        self.table = table
        self.id = id
        self.number = number
        self.version = version
        self.values = values
        self.rendered: tuple[object, str] | None = None  # the last shape and its JSON

    @property
    def etag(self) -> str:
        """The row's version as a weak entity tag."""
        return f'W/"{self.version}"'

    @property
    def view(self) -> Mapping[str, object]:
        """The columns by logical name, read-only."""
        return MappingProxyType(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One write that took effect, as the log keeps it."""

    table: str
    id: str
    kind: Literal["create", "update", "delete"]
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Logged:
    """A change with the row before and after it."""

    change: Change
    before: Row | None
    after: Row | None

    @property
    def version(self) -> int:
        """The version that the change made."""
        return self.change.version


def index_key(value: object) -> object:
    """What stands for a value in an index for equality: text without regard to case."""
    return value.lower() if isinstance(value, str) else value


class Rows:
    """The rows of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.by_id: dict[str, Row] = {}
        self.log: list[Logged] = []
        self._last = 0
        self._equal: dict[str, dict[object, dict[str, None]]] = {}
        self._range: dict[str, list[tuple[datetime, str]]] = {}
        self._ids: list[str] | None = None  # in order; None after a creation

    def next_number(self) -> int:
        """The number of a new row."""
        self._last += 1
        return self._last

    def note(self, logged: Logged) -> None:
        """The change has taken effect here."""
        self.log.append(logged)
        self._replace(logged.before, logged.after)

    def undo(self, changes: int) -> None:
        """The last changes, so many of them, have not happened."""
        back = False
        for _ in range(changes):
            logged = self.log.pop()
            self._replace(logged.after, logged.before)
            back |= logged.after is None
        if back:  # deleted rows are there again: in the order of creation
            rows = sorted(self.by_id.values(), key=_NUMBER)
            self.by_id = {row.id: row for row in rows}

    def since(self, version: int) -> Sequence[Logged]:
        """The changes after `version`, oldest first."""
        if not self.log or self.log[-1].version <= version:
            return ()
        return self.log[bisect_right(self.log, version, key=_VERSION) :]

    def page(self, after: str, size: int) -> tuple[list[Row], bool]:
        """The next rows by primary key behind `after`, and whether more follow."""
        if self._ids is None:
            self._ids = sorted(self.by_id)
        first = bisect_right(self._ids, after)
        ids = self._ids[first : first + size]
        return [self.by_id[id] for id in ids], first + size < len(self._ids)

    def is_indexed(self, column: str) -> bool:
        """Whether rows can be found by equality of that column without a scan."""
        found = self.table.columns[column]
        return found.index == "equal" or found.type is ColumnType.LOOKUP

    def equal(self, column: str, value: object) -> list[Row]:
        """The rows with that value, in creation order."""
        key = index_key(value)
        if column not in self._equal and len(self.by_id) < _SCAN_BELOW:
            return [
                row
                for row in self.by_id.values()
                if index_key(row.values[column]) == key
            ]
        found = [self.by_id[id] for id in self._bucket(column, key)]
        found.sort(key=_NUMBER)
        return found

    def referring(self, column: str, table: str, id: str) -> list[Row]:
        """The rows whose lookup leads there; another table may have the id, too."""
        found = self.equal(column, id)
        if len(self.table.columns[column].targets) < 2:
            return found
        return [row for row in found if leads_to(row.values[column], table)]

    def count_equal(self, column: str, value: object) -> int:
        """How many rows `equal` would look at."""
        if column not in self._equal and len(self.by_id) < _SCAN_BELOW:
            return len(self.by_id)
        return len(self._bucket(column, index_key(value)))

    def between(
        self, column: str, low: datetime | None, high: datetime | None
    ) -> list[Row]:
        """The rows whose value lies in `low` … `high`, both included, by creation."""
        first, last = self._slice(column, low, high)
        found = [self.by_id[id] for _, id in self._range[column][first:last]]
        found.sort(key=_NUMBER)
        return found

    def count_between(
        self, column: str, low: datetime | None, high: datetime | None
    ) -> int:
        """How many rows `between` would bring."""
        first, last = self._slice(column, low, high)
        return last - first

    def _bucket(self, column: str, key: object) -> Mapping[str, None]:
        index = self._equal.get(column)
        if index is None:
            index = self._equal[column] = {}
            for row in self.by_id.values():
                index.setdefault(index_key(row.values[column]), {})[row.id] = None
        return index.get(key, {})

    def _slice(
        self, column: str, low: datetime | None, high: datetime | None
    ) -> tuple[int, int]:
        index = self._range.get(column)
        if index is None:
            entries = (
                (self._instant(row, column), row.id) for row in self.by_id.values()
            )
            index = sorted((at, id) for at, id in entries if at is not None)
            self._range[column] = index
        first = 0 if low is None else bisect_left(index, (low, ""))
        last = len(index) if high is None else bisect_right(index, (high, "~"))
        return first, max(first, last)

    @staticmethod
    def _instant(row: Row, column: str) -> datetime | None:
        return row.values[column]  # type: ignore[return-value]  # ranges are instants

    def _replace(self, before: Row | None, after: Row | None) -> None:
        if after is not None:
            self.by_id[after.id] = after
        elif before is not None:
            del self.by_id[before.id]
        if before is None or after is None:
            self._ids = None
        for column, index in self._equal.items():
            self._reindex(index, column, before, after)
        for column, ordered in self._range.items():
            self._reorder(ordered, column, before, after)

    @staticmethod
    def _reindex(
        index: dict[object, dict[str, None]],
        column: str,
        before: Row | None,
        after: Row | None,
    ) -> None:
        old = index_key(before.values[column]) if before else None
        new = index_key(after.values[column]) if after else None
        if before and after and old == new:
            return
        if before:
            index[old].pop(before.id, None)
        if after:
            index.setdefault(new, {})[after.id] = None

    def _reorder(
        self,
        ordered: list[tuple[datetime, str]],
        column: str,
        before: Row | None,
        after: Row | None,
    ) -> None:
        old = self._instant(before, column) if before else None
        new = self._instant(after, column) if after else None
        if before and after and old == new:
            return
        if before and old is not None:
            del ordered[bisect_left(ordered, (old, before.id))]
        if after and new is not None:
            insort(ordered, (new, after.id))
