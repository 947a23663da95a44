"""Rows, their versions and the log of changes: what is stored, without any rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from fakes.dataverse import errors
from fakes.dataverse.rows import Change, Logged, Row, Rows
from fakes.dataverse.schema import TABLES
from fakes.dataverse.values import Reference
from fakes.identity import Identifiers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fakes.clock import VirtualClock


class Mark(NamedTuple):
    """A position in the log, and the version at that time."""

    changes: int
    version: int


class Ledger:
    """The tables of one organisation, with one ascending version for all of them."""

    def __init__(self, *, seed: int, clock: VirtualClock) -> None:
        self.clock = clock
        self.identifiers = Identifiers(seed, "dataverse")
        self._version = 1_000_000
        self._at = clock.now()
        self._second = self._at.replace(microsecond=0)
        self._log: list[Logged] = []
        self._rows = {name: Rows(table) for name, table in TABLES.items()}

    @property
    def version(self) -> int:
        """The ascending counter of the database."""
        return self._version

    def now(self) -> datetime:
        """The present instant, in whole seconds as rows have it."""
        at = self.clock.now()
        if at is not self._at:  # rows of the same instant share it
            self._at, self._second = at, at.replace(microsecond=0)
        return self._second

    def rows_of(self, table: str) -> Rows:
        """The rows of a table with their indexes, for the Web API."""
        return self._rows[table]

    def row(self, table: str, id: str) -> Row:
        """The row itself.

        Raises:
            DataverseError: there is none.
        """
        found = self._rows[table].by_id.get(id)
        if found is None:
            raise errors.missing_row(table, id)
        return found

    def get(self, table: str, id: str) -> Mapping[str, object] | None:
        """The row's columns by logical name; None when there is none."""
        found = self._rows[table].by_id.get(id)
        return None if found is None else found.view

    def rows(self, table: str, **equals: object) -> tuple[Mapping[str, object], ...]:
        """The rows that have these values, in the order of their creation."""
        held = self._rows[table]
        wanted = {
            name: value[1] if isinstance(value, tuple) else value
            for name, value in equals.items()
        }
        first = next((name for name in wanted if held.is_indexed(name)), None)
        found = (
            held.by_id.values() if first is None else held.equal(first, wanted[first])
        )
        return tuple(
            row.view
            for row in found
            if all(row.values[name] == value for name, value in wanted.items())
        )

    def name_of(self, value: object) -> str | None:
        """The primary name of the row that a lookup points at; None if it has none."""
        if not isinstance(value, Reference):
            return None
        row = self._rows[value.table].by_id.get(value)
        if row is None or row.table.primary_name is None:
            return None
        name = row.values[row.table.primary_name]
        return None if name is None else str(name)

    def changed_since(self, version: int) -> tuple[Change, ...]:
        """What has been written after `version`, oldest first."""
        found = []
        for logged in reversed(self._log):
            if logged.version <= version:
                break
            found.append(logged.change)
        return tuple(reversed(found))

    def mark(self) -> Mark:
        """The present position in the log, to come back to."""
        return Mark(changes=len(self._log), version=self._version)

    def undo_since(self, mark: Mark) -> None:
        """Every write since the mark has not happened.

        Raises:
            ValueError: the log is shorter than that: it has been undone further.
        """
        if mark.changes > len(self._log):
            msg = "the snapshot is of a state that has been undone"
            raise ValueError(msg)
        undone = Counter(one.change.table for one in self._log[mark.changes :])
        for table, changes in undone.items():
            self._rows[table].undo(changes)
        del self._log[mark.changes :]
        self._version = mark.version

    def note(self, before: Row | None, after: Row | None, author: str) -> None:
        """The change has taken effect under a version of its own."""
        row = after or before
        assert row is not None
        self._version += 1
        change = Change(
            table=row.table.name,
            id=row.id,
            kind="delete" if after is None else "update" if before else "create",
            version=self._version,
            by=author,
            at=self.now(),
        )
        logged = Logged(change, before, after)
        self._log.append(logged)
        self._rows[row.table.name].note(logged)
