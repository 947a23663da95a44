"""Before anything is scored: does the implementation answer, connect and look?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from harness.adapters.iut import ClockMode, Implementation
from harness.errors import FieldsyncError, IutUnusable, NotAlive
from harness.suite.bench import Bench, PinnedClock
from harness.suite.credentials import check_credentials
from harness.suite.request import RunRequest
from harness.world.cast import Role
from harness.world.moments import START, Moment
from harness.world.world import World

Waits: TypeAlias = tuple[tuple[timedelta, str], ...]
_REAL_WAITS: Final[Waits] = (
    (timedelta(), "a minute"),
    (timedelta(minutes=15), "15 minutes"),
)
_WAITS: Final[Waits] = (
    (timedelta(minutes=15), "15 minutes"),
    (timedelta(minutes=45), "an hour"),
    (timedelta(hours=23), "a day"),
)
_NAME: Final = "Smoke check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoked:
    """Who is under test, in which clock mode, and what one booking came to."""

    implementation: Implementation
    clock_mode: ClockMode
    said: str
    starts_at: datetime = START


def smoke(request: RunRequest, *, workers: int) -> Smoked:
    """The implementation is the one that was meant, it connects and looks.

    Raises:
        IutUnusable: it does not; nothing can be scored.
        UsageError: it cannot be run like this.
    """
    bench = Bench.of(request)
    with PinnedClock():
        try:
            implementation = _described(bench, workers)
            return Smoked(
                implementation=implementation,
                clock_mode=bench.iut.clock_mode,
                starts_at=bench.start,
                said=_one_booking(bench, request.seed),
            )
        finally:
            bench.close()


def _described(bench: Bench, workers: int) -> Implementation:
    try:
        implementation = bench.describe()
    except IutUnusable:
        raise
    except FieldsyncError as error:
        raise IutUnusable(f"The implementation cannot be used: {error}") from error
    check_credentials(implementation, bench.target, workers=workers)
    return implementation


def _one_booking(bench: Bench, seed: int) -> str:
    world = bench.open_world("smoke", seed=seed)
    try:
        world.introduce(Role.TECHNICIAN)
        is_real = bench.iut.clock_mode is ClockMode.REALTIME
        if not is_real:  # there the first cycle has to do: nobody waits for a second
            world.start()
        world.dispatcher.book(
            Role.TECHNICIAN, _NAME, Moment("tomorrow at 09:00"), order=_NAME
        )
        waited = _until_it_looked(world, _REAL_WAITS if is_real else _WAITS)
        found = len(world.items.of(_NAME, world.cast[Role.TECHNICIAN].mailbox))
    except FieldsyncError as error:
        raise IutUnusable(f"The smoke check failed: {error}") from error
    finally:
        bench.close_world(world)
    if found == 1:
        return "one booking reached the calendar"
    return f"a booking reached the calendar {found} times within {waited}"


def _until_it_looked(world: World, waits: Waits) -> str:
    """How long it took; one that looks too seldom is scored, not turned away.

    Raises:
        NotAlive: it has not looked in all that time.
    """
    for span, words in waits:
        world.let_pass(span)
        try:
            world.session.require_looked(world.scene.since.journal)
        except NotAlive:
            continue
        return words
    raise NotAlive(
        f"Within {waits[-1][1]} the implementation made no successful reading of "
        "Dataverse rows."
    )
