"""From what was read to what is to be done: pairs, their rows, and jobs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from reference_impl.errors import PartRefused
from reference_impl.rules import bookings
from reference_impl.rules.actions import Action, CreateItem, Nothing, UpdateItem
from reference_impl.rules.model import (
    Booking,
    BookingId,
    Deleted,
    Mailbox,
    MailboxId,
    Present,
    Snapshot,
    WorkOrder,
)
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell import jobs
from reference_impl.shell.candidates import Candidate, Candidates
from reference_impl.shell.jobs import Job
from reference_impl.shell.reader import Reader, Reading
from reference_impl.shell.state import SessionState

Found = rows.Row | PartRefused | None


class Deciding:
    """Decides for one cycle, reading no more than the decisions need."""

    def __init__(self, reader: Reader, state: SessionState, *, now: datetime) -> None:
        self._reader = reader
        self._state = state
        self._now = now

    async def decide(
        self, reading: Reading, ready: tuple[Mailbox, ...]
    ) -> tuple[Candidates, list[Job]]:
        """Return the pairs that the cycle looks at, and the jobs of those that need it.

        What bookings refer to is asked for only along the way. If it turns out to be
        different from what was assumed, everything is gathered once more.
        """
        fresh: dict[BookingId, Found] = {}
        while True:
            assumed = self._state.related.version
            gathered = await self._gather(reading, ready)
            fresh |= await self._fresh_rows(gathered, reading, known=fresh)
            if self._state.related.version == assumed:
                return gathered, self._jobs(gathered, fresh, reading)

    async def _gather(self, reading: Reading, ready: tuple[Mailbox, ...]) -> Candidates:
        newly_ready = {
            mailbox.id
            for mailbox in ready
            if not self._state.mailbox(mailbox.id).was_ready
        }
        unseen = [
            mailbox
            for mailbox in ready
            if mailbox.id not in reading.refused and self._must_see(mailbox, reading)
        ]
        if unseen:
            await self._reader.see(reading, unseen)
        taking_part = [m for m in ready if m.id not in reading.refused]
        self._report_refusals(reading)
        candidates = Candidates(self._state, taking_part, now=self._now)
        candidates.add_changes(reading)
        for mailbox in taking_part:
            candidates.add_catch_up(
                mailbox,
                reading.shown.get(mailbox.id, ()),
                now_ready=mailbox.id in newly_ready,
            )
        candidates.add_unfinished()
        candidates.add_lost(reading)
        candidates.add_untouched(reading)
        return candidates

    def _must_see(self, mailbox: Mailbox, reading: Reading) -> bool:
        """Tell whether the view of a mailbox is still to be read before planning."""
        view, sight = self._reader.view_of(mailbox), reading.sights.get(mailbox.id)
        if sight is not None and sight.view != view:
            return True
        if not self._state.mailbox(mailbox.id).was_ready:
            return mailbox.id not in reading.shown
        can_see = sight is None and view is not None
        return can_see and self._state.records.has(mailbox.id)

    async def _fresh_rows(
        self,
        gathered: Candidates,
        reading: Reading,
        *,
        known: Mapping[BookingId, Found],
    ) -> dict[BookingId, Found]:
        """Return the rows that are needed and not known, with current references."""
        wanted: dict[BookingId, None] = {}
        unseen: dict[MailboxId, Mailbox] = {}
        for candidate in gathered.all():
            if not self._needs_row(candidate, reading):
                continue
            if candidate.pair[0] not in known:
                wanted[candidate.pair[0]] = None
            if candidate.mailbox.id not in reading.sights:
                unseen[candidate.mailbox.id] = candidate.mailbox
        if not wanted and not unseen and not gathered.depends_on_related:
            return {}
        return await self._reader.read_bookings(
            tuple(wanted), reading, list(unseen.values())
        )

    def _jobs(
        self,
        gathered: Candidates,
        fresh: Mapping[BookingId, Found],
        reading: Reading,
    ) -> list[Job]:
        """Return the jobs of all pairs, with fresh rows where rows were needed."""
        self._report_refusals(reading)
        work = []
        for candidate in gathered.all():
            job = self._job(candidate, fresh, reading)
            if job is not None:
                work.append(job)
        return work

    def _needs_row(self, candidate: Candidate, reading: Reading) -> bool:
        if isinstance(candidate.row, Deleted):
            return False
        if candidate.row is None or self._state.records.get(candidate.pair).is_open:
            return True
        snapshot = self._snapshot(candidate, candidate.row, reading)
        actions = self._plan(candidate, snapshot)
        return any(isinstance(action, CreateItem | UpdateItem) for action in actions)

    def _job(
        self,
        candidate: Candidate,
        fresh: Mapping[BookingId, Found],
        reading: Reading,
    ) -> Job | None:
        """Return the job of a pair, None for one that there is nothing to do for."""
        record = self._state.records.get(candidate.pair)
        row, order = candidate.row, WorkOrder()
        if candidate.pair[0] in fresh and not isinstance(row, Deleted):
            found = fresh[candidate.pair[0]]
            if isinstance(found, PartRefused):
                self._put_off(candidate, str(found))
                return None
            if found is not None:
                order = rows.work_order(found)
                row = rows.booking(found, self._state.related.statuses)
            else:
                row = Deleted()
        if candidate.mailbox.id in reading.refused or row is None:
            self._put_off(candidate, "its user may not read bookings")
            return None
        snapshot = self._snapshot(candidate, row, reading)
        look = jobs.first_look(record)
        if look is None and not self._state.records.knows(candidate.pair):
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
        return Present(
            booking=booking,
            resource=self._state.related.resource(booking.resource_id),
            readable=sight is None or sight.shows(booking),
        )

    def _plan(self, candidate: Candidate, snapshot: Snapshot) -> tuple[Action, ...]:
        link = self._state.records.get(candidate.pair).link
        return bookings.plan(snapshot, link, self._state.settings, self._now)

    def _put_off(self, candidate: Candidate, why: str) -> None:
        record = self._state.records.get(candidate.pair)
        self._state.records.put(replace(record, retry=True))
        self._state.report(
            "item-failed",
            f"A booking could not be read: {why}.",
            mailbox=candidate.mailbox,
            record=candidate.pair[0],
        )

    def _report_refusals(self, reading: Reading) -> None:
        known = {problem.mailbox for problem in self._state.problems}
        for mailbox in reading.mailboxes:
            refusal = reading.refused.get(mailbox.id)
            if refusal is not None and mailbox.address not in known:
                self._state.report("access-refused", str(refusal), mailbox=mailbox)
