"""Check 9: is a session that was deleted over, and no other with it?"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import Final

from harness.doctor.cycles import NAME, WHEN
from harness.doctor.finding import Finding, failed, ok
from harness.doctor.patient import Patient, book, entries
from harness.errors import Accused, Undecided
from harness.world.cast import Role
from harness.world.world import World

_LISTEN_S: Final = 1.0  # of real time: who still works sends something in it
_DELETE: Final = (
    "Answer DELETE with 204 once everything that works for the session has ended: "
    "timers, queues, background tasks, subscriptions."
)
_OTHER: Final = (
    "Keep everything by the session's id: connection, token, schedule, links. DELETE "
    "takes away what belongs to its own id and nothing else."
)


def falls_silent(patient: Patient) -> Finding:
    """Check 9: after DELETE nothing is asked any more; another session goes on."""
    said = patient.implementation
    assert said is not None
    with ExitStack() as worlds:
        other: World | None = None
        if said.parallel_sessions > 1:
            other = worlds.enter_context(patient.world("the session that stays"))
            _begin(patient, other)
        deleted = worlds.enter_context(patient.world("the session that is deleted"))
        _begin(patient, deleted)
        try:
            deleted.session.close()
        except (Accused, Undecided) as error:
            return failed(9, str(error), hint=_DELETE)
        patient.bench.close_world(deleted)
        patient.bench.loop.run(asyncio.sleep(_LISTEN_S))
        strays = patient.bench.strays(deleted)
        if strays:
            seen = f"After DELETE it still asked, among others: {strays[0]}."
            return failed(9, seen, hint=_DELETE)
        if other is None:
            other = worlds.enter_context(patient.world("the session that follows"))
            _begin(patient, other)
        harm = _harm(patient, other)
    if harm is not None:
        return failed(9, f"The other session suffered: {harm}", hint=_OTHER)
    return ok(9, "It asked nothing more, and another session went on.")


def _begin(patient: Patient, world: World) -> None:
    world.introduce(Role.TECHNICIAN)
    patient.wait(world, lambda: True)


def _harm(patient: Patient, world: World) -> str | None:
    """What the other session does not do any more; None if all is well."""
    book(world, NAME, WHEN)
    try:
        patient.wait(world, lambda: not patient.delivers or bool(entries(world, NAME)))
    except (Accused, Undecided) as error:
        return str(error)
    found = len(entries(world, NAME))
    if patient.delivers and patient.waits_long and found != 1:
        return f"a new booking of it reached the calendar {found} times."
    return None
