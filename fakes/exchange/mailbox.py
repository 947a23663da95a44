"""One mailbox, and what its owner does in Outlook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, Unpack

from fakes.exchange import errors
from fakes.exchange.calendars.calendar import Calendar
from fakes.exchange.calendars.event import Answer, Event
from fakes.exchange.calendars.form import Form, WholeForm, change_of
from fakes.exchange.calendars.shelf import CalendarShelf
from fakes.exchange.contacts.book import AddressBook
from fakes.exchange.identifiers import MailboxIdentifiers
from fakes.exchange.items import Person, Writer
from fakes.exchange.mail.box import MailBox
from fakes.exchange.mail.message import Message
from fakes.exchange.settings.setting import MailboxSettings
from fakes.exchange.store import Ledger
from fakes.exchange.stores import Stores, StoresSnapshot
from fakes.exchange.todo.book import TaskBook
from fakes.exchange.zones import zone

if TYPE_CHECKING:
    from fakes.exchange.tenant import ExchangeTenant

Access: TypeAlias = Literal["granted", "denied", "not_enabled"]
# rooms and groups answer invitations by themselves
MailboxKind: TypeAlias = Literal["user", "room", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """An entry of the master list. Items carry names, whether listed or not."""

    id: str
    display_name: str
    color: str  # none, preset0 … preset24


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSnapshot:
    """A mailbox at one moment."""

    stores: StoresSnapshot
    categories: dict[str, Category]
    time_zone: str
    settings: MailboxSettings
    access: Access


class Mailbox:
    """A mailbox of the tenant. Its methods are its owner's acts, if not said else."""

    def __init__(
        self,
        tenant: ExchangeTenant,
        *,
        address: str,
        name: str,
        time_zone: str,
        seed: int,
        kind: MailboxKind = "user",
        ready_at: datetime | None = None,
    ) -> None:
        self._tenant = tenant
        self._identifiers = MailboxIdentifiers(seed=seed, address=address)
        self.address: Final = address
        self.name: Final = name
        self.id: Final = self._identifiers.guid()
        self.kind: Final[MailboxKind] = kind
        self.ready_at: Final = ready_at  # it answers 404 until then; None: it never did
        self.owner: Final = Person(address=address, name=name)
        self.time_zone = time_zone
        self.settings = MailboxSettings()
        self.access: Access = "granted"  # denied: by policy; not_enabled: no licence
        ledger = Ledger(
            address=address,
            identifiers=self._identifiers,
            clock=tenant.clock,
            log=tenant.log,
        )
        self.stores: Final[Stores] = Stores(ledger, owner=self.owner)
        self.contacts: Final = AddressBook(tenant, self.stores)
        self.calendars: Final = CalendarShelf(self.stores, owner=self.owner)
        self.tasks: Final = TaskBook(self, tenant.clock)
        self.mail: Final = MailBox(tenant, self)
        self._categories: dict[str, Category] = {}

    @property
    def calendar(self) -> Calendar:
        """The default calendar."""
        return self.calendars.default

    def snapshot(self) -> MailboxSnapshot:
        """The present state, to come back to."""
        return MailboxSnapshot(
            stores=self.stores.snapshot(),
            categories=dict(self._categories),
            time_zone=self.time_zone,
            settings=self.settings,
            access=self.access,
        )

    def restore(self, snapshot: MailboxSnapshot) -> None:
        """The mailbox is as it was then."""
        self.stores.restore(snapshot.stores)
        self._categories = dict(snapshot.categories)
        self.time_zone = snapshot.time_zone
        self.settings = snapshot.settings
        self.access = snapshot.access

    @property
    def events(self) -> tuple[Event, ...]:
        """The default calendar's events in creation order, series by their masters."""
        self._tenant.settle()
        return tuple(self.stores.events.in_folder(self.stores.default_calendar_id))

    def view(self, start_at: datetime, end_at: datetime) -> tuple[Event, ...]:
        """What the default calendar shows of a time: series by their occurrences."""
        self._tenant.settle()
        calendar_id = self.stores.default_calendar_id
        return tuple(self.stores.events.between(calendar_id, start_at, end_at))

    @property
    def deleted_events(self) -> tuple[Event, ...]:
        """The events in Deleted Items, in order of deletion."""
        return self.stores.events.deleted

    @property
    def categories(self) -> tuple[Category, ...]:
        """The master list of categories."""
        return tuple(self._categories.values())

    def event(self, event_id: str) -> Event | None:
        """The calendar's event of a default or immutable id; None if there is none."""
        self._tenant.settle()
        return self.stores.events.find_live(event_id)

    def create_event(
        self,
        *,
        subject: str,
        start: datetime | date,
        end: datetime | date,
        by: Writer = "owner",
        calendar: Calendar | None = None,
        **others: Unpack[Form],
    ) -> Event:
        """A new event in the calendar, the default one unless another is given.

        Whoever is invited has been told.

        `start` and `end` are aware; for an all-day event dates will do (the end is
        exclusive). With a recurrence it is the master of a series: `view` shows the
        occurrences.
        """
        given: WholeForm = {"subject": subject, "start": start, "end": end, **others}
        change = change_of(given, zone(self.time_zone))
        return self._tenant.scheduling.create(
            self, change, by=by, calendar_id=calendar.id if calendar else None
        )

    def update_event(
        self, event_id: str, *, by: Writer = "owner", **values: Unpack[WholeForm]
    ) -> Event:
        """The event has the new values; whoever must be told has been.

        The id of an occurrence changes that one only.

        Raises:
            GraphError: the calendar has no such event, or the values do not make one.
        """
        event = self._required(event_id)
        change = change_of(values, zone(self.time_zone))
        return self._tenant.scheduling.update(self, event, change, by=by)

    def delete_event(self, event_id: str) -> None:
        """The event lies in Deleted Items; a meeting of one's own is called off.

        An occurrence leaves its series.
        """
        event = self._required(event_id)
        self._tenant.scheduling.remove(self, event, by="owner")

    def cancel_event(self, event_id: str, *, comment: str = "") -> None:
        """The meeting is called off with a comment and lies in Deleted Items."""
        event = self._required(event_id)
        self._tenant.scheduling.cancel(self, event, by="owner", comment=comment)

    def respond(
        self, event_id: str, answer: Answer, *, send: bool = True, comment: str = ""
    ) -> None:
        """The invitation is accepted, tentativelyAccepted or declined."""
        event = self._required(event_id)
        self._tenant.scheduling.respond(
            self, event, answer, by="owner", send=send, comment=comment
        )

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message, in the order of their coming."""
        return self.mail.messages

    @property
    def inbox(self) -> tuple[Message, ...]:
        """What lies in the inbox, in the order of its coming there."""
        return self.mail.lying_in("inbox")

    def set_organizer(self, event_id: str, *, address: str, name: str) -> Event:
        """A fixture: somebody else organises the event, as if it had been sent by them.

        With the mailbox's own address the event is its own again.
        """
        event = self._required(event_id)
        organizer = Person(address=address, name=name)
        own = organizer.key == self.owner.key
        return self.stores.events.rewrite(
            event,
            by="owner",
            organizer=organizer,
            is_organizer=own,
            response="organizer" if own else "notResponded",
        )

    def add_category(
        self, display_name: str, *, color: str = "none", by: Writer = "owner"
    ) -> Category:
        """A new entry of the master list.

        Raises:
            GraphError: the name is taken.
        """
        names = {one.display_name.lower() for one in self._categories.values()}
        if display_name.lower() in names:
            raise errors.duplicate_name(display_name)
        category = Category(
            id=self._identifiers.guid(), display_name=display_name, color=color
        )
        self._categories[category.id] = category
        self._note("created", category.id, by=by)
        return category

    def category(self, category_id: str) -> Category | None:
        """The entry of that id."""
        return self._categories.get(category_id.lower())

    def recolor_category(
        self, category_id: str, *, color: str, by: Writer = "owner"
    ) -> Category:
        """The entry has another colour; its name never changes."""
        old = self._categories[category_id.lower()]
        category = Category(id=old.id, display_name=old.display_name, color=color)
        self._categories[old.id] = category
        self._note("updated", old.id, by=by)
        return category

    def remove_category(self, category_id: str, *, by: Writer = "owner") -> None:
        """The entry has left the list; events keep the name."""
        del self._categories[category_id.lower()]
        self._note("deleted", category_id.lower(), by=by)

    def set_time_zone(self, name: str, *, by: Writer = "owner") -> None:
        """The mailbox's time zone is another; existing events stay where they are."""
        self.change_settings(self.settings, time_zone=name, by=by)

    def change_settings(
        self,
        settings: MailboxSettings,
        *,
        time_zone: str | None = None,
        by: Writer = "owner",
    ) -> None:
        """The settings are these; the time zone, too, if one is named."""
        self.time_zone = zone(time_zone or self.time_zone).name
        self.settings = settings
        self._tenant.log.note(
            at=self._tenant.clock.now(),
            by=by,
            kind="updated",
            mailbox=self.address,
            resource="settings",
        )

    def _note(
        self, kind: Literal["created", "updated", "deleted"], item: str, *, by: Writer
    ) -> None:
        self._tenant.log.note(
            at=self._tenant.clock.now(),
            by=by,
            kind=kind,
            mailbox=self.address,
            resource="category",
            item_id=item,
        )

    def _required(self, event_id: str) -> Event:
        event = self.event(event_id)
        if event is None:
            raise errors.item_not_found()
        return event
