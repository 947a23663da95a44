"""The window of three weeks, drawn wrongly."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Final

from harness.mutants import hands
from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules import bookings, eligibility, triggers, window
from reference_impl.rules.actions import Action, Nothing
from reference_impl.rules.eligibility import Absence
from reference_impl.rules.model import Present, Snapshot, TriggerColumns
from reference_impl.shell.cycle import Cycle

Actions = tuple[Action, ...]
_NOTHING: Final[Actions] = (Nothing(rules=()),)
_MARGIN: Final = timedelta(minutes=30)
_admit = bookings.admit


def _behind_with_margin(start_at: datetime, now: datetime) -> bool:
    return start_at < window.opens_at(now) + _MARGIN


def _beyond_with_margin(start_at: datetime, now: datetime) -> bool:
    return start_at > window.closes_at(now) - _MARGIN


def _no_night_of_the_past(snapshot: Snapshot, now: datetime) -> Actions:
    row = snapshot.row
    if isinstance(row, Present):
        start = row.booking.start_at
        if start < now and not 6 <= start.hour < 20:
            return _NOTHING
    return _admit(snapshot, now)


def _outside_for_good(
    memory: dict[str, TriggerColumns], *, when_rescheduled: bool
) -> Any:
    """What was judged outside is let in only by some of the changes that should."""

    def admit(snapshot: Snapshot, now: datetime) -> Actions:
        row = snapshot.row
        if not isinstance(row, Present):
            return _admit(snapshot, now)
        columns = triggers.columns_of(row.booking)
        failure = eligibility.first_failure(row, snapshot.mailbox, now)
        outside = (Absence.BEHIND_WINDOW, Absence.BEYOND_WINDOW)
        if failure is not None and failure.absence in outside:
            memory.setdefault(row.booking.id, columns)
        known = memory.get(row.booking.id)
        if known is not None and (known != columns) is when_rescheduled:
            return _NOTHING
        return _admit(snapshot, now)

    return admit


async def _reads_the_view(self: Cycle) -> None:
    """Takes the window from the view, as an administrator has left it."""
    views = await hands.dataverse(self, "GET", "savedqueries?$select=fetchxml")
    for view in views["value"]:
        found = re.search(r'next-x-days" value="(\d+)"', view["fetchxml"] or "")
        if found:
            window.FUTURE = timedelta(days=int(found[1]))  # type: ignore[misc]  # broken on purpose


async def _touches_with_the_order(self: Cycle) -> None:
    """Saves the bookings of every work order that was changed, to keep them fresh."""
    since = (self.now - timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%SZ")
    path = f"msdyn_workorders?$select=msdyn_name&$filter=modifiedon%20ge%20{since}"
    for order in (await hands.dataverse(self, "GET", path))["value"]:
        key = order["msdyn_workorderid"]
        path = (
            "bookableresourcebookings?$select=name"
            f"&$filter=_msdyn_workorder_value%20eq%20{key}"
        )
        for row in (await hands.dataverse(self, "GET", path))["value"]:
            target = f"bookableresourcebookings({row['bookableresourcebookingid']})"
            await hands.dataverse(self, "PATCH", target, {"name": row["name"]})


async def _sweeps_the_past(self: Cycle) -> None:
    """Clears away the entries of bookings that have left the window."""
    addresses = {one.id: one.address for one in self.state.known_mailboxes}
    for record in list(self.state.records):
        start, event = record.row_start_at, record.event_id
        if event and start and start < self.now - window.PAST:
            address = addresses[record.pair[1]]
            await hands.graph(self, address, "DELETE", f"events/{event}")


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-038/two-days-back",
        "reaches back over the weekend only",
        reason="one entry for 'Boiler repair'",
        patches={"rules.window.PAST": timedelta(days=2)},
    ),
    mutant(
        "BKG-039/one-week-ahead",
        "reaches one week ahead, as it does back",
        reason="one entry for 'Boiler repair'",
        patches={"rules.window.FUTURE": timedelta(days=7)},
    ),
    mutant(
        "BKG-040/margin-at-the-old-edge",
        "keeps a margin of half an hour at the backward edge",
        reason="one entry for 'Boiler repair'",
        patches={"rules.window.is_behind": _behind_with_margin},
    ),
    mutant(
        "BKG-041/two-weeks-back",
        "reaches two weeks back, as it does ahead",
        reason="no entry for 'Boiler repair'",
        patches={"rules.window.PAST": timedelta(days=14)},
    ),
    mutant(
        "BKG-042/margin-at-the-new-edge",
        "keeps a margin of half an hour at the forward edge",
        reason="one entry for 'Boiler repair'",
        patches={"rules.window.is_beyond": _beyond_with_margin},
    ),
    mutant(
        "BKG-043/a-month-ahead",
        "reaches a month ahead",
        reason="no entry for 'Boiler repair'",
        patches={"rules.window.FUTURE": timedelta(days=31)},
    ),
    mutant(
        "BKG-046/past-nights-are-typing-errors",
        "takes a past booking at night for a typing error",
        reason="one entry for 'Night call'",
        patches={"rules.bookings.admit": _no_night_of_the_past},
    ),
    mutant(
        "BKG-049/small-changes-do-not-count",
        "lets a booking in again only when its hours or its place change",
        reason="one entry for 'Boiler repair'",
        patches={"rules.bookings.admit": _outside_for_good({}, when_rescheduled=False)},
    ),
    mutant(
        "BKG-050/orders-touch-bookings",
        "saves every booking whose work order was changed",
        reason="no entry for 'Boiler repair'",
        patches={"shell.cycle.Cycle.read_back": _touches_with_the_order},
    ),
    mutant(
        "BKG-051/outside-for-good",
        "never looks again at a booking that it has judged outside",
        reason="one entry for 'Boiler repair'",
        patches={"rules.bookings.admit": _outside_for_good({}, when_rescheduled=True)},
    ),
    mutant(
        "BKG-052/sweeps-the-past",
        "clears away the entries of bookings that have left the window",
        reason="still in the technician",
        patches={"shell.cycle.Cycle.read_back": _sweeps_the_past},
    ),
    mutant(
        "BKG-056/reads-the-view",
        "takes the window from the view, as an administrator has left it",
        reason="no entry for 'Boiler repair'",
        patches={
            "shell.cycle.Cycle.read_back": _reads_the_view,
            "rules.window.FUTURE": window.FUTURE,
        },
    ),
)
