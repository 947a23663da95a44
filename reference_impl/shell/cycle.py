"""One cycle: read, gather, plan, execute, remember.

The change token is saved last. A cycle that dies half-way is repeated, and everything
that it had already done is found done.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from reference_impl.errors import PartRefused
from reference_impl.rules import bookings, cadence, mailboxes
from reference_impl.rules.actions import Action, CreateItem, Nothing, UpdateItem
from reference_impl.rules.model import (
    Booking,
    BookingId,
    Deleted,
    DeliveryMethod,
    Mailbox,
    MailboxId,
    Present,
    Settings,
    Snapshot,
    WorkOrder,
)
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell import jobs
from reference_impl.shell.candidates import Candidate, Candidates
from reference_impl.shell.dataverse_client import DataverseClient
from reference_impl.shell.executor import Executor
from reference_impl.shell.graph_client import GraphClient
from reference_impl.shell.jobs import Job
from reference_impl.shell.reader import Reader, Reading
from reference_impl.shell.state import Problem, SessionState


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
        self._reader = Reader(dataverse, state, now=now)

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
        gathered = await self._gather(reading, ready)
        work = await self._jobs(reading, gathered)
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
        self._report("settings-unreadable", reading.organization.fault)
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
            if mailboxes.is_ready(mailbox, self.state.settings):
                ready.append(mailbox)
            else:
                self._report_obstacle(mailbox)
        return tuple(ready)

    def _report_obstacle(self, mailbox: Mailbox) -> None:
        """Report why a mailbox does not take part, if anybody meant it to."""
        obstacle = mailboxes.first_obstacle(mailbox, self.state.settings)
        is_meant = mailbox.delivery_method is DeliveryMethod.SERVER_SIDE
        if obstacle is not None and is_meant:
            message = f"Nothing is synchronised until {obstacle.demand}."
            self._report("mailbox-not-ready", message, mailbox=mailbox)

    async def _gather(self, reading: Reading, ready: tuple[Mailbox, ...]) -> Candidates:
        newly_ready = {
            mailbox.id
            for mailbox in ready
            if not self.state.mailbox(mailbox.id).was_ready
        }
        unseen = [
            mailbox
            for mailbox in ready
            if mailbox.id not in reading.refused and self._must_see(mailbox, reading)
        ]
        shown = await self._reader.see(reading, unseen)
        taking_part = [m for m in ready if m.id not in reading.refused]
        self._report_refusals(reading)
        candidates = Candidates(self.state, taking_part, now=self.now)
        candidates.add_changes(reading)
        for mailbox in taking_part:
            candidates.add_catch_up(
                mailbox,
                shown.get(mailbox.id, ()),
                now_ready=mailbox.id in newly_ready,
            )
        candidates.add_unfinished()
        candidates.add_lost(reading)
        candidates.add_untouched(reading)
        return candidates

    def _must_see(self, mailbox: Mailbox, reading: Reading) -> bool:
        """Tell whether the view of a mailbox is still to be read before planning."""
        if not self.state.mailbox(mailbox.id).was_ready:
            return True
        sight = reading.sights.get(mailbox.id)
        if sight is None:
            return self.state.records.has(mailbox.id)
        return sight.view != self._reader.view_of(mailbox)

    # --- what is to be done ----------------------------------------------------

    async def _jobs(self, reading: Reading, gathered: Candidates) -> list[Job]:
        """Return the jobs of all pairs, with fresh rows where rows are needed."""
        candidates = gathered.all()
        wanted: dict[BookingId, None] = {}
        unseen: dict[MailboxId, Mailbox] = {}
        for candidate in candidates:
            if self._needs_row(candidate, reading):
                wanted[candidate.pair[0]] = None
                if candidate.mailbox.id not in reading.sights:
                    unseen[candidate.mailbox.id] = candidate.mailbox
        fresh = await self._reader.read_bookings(
            tuple(wanted), reading, list(unseen.values())
        )
        self._report_refusals(reading)
        work = []
        for candidate in candidates:
            job = self._job(candidate, fresh, reading)
            if job is not None:
                work.append(job)
        return work

    def _needs_row(self, candidate: Candidate, reading: Reading) -> bool:
        if isinstance(candidate.row, Deleted):
            return False
        if candidate.row is None or self.state.records.get(candidate.pair).is_open:
            return True
        snapshot = self._snapshot(candidate, candidate.row, reading)
        actions = self._plan(candidate, snapshot)
        return any(isinstance(action, CreateItem | UpdateItem) for action in actions)

    def _job(
        self,
        candidate: Candidate,
        fresh: dict[BookingId, rows.Row | PartRefused | None],
        reading: Reading,
    ) -> Job | None:
        """Return the job of a pair, None for one that there is nothing to do for."""
        record = self.state.records.get(candidate.pair)
        row, order = candidate.row, WorkOrder()
        if candidate.pair[0] in fresh and not isinstance(row, Deleted):
            found = fresh[candidate.pair[0]]
            if isinstance(found, PartRefused):
                self._put_off(candidate, str(found))
                return None
            if found is not None:
                order = rows.work_order(found)
                row = rows.booking(found, self.state.statuses)
            else:
                row = Deleted()
        if candidate.mailbox.id in reading.refused or row is None:
            self._put_off(candidate, "its user may not read bookings")
            return None
        snapshot = self._snapshot(candidate, row, reading)
        look = jobs.first_look(record)
        if look is None and not self.state.records.knows(candidate.pair):
            actions = self._plan(candidate, snapshot)
            if all(isinstance(action, Nothing) for action in actions):
                return None
        return Job(snapshot=snapshot, order=order, record=record, look=look)

    def _snapshot(
        self, candidate: Candidate, row: Booking | Deleted, reading: Reading
    ) -> Snapshot:
        return Snapshot(
            mailbox=candidate.mailbox,
            touch=candidate.touch,
            row=row
            if isinstance(row, Deleted)
            else self._present(row, candidate, reading),
        )

    def _present(
        self, booking: Booking, candidate: Candidate, reading: Reading
    ) -> Present:
        sight = reading.sights.get(candidate.mailbox.id)
        resource_id = booking.resource_id
        return Present(
            booking=booking,
            resource=None
            if resource_id is None
            else self.state.resources.get(resource_id),
            readable=sight is None or sight.shows(booking),
        )

    def _plan(self, candidate: Candidate, snapshot: Snapshot) -> tuple[Action, ...]:
        link = self.state.records.get(candidate.pair).link
        return bookings.plan(snapshot, link, self.state.settings, self.now)

    # --- what is remembered ----------------------------------------------------

    def _finish(
        self, reading: Reading, gathered: Candidates, executor: Executor
    ) -> None:
        news = Counter(candidate.mailbox.id for candidate in gathered.all())
        due_at = []
        for mailbox in reading.mailboxes:
            state = self.state.mailbox(mailbox.id)
            state.was_ready = (
                mailboxes.is_ready(mailbox, self.state.settings)
                and mailbox.id not in reading.refused
            )
            if not state.was_ready:
                continue
            changes = news[mailbox.id] + executor.activity[mailbox.id]
            state.activity = cadence.activity(changes)
            due_at.append(self._due_at(mailbox.id))
        self._forget_missing(reading)
        self.state.bookings_delta = reading.bookings.delta_link
        versions = [rows.version(row) for row in reading.bookings.changed]
        self.state.bookings_version = max(self.state.bookings_version, *versions, 0)
        self.state.next_wake = min(due_at, default=cadence.watch_at(self.now))
        if executor.outage is None:
            self.state.failures = 0
            return
        self.state.failures += 1
        self._report("exchange-unavailable", str(executor.outage))
        self.state.next_wake = cadence.recover_at(
            self.now, self.state.failures, executor.outage.retry_after
        )

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

    def _put_off(self, candidate: Candidate, why: str) -> None:
        record = self.state.records.get(candidate.pair)
        self.state.records.put(replace(record, retry=True))
        self._report(
            "item-failed",
            f"A booking could not be read: {why}.",
            mailbox=candidate.mailbox,
            record=candidate.pair[0],
        )

    def _report_refusals(self, reading: Reading) -> None:
        known = {problem.mailbox for problem in self.state.problems}
        for mailbox in reading.mailboxes:
            refusal = reading.refused.get(mailbox.id)
            if refusal is not None and mailbox.address not in known:
                self._report("access-refused", str(refusal), mailbox=mailbox)

    def _report(
        self,
        code: str,
        message: str,
        *,
        mailbox: Mailbox | None = None,
        record: str | None = None,
    ) -> None:
        self.state.problems.append(
            Problem(
                code=code,
                message=message,
                mailbox=None if mailbox is None else mailbox.address,
                record=record,
            )
        )
