"""Carries out that somebody tracked an item: at once, else in the next cycle."""

import uuid
from datetime import datetime
from typing import Final

from reference_impl.errors import CallFailed, PartRefused
from reference_impl.rules import appointments
from reference_impl.rules.appointments import CreateAppointment
from reference_impl.rules.model import EventId, Mailbox
from reference_impl.shell import graph_events
from reference_impl.shell.dataverse_client import DataverseClient
from reference_impl.shell.graph_client import GraphClient, Outcome
from reference_impl.shell.state import Problem, SessionState

APPOINTMENTS: Final = uuid.UUID("b7f0f3a2-17c9-4f0d-8a35-6a3c0d9e5b11")


class Tracking:
    """The tracked items of a session."""

    def __init__(
        self, *, dataverse: DataverseClient, graph: GraphClient, state: SessionState
    ) -> None:
        self._dataverse = dataverse
        self._graph = graph
        self._state = state

    async def track(self, address: str, item_id: str, *, now: datetime) -> None:
        """Make the appointment of the item now, or leave it to the next cycle.

        Rules: CAD-010, CAD-011.
        """
        try:
            await self._read_mailboxes(now)
            await self._track(address, item_id, now=now)
        except (CallFailed, PartRefused, ValueError) as failure:
            self._state.tracked.append((address, item_id))
            self._state.problems.append(
                Problem(
                    code="tracking-failed",
                    message=f"A tracked item waits for the next cycle: {failure}.",
                    mailbox=address,
                )
            )

    async def catch_up(self, *, now: datetime) -> None:
        """Track what could not be tracked at once [CAD-011]."""
        if not self._state.tracked:
            return
        waiting, self._state.tracked = self._state.tracked, []
        for address, item_id in waiting:
            await self.track(address, item_id, now=now)

    async def _read_mailboxes(self, now: datetime) -> None:
        parts = [
            self._dataverse.queries.organization(),
            self._dataverse.queries.mailboxes(),
        ]
        organization, mailboxes = await self._dataverse.send(parts, now=now)
        self._state.settings = self._dataverse.organization(organization).settings
        self._state.known_mailboxes = await self._dataverse.mailboxes(
            mailboxes, now=now
        )

    async def _track(self, address: str, item_id: str, *, now: datetime) -> None:
        request = self._graph.read_tracked(address, EventId(item_id))
        [reply] = await self._graph.send([request], now=now)
        if reply.outcome is Outcome.GONE:
            return
        if reply.outcome is not Outcome.DONE:
            raise ValueError(f"Exchange answered {reply.status} {reply.code}")
        item = graph_events.tracked(reply.body)
        mailbox = self._mailbox(address)
        match appointments.plan(item, mailbox, self._state.settings):
            case CreateAppointment():
                key = f"{address.casefold()}/{item.ical_uid or item_id}"
                await self._dataverse.create_appointment(
                    item,
                    appointment_id=str(uuid.uuid5(APPOINTMENTS, key)),
                    owner_id=None if mailbox is None else mailbox.user_id,
                    now=now,
                )
            case _:
                return

    def _mailbox(self, address: str) -> Mailbox | None:
        for mailbox in self._state.known_mailboxes:
            if mailbox.address.casefold() == address.casefold():
                return mailbox
        return None
