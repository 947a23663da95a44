"""Writes to the rows of an organisation, by the platform's rules.

Usable from Python, as a harness does that plays users and administrators: nothing here
asks for privileges; the Web API does (`reading`, `writing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fakes.dataverse import deleting, errors, settling
from fakes.dataverse.customization import Customization
from fakes.dataverse.keys import check_unique
from fakes.dataverse.ledger import Ledger, Mark
from fakes.dataverse.plugins import FOLLOW, JOBS, PREPARE, Draft
from fakes.dataverse.rows import Row
from fakes.dataverse.schema import TABLES, ColumnType, Table
from fakes.dataverse.schema.relations import STAMPED
from fakes.dataverse.security import Security
from fakes.dataverse.values import Reference, accepted, guid, reference_to

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fakes.clock import VirtualClock


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of the organisation to come back to."""

    mark: Mark
    customization: Customization


class Database(Ledger):
    """Tables of rows with one ascending version; the platform's rules hold."""

    def __init__(self, *, seed: int, clock: VirtualClock) -> None:
        super().__init__(seed=seed, clock=clock)
        self.customization = Customization()
        self.security = Security(self)
        self.system_user = ""
        self.organization_id = ""
        clock.on_move(self._time_has_passed)

    @property
    def edition(self) -> tuple[int, int]:
        """Differs whenever rows or rights do.

        Versions come again when a snapshot is restored; that changes the rights, too.
        """
        return self._version, self.security.edition

    def customize(self, customization: Customization) -> None:
        """What administrators set up beside rows is so from now on."""
        self.customization = customization
        self.security.forget()

    def create(
        self,
        table: str,
        values: Mapping[str, object],
        *,
        by: str | None = None,
        on_behalf: str | None = None,
    ) -> str:
        """The id of a new row; the platform writes when `by` is None.

        Raises:
            DataverseError: a value is refused, a required column is missing or the
                primary key is taken.
        """
        found = TABLES[table]
        held = self._rows[table]
        author = by or self.system_user
        given = self._given(found, values)
        id = str(given.pop(found.key, None) or self.identifiers.guid())
        if id in held.by_id:
            raise errors.duplicate_row(table)
        new = dict(found.blank)
        new.update(given)
        new[found.key] = id
        settling.settle_state(found, new, given)
        settling.settle_owner(self, found, new, given, author)
        self._prepare(found, None, new, given, author)
        for column in found.columns.values():
            if column.required and new[column.name] is None:
                raise errors.bad_value(f"'{column.name}' of {table} is required.")
        if "createdon" in new:
            new["createdon"] = self.now()
            new["createdby"] = reference_to("systemuser", author)
            new["createdonbehalfby"] = _user(on_behalf)
        self._store(found, None, new, author, on_behalf)
        return id

    def update(
        self,
        table: str,
        id: str,
        changes: Mapping[str, object],
        *,
        by: str | None = None,
        on_behalf: str | None = None,
    ) -> None:
        """The row has the new values; equal ones raise its version too (trap 30).

        Raises:
            DataverseError: there is no such row, or a value is refused.
        """
        before = self.row(table, id)
        given = self._given(before.table, changes)
        given.pop(before.table.key, None)
        self._write(before, given, given, by or self.system_user, on_behalf)

    def unlink(self, row: Row, column: str, *, by: str) -> None:
        """The lookup is null, whatever callers may do to the row."""
        self._write(row, {column: None}, (), by, None)

    def amend(self, table: str, id: str, changes: Mapping[str, object]) -> None:
        """As `update`, by the platform itself: rules for callers do not apply."""
        before = self.row(table, id)
        given = self._given(before.table, changes)
        self._write(before, given, (), self.system_user, None)

    def delete(self, table: str, id: str, *, by: str | None = None) -> None:
        """The row is gone, and no other row refers to it any more.

        Raises:
            DataverseError: there is no such row, or rows of its kind stay.
        """
        deleting.delete(self, self.row(table, id), by or self.system_user)

    def remove(self, row: Row, *, by: str | None = None) -> None:
        """The row is gone, without any of the rules for deletions."""
        self.note(row, None, by or self.system_user)
        if row.table.intersect:
            self.security.forget()

    def erase(self, row: Row, *, by: str) -> None:
        """The row is gone with all that goes along; no plug-in learns of it."""
        deleting.erase(self, row, by)

    def associate(self, intersect: str, **ids: str) -> None:
        """The two rows, ids by column of the intersect table, belong together."""
        (column, id), (other, second) = ids.items()
        if any(
            row.values[other] == second
            for row in self._rows[intersect].equal(column, id)
        ):
            return
        self.create(intersect, ids)

    def join(
        self, intersect: str, table: str, id: str, others: Collection[str]
    ) -> None:
        """The row of `table` belongs together with exactly these rows."""
        columns = TABLES[intersect].intersect
        own = columns[table]
        other = next(one for one in columns.values() if one != own)
        for row in self._rows[intersect].equal(own, id):
            if row.values[other] not in others:
                self.remove(row)
        for one in others:
            self.associate(intersect, **{own: id, other: one})

    def snapshot(self) -> Snapshot:
        """The present state, to come back to."""
        return Snapshot(self.mark(), self.customization)

    def restore(self, snapshot: Snapshot) -> None:
        """Every write since the snapshot has not happened.

        Raises:
            ValueError: the organisation has already gone back further than that.
        """
        self.undo_since(snapshot.mark)
        self.customization = snapshot.customization
        self.security.forget()

    def reference(self, targets: tuple[str, ...], value: object) -> Reference:
        """The row that a lookup is to point at.

        Raises:
            DataverseError: there is no such row.
        """
        if isinstance(value, Reference):
            targets, value = (value.table,), str(value)
        elif isinstance(value, tuple):
            targets, value = (value[0],), value[1]
        id = guid(str(value))
        for target in targets:
            if (
                id is not None
                and target in self._rows
                and (id in self._rows[target].by_id)
            ):
                return reference_to(target, id)
        raise errors.missing_row(" or ".join(targets), str(value))

    def _time_has_passed(self) -> None:
        """What the platform does in the background has been done (inferred)."""
        for job in JOBS:
            job(self)

    def _given(self, table: Table, values: Mapping[str, object]) -> dict[str, object]:
        """What the caller writes, checked."""
        given: dict[str, object] = {}
        for name, value in values.items():
            column = table.columns.get(name)
            if column is None:
                raise errors.bad_payload(f"'{name}' is no column of {table.name}.")
            if name in STAMPED:
                msg = f"{table.name}.{name} is stamped by the platform"
                raise ValueError(msg)
            if column.type is ColumnType.LOOKUP and value is not None:
                given[name] = self.reference(column.targets, value)
            else:
                given[name] = accepted(column, value)
        return given

    def _write(
        self,
        before: Row,
        changes: Mapping[str, object],
        given: Collection[str],
        author: str,
        on_behalf: str | None,
    ) -> None:
        table = before.table
        new = dict(before.values)
        new.update(changes)
        settling.settle_state(table, new, changes)
        if "ownerid" in changes:
            settling.settle_owner(self, table, new, changes, author)
        self._prepare(table, before, new, given, author)
        self._store(table, before, new, author, on_behalf)

    def _prepare(
        self,
        table: Table,
        before: Row | None,
        new: dict[str, object],
        given: Collection[str],
        author: str,
    ) -> None:
        prepare = PREPARE.get(table.name)
        if prepare is not None:
            prepare(
                Draft(
                    organization=self,
                    table=table,
                    before=before,
                    values=new,
                    given=given,
                    by=author,
                )
            )

    def _store(
        self,
        table: Table,
        before: Row | None,
        new: dict[str, object],
        author: str,
        on_behalf: str | None,
    ) -> None:
        version = self._version + 1
        if "modifiedon" in new:
            new["modifiedon"] = self.now()
            new["modifiedby"] = reference_to("systemuser", author)
            new["modifiedonbehalfby"] = _user(on_behalf)
            new["versionnumber"] = version
        known = before.values if before else None
        check_unique(self, table, str(new[table.key]), new, known)
        held = self._rows[table.name]
        row = Row(
            table=table,
            id=str(new[table.key]),
            number=before.number if before else held.next_number(),
            version=version,
            values=new,
        )
        self.note(before, row, author)
        if table.intersect:
            self.security.forget()
        follow = FOLLOW.get(table.name)
        if follow is not None:
            follow(self, before, row)


def _user(id: str | None) -> Reference | None:
    return None if id is None else reference_to("systemuser", id)
