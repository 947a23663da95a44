"""Checks 4 to 6: does it take a session, and does it work in one?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from fakes import Operation
from harness.adapters.iut import ClockMode
from harness.doctor.finding import Finding, failed, ok, skipped
from harness.doctor.patient import Patient, book, entries
from harness.visible import visible
from harness.world.cast import Role
from harness.world.moments import rfc3339
from harness.world.world import World

NAME: Final = "Examination"
WHEN: Final = "tomorrow at 09:00"
_LISTEN_S: Final = 0.3  # of real time: who still works sends something in it
_SHOWN: Final = 120  # characters of an address
_UNAUTHORISED: Final = frozenset({401, 403})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two services, and how to mend what keeps one from calling it."""

    number: int  # of the check that looks for calls to it
    name: str  # as the journal calls it
    title: str
    idle: str  # nothing was asked
    token: str  # no token, or one that does not hold
    address: str  # anything else was refused


_DATAVERSE: Final = _Side(
    number=5,
    name="dataverse",
    title="Dataverse",
    idle="Run a cycle when `advance` reaches the `next_wake` that PUT announced, read "
    "settings and mailboxes from Dataverse in it, and answer `advance` only when the "
    "cycle is done.",
    token="Get a token from identity.token_url (client credentials: client_id, "  # noqa: S106 - prose
    "client_secret, scope = identity.scope_dataverse) and send it as "
    "`Authorization: Bearer …`.",
    address="Call {dataverse.base_url}/api/data/v{dataverse.api_version}/ and the "
    "tables below it; the address changes with every session.",
)
_EXCHANGE: Final = _Side(
    number=6,
    name="exchange",
    title="Exchange",
    idle="Read from Dataverse who is ready (the mailbox is approved, tested and "
    "enabled) and which bookings lie in the window, and write them before you answer "
    "`advance`. The virtual time is that of the session, not of the system.",
    token="Get a second token from identity.token_url with scope = "  # noqa: S106 - prose
    "identity.scope_exchange and send it as `Authorization: Bearer …`; the token for "
    "Dataverse is good for Dataverse alone.",
    address="Call {exchange.graph_url}/users/{address}/…; the address changes with "
    "every session.",
)


_EARLY: Final = (
    "Answer `advance` when the cycle is done and nothing runs in the background any "
    "more: await the work, then answer. What comes later is missed by every scenario."
)


def takes_session(patient: Patient) -> Finding:
    """Check 4: PUT of a minimal session is answered with a sound Progress."""
    with patient.world("session") as world:
        progress = world.session.connect()
    wake = progress.next_wake
    due = f"; its first cycle is due {rfc3339(wake)}" if wake else ""
    return ok(4, f"It took the session{due}.")


def calls_dataverse(patient: Patient) -> Finding:
    """Check 5: an empty cycle calls Dataverse, and is over when it is said to be."""
    with patient.world("empty cycle") as world:
        patient.wait(world, lambda: bool(_heeded(world, _DATAVERSE)))
        late = _late(patient, world)
        if late:
            seen = (
                f"After it had answered `advance` it sent {len(late)} more requests, "
                f"the first of them: {_told(late[0])}."
            )
            return failed(5, seen, hint=_EARLY)
        return _called(patient, world, _DATAVERSE, "in an empty cycle")


def calls_exchange(patient: Patient) -> Finding:
    """Check 6: something due for a ready mailbox leads to a call to Exchange."""
    if not patient.claims_bookings:
        return skipped(6, "it does not claim bookings, which are what is due here")
    with patient.world("something due") as world:
        world.introduce(Role.TECHNICIAN)
        book(world, NAME, WHEN)
        patient.wait(world, lambda: bool(entries(world, NAME)))
        found = len(entries(world, NAME))
        patient.delivers = found == 1
        times = "once" if found == 1 else f"{found} times"
        what = f"for a booking, which reached the calendar {times}"
        return _called(patient, world, _EXCHANGE, what)


def _late(patient: Patient, world: World) -> list[Operation]:
    """What it asks though it has said that all is done and time stands still."""
    if patient.bench.iut.clock_mode is not ClockMode.VIRTUAL:
        return []
    before = len(world.tenant.journal.entries)
    patient.bench.loop.run(asyncio.sleep(_LISTEN_S))
    return world.tenant.journal.operations(before)


def _called(patient: Patient, world: World, side: _Side, why: str) -> Finding:
    operations = world.tenant.journal.operations()
    asked = [one for one in operations if one.service == side.name]
    heeded = _heeded(world, side)
    if heeded:
        requests = f"{len(asked)} requests" if len(asked) > 1 else "1 request"
        seen = f"{requests} to {side.title} {why}; the first that succeeded: "
        return ok(side.number, f"{seen}{_told(heeded[0])}.")
    if asked:
        last = asked[-1]
        seen = (
            f"{side.title} refused all {len(asked)} requests, the last: {_told(last)}."
        )
        hint = side.token if last.status in _UNAUTHORISED else side.address
        return failed(side.number, seen, hint=hint)
    signed_in = [one for one in operations if one.service == "entra"]
    if signed_in and not _succeeded(signed_in[-1]):
        refused = f"the token service refused: {_told(signed_in[-1])}"
        seen = f"{side.title} was not called; {refused}."
        return failed(side.number, seen, hint=side.token)
    if not patient.waits_long:
        why = "its first cycle did not, and nobody waits for the next in real time"
        return skipped(side.number, why)
    seen = f"{side.title} was not called ({len(operations)} requests elsewhere)."
    return failed(side.number, seen, hint=side.idle)


def _heeded(world: World, side: _Side) -> list[Operation]:
    operations = world.tenant.journal.operations()
    return [one for one in operations if one.service == side.name and _succeeded(one)]


def _succeeded(operation: Operation) -> bool:
    return operation.status is not None and operation.status < 400


def _told(operation: Operation) -> str:
    target = visible(operation.target, at_most=_SHOWN)
    return f"{operation.method} {target}, answered {operation.status}"
