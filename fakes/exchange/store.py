"""One kind of item in one mailbox: what is there, what was deleted, under which ids.

Storage only. Who is told about a change of a meeting is decided in
`calendars.scheduling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from fakes.clock import VirtualClock
from fakes.exchange.changes import Change, ChangeKind, ChangeLog, Resource
from fakes.exchange.identifiers import MailboxIdentifiers
from fakes.exchange.items import Item, Writer
from fakes.exchange.marks import Mark, Marks

ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSnapshot(Generic[ItemT]):
    """The items at one moment: tables of values that never change."""

    live: dict[str, ItemT]
    deleted: dict[str, ItemT]
    immutable: dict[str, str]
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What the stores of one mailbox share."""

    address: str
    identifiers: MailboxIdentifiers
    clock: VirtualClock
    log: ChangeLog


class ItemStore(Generic[ItemT]):
    """Items by either kind of id; every write has a new change key and is logged."""

    def __init__(
        self, ledger: Ledger, *, resource: Resource, kind: type[ItemT]
    ) -> None:
        self._ledger = ledger
        self._resource = resource
        self._kind = kind
        self._live: dict[str, ItemT] = {}  # by immutable id, in creation order
        self._by_folder: dict[str, dict[str, None]] = {}  # immutable ids
        self._deleted: dict[str, ItemT] = {}  # likewise, in order of deletion
        self._immutable: dict[str, str] = {}  # every id that resolves
        self._marks: Marks | None = None  # of the live ones, once asked for
        self.history: list[Change] = []  # this store's part of the log
        # the snapshot that is just like the present state; None after a write
        self._state: StoreSnapshot[ItemT] | None = None

    def snapshot(self) -> StoreSnapshot[ItemT]:
        """The present items, to come back to; items themselves are shared.

        A store that nobody has written to costs nothing.
        """
        if self._state is None:
            self._state = StoreSnapshot(
                live=dict(self._live),
                deleted=dict(self._deleted),
                immutable=dict(self._immutable),
                changes=len(self.history),
            )
        return self._state

    def restore(self, snapshot: StoreSnapshot[ItemT]) -> None:
        """No write since the snapshot has happened; ids given out never come again."""
        if snapshot is self._state:
            return
        self._live = {}
        self._by_folder = {}
        self._marks = None
        self._forget()
        for item in snapshot.live.values():
            self._put(item)
        self._deleted = dict(snapshot.deleted)
        self._immutable = dict(snapshot.immutable)
        del self.history[snapshot.changes :]
        self._state = snapshot

    @property
    def live(self) -> tuple[ItemT, ...]:
        """What has not been deleted, in creation order."""
        return tuple(self._live.values())

    @property
    def deleted(self) -> tuple[ItemT, ...]:
        """What lies in Deleted Items, in order of deletion."""
        return tuple(self._deleted.values())

    def __len__(self) -> int:
        return len(self._live)

    def in_folder(self, folder_id: str) -> Iterable[ItemT]:
        """What lies in a folder, in the order of its coming there."""
        return list(self.browse(folder_id))

    def browse(self, folder_id: str) -> Iterator[ItemT]:
        """As `in_folder`, one after the other, while nothing in the store changes."""
        return map(self._live.__getitem__, self._by_folder.get(folder_id, ()))

    def marked(self, folder_id: str, mark: Mark) -> Iterator[ItemT]:
        """What in the folder has that value of a property; as `browse`."""
        if self._marks is None:
            self._marks = Marks(self._live.values())
        found = self._marks.find(mark)
        folder = self._by_folder.get(folder_id, {})
        if len(found) < 2:
            return (self._live[one] for one in found if one in folder)
        return (self._live[one] for one in folder if one in found)

    def find(self, item_id: str) -> ItemT | None:
        """The item of a default or immutable id, deleted ones included."""
        immutable_id = self._immutable.get(item_id, "")
        return self._live.get(immutable_id) or self._deleted.get(immutable_id)

    def find_live(self, item_id: str) -> ItemT | None:
        """The item of a default or immutable id that has not been deleted."""
        return self._live.get(self._immutable.get(item_id, ""))

    def is_deleted(self, item: ItemT) -> bool:
        """Whether the item lies in Deleted Items."""
        return item.immutable_id in self._deleted

    def add(
        self,
        *,
        by: Writer,
        folder_id: str,
        at: datetime | None = None,
        **fields: Any,
    ) -> ItemT:
        """A new item with the given fields."""
        identifiers = self._ledger.identifiers
        now = at or self._ledger.clock.now()
        immutable_id = identifiers.immutable_id()
        item = self._kind(
            id=identifiers.default_id(),
            immutable_id=immutable_id,
            change_key=identifiers.change_key(),
            folder_id=folder_id,
            created_at=now,
            modified_at=now,
            created_by=by,
            **fields,
        )
        self._take(item)
        self._note(by, "created", after=item, at=now)
        return item

    def add_container(self, *, by: Writer, folder_id: str = "", **fields: Any) -> ItemT:
        """A new folder; its only id never changes (section 3.2)."""
        item = self._container(by=by, folder_id=folder_id, **fields)
        self._take(item)
        self._note(by, "created", after=item)
        return item

    def furnish(self, *, folder_id: str = "", **fields: Any) -> ItemT:
        """A folder that every mailbox has: nobody has made it, no log tells of it."""
        item = self._container(by="exchange", folder_id=folder_id, **fields)
        self._take(item)
        return item

    def _container(self, *, by: Writer, folder_id: str, **fields: Any) -> ItemT:
        identifiers = self._ledger.identifiers
        now = self._ledger.clock.now()
        folder = identifiers.folder_id()
        return self._kind(
            id=folder,
            immutable_id=folder,
            change_key=identifiers.change_key(),
            folder_id=folder_id,
            created_at=now,
            modified_at=now,
            created_by=by,
            **fields,
        )

    def rewrite(
        self, item: ItemT, *, by: Writer, at: datetime | None = None, **fields: Any
    ) -> ItemT:
        """The item has the new fields and a new change key."""
        at = at or self._ledger.clock.now()
        after = replace(
            item,
            change_key=self._ledger.identifiers.change_key(),
            modified_at=at,
            **fields,
        )
        if self.is_deleted(item):
            self._lay_away(after)
        else:
            self._put(after)
        self._note(by, "updated", before=item, after=after, at=at)
        return after

    def annotate(self, item: ItemT, **fields: Any) -> ItemT:
        """The item has the new fields; no change key, no delta row tells of it."""
        after = replace(item, **fields)
        if self.is_deleted(item):
            self._lay_away(after)
        else:
            self._put(after)
        return after

    def move(self, item: ItemT, folder_id: str, *, by: Writer, **fields: Any) -> ItemT:
        """The item lies in another folder; an item's default id is a new one (3.2)."""
        is_container = item.id == item.immutable_id
        after = replace(
            item,
            id=item.id if is_container else self._ledger.identifiers.default_id(),
            folder_id=folder_id,
            change_key=self._ledger.identifiers.change_key(),
            modified_at=self._ledger.clock.now(),
            **fields,
        )
        if not is_container:
            del self._immutable[item.id]
        self._immutable[after.id] = after.immutable_id
        self._drop(item)
        self._put(after)
        self._note(by, "moved", before=item, after=after)
        return after

    def bury(self, item: ItemT, *, by: Writer) -> ItemT:
        """The item lies in Deleted Items under a new default id (section 3.8)."""
        self._drop(item)
        del self._immutable[item.id]
        buried = replace(
            item,
            id=self._ledger.identifiers.default_id(),
            folder_id="",
            change_key=self._ledger.identifiers.change_key(),
            modified_at=self._ledger.clock.now(),
        )
        self._lay_away(buried)
        self._immutable[buried.id] = item.immutable_id
        self._note(by, "deleted", before=item, after=buried)
        return buried

    def purge(self, item: ItemT, *, by: Writer) -> None:
        """The item is gone for good, from Deleted Items or from where it lay."""
        was_deleted = self._deleted.pop(item.immutable_id, None) is not None
        if was_deleted:
            self._state = None
        else:
            self._drop(item)
        self._immutable.pop(item.id, None)
        self._immutable.pop(item.immutable_id, None)
        self._note(by, "purged" if was_deleted else "deleted", before=item)

    def _take(self, item: ItemT) -> None:
        self._put(item)
        self._immutable[item.id] = item.immutable_id
        self._immutable[item.immutable_id] = item.immutable_id

    def _put(self, item: ItemT) -> None:
        """The item is among the live ones, in this state."""
        self._state = None
        if self._marks is not None:
            self._marks.replace(self._live.get(item.immutable_id), item)
        self._live[item.immutable_id] = item
        self._by_folder.setdefault(item.folder_id, {})[item.immutable_id] = None

    def _drop(self, item: ItemT) -> None:
        """The item is no longer among the live ones."""
        self._state = None
        if self._marks is not None:
            self._marks.replace(self._live[item.immutable_id], None)
        del self._live[item.immutable_id]
        del self._by_folder[item.folder_id][item.immutable_id]

    def _lay_away(self, item: ItemT) -> None:
        """The item is among the deleted ones, in this state."""
        self._state = None
        self._deleted[item.immutable_id] = item

    def _forget(self) -> None:
        """Whatever a kind of item is found by besides its ids is empty."""

    def _note(
        self,
        by: Writer,
        kind: ChangeKind,
        *,
        before: ItemT | None = None,
        after: ItemT | None = None,
        at: datetime | None = None,
    ) -> None:
        shown = before or after
        change = self._ledger.log.note(
            at=at or self._ledger.clock.now(),
            by=by,
            kind=kind,
            mailbox=self._ledger.address,
            resource=self._resource,
            item_id=shown.id if shown else "",
            before=before,
            after=after,
        )
        self.history.append(change)
