"""Which bookings reach which calendar, gone wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules import bookings, eligibility
from reference_impl.rules.actions import Action, CreateItem, Nothing
from reference_impl.rules.model import (
    Booking,
    Mailbox,
    Present,
    Resource,
    ResourceType,
    Snapshot,
)
from reference_impl.shell import writes
from reference_impl.shell.cycle import Cycle
from reference_impl.shell.executor import Executor

Actions = tuple[Action, ...]
_NOTHING: Final[Actions] = (Nothing(rules=()),)
_admit = bookings.admit
_follow = bookings.follow
_write_of = Executor._write_of  # noqa: SLF001 - a mutant reaches inside
_creation = writes.creation
_ready = Cycle._ready  # noqa: SLF001


def _only_from_tomorrow(snapshot: Snapshot, now: datetime) -> Actions:
    row = snapshot.row
    if isinstance(row, Present) and row.booking.start_at.date() == now.date():
        return _NOTHING
    return _admit(snapshot, now)


def _once_judged_for_good(memory: dict[str, bool]) -> Any:
    """A booking without work order at the first look is never looked at again."""

    def admit(snapshot: Snapshot, now: datetime) -> Actions:
        row = snapshot.row
        if not isinstance(row, Present):
            return _admit(snapshot, now)
        had_order = memory.setdefault(
            row.booking.id, row.booking.work_order_id is not None
        )
        return _admit(snapshot, now) if had_order else _NOTHING

    return admit


def _one_entry_per_order(memory: dict[str, tuple[str, str]], *, elsewhere: bool) -> Any:
    """The first booking of a work order takes the only entry that it gets."""

    def admit(snapshot: Snapshot, now: datetime) -> Actions:
        actions = _admit(snapshot, now)
        row = snapshot.row
        if not isinstance(row, Present) or not isinstance(actions[0], CreateItem):
            return actions
        order = row.booking.work_order_id or ""
        own = (row.booking.id, snapshot.mailbox.id)
        first = memory.setdefault(order, own)
        same_mailbox = first[1] == own[1]
        return actions if first == own or same_mailbox is elsewhere else _NOTHING

    return admit


def _as_long_as_the_first(memory: dict[str, timedelta]) -> Any:
    """All workers of a work order stay as long as the first of them."""

    def end(booking: Booking) -> datetime:
        own = booking.end_at - booking.start_at
        return booking.start_at + memory.setdefault(booking.work_order_id or "", own)

    return end


def _falls_back(*kinds: ResourceType) -> Any:
    """Bookings of these resources go to whoever has a mailbox."""

    def books(resource: Resource | None, mailbox: Mailbox) -> bool:
        if resource is None:
            return False
        own = eligibility.is_user(resource) and eligibility.is_worker(resource, mailbox)
        return own or resource.type in kinds

    return books


def _waits_for_every_fact(self: Executor, job: Any, action: Action) -> Any:
    if isinstance(action, CreateItem) and job.order.summary is None:
        return None
    return _write_of(self, job, action)


def _only_the_first_mailboxes(memory: dict[int, frozenset[str]]) -> Any:
    def ready(self: Cycle, reading: Any) -> Any:
        present = frozenset(mailbox.address for mailbox in reading.mailboxes)
        if self.state.bookings_delta is None:
            memory[id(self.state)] = present
        known = memory.get(id(self.state), present)
        return tuple(one for one in _ready(self, reading) if one.address in known)

    return ready


def _created_by_the_first(graph: Any, job: Any, settings: Any) -> Any:
    """One service mailbox organizes everything and invites the worker."""
    request = _creation(graph, job, settings)
    service = "technician@fabrikam.example"
    if request.mailbox == service:
        return request
    body = dict(request.body or {})
    body["attendees"] = [
        {"type": "required", "emailAddress": {"address": request.mailbox}}
    ]
    path = request.path.replace("second.technician", "technician")
    return type(request)(
        mailbox=service,
        method=request.method,
        path=path,
        headers=request.headers,
        body=body,
    )


def _readmits_anything(booking: Booking) -> bool:
    del booking
    return True


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-001/day-of-work-too-late",
        "plans the calendar overnight and forgets what is booked for the same day",
        reason="one entry for 'Boiler repair'",
        patches={"rules.bookings.admit": _only_from_tomorrow},
    ),
    mutant(
        "BKG-011/needs-another-set-up",
        "serves only mailboxes that were there when it was installed",
        reason="one entry for 'Boiler repair'",
        patches={"shell.cycle.Cycle._ready": _only_the_first_mailboxes({})},
    ),
    mutant(
        "BKG-013/internal-work-shows",
        "takes every booking, with or without a work order",
        reason="no entry for 'Stock-taking'",
        patches={"rules.eligibility.has_work_order": _readmits_anything},
    ),
    mutant(
        "BKG-014/order-attached-later-ignored",
        "looks at the work order only when the booking is new",
        reason="one entry for 'Reserved hour'",
        patches={"rules.bookings.admit": _once_judged_for_good({})},
    ),
    mutant(
        "BKG-016/everybody-sees-everything",
        "writes each booking into every mailbox of the team",
        reason="no new entry in the second technician",
        patches={
            "rules.eligibility.is_worker": lambda resource, mailbox: (
                resource.user_id is not None and mailbox.user_id is not None
            )
        },
    ),
    mutant(
        "BKG-017/equipment-falls-back-to-people",
        "gives a booking of anything without a user to whoever has a mailbox",
        reason="no entry for 'Support'",
        patches={
            "rules.eligibility.books": _falls_back(
                ResourceType.EQUIPMENT, ResourceType.POOL, ResourceType.GENERIC
            )
        },
    ),
    mutant(
        "BKG-018/second-worker-forgotten",
        "keeps one entry per work order and so serves one worker only",
        reason="one entry for 'Second pair of hands'",
        patches={"rules.bookings.admit": _one_entry_per_order({}, elsewhere=True)},
    ),
    mutant(
        "BKG-018/one-length-per-order",
        "thinks that a work order takes all its workers the same time",
        reason="to end",
        patches={"rules.content.end": _as_long_as_the_first({})},
    ),
    mutant(
        "BKG-019/second-visit-forgotten",
        "keeps one entry per worker and work order",
        reason="one entry for 'Second visit'",
        patches={"rules.bookings.admit": _one_entry_per_order({}, elsewhere=False)},
    ),
    mutant(
        "BKG-022/service-mailbox-organizes",
        "creates everything in one service mailbox and invites the worker",
        reason="organized by",
        patches={"shell.writes.creation": _created_by_the_first},
    ),
    mutant(
        "BKG-037/waits-for-every-fact",
        "puts off an entry until the work order has a summary",
        reason="one entry for 'Boiler repair'",
        patches={"shell.executor.Executor._write_of": _waits_for_every_fact},
    ),
    mutant(
        "BKG-085/crews-fall-back-to-people",
        "looks for a deputy when a visit is handed to a crew or a pool",
        reason="no entry for 'Boiler repair' but in",
        patches={
            "rules.eligibility.books": _falls_back(ResourceType.CREW, ResourceType.POOL)
        },
    ),
)
