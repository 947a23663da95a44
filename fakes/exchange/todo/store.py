"""Tasks of one mailbox, and the parts that they are made of."""

from __future__ import annotations

from typing import Any, TypeVar

from fakes.exchange.items import Item, Writer
from fakes.exchange.store import ItemStore, Ledger
from fakes.exchange.todo.task import Task

PartT = TypeVar("PartT", bound=Item)


class TaskStore(ItemStore[Task]):
    """Tasks by id; parts live and die with their task."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger, resource="todoTask", kind=Task)

    def part(self, kind: type[PartT], *, by: Writer, **fields: Any) -> PartT:
        """A new part, of no task yet. It is told of by its task's changes only."""
        identifiers = self._ledger.identifiers
        now = self._ledger.clock.now()
        guid = identifiers.guid()
        return kind(
            id=guid,
            immutable_id=guid,
            change_key=identifiers.change_key(),
            folder_id="",
            created_at=now,
            modified_at=now,
            created_by=by,
            **fields,
        )

    def fresh_change_key(self) -> str:
        """A change key that nothing in the mailbox has had."""
        return self._ledger.identifiers.change_key()
