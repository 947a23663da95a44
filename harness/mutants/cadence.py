"""Mutants of the profile cadence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from harness.mutants import hands
from harness.mutants.bookings.changes import adds_up
from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules.cadence import Activity
from reference_impl.shell.cycle import Cycle
from reference_impl.shell.executor import Executor
from reference_impl.shell.tracking import Tracking


def _every(*, busy: int, quiet: int) -> dict[Activity, timedelta]:
    return {
        Activity.BUSY: timedelta(minutes=busy),
        Activity.QUIET: timedelta(minutes=quiet),
    }


def _looks_for_mailboxes_hourly(now: datetime) -> datetime:
    return now + timedelta(hours=1)


async def _waits_for_the_cycle(
    self: Tracking, address: str, item_id: str, *, now: datetime
) -> None:
    """Leaves what was tracked to the next cycle."""
    if self._state.next_wake > now:
        self._state.tracked.append((address, item_id))
        return
    await self._read_mailboxes(now)
    await self._track(address, item_id, now=now)


def _gives_up(self: Executor, job: Any, why: str) -> None:
    """An entry that failed once is not tried again."""
    del why
    job.is_deferred = True
    self._state.records.drop(job.record.pair)


def _leaves_busy_ones_alone(visits: dict[str, datetime]) -> Any:
    """A mailbox that had something to do is left alone for half an hour."""

    def ready(self: Cycle, reading: Any) -> Any:
        found = []
        for mailbox in _ready(self, reading):
            last = visits.get(mailbox.id)
            busy = self.state.mailbox(mailbox.id).activity is Activity.BUSY
            if busy and last and last <= self.now < last + timedelta(minutes=30):
                continue
            visits[mailbox.id] = self.now
            found.append(mailbox)
        return tuple(found)

    return ready


def _looks_into_quiet_calendars(quiet: dict[str, int]) -> Any:
    """Looks into the calendars in which nothing has happened for a while."""

    async def read_back(self: Cycle) -> None:
        for mailbox in self.state.known_mailboxes:
            busy = self.state.mailbox(mailbox.id).activity is Activity.BUSY
            quiet[mailbox.id] = 0 if busy else quiet.get(mailbox.id, 0) + 1
            if quiet[mailbox.id] > 1:
                await hands.events(self, mailbox.address)

    return read_back


_ready = Cycle._ready  # noqa: SLF001 - a mutant reaches inside

MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "CAD-001/twenty-minutes-when-quiet",
        "looks every twenty minutes where nothing has happened",
        reason="one entry for 'Boiler repair'",
        patches={"rules.cadence.INTERVALS": _every(busy=10, quiet=20)},
    ),
    mutant(
        "CAD-002/slows-down-under-load",
        "gives a busy mailbox half an hour to calm down",
        reason="shown within 15 minutes",
        patches={"rules.cadence.INTERVALS": _every(busy=30, quiet=12)},
    ),
    mutant(
        "CAD-004/prefers-quiet-mailboxes",
        "looks after quiet mailboxes first",
        reason="shown within 15 minutes",
        patches={"shell.cycle.Cycle._ready": _leaves_busy_ones_alone({})},
    ),
    mutant(
        "CAD-004/visits-the-quiet-ones",
        "visits quiet mailboxes while it leaves busy ones alone",
        reason="visited at least as often",
        patches={
            "shell.cycle.Cycle._ready": _leaves_busy_ones_alone({}),
            "shell.cycle.Cycle.read_back": _looks_into_quiet_calendars({}),
        },
    ),
    mutant(
        "CAD-010/tracking-waits",
        "leaves what was tracked to the next cycle",
        reason="one appointment 'Customer meeting'",
        patches={"shell.tracking.Tracking.track": _waits_for_the_cycle},
    ),
    mutant(
        "CAD-015/gives-up",
        "does not try again what has failed once",
        reason="one entry for 'Boiler repair'",
        patches={"shell.executor.Executor._defer": _gives_up},
    ),
    mutant(
        "CAD-018/adds-up-moves",
        "adds up the moves of a booking instead of taking the last",
        reason="to start",
        patches=adds_up({}),
    ),
    mutant(
        "CAD-019/looks-for-mailboxes-hourly",
        "looks for new mailboxes once an hour",
        reason="one entry for 'Boiler repair'",
        patches={"rules.cadence.watch_at": _looks_for_mailboxes_hourly},
    ),
)
