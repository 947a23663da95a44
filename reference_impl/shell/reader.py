"""What a cycle reads from Dataverse: one $batch when nothing happened.

The settings are read anew every time; bookings, resources and statuses as changes; and
for every mailbox that has items, on behalf of its user, which bookings that user still
sees: a lost right makes no change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reference_impl.errors import CallFailed, PartRefused
from reference_impl.rules import eligibility, window
from reference_impl.rules.model import (
    Booking,
    BookingId,
    Mailbox,
    MailboxId,
    ResourceId,
)
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell.dataverse_client import (
    Changes,
    DataverseClient,
    Organization,
)
from reference_impl.shell.dataverse_queries import BOOKINGS, RESOURCES, STATUSES, View
from reference_impl.shell.multipart import PartAnswer
from reference_impl.shell.state import SessionState


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
    """What one cycle found."""

    organization: Organization
    mailboxes: tuple[Mailbox, ...]
    bookings: Changes
    sights: dict[MailboxId, Sight]
    refused: dict[MailboxId, PartRefused] = field(default_factory=dict)


class Reader:
    """Reads on behalf of one cycle."""

    def __init__(
        self, dataverse: DataverseClient, state: SessionState, *, now: datetime
    ) -> None:
        self._dataverse = dataverse
        self._state = state
        self._now = now

    async def read(self) -> Reading:
        """Return everything that a quiet cycle needs, in one request.

        Raises:
            CallFailed: Dataverse did not answer; nothing was learnt.
        """
        views = {
            mailbox.id: view
            for mailbox in self._state.known_mailboxes
            if self._state.mailbox(mailbox.id).was_ready
            and self._is_worth_a_look(mailbox)
            and (view := self.view_of(mailbox)) is not None
        }
        tables = (
            (RESOURCES, self._state.resources_delta),
            (STATUSES, self._state.statuses_delta),
            (BOOKINGS, self._state.bookings_delta),
        )
        parts = [
            self._dataverse.queries.organization(),
            self._dataverse.queries.mailboxes(),
            *(self._dataverse.queries.changes(table, link) for table, link in tables),
            *(
                self._dataverse.queries.view(view, whole_rows=False)
                for view in views.values()
            ),
        ]
        answers = await self._dataverse.send(parts, now=self._now)
        try:
            organization = self._dataverse.organization(answers[0])
            mailboxes = await self._dataverse.mailboxes(answers[1], now=self._now)
            changes = [
                await self._dataverse.changes(
                    answer, table, delta_link=link, now=self._now
                )
                for answer, (table, link) in zip(answers[2:5], tables, strict=True)
            ]
        except PartRefused as refusal:
            raise CallFailed(
                service="Dataverse",
                reason=str(refusal),
                retry_after=refusal.retry_after,
            ) from refusal
        self._learn_resources(changes[0])
        self._learn_statuses(changes[1])
        reading = Reading(
            organization=organization,
            mailboxes=tuple(mailboxes),
            bookings=changes[2],
            sights={},
        )
        await self._see(reading, views, answers[5:])
        return reading

    async def see(
        self, reading: Reading, mailboxes: Iterable[Mailbox]
    ) -> dict[MailboxId, tuple[rows.Row, ...]]:
        """Add the sights of these mailboxes and return the rows that they show."""
        views = {
            mailbox.id: view
            for mailbox in mailboxes
            if (view := self.view_of(mailbox)) is not None
        }
        if not views:
            return {}
        parts = [
            self._dataverse.queries.view(view, whole_rows=True)
            for view in views.values()
        ]
        answers = await self._dataverse.send(parts, now=self._now)
        return await self._see(reading, views, answers)

    async def read_bookings(
        self, booking_ids: Sequence[BookingId], reading: Reading, unseen: list[Mailbox]
    ) -> dict[BookingId, rows.Row | PartRefused | None]:
        """Return bookings with all that items tell, and add the missing sights."""
        views = {
            mailbox.id: view
            for mailbox in unseen
            if (view := self.view_of(mailbox)) is not None
        }
        parts = [
            *(
                self._dataverse.queries.booking(booking_id)
                for booking_id in booking_ids
            ),
            *(
                self._dataverse.queries.view(view, whole_rows=False)
                for view in views.values()
            ),
        ]
        if not parts:
            return {}
        answers = await self._dataverse.send(parts, now=self._now)
        await self._see(reading, views, answers[len(booking_ids) :])
        return {
            booking_id: self._dataverse.row(answer)
            for booking_id, answer in zip(booking_ids, answers, strict=False)
        }

    def view_of(self, mailbox: Mailbox) -> View | None:
        """Return the view of a mailbox, None for one whose user is no resource."""
        resource_ids = self._resource_ids(mailbox)
        if mailbox.user_id is None or not resource_ids:
            return None
        return View(
            user_id=mailbox.user_id,
            resource_ids=resource_ids,
            opens_at=window.opens_at(self._now).replace(microsecond=0),
            closes_at=window.closes_at(self._now).replace(microsecond=0),
        )

    def _is_worth_a_look(self, mailbox: Mailbox) -> bool:
        """Tell whether the view of a mailbox can matter when nothing changed."""
        return self._state.records.has(mailbox.id) or eligibility.enters_passively()

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

    def _resource_ids(self, mailbox: Mailbox) -> tuple[ResourceId, ...]:
        cached = self._state.resource_ids.get(mailbox)
        if cached is None:
            cached = tuple(
                resource.id
                for resource in self._state.resources.values()
                if eligibility.books(resource, mailbox)
            )
            self._state.resource_ids[mailbox] = cached
        return cached

    def _learn_resources(self, changes: Changes) -> None:
        if changes.is_full:
            self._state.resources.clear()
        for row in changes.changed:
            resource = rows.resource(row)
            self._state.resources[resource.id] = resource
        for key in changes.deleted:
            self._state.resources.pop(ResourceId(key), None)
        if changes.is_full or changes.changed or changes.deleted:
            self._state.resource_ids.clear()
        self._state.resources_delta = changes.delta_link

    def _learn_statuses(self, changes: Changes) -> None:
        if changes.is_full:
            self._state.statuses.clear()
        for row in changes.changed:
            self._state.statuses[rows.status_id(row)] = rows.status(row)
        for key in changes.deleted:
            self._state.statuses.pop(key, None)
        self._state.statuses_delta = changes.delta_link
