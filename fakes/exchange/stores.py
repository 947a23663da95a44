"""Everything that lies in one mailbox: the only list of the kinds that there are."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from fakes.exchange.calendars.calendar import MY_CALENDARS, Calendar, CalendarGroup
from fakes.exchange.calendars.store import EventStore
from fakes.exchange.changes import Resource
from fakes.exchange.contacts.contact import Contact, ContactFolder
from fakes.exchange.items import Item, Person
from fakes.exchange.mail.folder import MailFolder, furnish
from fakes.exchange.mail.store import MessageStore
from fakes.exchange.store import ItemStore, Ledger, StoreSnapshot
from fakes.exchange.todo.store import TaskStore
from fakes.exchange.todo.task import TaskList

StoresSnapshot: TypeAlias = tuple[StoreSnapshot[Any], ...]


class Stores:
    """The stores of one mailbox, with the folders that every mailbox has."""

    def __init__(self, ledger: Ledger, *, owner: Person) -> None:
        self.calendar_groups: Final = ItemStore(
            ledger, resource="calendarGroup", kind=CalendarGroup
        )
        self.calendars: Final = ItemStore(ledger, resource="calendar", kind=Calendar)
        self.events: Final = EventStore(ledger)
        self.contact_folders: Final = ItemStore(
            ledger, resource="contactFolder", kind=ContactFolder
        )
        self.contacts: Final = ItemStore(ledger, resource="contact", kind=Contact)
        self.mail_folders: Final = ItemStore(
            ledger, resource="mailFolder", kind=MailFolder
        )
        self.messages: Final = MessageStore(ledger)
        self.task_lists: Final = ItemStore(
            ledger, resource="todoTaskList", kind=TaskList
        )
        self.tasks: Final = TaskStore(ledger)
        self._all: Final[tuple[ItemStore[Any], ...]] = (
            self.calendar_groups,
            self.calendars,
            self.events,
            self.contact_folders,
            self.contacts,
            self.mail_folders,
            self.messages,
            self.task_lists,
            self.tasks,
        )
        group = self.calendar_groups.furnish(name="My Calendars", class_id=MY_CALENDARS)
        self.default_calendar_id: Final = self.calendars.furnish(
            folder_id=group.id, name="Calendar", owner=owner, is_default=True
        ).id
        # by well-known name; above them all is what no listing shows
        self.mail_folder_ids: Final = furnish(
            self.mail_folders, root_id=ledger.identifiers.folder_id()
        )
        self.default_contact_folder_id: Final = self.contact_folders.furnish(
            folder_id=self.mail_folder_ids["msgfolderroot"],
            display_name="Contacts",
            is_default=True,
        ).id
        self.default_task_list_id: Final = self.task_lists.furnish(
            display_name="Tasks", well_known="defaultList"
        ).id
        self.task_lists.furnish(
            display_name="Flagged Emails", well_known="flaggedEmails"
        )

    def folder(self, kind: Resource, name: str) -> Item | None:
        """The folder for items of that kind, by its id or well-known name; or None."""
        folders: dict[Resource, ItemStore[Any]] = {
            "event": self.calendars,
            "contact": self.contact_folders,
            "todoTask": self.task_lists,
            "message": self.mail_folders,
        }
        if kind == "message":
            name = self.mail_folder_ids.get(name.lower(), name)
        store = folders.get(kind)
        return None if store is None else store.find_live(name)

    def find(self, item_id: str) -> Item | None:
        """The item or folder of that id, of whatever kind; None when there is none."""
        for store in self._all:
            item: Item | None = store.find(item_id)
            if item is not None:
                return item
        return None

    def snapshot(self) -> StoresSnapshot:
        """The present state, to come back to."""
        return tuple(store.snapshot() for store in self._all)

    def restore(self, snapshot: StoresSnapshot) -> None:
        """Everything is as it was then."""
        for store, state in zip(self._all, snapshot, strict=True):
            store.restore(state)
