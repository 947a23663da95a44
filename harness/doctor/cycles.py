"""Checks 4 to 6: does it take a session, and does it work in one?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

from fakes import Operation
from harness.doctor.finding import Finding, failed, ok, skipped
from harness.doctor.patient import Patient, book, entries
from harness.visible import visible
from harness.world.cast import Role
from harness.world.moments import rfc3339
from harness.world.world import World

_Side: TypeAlias = Literal["dataverse", "exchange"]

NAME: Final = "Examination"
WHEN: Final = "tomorrow at 09:00"
_SHOWN: Final = 120  # characters of an address
_TITLES: Final = {"dataverse": "Dataverse", "exchange": "Exchange"}
_TOKEN: Final = {
    "dataverse": (
        "Get a token from identity.token_url (client credentials: client_id, "
        "client_secret, scope = identity.scope_dataverse) and send it as "
        "`Authorization: Bearer …`."
    ),
    "exchange": (
        "Get a second token from identity.token_url with scope = "
        "identity.scope_exchange and send it as `Authorization: Bearer …`; the token "
        "for Dataverse is good for Dataverse alone."
    ),
}
_ADDRESS: Final = {
    "dataverse": (
        "Call {dataverse.base_url}/api/data/v{dataverse.api_version}/ and the tables "
        "below it; the address changes with every session."
    ),
    "exchange": (
        "Call {exchange.graph_url}/users/{address}/…; the address changes with every "
        "session."
    ),
}
_NOTHING: Final = {
    "dataverse": (
        "Run a cycle when `advance` reaches the `next_wake` that PUT announced, read "
        "settings and mailboxes from Dataverse in it, and answer `advance` only when "
        "the cycle is done."
    ),
    "exchange": (
        "Read from Dataverse who is ready (the mailbox is approved, tested and "
        "enabled) and which bookings lie in the window, and write them before you "
        "answer `advance`. The virtual time is that of the session, not of the system."
    ),
}


def takes_session(patient: Patient) -> Finding:
    """Check 4: PUT of a minimal session is answered with a sound Progress."""
    with patient.world("session") as world:
        progress = world.session.connect()
    wake = progress.next_wake
    when = rfc3339(wake) if wake else "when something changes"
    return ok(4, f"It took the session; its first cycle is due {when}.")


def calls_dataverse(patient: Patient) -> Finding:
    """Check 5: an empty cycle makes an authenticated call to Dataverse."""
    with patient.world("empty cycle") as world:
        patient.let_pass(world, patient.cycle)
        return _called(5, world, "dataverse", "in an empty cycle")


def calls_exchange(patient: Patient) -> Finding:
    """Check 6: something due for a ready mailbox leads to a call to Exchange."""
    if not patient.claims_bookings:
        return skipped(6, "it does not claim bookings, which are what is due here")
    with patient.world("something due") as world:
        world.introduce(Role.TECHNICIAN)
        book(world, NAME, WHEN)
        patient.let_pass(world, patient.cycle)
        found = len(entries(world, NAME))
        patient.delivers = found == 1
        times = "once" if found == 1 else f"{found} times"
        what = f"for a booking, which reached the calendar {times}"
        return _called(6, world, "exchange", what)


def _called(number: int, world: World, side: _Side, why: str) -> Finding:
    operations = world.tenant.journal.operations()
    asked = [one for one in operations if one.service == side]
    heeded = [one for one in asked if _succeeded(one)]
    title = _TITLES[side]
    if heeded:
        requests = f"{len(asked)} requests" if len(asked) > 1 else "1 request"
        seen = f"{requests} to {title} {why}; the first that succeeded: "
        return ok(number, f"{seen}{_told(heeded[0])}.")
    refused = _last(one for one in operations if one.service == "entra")
    if asked:
        seen = (
            f"{title} refused all {len(asked)} requests, the last: {_told(asked[-1])}."
        )
        return failed(number, seen, hint=_hint(asked[-1], side))
    if refused is not None and not _succeeded(refused):
        seen = f"{title} was not called; the token service refused: {_told(refused)}."
        return failed(number, seen, hint=_TOKEN[side])
    count = len(operations)
    seen = f"{title} was not called within 15 minutes ({count} requests elsewhere)."
    return failed(number, seen, hint=_NOTHING[side])


def _hint(operation: Operation, side: _Side) -> str:
    by_status: Mapping[int | None, Mapping[_Side, str]] = {401: _TOKEN, 403: _TOKEN}
    return by_status.get(operation.status, _ADDRESS)[side]


def _succeeded(operation: Operation) -> bool:
    return operation.status is not None and operation.status < 400


def _told(operation: Operation) -> str:
    target = visible(operation.target, at_most=_SHOWN)
    return f"{operation.method} {target}, answered {operation.status}"


def _last(operations: Iterable[Operation]) -> Operation | None:
    return max(operations, key=lambda one: one.at, default=None)
