"""The implementation that is examined: the only place where checks drive a world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from fakes.exchange import Event
from harness.adapters.iut import ClockMode, Implementation, Iut
from harness.errors import ClockNotKept
from harness.suite.bench import Bench
from harness.world.cast import Role
from harness.world.moments import START, Moment
from harness.world.world import World

# Fifteen minutes must do (CAD-001); who looks seldom is scored, and no matter for here.
_WAITS: Final = (timedelta(minutes=15), timedelta(minutes=45), timedelta(hours=23))
_LIES: Final = 50  # wrong times told in one cycle, until nobody listens any more
_BOOKABLE: Final = frozenset({"bookings", "cadence"})


class Patient:
    """One implementation on its bench, and what earlier checks have learnt of it."""

    def __init__(self, bench: Bench, *, seed: int) -> None:
        self.bench = bench
        self.implementation: Implementation | None = None
        self.delivers = False  # a booking has reached the calendar
        self.gaps: list[str] = []  # what the fakes do not support, though asked
        self._seed = seed

    @property
    def iut(self) -> Iut:
        """How it is spoken to."""
        return self.bench.iut

    @property
    def claims_bookings(self) -> bool:
        """Whether a booking is something that it synchronises.

        A black box without a descriptor claims nothing, as nobody has asked it.
        """
        claimed = self.implementation.profiles if self.implementation else ()
        return not claimed or not _BOOKABLE.isdisjoint(claimed)

    @property
    def waits_long(self) -> bool:
        """Whether cycles can be waited for: nobody does that in real time."""
        return self.iut.clock_mode is not ClockMode.REALTIME

    @contextmanager
    def world(self, name: str, *, now: datetime = START) -> Iterator[World]:
        """A fresh world; at the end its session is deleted, and its tenant gone."""
        world = self.bench.open_world(f"doctor/{name}", seed=self._seed, now=now)
        try:
            yield world
        finally:
            self.gaps += world.tenant.journal.gaps
            self.bench.close_world(world)

    def wait(self, world: World, done: Callable[[], bool]) -> ClockNotKept | None:
        """It is done, or a day has passed; returns what was first said of a wrong time.

        That has a check of its own, and need not hide what the others would see.
        """
        if not self.waits_long:
            world.session.open()  # its first cycle; the next may be far
            return None
        first: ClockNotKept | None = None
        for span in _WAITS:
            told = self._let_pass(world, span)
            first = first or told
            if done():
                break
        return first

    def _let_pass(self, world: World, span: timedelta) -> ClockNotKept | None:
        target = world.now + span
        first: ClockNotKept | None = None
        for _ in range(_LIES):
            try:
                world.session.let_pass(target - world.now)
            except ClockNotKept as error:
                if self.iut.clock_mode is not ClockMode.VIRTUAL:
                    raise  # nobody can drive it any further
                first = first or error
                if world.now >= target:
                    break
            else:
                break
        return first


def book(world: World, name: str, start: str) -> None:
    """The technician is booked for one hour, on a work order of that name."""
    world.dispatcher.book(Role.TECHNICIAN, name, Moment(start), order=name)


def entries(world: World, name: str) -> list[Event]:
    """What the booking came to in the technician's calendar."""
    return world.items.of(name, world.cast[Role.TECHNICIAN].mailbox)
