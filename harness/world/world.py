"""The driver of one scenario: one tenant, one session, the verbs of the domain.

The only thing that steps call. It composes the parts; each part has its own module.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fakes import Tenant
from fakes.exchange import Event
from harness.adapters.iut import ClockMode, Iut
from harness.errors import ExpectationFailed, HarnessError, PrerequisiteFailed
from harness.world.administrator import Administrator
from harness.world.bookings import Bookings
from harness.world.calendars import Calendar
from harness.world.cast import CUSTOMER_ADDRESS, Cast, Role
from harness.world.dispatcher import HOUR, Dispatcher
from harness.world.entries import Entry
from harness.world.estate import Estate
from harness.world.items import Items
from harness.world.loop import Loop
from harness.world.moments import Moment
from harness.world.notes import Notes, in_words
from harness.world.outlook import Outlook
from harness.world.records import Records
from harness.world.scene import Scene
from harness.world.session import Session
from harness.world.timeline import Timeline
from harness.world.waits import Waits
from harness.world.workorders import WorkOrders

_DEADLINE: Final = timedelta(minutes=15)  # CAD-001
_MINUTE: Final = timedelta(minutes=1)


class World:
    """Everything that a scenario can do and expect."""

    def __init__(self, *, tenant: Tenant, iut: Iut, loop: Loop, seed: int) -> None:
        self.tenant = tenant
        self.timeline = Timeline()
        self.session = Session(
            tenant=tenant, iut=iut, loop=loop, timeline=self.timeline, seed=seed
        )
        self.estate = Estate(tenant, seed=seed)
        self.cast = Cast(tenant, self.estate)
        self.scene = Scene(
            tenant,
            self.cast,
            self.timeline,
            is_real=iut.clock_mode is ClockMode.REALTIME,
        )
        self.orders = WorkOrders(tenant.dataverse, self.estate)
        self.bookings = Bookings(tenant.dataverse, self.estate, self.cast, self.orders)
        self.items = Items(tenant.exchange, self.bookings, self.cast)
        self.dispatcher = Dispatcher(self.scene, self.bookings, self.orders)
        self.outlook = Outlook(self.scene, self.bookings, self.items, self.session)
        self.administrator = Administrator(self.scene, self.estate)
        self.records = Records(tenant, self.session)
        self.waits = Waits(tenant.exchange, self.items)
        self.notes = Notes(self.timeline, self.cast, self.items, self.waits)
        self._told_version = 0
        self._told_messages = 0
        self.session.after_each_wake(self._tell_what_showed)

    # time

    @property
    def now(self) -> datetime:
        """The scenario's present instant."""
        return self.tenant.clock.now()

    def at(self, moment: Moment) -> datetime:
        """The instant that a feature's words mean at present."""
        return self.scene.at(moment)

    def start(self) -> None:
        """The implementation is connected and has had its first cycle."""
        self.session.open()
        self.scene.remember()

    def let_pass(self, span: timedelta) -> None:
        """The clock stands `span` later and the implementation is idle."""
        self.timeline.tell(self.now, "time", f"{in_words(span)} pass.")
        self.session.let_pass(span)

    # beginnings

    def begin(self, start: Moment) -> None:
        """The clock stands at that moment; the implementation is not connected yet."""
        if self.session.is_open:
            raise HarnessError("a story begins before synchronisation runs")
        self.tenant.clock.move_to(self.at(start))

    def introduce(
        self, role: Role, *, is_ready: bool = True, time_zone: str = "UTC"
    ) -> None:
        """The technician takes part."""
        self.cast.add_technician(role, is_ready=is_ready, time_zone=time_zone)
        self.scene.remember()

    def synchronised(
        self,
        who: Role,
        name: str,
        start: Moment,
        *,
        order: str | None = None,
        length: timedelta = HOUR,
    ) -> None:
        """The booking stands in Field Service and in the technician's calendar.

        Raises:
            PrerequisiteFailed: it did not arrive.
        """
        self.dispatcher.book(who, name, start, order=order or name, length=length)
        self.let_pass(_DEADLINE)
        found = len(self.items.of(name, self.cast[who].mailbox))
        if found != 1:
            raise PrerequisiteFailed(
                f"The booking {name!r} did not reach {who}'s calendar within "
                f"15 minutes ({found or 'no'} entries), which this scenario rests on."
            )
        self.scene.remember()

    def move_every_minute(self, name: str, span: timedelta) -> None:
        """For that long, the booking was moved by a minute every minute."""
        for _ in range(span // _MINUTE):
            self.dispatcher.move_by(name, _MINUTE)
            start = self.bookings[name].start
            self.waits.saved(name, at=self.now, start=start)
            self.session.let_pass(_MINUTE)

    # expectations

    def calendar_of(self, who: Role) -> Calendar:
        """The technician's main calendar."""
        return Calendar(
            self.cast[who],
            items=self.items,
            session=self.session,
            since=self.scene.since,
        )

    def entry(self, name: str, *, of: Role | None = None) -> Entry:
        """The calendar entry of the booking; of one technician where two have one."""
        since = self.scene.since
        changes = self.tenant.exchange.changed_since(since.exchange)
        return Entry(
            name,
            items=self.items,
            session=self.session,
            since=since,
            writes=[change.item_id for change in changes if change.by == "api"],
            mailbox=self.cast[of].mailbox if of else None,
        )

    def expect_organizer(self, who: Role, name: str) -> None:
        """The technician is the organizer of the booking's entry."""
        self.entry(name).expect_organizer(self.cast[who].mailbox.address)

    def expect_nowhere_else(self, who: Role, name: str) -> None:
        """No mailbox of the tenant but that technician's shows the booking."""
        own = self.cast[who].mailbox
        for mailbox in self.tenant.exchange.mailboxes:
            if mailbox is not own and self.items.of(name, mailbox):
                raise ExpectationFailed(
                    expected=f"no entry for {name!r} but in {who}'s calendar",
                    found=f"one in the calendar of {mailbox.address}",
                    looked="in every mailbox of the tenant",
                )
        self.session.require_looked(self.scene.since.journal)

    def expect_visited_as_often(self, who: Role, other: Role) -> None:
        """The one mailbox was asked or written at least as often as the other.

        Who visits both in the same rhythm, but not at the same minute, may have been
        once more with the one or the other when the time is up.
        """
        mine, theirs = self._visits(who), self._visits(other)
        if mine + 1 < theirs:
            raise ExpectationFailed(
                expected=f"{who}'s mailbox visited at least as often as {other}'s",
                found=f"{mine} visits against {theirs}",
                looked=(
                    "by counting, in the journal, the instants of requests to each; "
                    "one visit more or less is the chance of the last minute"
                ),
            )
        self.session.require_looked(0)

    def expect_copy(self, name: str) -> None:
        """The copy that somebody made by hand stands as it was made."""
        entry = self.outlook.copy_of(name)
        if entry is None:
            raise ExpectationFailed(
                expected=f"the copy of {name!r} still in the calendar",
                found="it is gone",
                looked="by the copy's id",
            )
        self.session.require_looked(self.scene.since.journal)

    def expect_entry_unchanged(self, who: Role, title: str) -> None:
        """The private entry stands as people left it."""
        entry = self.outlook.entry(who, title)
        self.calendar_of(who).expect_entry_unchanged(title, entry)

    def expect_booking_unchanged(self, name: str) -> None:
        """The booking's row is as people left it."""
        self.records.expect_unchanged(
            f"the booking {name!r}",
            "bookableresourcebooking",
            self.bookings[name].row_id,
            self.scene.since,
        )

    def expect_booking_exists(self, name: str) -> None:
        """The booking's row is there."""
        self.records.expect_exists(
            f"the booking {name!r}",
            "bookableresourcebooking",
            self.bookings[name].row_id,
            self.scene.since,
        )

    def expect_order_unchanged(self, title: str) -> None:
        """The work order's row is as people left it."""
        self.records.expect_unchanged(
            f"the work order {title!r}",
            "msdyn_workorder",
            self.orders[title].row_id,
            self.scene.since,
        )

    def expect_no_new(self, table: str, *, at_most: int = 0) -> None:
        """The implementation has made no row (or at most so many) of that table."""
        self.records.expect_no_new(table, at_most=at_most, since=self.scene.since)

    def expect_appointment(self, title: str) -> None:
        """An appointment of that subject exists in Dataverse."""
        self.records.expect_appointment(title)

    def expect_no_messages(self) -> None:
        """Nobody has received a meeting message that people did not cause."""
        self.records.expect_no_messages()
        self.session.require_looked(self.scene.since.journal)

    def expect_cancellations(self, count: int) -> None:
        """The customer has received so many cancellations."""
        self.records.expect_cancellations(CUSTOMER_ADDRESS, count)

    def expect_no_wait_beyond(self, name: str, limit: timedelta) -> None:
        """Every change showed within the limit."""
        waits = self.waits.of(name, until=self.now - limit)
        worst = max((one for one in waits if one is not None), default=None)
        if not waits or None in waits or (worst is not None and worst > limit):
            never = sum(one is None for one in waits)
            raise ExpectationFailed(
                expected=f"every change of {name!r} shown within {in_words(limit)}",
                found=(
                    f"{never} changes that never showed"
                    if never
                    else f"one that waited {in_words(worst or limit)}"
                ),
                looked="by the history of the entry's start in Exchange",
            )

    def _visits(self, who: Role) -> int:
        address = self.cast[who].mailbox.address
        visited = set()
        for one in self.tenant.journal.operations():
            if one.service != "exchange":
                continue
            path = one.target.partition("?")[0]
            mailbox = self.tenant.exchange.addressed_by(path)
            if mailbox is not None and mailbox.address == address:
                visited.add(one.at)
        return len(visited)

    def _tell_what_showed(self) -> None:
        self.items.look()
        changes = self.tenant.exchange.changed_since(self._told_version)
        self._told_version = self.tenant.exchange.version
        for change in changes:
            event = change.after or change.before
            if change.by == "api" and isinstance(event, Event):
                text = f"Exchange: {event.subject!r} is {change.kind}."
                self.timeline.tell(change.at, "write", text)
        messages = self.tenant.exchange.messages
        for message in messages[self._told_messages :]:
            text = f"Exchange sends a {message.kind} to {message.recipient}."
            self.timeline.tell(message.at, "message", text)
        self._told_messages = len(messages)
