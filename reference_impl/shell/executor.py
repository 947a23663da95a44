"""Carries plans out: look where an effect is unknown, plan, write, remember.

Writes are optimistic: they carry the etag that was last seen. Only when Exchange
disagrees is the item read and the pair planned again. What is about to be written is
durable before it is sent. A pair that fails is left to the next cycle [CAD-015] and
disturbs no other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar, assert_never

from reference_impl.errors import CallFailed
from reference_impl.rules import bookings, cadence, cancelling, content
from reference_impl.rules.actions import (
    Action,
    CancelItem,
    CreateItem,
    DeleteItem,
    ForgetLink,
    NoteCancellation,
    Nothing,
    UnlinkItem,
    UpdateItem,
)
from reference_impl.rules.model import Booking, Linked, MailboxId
from reference_impl.shell import graph_events, jobs, writes
from reference_impl.shell.graph_client import (
    PARALLEL_PER_MAILBOX,
    REQUESTS_PER_BATCH,
    GraphClient,
    Outcome,
    Reply,
    Request,
)
from reference_impl.shell.jobs import Job, Look
from reference_impl.shell.state import Problem, SessionState
from reference_impl.shell.writes import Write, WriteAction

ROUNDS: Final = 6
T = TypeVar("T")


class Executor:
    """Executes the jobs of one cycle."""

    def __init__(
        self,
        *,
        graph: GraphClient,
        state: SessionState,
        save_pairs: Callable[[], None],
        now: datetime,
    ) -> None:
        self._graph = graph
        self._state = state
        self._save_pairs = save_pairs
        self._now = now
        self.activity: Counter[MailboxId] = Counter()
        self.outage: CallFailed | None = None
        self._is_careful = False

    async def run(self, all_jobs: Iterable[Job]) -> None:
        """Bring every pair as far as it can be brought in this cycle."""
        open_jobs = [job for job in all_jobs if self._may_start(job)]
        for _ in range(ROUNDS):
            open_jobs = await self._look(open_jobs)
            wanted = [write for job in open_jobs for write in self._writes_of(job)]
            if not wanted:
                return
            open_jobs = await self._write(wanted)
        for job in open_jobs:
            self._defer(job, "the item keeps changing")

    # --- looking ---------------------------------------------------------------

    async def _look(self, open_jobs: list[Job]) -> list[Job]:
        """Return the jobs whose item is known, after asking for what was unknown."""
        for _ in range(ROUNDS):
            waiting = [job for job in open_jobs if job.look and not job.is_deferred]
            if not waiting:
                break
            for batch in self._batches(waiting, key=_mailbox_of):
                asked = [job for job in batch if self._may_start(job)]
                requests = [writes.look_request(self._graph, job) for job in asked]
                replies = await self._send(requests)
                if replies is None:
                    self._defer_all(asked)
                    continue
                for job, reply in zip(asked, replies, strict=True):
                    self._learn(job, reply)
        for job in open_jobs:
            if job.look and not job.is_deferred:
                self._defer(job, "the item could not be read")
        return [job for job in open_jobs if not job.is_deferred]

    def _learn(self, job: Job, reply: Reply) -> None:
        match reply.outcome:
            case Outcome.DONE:
                self._understand(job, lambda: self._take_in(job, reply))
            case Outcome.GONE:
                job.look = Look.FIND
            case Outcome.UNTRIED:
                self._is_careful = True
            case Outcome.CONFLICT | Outcome.REFUSED:
                self._refused(job, reply)
            case _:
                assert_never(reply.outcome)

    def _take_in(self, job: Job, reply: Reply) -> None:
        address = job.mailbox.address
        was_read = job.look is Look.READ and job.record.event_id is not None
        found = [reply.body] if was_read else reply.body.get("value", [])
        event = jobs.adoptable(
            [graph_events.seen(event, address=address) for event in found],
            by_tag=not was_read and self._finds_by_tag(job),
        )
        job.look = None
        if event is None:
            job.record = jobs.not_found(job.record)
        else:
            job.record = jobs.looked_at(job.record, event)

    def _finds_by_tag(self, job: Job) -> bool:
        link = job.record.link
        if isinstance(link, Linked):
            return False
        return bool(content.categories(self._state.settings))

    # --- planning --------------------------------------------------------------

    def _writes_of(self, job: Job) -> list[Write]:
        """Return the write that the plan asks for; a plan without one is settled."""
        actions = bookings.plan(
            job.snapshot, job.record.link, self._state.settings, self._now
        )
        for action in actions:
            write = self._write_of(job, action)
            if write is not None:
                return [write]
        self._settle(job)
        return []

    def _write_of(self, job: Job, action: Action) -> Write | None:
        match action:
            case Nothing():
                return None
            case NoteCancellation(canceled=canceled):
                job.record = jobs.with_note(job.record, canceled=canceled)
                return None
            case ForgetLink():
                job.record = jobs.without_item(job.record)
                return None
            case UnlinkItem(cause=cause) if not writes.shows_link(job):
                job.record = jobs.unlinked(job.record, cause)
                return None
            case CreateItem():
                job.record = jobs.intends_creation(job.record, _present(job))
                request = writes.creation(self._graph, job, self._state.settings)
            case UpdateItem() | CancelItem() | DeleteItem() | UnlinkItem():
                job.record = jobs.intends_change(job.record)
                request = writes.change(self._graph, job, action, self._state.settings)
            case _:
                assert_never(action)
        return Write(request=request, mailbox_id=job.mailbox.id, job=job, action=action)

    # --- writing ---------------------------------------------------------------

    async def _write(self, wanted: list[Write]) -> list[Job]:
        """Send the writes and return the jobs that need another round.

        Categories stand last: one that exists already must not break a chain.
        """
        tags = writes.tag_writes(self._graph, wanted, self._state)
        for batch in writes.with_last(self._batches(wanted, key=_target), tags):
            sent = [write for write in batch if self._may_send(write)]
            written = [write.job for write in sent if write.job is not None]
            for job in written:
                self._state.records.put(job.record)
            self._save_pairs()
            replies = await self._send([write.request for write in sent])
            if replies is None:
                self._defer_all(written)
                continue
            for write, reply in zip(sent, replies, strict=True):
                self._conclude(write, reply)
        return [
            write.job
            for write in wanted
            if write.job is not None
            and not write.job.is_deferred
            and write.job.record.has_intent
        ]

    def _conclude(self, write: Write, reply: Reply) -> None:
        job, action = write.job, write.action
        if job is None or action is None:
            if reply.outcome in {Outcome.DONE, Outcome.CONFLICT}:
                self._state.mailbox(write.mailbox_id).has_category = True
            return
        match reply.outcome:
            case Outcome.DONE:
                self.activity[write.mailbox_id] += 1
                self._understand(job, lambda: self._done(job, action, reply))
            case Outcome.CONFLICT:
                is_creation = isinstance(action, CreateItem)
                job.look = Look.FIND if is_creation else Look.READ
            case Outcome.GONE:
                job.look = Look.FIND
            case Outcome.UNTRIED:
                self._is_careful = True
            case Outcome.REFUSED:
                self._refused(job, reply)
            case _:
                assert_never(reply.outcome)

    def _done(self, job: Job, action: WriteAction, reply: Reply) -> None:
        match action:
            case CreateItem() | UpdateItem():
                self._written(job, action, reply)
            case UnlinkItem(cause=cause):
                job.record = jobs.unlinked(job.record, cause)
            case CancelItem() | DeleteItem():
                job.record = jobs.without_item(job.record)
            case _:
                assert_never(action)
        self._after(job)

    def _written(self, job: Job, action: CreateItem | UpdateItem, reply: Reply) -> None:
        booking, link = _present(job), job.record.link
        event = graph_events.seen(reply.body, address=job.mailbox.address)
        tags = bool(content.categories(self._state.settings))
        if isinstance(action, CreateItem):
            job.record = jobs.created(job.record, booking, event, is_tagged=tags)
        else:
            was_tagged = isinstance(link, Linked) and link.tagged
            job.record = jobs.updated(
                job.record, booking, event, is_tagged=was_tagged or tags
            )

    def _after(self, job: Job) -> None:
        """Settle a job whose write is done, unless the item is not what was asked."""
        link = job.record.link
        if isinstance(link, Linked) and link.written is None:
            job.record = jobs.intends_change(job.record)
            return
        booking = job.booking
        if booking is not None:
            canceled = cancelling.is_canceled(booking)
            job.record = jobs.with_note(job.record, canceled=canceled)
        self._settle(job)

    # --- remembering -----------------------------------------------------------

    def _settle(self, job: Job) -> None:
        job.record = jobs.settled(job.record, job.booking)
        if jobs.is_worth_keeping(job.record, job.booking):
            self._state.records.put(job.record)
        else:
            self._state.records.drop(job.record.pair)

    def _may_start(self, job: Job) -> bool:
        """Tell whether Exchange may be asked; if not, the job is put off."""
        if not self._state.mailbox(job.mailbox.id).is_blocked(self._now):
            return True
        self._keep_for_later(job)
        return False

    def _may_send(self, write: Write) -> bool:
        return write.job is None or self._may_start(write.job)

    def _understand(self, job: Job, take: Callable[[], None]) -> None:
        try:
            take()
        except ValueError:
            self._defer(job, "Exchange gave an unreadable answer")

    def _refused(self, job: Job, reply: Reply) -> None:
        if reply.retry_after is not None:
            until = cadence.resume_at(self._now, reply.retry_after)
            self._state.mailbox(job.mailbox.id).blocked_until = until
        self._defer(job, f"Exchange answered {reply.status} {reply.code}".rstrip())

    def _defer(self, job: Job, why: str) -> None:
        self._state.problems.append(
            Problem(
                code="item-failed",
                message=f"The item of a booking could not be synchronised: {why}.",
                mailbox=job.mailbox.address,
                record=job.record.pair[0],
            )
        )
        self._keep_for_later(job)

    def _defer_all(self, deferred: Iterable[Job]) -> None:
        for job in deferred:
            self._keep_for_later(job)

    def _keep_for_later(self, job: Job) -> None:
        self.activity[job.mailbox.id] += 1
        job.is_deferred = True
        job.record = replace(job.record, retry=True)
        self._state.records.put(job.record)

    def _batches(
        self, things: Sequence[T], *, key: Callable[[T], str]
    ) -> list[list[T]]:
        """Return the things in batches: large chains until one breaks, then none."""
        limit = PARALLEL_PER_MAILBOX if self._is_careful else REQUESTS_PER_BATCH
        return writes.batches(things, key=key, per_mailbox=limit)

    async def _send(self, requests: Sequence[Request]) -> list[Reply] | None:
        """Return the replies, or None if Exchange as a whole does not answer."""
        if self.outage is not None:
            return None
        if not requests:
            return []
        try:
            return await self._graph.send(requests, now=self._now)
        except CallFailed as failure:
            self.outage = failure
            return None


def _present(job: Job) -> Booking:
    booking = job.booking
    assert booking is not None, "only a present booking is ever written"
    return booking


def _mailbox_of(job: Job) -> str:
    return job.mailbox.id


def _target(write: Write) -> str:
    return write.mailbox_id
