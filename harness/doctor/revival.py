"""Check 10: does it go on where it was, after its process has been killed?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from harness.adapters.iut import MortalIut, ServedIut
from harness.doctor.cycles import NAME, WHEN
from harness.doctor.finding import Finding, failed, ok, skipped
from harness.doctor.patient import Patient, book, entries
from harness.doctor.refusals import UNKNOWN
from harness.world.cast import Role
from harness.world.moments import rfc3339
from harness.world.world import World

_NEW: Final = "Meanwhile"
_LATER: Final = "tomorrow at 13:00"
_AWAY: Final = timedelta(minutes=20)  # how long nobody is there
_HINT: Final = (
    "Keep the session's state in FIELDSYNC_STATE_DIR, written before you answer; put "
    "again with `resume: true`, load it by the session's id and catch up with what "
    'has changed since. If it cannot do that, say "durable": false.'
)
_UNKNOWN: Final = "Answer 404 to `resume: true` where nothing is stored under that id."


def comes_back(patient: Patient) -> Finding:
    """Check 10: killed and resumed, it goes on where it was."""
    iut, said = patient.iut, patient.implementation
    assert said is not None
    if not isinstance(iut, ServedIut):
        return skipped(10, "it has no process that serves the contract")
    if not isinstance(iut, MortalIut):
        return skipped(10, "the harness did not start it, so it cannot kill it")
    if not said.durable:
        return skipped(10, "it does not claim to be durable")
    if not patient.delivers:
        return skipped(10, "no booking reached the calendar in check 6")
    return _revived(patient, iut)


def _revived(patient: Patient, iut: MortalIut) -> Finding:
    with patient.world("killed") as world:
        world.introduce(Role.TECHNICIAN)
        book(world, NAME, WHEN)
        patient.wait(world, lambda: bool(entries(world, NAME)))
        patient.bench.loop.run(iut.kill())
        world.dispatcher.move_by(NAME, timedelta(hours=1))
        book(world, _NEW, _LATER)
        world.tenant.clock.move_to(world.now + _AWAY)
        world.session.resume()
        patient.wait(world, lambda: not any(_differences(world)))
        wrong = list(_differences(world))
        if wrong:
            return failed(10, f"After kill and resume {' '.join(wrong)}", hint=_HINT)
        status = _status_of_unknown(patient, iut, world)
    if status != 404:  # in which form it is refused is the business of check 7
        what = "`resume: true` for an id that it does not know"
        return failed(10, f"{what}: answered {status} instead of 404.", hint=_UNKNOWN)
    return ok(10, "Killed and resumed, it caught up and made nothing twice.")


def _differences(world: World) -> Iterator[str]:
    """How the calendar differs from what the bookings say."""
    for name in (NAME, _NEW):
        booking, found = world.bookings[name], entries(world, name)
        kind = (
            "the booking made meanwhile" if name == _NEW else "the booking from before"
        )
        if len(found) != 1:
            yield f"{kind} stands in the calendar {len(found)} times."
        elif found[0].start_at != booking.start:
            yield (
                f"{kind} stands at {rfc3339(found[0].start_at)} instead of "
                f"{rfc3339(booking.start)}."
            )
    strangers = world.items.strangers(world.cast[Role.TECHNICIAN].mailbox)
    if strangers:
        yield f"{len(strangers)} entries stand there that belong to no booking."


def _status_of_unknown(patient: Patient, iut: MortalIut, world: World) -> int:
    document = {**world.session.document(), "resume": True}
    asked = iut.ask("PUT", UNKNOWN, json.dumps(document).encode())
    status = patient.bench.loop.run(asked).status
    if status == 201:  # nobody needs that session
        patient.bench.loop.run(iut.ask("DELETE", UNKNOWN))
    return status
