"""What an entry tells, told wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from html import escape
from typing import Any, Final
from zoneinfo import ZoneInfo

from harness.mutants import hands
from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules import content
from reference_impl.rules.content import ItemContent
from reference_impl.rules.model import Booking, Importance, Settings, WorkOrder
from reference_impl.shell.cycle import Cycle

_compose = content.compose
_run = Cycle.run
_DAY: Final = timedelta(days=1)


def _nothing(order: WorkOrder) -> str | None:
    del order
    return None


def _no_categories(settings: Settings) -> tuple[str, ...]:
    del settings
    return ()


def _start_a_day_late(booking: Booking) -> datetime:
    return booking.start_at + _DAY * (booking.start_at.month == 2)


def _end_a_day_late(booking: Booking) -> datetime:
    return booking.end_at + _DAY * (booking.start_at.month == 2)


def _whole_hours(booking: Booking) -> datetime:
    hours = -(-(booking.end_at - booking.start_at) // timedelta(hours=1))
    return booking.start_at + timedelta(hours=hours)


def _half_hours(booking: Booking) -> datetime:
    return booking.start_at.replace(minute=booking.start_at.minute // 30 * 30)


def _as_a_figure(order: WorkOrder) -> str | None:
    return order.number.lstrip("0") if order.number else None


def _ascii_only(booking: Booking, order: WorkOrder) -> str:
    del booking
    return ", ".join(order.address).encode("ascii", "ignore").decode()


def _coordinates(booking: Booking, order: WorkOrder) -> str | None:
    return content.coordinates(booking, order)


def _importance_of(order: WorkOrder) -> Importance:
    return Importance.HIGH if order.priority == "Critical" else Importance.NORMAL


def _low_without_priority(order: WorkOrder) -> Importance:
    return Importance.NORMAL if order.priority else Importance.LOW


def _urgent_when_refreshed(booking: Booking, order: WorkOrder) -> ItemContent:
    return replace(_compose(booking, order), importance=_importance_of(order))


def _cut_off(order: WorkOrder) -> str | None:
    return order.summary[:60] if order.summary else None


def _escaped_twice(order: WorkOrder) -> str | None:
    return escape(escape(order.account)) if order.account else None


def _account_of_the_day(first: dict[date, str]) -> Any:
    """Looks the account up once a day and keeps it for the visits that follow."""

    def compose(booking: Booking, order: WorkOrder) -> ItemContent:
        if order.account is None:
            return _compose(booking, order)
        account = first.setdefault(booking.start_at.date(), order.account)
        return _compose(booking, replace(order, account=account))

    return compose


def _invites_the_office(order: WorkOrder) -> tuple[str, ...]:
    del order
    return ("office@fabrikam.example",)


def _summary_later(booking: Booking, order: WorkOrder) -> ItemContent:
    return _compose(booking, replace(order, summary=None))


async def _moves_to_local_hours(self: Cycle) -> None:
    """Sets entries to the hours of the mailbox, and takes these for UTC again."""
    await _run(self)
    addresses = {one.id: one.address for one in self.state.known_mailboxes}
    for record in list(self.state.records):
        address, start = addresses.get(record.pair[1]), record.row_start_at
        if record.event_id is None or address is None or start is None:
            continue
        path = "mailboxSettings/timeZone"
        zone = (await hands.graph(self, address, "GET", path))["value"]
        offset = start.astimezone(ZoneInfo(zone)).utcoffset()
        if not offset:
            continue
        change = {
            "start": _shown(start + offset),
            "end": _shown(start + offset + timedelta(hours=1)),
        }
        path = f"events/{record.event_id}"
        await hands.graph(self, address, "PATCH", path, change)


def _shown(at: datetime) -> dict[str, str]:
    return {"dateTime": at.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def _winter_all_year(at: datetime) -> dict[str, str]:
    """Thinks that the clocks of New York stay as they are in winter."""
    summer = datetime(at.year, 3, 8, 7, tzinfo=at.tzinfo) <= at
    shown = at + timedelta(hours=1) if summer else at
    text = shown.strftime("%Y-%m-%dT%H:%M:%S.0000000")
    return {"dateTime": text, "timeZone": "UTC"}


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-021/invites-the-office",
        "invites the office to every entry so that it keeps an overview",
        reason="no meeting message",
        patches={"rules.content.attendees": _invites_the_office},
    ),
    mutant(
        "BKG-024/no-category",
        "keeps its link to itself and sets no category",
        reason="to carry the tracked category",
        patches={"rules.content.categories": _no_categories},
    ),
    mutant(
        "BKG-025/wrong-day-in-february",
        "counts the days of the month before as one too many",
        reason="on 27 February 2026",
        patches={
            "rules.content.start": _start_a_day_late,
            "rules.content.end": _end_a_day_late,
        },
    ),
    mutant(
        "BKG-026/whole-hours",
        "rounds visits up to whole hours",
        reason="to end",
        patches={"rules.content.end": _whole_hours},
    ),
    mutant(
        "BKG-026/half-hours",
        "begins visits at the last half hour",
        reason="to start",
        patches={"rules.content.start": _half_hours},
    ),
    mutant(
        "BKG-027/number-as-figure",
        "treats the number of the work order as a figure",
        reason="to say the Number '00042'",
        patches={"rules.content.number": _as_a_figure},
    ),
    mutant(
        "BKG-028/ascii-streets",
        "drops every letter that is not ASCII from streets",
        reason="to say the Location 'Königstraße 7'",
        patches={"rules.content.location": _ascii_only},
    ),
    mutant(
        "BKG-029/priority-as-importance",
        "maps the highest priority to high importance",
        reason="of normal importance",
        patches={"rules.content.importance": _importance_of},
    ),
    mutant(
        "BKG-029/no-priority-is-low",
        "takes a work order without priority for one of low importance",
        reason="of normal importance",
        patches={"rules.content.importance": _low_without_priority},
    ),
    mutant(
        "BKG-030/no-priority",
        "thinks that importance is enough and leaves the priority out",
        reason="to say the Priority",
        patches={"rules.content.priority": _nothing},
    ),
    mutant(
        "BKG-031/coordinates-only",
        "writes the point on the map instead of the address",
        reason="to say the Location",
        patches={"rules.content.location": _coordinates},
    ),
    mutant(
        "BKG-032/no-type",
        "leaves the work order type out",
        reason="to say the Work Order Type",
        patches={"rules.content.order_type": _nothing},
    ),
    mutant(
        "BKG-033/no-incident-type",
        "leaves the primary incident type out",
        reason="to say the Primary Incident Type",
        patches={"rules.content.incident_type": _nothing},
    ),
    mutant(
        "BKG-034/summary-cut-off",
        "cuts the summary after sixty letters",
        reason="to say the Work Order Summary",
        patches={"rules.content.summary": _cut_off},
    ),
    mutant(
        "BKG-035/account-escaped-twice",
        "escapes the signs in a firm's name twice",
        reason='to say the Account "O\'Hara & Sons"',
        patches={"rules.content.account": _escaped_twice},
    ),
    mutant(
        "BKG-035/one-account-a-day",
        "looks the account up once a day",
        reason="to say the Account",
        patches={"rules.content.at_first_synchronisation": _account_of_the_day({})},
    ),
    mutant(
        "BKG-036/no-contact",
        "leaves the primary contact out",
        reason="to say the Primary Contact",
        patches={"rules.content.contact": _nothing},
    ),
    mutant(
        "BKG-077/summary-comes-later",
        "creates the entry at once and fetches the summary with the next change",
        reason="to say the Work Order Summary 'Pump is leaking'",
        patches={"rules.content.at_first_synchronisation": _summary_later},
    ),
    mutant(
        "BKG-091/tells-the-office",
        "invites the office to every entry so that it hears of cancellations",
        reason="no meeting message",
        patches={"rules.content.attendees": _invites_the_office},
    ),
    mutant(
        "BKG-118/urgent-when-refreshed",
        "sets the importance from the priority when it refreshes an entry",
        reason="of normal importance",
        patches={"rules.content.at_trigger": _urgent_when_refreshed},
    ),
    mutant(
        "BKG-119/local-hours-as-utc",
        "reads the zone of the mailbox and adds its offset once too often",
        reason="to start",
        patches={"shell.cycle.Cycle.run": _moves_to_local_hours},
    ),
    mutant(
        "BKG-119/winter-all-year",
        "computes hours with the offset of the day on which it runs",
        reason="to start",
        patches={"shell.graph_events._time": _winter_all_year},
    ),
)
