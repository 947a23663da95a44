"""The only place that decides what a cycle does to an entry."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dataverse import Booking, Dataverse, Mailbox, Settings
from links import Link, Links
from outlook import Calendar, Item
from service import TROUBLES, Service, ServiceError

LOG = logging.getLogger("syncd")
PAST, FUTURE = timedelta(days=7), timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From one week ago to two weeks ahead, counted in whole days of UTC."""

    first: datetime
    end: datetime

    @classmethod
    def at(cls, now: datetime) -> "Window":
        """Return the window as it stands at an instant."""
        return cls(first=_day(now) - PAST, end=_day(now) + FUTURE + timedelta(days=1))


def _day(instant: datetime) -> datetime:
    return instant.replace(hour=0, minute=0, second=0, microsecond=0)


def touched(booking: Booking) -> bool:
    """Tell whether anybody changed the booking since it came inside the window.

    Time alone brings nothing into the calendar (the later revision of the page).
    """
    return booking.modified >= _day(booking.start) - FUTURE


async def run_cycle(
    services: tuple[Service, Service], links: Links, now: datetime
) -> None:
    """Bring every ready mailbox up to date; what fails is tried in the next cycle."""
    dataverse = Dataverse(services[0])
    settings = await dataverse.settings()
    if not settings.on:
        return
    for mailbox in await dataverse.ready_mailboxes():
        visit = Visit(
            dataverse=dataverse,
            calendar=Calendar(services[1], mailbox.address),
            settings=settings,
            mailbox=mailbox,
            links=links,
            now=now,
        )
        await attempt(visit.run(), f"mailbox {mailbox.address}")


async def attempt(work: Awaitable[None], what: str) -> None:
    """Do the work; a service that refuses it does not stop what comes after."""
    try:
        await work
    except (ServiceError, *TROUBLES) as error:
        LOG.warning("%s waits for the next cycle: %r", what, error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One mailbox in one cycle."""

    dataverse: Dataverse
    calendar: Calendar
    settings: Settings
    mailbox: Mailbox
    links: Links
    now: datetime

    async def run(self) -> None:
        """Follow linked bookings, let go of lost ones, bring in new ones."""
        window = Window.at(self.now)
        seen = await self.dataverse.visible(self.mailbox, window.first, window.end)
        links = self.links.of(self.mailbox.user)
        unseen = [id for id in links if id not in seen or not seen[id].work_order]
        existing = await self.dataverse.existing(unseen)
        for id in unseen:
            work = self._out_of_sight(links[id], existing.get(id), window)
            await attempt(work, f"booking {id}")
        for booking in seen.values():
            if not booking.work_order:
                continue
            link = links.get(booking.id)
            if link is not None:
                await attempt(self._follow(link, booking), f"booking {booking.id}")
            elif touched(booking) and not booking.cancelled:
                await attempt(self._bring_in(booking), f"booking {booking.id}")

    async def _bring_in(self, booking: Booking) -> None:
        """Make an entry. The link is kept first, so that a lost answer is noticed."""
        link = self.links.keep(
            Link(
                booking=booking.id,
                mailbox=self.mailbox.user,
                item="",
                start=booking.start.isoformat(),
                trigger=booking.trigger,
                tagged=self.settings.categories,
            )
        )
        await self._create(link, booking)

    async def _create(self, link: Link, booking: Booking) -> None:
        facts = await self.dataverse.facts(str(booking.work_order))
        item = await self.calendar.create(booking, facts, tagged=link.tagged)
        self._written(link, item, booking)

    async def _follow(self, link: Link, booking: Booking) -> None:
        """Carry a cancellation, or a new time or place, to the entry."""
        if link.unlinked:
            return
        if booking.cancelled and not link.cancelled:
            if self.settings.pass_cancellations_on and await self._called_off(link):
                return
            link = self.links.keep(replace(link, cancelled=True))
        elif link.cancelled and not booking.cancelled:
            link = self.links.keep(replace(link, cancelled=False))
        if booking.trigger != link.trigger or not link.item:
            await self._rewrite(link, booking)

    async def _rewrite(self, link: Link, booking: Booking) -> None:
        item = await self._item(link)
        if item is None:  # never made, or thrown away by the technician
            await self._create(link, booking)
        elif link.tagged and not item.tracked:
            self.links.keep(replace(link, item=item.id, unlinked=True))
        else:
            facts = await self.dataverse.facts(str(booking.work_order))
            await self.calendar.update(item, booking, facts)
            self._written(link, item.id, booking)

    async def _called_off(self, link: Link) -> bool:
        """Tell whether the entry is gone, as it is for a coming visit."""
        item = await self._item(link)
        if item is None or not self._may_delete(link, item):
            return False
        await self.calendar.delete(item)
        self.links.forget(link)
        return True

    async def _out_of_sight(
        self, link: Link, booking: Booking | None, window: Window
    ) -> None:
        """Judge a linked booking that is not among those to be shown."""
        if booking is None:
            await self._let_go(link, bar=False)
            return
        mine = booking.resource in self.mailbox.resources
        if mine and booking.work_order and booking.start < window.first:
            # Too old: the entry stays as it is. Only a booking that was moved there
            # takes its entry along, so that nobody drives to a visit of last month.
            if datetime.fromisoformat(link.start) >= window.first:
                await self._follow(link, booking)
            return
        if link.unlinked and mine:
            return
        await self._let_go(link, bar=self.settings.tell_deletions_apart)

    async def _let_go(self, link: Link, *, bar: bool) -> None:
        """Delete the entry if nothing bars it, else leave it behind unlinked."""
        item = None if link.unlinked else await self._item(link)
        if item is not None and not bar and self._may_delete(link, item):
            await self.calendar.delete(item)
        elif item is not None and item.tracked:
            await self.calendar.untrack(item)
        self.links.forget(link)

    def _may_delete(self, link: Link, item: Item) -> bool:
        tracked = item.tracked or not link.tagged
        return tracked and item.is_organizer and item.start > self.now

    async def _item(self, link: Link) -> Item | None:
        id = link.item or await self.calendar.find(link.booking)
        return await self.calendar.item(id) if id else None

    def _written(self, link: Link, item: str, booking: Booking) -> None:
        start, trigger = booking.start.isoformat(), booking.trigger
        self.links.keep(replace(link, item=item, start=start, trigger=trigger))
