"""Check 8: does it live in the time that it is given, even years ahead?"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import unquote_plus

from fakes.journal import Entry
from harness.adapters.iut import ClockMode, Progress
from harness.doctor.cycles import NAME, WHEN
from harness.doctor.finding import Finding, failed, ok, skipped
from harness.doctor.patient import Patient, book, entries
from harness.stopwatch import today
from harness.world.cast import Role
from harness.world.moments import START, rfc3339
from harness.world.world import World

_AHEAD: Final = datetime(2031, 10, 6, 8, 0, tzinfo=UTC)  # a Monday
_YEARS: Final = 5
_NEAR: Final = timedelta(days=45)  # of the wall clock: windows of bookings are shorter
_LATEST_WAKE: Final = timedelta(days=366)
_DATE: Final = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_HINT: Final = (
    "Take the time from `now` of PUT and `to` of `advance` alone: for `now` in "
    "Progress, for next_wake, for windows and filters, and for what you write. Look "
    "for calls like now(), Date.now() or DateTime.UtcNow, and for defaults of "
    "libraries and databases."
)


def keeps_time(patient: Patient) -> Finding:
    """Check 8: what it says, writes and filters by lies in the time it is given."""
    if not patient.waits_long:
        return skipped(8, "in the clock mode realtime nobody sets its clock")
    ahead = max(_AHEAD, _AHEAD.replace(year=today().year + _YEARS))
    with patient.world("years ahead", now=ahead) as world:
        if patient.delivers:
            world.introduce(Role.TECHNICIAN)
            book(world, NAME, WHEN)
        wrong = list(_told(patient, world))
        wrong += _asked(patient, world)
        if patient.delivers:
            wrong += _written(world)
    if wrong:
        return failed(8, f"At {rfc3339(ahead)}: {' '.join(wrong)}", hint=_HINT)
    booking = (
        "a booking reached the calendar" if patient.delivers else "nothing was due"
    )
    return ok(
        8, f"Set to {rfc3339(ahead)}, it said and did all at that time; {booking}."
    )


def _told(patient: Patient, world: World) -> Iterator[str]:
    """What it says of its time, when it is put and when time passes."""
    given = world.now
    opened = world.session.connect()
    if patient.iut.clock_mode is ClockMode.VIRTUAL:
        yield from _answered(opened, given)
    lie = patient.wait(
        world, lambda: not patient.delivers or bool(entries(world, NAME))
    )
    if lie is not None:
        yield str(lie)


def _answered(progress: Progress, given: datetime) -> Iterator[str]:
    if progress.now != given:
        yield f"PUT was answered with `now` {rfc3339(progress.now)}."
    wake = progress.next_wake
    if wake is not None and not given <= wake <= given + _LATEST_WAKE:
        yield f"PUT was answered with `next_wake` {rfc3339(wake)}."


def _asked(patient: Patient, world: World) -> Iterator[str]:
    """Its first request with a date near the wall clock, which nobody told it."""
    wall = today() if patient.iut.is_foreign else START.date()
    learnt: set[date] = set()
    for entry in world.tenant.journal.entries:
        if entry.service != "entra":
            for day in sorted(_dates(_sent(entry)) - learnt):
                if abs(day - wall) <= _NEAR:
                    yield (
                        f"{entry.method} {unquote_plus(entry.target)[:120]} speaks of "
                        f"{day}, which is near the clock of the system."
                    )
                    return
        learnt |= _dates(entry.response_body.decode("utf-8", "replace"))


def _written(world: World) -> Iterator[str]:
    """How the booking differs from what stands in the calendar."""
    start = world.bookings[NAME].start
    found = entries(world, NAME)
    if len(found) != 1:
        yield (
            f"a booking for {rfc3339(start)} reached the calendar {len(found)} times, "
            "and once when the session's time was this year."
        )
    elif found[0].start_at != start:
        yield (
            f"the entry of a booking for {rfc3339(start)} starts at "
            f"{rfc3339(found[0].start_at)}."
        )


def _sent(entry: Entry) -> str:
    body = entry.request_body.decode("utf-8", "replace")
    return f"{unquote_plus(entry.target)} {unquote_plus(body)}"


def _dates(text: str) -> set[date]:
    """Every day that the text names; there is no 30 February."""
    found = set()
    for match in _DATE.finditer(text):
        with contextlib.suppress(ValueError):
            found.add(date.fromisoformat(match.group()))
    return found
