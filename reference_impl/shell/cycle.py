"""One cycle: read, gather, plan, execute, remember.

The change token is saved last. A cycle that dies half-way is repeated, and everything
that it had already done is found done.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from reference_impl.rules import cadence, mailboxes
from reference_impl.rules.model import (
    DeliveryMethod,
    Mailbox,
    MailboxId,
    Settings,
)
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell.candidates import Candidates
from reference_impl.shell.dataverse_client import Changes, DataverseClient
from reference_impl.shell.deciding import Deciding
from reference_impl.shell.executor import Executor
from reference_impl.shell.graph_client import GraphClient
from reference_impl.shell.reader import Reader, Reading
from reference_impl.shell.state import SessionState


class Cycle:
    """One cycle of a session, at one virtual time."""

    def __init__(
        self,
        *,
        dataverse: DataverseClient,
        graph: GraphClient,
        state: SessionState,
        save_pairs: Callable[[], None],
        now: datetime,
    ) -> None:
        self.dataverse = dataverse
        self.graph = graph
        self.state = state
        self.now = now
        self._save_pairs = save_pairs
        self._gate: dict[MailboxId, bool] = {}
        self._reader = Reader(dataverse, state, now=now)
        self._deciding = Deciding(self._reader, state, now=now)

    async def run(self) -> None:
        """Bring Exchange up to date and set the time of the next cycle.

        Raises:
            CallFailed: Dataverse did not answer; nothing is lost, nothing moved on.
        """
        self.state.problems.clear()
        reading = await self._reader.read()
        self.state.settings = self.settings_of(reading)
        self.state.known_mailboxes = reading.mailboxes
        await self.read_back()
        ready = self._ready(reading)
        gathered, work = await self._deciding.decide(reading, ready)
        executor = Executor(
            graph=self.graph,
            state=self.state,
            save_pairs=self._save_pairs,
            now=self.now,
        )
        await executor.run(work)
        self._finish(reading, gathered, executor)

    def settings_of(self, reading: Reading) -> Settings:
        """Return the settings of this cycle: always those just read.

        While their XML is unreadable the switches in it stay as they were.
        """
        read = reading.organization.settings
        if reading.organization.fault is None:
            return read
        self.state.report("settings-unreadable", reading.organization.fault)
        switch = read.resource_booking_sync
        return replace(self.state.settings, resource_booking_sync=switch)

    async def read_back(self) -> None:
        """Bring nothing back from Exchange: bookings go one way.

        Rules: BKG-003, BKG-004, BKG-005, BKG-007.
        """

    # --- who takes part --------------------------------------------------------

    def _ready(self, reading: Reading) -> tuple[Mailbox, ...]:
        """Return the mailboxes that take part; the others are left as they are."""
        ready = []
        for mailbox in reading.mailboxes:
            if self._is_ready(mailbox):
                ready.append(mailbox)
            else:
                self._report_obstacle(mailbox)
        return tuple(ready)

    def _is_ready(self, mailbox: Mailbox) -> bool:
        """Tell whether a mailbox takes part; the settings of a cycle do not change."""
        known = self._gate.get(mailbox.id)
        if known is None:
            known = mailboxes.is_ready(mailbox, self.state.settings)
            self._gate[mailbox.id] = known
        return known

    def _report_obstacle(self, mailbox: Mailbox) -> None:
        """Report why a mailbox does not take part, if anybody meant it to."""
        if mailbox.delivery_method is not DeliveryMethod.SERVER_SIDE:
            return
        obstacle = mailboxes.first_obstacle(mailbox, self.state.settings)
        if obstacle is not None:
            message = f"Nothing is synchronised until {obstacle.demand}."
            self.state.report("mailbox-not-ready", message, mailbox=mailbox)

    # --- what is remembered ----------------------------------------------------

    def _finish(
        self, reading: Reading, gathered: Candidates, executor: Executor
    ) -> None:
        news = Counter(candidate.mailbox.id for candidate in gathered.all())
        due_at = []
        for mailbox in reading.mailboxes:
            state = self.state.mailbox(mailbox.id)
            is_refused = mailbox.id in reading.refused
            state.was_ready = self._is_ready(mailbox) and not is_refused
            if not state.was_ready:
                continue
            changes = news[mailbox.id] + executor.activity[mailbox.id]
            state.activity = cadence.activity(changes)
            due_at.append(self._due_at(mailbox.id))
        self._forget_missing(reading)
        self._take_over(reading.bookings)
        self.state.next_wake = min(due_at, default=cadence.watch_at(self.now))
        if executor.outage is None:
            self.state.failures = 0
            return
        self.state.failures += 1
        self.state.report("exchange-unavailable", str(executor.outage))
        self.state.next_wake = cadence.recover_at(
            self.now, self.state.failures, executor.outage.retry_after
        )

    def _take_over(self, changes: Changes) -> None:
        """Go on from these changes the next time.

        A token that told nothing is asked again: the question and what is durable stay
        the same. Once a day, with all the rest, it is renewed before it expires.
        """
        if changes.tells_anything or self._reader.is_current:
            self.state.bookings_delta = changes.delta_link
        versions = [rows.version(row) for row in changes.changed]
        self.state.bookings_version = max(self.state.bookings_version, *versions, 0)

    def _due_at(self, mailbox_id: MailboxId) -> datetime:
        state = self.state.mailbox(mailbox_id)
        if state.blocked_until is not None and state.is_blocked(self.now):
            return state.blocked_until
        state.blocked_until = None
        return cadence.next_visit_at(self.now, state.activity)

    def _forget_missing(self, reading: Reading) -> None:
        present = {mailbox.id for mailbox in reading.mailboxes}
        for mailbox_id, state in self.state.mailboxes.items():
            if mailbox_id not in present:
                state.was_ready = False
