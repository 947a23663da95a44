"""Checks 1 to 3: is it there, who is it, and is it the one that was meant?"""

from __future__ import annotations

from typing import Final

from harness.adapters.iut import Implementation, ServedIut
from harness.adapters.target import Declared, Target, Way
from harness.doctor.finding import Finding, failed, ok, skipped
from harness.doctor.patient import Patient
from harness.suite.credentials import mismatches

BLACK_BOX: Final = "a black box does not speak the contract"
_SYSTEM_CLOCK: Final = (
    "Serve the contract with the time that `advance` tells, and say "
    '"clock": "virtual"; or start it as a black box (blackbox: COMMAND) in the clock '
    "mode jump or rate."
)
_DESCRIPTOR: Final = (
    "Mend the descriptor, or start the implementation that it means; what it says "
    "must be what GET /v1/implementation answers."
)


def starts(patient: Patient) -> Finding:
    """Check 1: somebody listens where it is to be."""
    if patient.bench.target.way is Way.BLACKBOX:
        return skipped(1, "a black box is started with its session, see check 4")
    iut = patient.iut
    if not isinstance(iut, ServedIut):
        return ok(1, "It lives in this process.")
    patient.bench.loop.run(iut.start())
    if patient.bench.target.is_process:
        return ok(1, "The command runs and listens on the port of FIELDSYNC_PORT.")
    return ok(1, "Somebody listens at the address.")


def describes(patient: Patient) -> Finding:
    """Check 2: GET implementation keeps its schema."""
    patient.implementation = said = patient.bench.describe()
    if patient.bench.target.way is Way.BLACKBOX:
        return skipped(2, f"{BLACK_BOX}: its descriptor speaks for it")
    return ok(2, f"{said.name} {said.version} by {said.vendor} claims {_claims(said)}.")


def agrees(patient: Patient) -> Finding:
    """Check 3: descriptor and implementation say the same."""
    target, said = patient.bench.target, patient.implementation
    assert said is not None
    if target.way is Way.BLACKBOX:
        return skipped(3, f"{BLACK_BOX}: its descriptor speaks for it")
    if _speaks(target) and said.clock != "virtual":
        seen = 'It says that it lives by the clock of its system ("clock": "system").'
        return failed(3, seen, hint=_SYSTEM_CLOCK)
    if target.declared == Declared():
        return skipped(3, "no descriptor was named")
    differing = list(mismatches(said, target))
    if differing:
        return failed(3, " ".join(differing), hint=_DESCRIPTOR)
    return ok(3, "Descriptor and implementation say the same.")


def _speaks(target: Target) -> bool:
    return target.way in {Way.HTTP, Way.EXEC}


def _claims(said: Implementation) -> str:
    names = ", ".join(said.profiles)
    return f"{names}; {'durable' if said.durable else 'not durable'}"
