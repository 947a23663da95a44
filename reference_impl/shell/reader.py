"""What a cycle reads from Dataverse: one $batch when nothing happened.

The settings are read anew every time; bookings as changes; and for every mailbox that
has items, on behalf of its user, which bookings that user still sees: a lost right
makes no change. Resources and statuses come along with the first rows that are read
for a decision.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from reference_impl.errors import CallFailed, PartRefused
from reference_impl.rules import eligibility, window
from reference_impl.rules.model import Booking, BookingId, Mailbox, MailboxId
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell.dataverse_client import (
    Changes,
    DataverseClient,
    Organization,
)
from reference_impl.shell.dataverse_queries import BOOKINGS, RESOURCES, STATUSES, View
from reference_impl.shell.multipart import Part, PartAnswer
from reference_impl.shell.state import SessionState

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Which bookings a user sees, and what was asked to know it."""

    view: View
    booking_ids: frozenset[BookingId]

    def shows(self, booking: Booking) -> bool:
        """Tell whether a booking is seen; what was not asked for counts as seen."""
        was_asked = (
            booking.resource_id in self.view.resource_ids
            and self.view.opens_at <= booking.start_at <= self.view.closes_at
        )
        return not was_asked or booking.id in self.booking_ids


@dataclass(slots=True, kw_only=True)
class Reading:
    """What one cycle found; `shown` holds the rows of views that were read whole."""

    organization: Organization
    mailboxes: tuple[Mailbox, ...]
    bookings: Changes
    sights: dict[MailboxId, Sight] = field(default_factory=dict)
    shown: dict[MailboxId, tuple[rows.Row, ...]] = field(default_factory=dict)
    refused: dict[MailboxId, PartRefused] = field(default_factory=dict)


class Reader:
    """Reads on behalf of one cycle.

    `is_current` tells whether resources and statuses have been asked for in this cycle.
    """

    def __init__(
        self, dataverse: DataverseClient, state: SessionState, *, now: datetime
    ) -> None:
        self._dataverse = dataverse
        self._state = state
        self._now = now
        self._opens_at = _midnight(window.opens_at(now))
        self._closes_at = _midnight(window.closes_at(now)) + ONE_DAY
        self.is_current = False

    async def read(self) -> Reading:
        """Return everything that a quiet cycle needs, in one request.

        Raises:
            CallFailed: Dataverse did not answer; nothing was learnt.
        """
        views = self._views_of(
            mailbox
            for mailbox in self._state.known_mailboxes
            if self._state.mailbox(mailbox.id).was_ready
            and self._is_worth_a_look(mailbox)
        )
        link = self._state.bookings_delta
        parts = [
            self._dataverse.queries.organization(),
            self._dataverse.queries.mailboxes(),
            self._dataverse.queries.changes(BOOKINGS, link),
            *map(self._dataverse.queries.view, views.values()),
        ]
        is_overdue = self._state.related.is_overdue(self._now)
        answers = await self._ask(parts, with_related=is_overdue)
        try:
            reading = Reading(
                organization=self._dataverse.organization(answers[0]),
                mailboxes=await self._dataverse.mailboxes(answers[1], now=self._now),
                bookings=await self._dataverse.changes(
                    answers[2], BOOKINGS, delta_link=link, now=self._now
                ),
            )
        except PartRefused as refusal:
            raise _failure(refusal) from refusal
        await self._see(reading, views, answers[3:])
        return reading

    async def see(self, reading: Reading, mailboxes: Iterable[Mailbox]) -> None:
        """Add the sights of these mailboxes, with the rows that they show."""
        views = self._views_of(mailboxes)
        parts = [
            self._dataverse.queries.view_with_rows(view) for view in views.values()
        ]
        answers = await self._ask(parts, with_related=True)
        reading.shown |= await self._see(reading, views, answers)

    async def read_bookings(
        self, booking_ids: Sequence[BookingId], reading: Reading, unseen: list[Mailbox]
    ) -> dict[BookingId, rows.Row | PartRefused | None]:
        """Return bookings with all that items tell, and add the missing sights."""
        views = self._views_of(unseen)
        parts = [
            *map(self._dataverse.queries.booking, booking_ids),
            *map(self._dataverse.queries.view, views.values()),
        ]
        answers = await self._ask(parts, with_related=True)
        await self._see(reading, views, answers[len(booking_ids) :])
        return {
            booking_id: self._dataverse.row(answer)
            for booking_id, answer in zip(booking_ids, answers, strict=False)
        }

    def view_of(self, mailbox: Mailbox) -> View | None:
        """Return the view of a mailbox, None for one whose user is no resource.

        It reaches from midnight to midnight, so that the question stays the same all
        day; what is inside the window is decided to the instant, by the rules.
        """
        resource_ids = self._state.related.resource_ids(mailbox)
        if mailbox.user_id is None or not resource_ids:
            return None
        return View(
            user_id=mailbox.user_id,
            resource_ids=resource_ids,
            opens_at=self._opens_at,
            closes_at=self._closes_at,
        )

    def _views_of(self, mailboxes: Iterable[Mailbox]) -> dict[MailboxId, View]:
        return {
            mailbox.id: view
            for mailbox in mailboxes
            if (view := self.view_of(mailbox)) is not None
        }

    def _is_worth_a_look(self, mailbox: Mailbox) -> bool:
        """Tell whether the view of a mailbox can matter when nothing changed."""
        return self._state.records.has(mailbox.id) or eligibility.enters_passively()

    async def _ask(
        self, parts: Sequence[Part], *, with_related: bool
    ) -> list[PartAnswer]:
        """Return the answers, having asked for resources and statuses once a cycle.

        They stand last: whatever a row refers to that was read before is among them.
        """
        if self.is_current or not with_related:
            return await self._dataverse.send(parts, now=self._now) if parts else []
        related = self._state.related
        tables = (
            (RESOURCES, related.resources_delta),
            (STATUSES, related.statuses_delta),
        )
        changes = [
            self._dataverse.queries.changes(table, link) for table, link in tables
        ]
        answers = await self._dataverse.send([*parts, *changes], now=self._now)
        try:
            resources, statuses = [
                await self._dataverse.changes(
                    answer, table, delta_link=link, now=self._now
                )
                for answer, (table, link) in zip(
                    answers[len(parts) :], tables, strict=True
                )
            ]
        except PartRefused as refusal:
            raise _failure(refusal) from refusal
        related.learn(resources, statuses, now=self._now)
        self.is_current = True
        return answers[: len(parts)]

    async def _see(
        self,
        reading: Reading,
        views: Mapping[MailboxId, View],
        answers: Sequence[PartAnswer],
    ) -> dict[MailboxId, tuple[rows.Row, ...]]:
        shown = {}
        for (mailbox_id, view), answer in zip(views.items(), answers, strict=True):
            try:
                found = await self._dataverse.view(answer, view, now=self._now)
            except PartRefused as refusal:
                reading.refused[mailbox_id] = refusal
                continue
            shown[mailbox_id] = found
            reading.sights[mailbox_id] = Sight(
                view=view, booking_ids=frozenset(rows.booking_id(row) for row in found)
            )
        return shown


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _failure(refusal: PartRefused) -> CallFailed:
    return CallFailed(
        service="Dataverse", reason=str(refusal), retry_after=refusal.retry_after
    )
