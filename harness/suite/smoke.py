"""Before anything is scored: does the implementation answer, connect and look?"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from harness.adapters.iut import Implementation
from harness.errors import FieldsyncError, IutUnusable
from harness.suite.bench import Bench, PinnedClock
from harness.world.cast import Role
from harness.world.moments import Moment

_NAME: Final = "Smoke check"


def smoke(address: str, *, seed: int, port: int = 0) -> tuple[Implementation, str]:
    """Who is under test, and what one booking came to.

    Raises:
        IutUnusable: it did not connect or look; nothing can be scored.
    """
    bench = Bench(address, port=port)
    with PinnedClock():
        try:
            return bench.describe(), _one_booking(bench, seed)
        finally:
            bench.close()


def _one_booking(bench: Bench, seed: int) -> str:
    world = bench.open_world("smoke", seed=seed)
    try:
        world.introduce(Role.TECHNICIAN)
        world.start()
        world.dispatcher.book(
            Role.TECHNICIAN, _NAME, Moment("tomorrow at 09:00"), order=_NAME
        )
        world.let_pass(timedelta(minutes=15))
        world.session.require_looked(world.scene.since.journal)
        found = len(world.items.of(_NAME, world.cast[Role.TECHNICIAN].mailbox))
    except FieldsyncError as error:
        raise IutUnusable(f"The smoke check failed: {error}") from error
    finally:
        bench.close_world(world)
    if found == 1:
        return "one booking reached the calendar"
    return f"a booking reached the calendar {found} times within 15 minutes"
