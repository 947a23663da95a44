"""Deletions, gone wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from harness.mutants import hands
from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules import bookings, deletion
from reference_impl.rules.actions import (
    Action,
    DeleteItem,
    ForgetLink,
    Nothing,
    UnlinkItem,
)
from reference_impl.rules.deletion import Case, Condition
from reference_impl.rules.eligibility import Absence
from reference_impl.rules.model import (
    Booking,
    Linked,
    Removal,
    Settings,
    UnlinkCause,
)
from reference_impl.shell import jobs
from reference_impl.shell.cycle import Cycle
from reference_impl.shell.executor import Executor
from reference_impl.shell.graph_client import Outcome

Actions = tuple[Action, ...]
_NOTHING: Final[Actions] = (Nothing(rules=()),)
_TAGGED, _ORGANIZED, _FUTURE, _PHYSICAL = range(4)  # deletion.CONDITIONS
_plan = deletion.plan
_updated = jobs.updated
_learn = Executor._learn  # noqa: SLF001 - a mutant reaches inside
_conclude = Executor._conclude  # noqa: SLF001


def _always(*_: Any) -> bool:
    return True


def _conditions(index: int, holds: Callable[[Case], bool]) -> tuple[Condition, ...]:
    """The four conditions, one of them answered otherwise."""
    changed = list(deletion.CONDITIONS)
    changed[index] = replace(changed[index], holds=holds)
    return tuple(changed)


def _leaves_as(absence: Absence, removal: Removal) -> dict[Absence, Removal | None]:
    return {**bookings.LEAVES_FOR, absence: removal}


def _keeps_everything(
    link: Linked, *, removal: Removal, settings: Settings, now: datetime
) -> Actions:
    actions = _plan(link, removal=removal, settings=settings, now=now)
    if isinstance(actions[0], DeleteItem) and removal is Removal.PHYSICAL:
        return (UnlinkItem(cause=UnlinkCause.LEFT_VIEW, rules=()),)
    return actions


def _keeps_what_was_cancelled(
    link: Linked, *, removal: Removal, settings: Settings, now: datetime
) -> Actions:
    if link.cancellation_seen:
        return (UnlinkItem(cause=UnlinkCause.LEFT_VIEW, rules=()),)
    return _plan(link, removal=removal, settings=settings, now=now)


def _only_early_in_the_hour(
    link: Linked, *, removal: Removal, settings: Settings, now: datetime
) -> Actions:
    if now.minute > 20:
        return _NOTHING
    return _plan(link, removal=removal, settings=settings, now=now)


def _forgets_without_a_word(
    link: Linked, *, removal: Removal, settings: Settings, now: datetime
) -> Actions:
    actions = _plan(link, removal=removal, settings=settings, now=now)
    if isinstance(actions[0], UnlinkItem):
        return (ForgetLink(rules=()),)
    return actions


def _remembers_first_hours(
    record: Any, booking: Booking, event: Any, *, is_tagged: bool
) -> Any:
    """The hours that were written first are kept for every later decision."""
    done = _updated(record, booking, event, is_tagged=is_tagged)
    old, new = record.link, done.link
    if not isinstance(old, Linked) or not isinstance(new, Linked):
        return done
    if old.item is None or new.item is None:
        return done
    kept = replace(new.item, start_at=old.item.start_at)
    return replace(done, link=replace(new, item=kept))


async def _enters_work_orders(self: Cycle) -> None:
    """Makes an entry of every work order that nobody is booked for any more."""
    mailboxes = self.state.known_mailboxes
    orders = await hands.dataverse(self, "GET", "msdyn_workorders?$select=msdyn_name")
    if not mailboxes:
        return
    address = mailboxes[-1].address
    known = str(await hands.events(self, address))
    start = (self.now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S")
    for order in orders["value"]:
        path = (
            "bookableresourcebookings?$select=name&$filter=_msdyn_workorder_value"
            f"%20eq%20{order['msdyn_workorderid']}"
        )
        booked = (await hands.dataverse(self, "GET", path))["value"]
        if order["msdyn_name"] not in known and not booked:
            when = {"dateTime": start, "timeZone": "UTC"}
            event = {"subject": order["msdyn_name"], "start": when, "end": when}
            await hands.graph(self, address, "POST", "events", event)


async def _deletes_the_next_one(self: Cycle) -> None:
    """Where entry and booking are gone, deletes what stands in their place."""
    addresses = {one.id: one.address for one in self.state.known_mailboxes}
    for record in list(self.state.records):
        address = addresses.get(record.pair[1])
        if record.event_id is None or address is None:
            continue
        row = f"bookableresourcebookings({record.pair[0]})"
        if "error" not in await hands.dataverse(self, "GET", row):
            continue
        path = f"events/{record.event_id}"
        if "error" in await hands.graph(self, address, "GET", path):
            for event in (await hands.events(self, address))[:1]:
                await hands.graph(self, address, "DELETE", f"events/{event['id']}")


def _one_by_one(things: Any, *, key: Any, per_mailbox: int) -> list[list[Any]]:
    """One request a batch, and what was told last goes first."""
    del key, per_mailbox
    return [[thing] for thing in reversed(things)]


def _stumbles(self: Executor, write: Any, reply: Any) -> None:
    """One entry that is gone stops the whole mailbox for a day."""
    if reply.outcome is Outcome.GONE:
        until = self._now + timedelta(days=1)
        self._state.mailbox(write.mailbox_id).blocked_until = until
    _conclude(self, write, reply)


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-082/former-worker-keeps",
        "leaves the entry with the former worker",
        reason="no entry for",
        patches={
            "rules.deletion.CONDITIONS": _conditions(
                _PHYSICAL, lambda case: case.removal is Removal.PHYSICAL
            )
        },
    ),
    mutant(
        "BKG-083/reassignment-deletes",
        "takes a reassignment for a deletion, whatever the setting",
        reason="still in the technician",
        patches={
            "rules.bookings.LEAVES_FOR": _leaves_as(
                Absence.BOOKED_ELSEWHERE, Removal.PHYSICAL
            )
        },
    ),
    mutant(
        "BKG-084/reassignment-rewrites-the-past",
        "removes the former worker's entry, past or not",
        reason="still in the technician",
        patches={
            "rules.deletion.CONDITIONS": _conditions(
                _FUTURE,
                lambda case: (
                    case.removal is Removal.LOGICAL
                    or deletion.is_in_future(case.item, case.now)
                ),
            )
        },
    ),
    mutant(
        "BKG-096/deletes-nothing",
        "never deletes an entry, to be safe",
        reason="no entry for 'Boiler repair'",
        patches={"rules.deletion.plan": _keeps_everything},
    ),
    mutant(
        "BKG-097/category-ignored",
        "deletes without looking at the category",
        reason="still in the technician",
        patches={"rules.deletion.CONDITIONS": _conditions(_TAGGED, _always)},
    ),
    mutant(
        "BKG-098/organizer-ignored",
        "deletes without looking at the organizer",
        reason="still in the technician",
        patches={"rules.deletion.CONDITIONS": _conditions(_ORGANIZED, _always)},
    ),
    mutant(
        "BKG-099/past-ignored",
        "deletes past entries of deleted bookings",
        reason="still in the technician",
        patches={
            "rules.deletion.CONDITIONS": _conditions(
                _FUTURE,
                lambda case: (
                    case.removal is Removal.PHYSICAL
                    or deletion.is_in_future(case.item, case.now)
                ),
            )
        },
    ),
    mutant(
        "BKG-100/out-of-sight-is-deleted",
        "takes lost access for a deletion, whatever the setting",
        reason="still in the technician",
        patches={
            "rules.bookings.LEAVES_FOR": _leaves_as(
                Absence.NOT_READABLE, Removal.PHYSICAL
            )
        },
    ),
    mutant(
        "BKG-101/out-of-sight-is-kept",
        "never deletes for lost access",
        reason="no entry for",
        patches={
            "rules.deletion.CONDITIONS": _conditions(
                _PHYSICAL, lambda case: case.removal is Removal.PHYSICAL
            )
        },
    ),
    mutant(
        "BKG-102/link-still-shows",
        "forgets the link without taking the category off",
        reason="without the tracked category",
        patches={"rules.deletion.plan": _forgets_without_a_word},
    ),
    mutant(
        "BKG-105/deletes-once-an-hour",
        "deletes in the first part of each hour only",
        reason="no entry for 'Boiler repair'",
        patches={"rules.deletion.plan": _only_early_in_the_hour},
    ),
    mutant(
        "BKG-106/work-orders-show",
        "makes an entry of every work order that nobody is booked for any more",
        reason="no entry for 'Boiler repair'",
        patches={"shell.cycle.Cycle.read_back": _enters_work_orders},
    ),
    mutant(
        "BKG-102/looks-with-its-own-eyes",
        "reads with its own rights and not with the technician's",
        reason="to start",
        patches={"rules.eligibility.is_readable": _always},
    ),
    mutant(
        "BKG-107/deletes-the-next-one",
        "deletes by position and not by id",
        reason="as it was",
        patches={"shell.cycle.Cycle.read_back": _deletes_the_next_one},
    ),
    mutant(
        "BKG-107/stumbles-over-a-gap",
        "stops a mailbox for a day when an entry is gone",
        reason="to start",
        patches={
            "shell.executor.Executor._conclude": _stumbles,
            "shell.writes.batches": _one_by_one,
        },
    ),
    mutant(
        "BKG-108/cancelled-is-closed",
        "keeps the entry of a cancelled booking for good",
        reason="no entry for 'Boiler repair'",
        patches={"rules.deletion.plan": _keeps_what_was_cancelled},
    ),
    mutant(
        "BKG-121/first-hours-count",
        "decides by the hours that the booking had at first",
        reason="still in the technician",
        patches={"shell.jobs.updated": _remembers_first_hours},
    ),
)
