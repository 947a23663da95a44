"""The change log: every write in every mailbox, numbered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from fakes.exchange.items import Item, Writer

ChangeKind: TypeAlias = Literal["created", "updated", "moved", "deleted", "purged"]
Resource: TypeAlias = Literal[
    "calendar",
    "calendarGroup",
    "category",
    "contact",
    "contactFolder",
    "event",
    "mailFolder",
    "message",
    "settings",
    "todoTask",
    "todoTaskList",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One write: who did it, to what, and how the item looked before and after."""

    version: int
    at: datetime
    by: Writer
    kind: ChangeKind
    mailbox: str
    resource: Resource
    item_id: str = ""
    before: Item | None = None
    after: Item | None = None  # deleted: as it lies in Deleted Items


class ChangeLog:
    """The writes of one tenant in order; versions count from 1 without gaps."""

    def __init__(self) -> None:
        self._changes: list[Change] = []

    @property
    def version(self) -> int:
        """The number of the latest write; 0 before the first."""
        return len(self._changes)

    def note(
        self,
        *,
        at: datetime,
        by: Writer,
        kind: ChangeKind,
        mailbox: str,
        resource: Resource,
        item_id: str = "",
        before: Item | None = None,
        after: Item | None = None,
    ) -> Change:
        """The change has the next number."""
        change = Change(
            version=len(self._changes) + 1,
            at=at,
            by=by,
            kind=kind,
            mailbox=mailbox,
            resource=resource,
            item_id=item_id,
            before=before,
            after=after,
        )
        self._changes.append(change)
        return change

    def version_at(self, at: datetime) -> int:
        """The number up to which every write had happened by that instant."""
        version = len(self._changes)
        while version and self._changes[version - 1].at > at:
            version -= 1
        return version

    def cut(self, version: int) -> None:
        """The writes after the one with that number have not happened."""
        del self._changes[version:]

    def since(self, version: int) -> tuple[Change, ...]:
        """The writes after the one with that number."""
        return tuple(self._changes[version:])
