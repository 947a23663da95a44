"""Check 7: does it refuse what it cannot take, in the words of the contract?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from harness.adapters.iut import RawAnswer, ServedIut
from harness.contract import faults
from harness.doctor.finding import Finding, failed, ok, skipped
from harness.doctor.patient import Patient
from harness.world.moments import rfc3339
from harness.world.world import World

UNKNOWN: Final = "/v1/sessions/doctor-never-put"
_PROBLEM: Final = "application/problem+json"
_NO_JSON: Final = b'{"now": '
_HINT: Final = (
    "Answer 404 to a session that you do not know, 400 to a body that is no JSON, 422 "
    "to one that breaks its schema or turns time back; each as "
    f"{_PROBLEM} (RFC 9457) with at least `title` and `status`, and go on as if "
    "nothing had been asked. `fieldsync contract --schema problem` prints the schema."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusable:
    """A request that is to be refused with that status."""

    what: str
    method: str
    path: str
    body: bytes
    status: int


def refuses(patient: Patient) -> Finding:
    """Check 7: an unknown session and broken bodies are refused as problems."""
    iut = patient.iut
    if not isinstance(iut, ServedIut):
        return skipped(7, "it does not speak the contract over HTTP")
    with patient.world("refusals") as world:
        world.session.connect()
        wrong = []
        requests = tuple(_requests(world))
        for one in requests:
            asked = iut.ask(one.method, one.path, one.body)
            flaw = _flaw(patient.bench.loop.run(asked), one.status)
            if flaw is not None:
                wrong.append(f"{one.what}: {flaw}.")
        patient.wait(world, lambda: True)
    if wrong:
        return failed(7, " ".join(wrong), hint=_HINT)
    statuses = ", ".join(str(one.status) for one in requests)
    return ok(7, f"{len(requests)} broken requests were refused ({statuses}).")


def _flaw(answer: RawAnswer, status: int) -> str | None:
    """What is wrong with the answer to a request that is to be refused so."""
    if answer.status != status:
        return f"answered {answer.status} instead of {status}"
    if answer.media_type != _PROBLEM:
        shown = repr(answer.media_type) if answer.media_type else "nothing"
        return f"{status}, but its Content-Type is {shown} instead of {_PROBLEM}"
    try:
        problem = json.loads(answer.body)
    except (ValueError, RecursionError):
        return f"{status}, but the problem document is no JSON"
    broken = faults("problem", problem)
    if broken:
        return f"{status}, but the problem document is none: {broken[0].rstrip('.')}"
    if problem["status"] != status:
        return f"{status}, but the problem document says {problem['status']}"
    return None


def _requests(world: World) -> Iterator[Refusable]:
    live = f"/v1/sessions/{world.tenant.name}"
    now = world.now
    hour = timedelta(hours=1)
    yield Refusable(
        what="an advance of a session that nobody has put",
        method="POST",
        path=f"{UNKNOWN}/advance",
        body=_json({"to": rfc3339(now)}),
        status=404,
    )
    yield Refusable(
        what="a session whose body is no JSON",
        method="PUT",
        path=UNKNOWN,
        body=_NO_JSON,
        status=400,
    )
    yield Refusable(
        what="a session that breaks the schema",
        method="PUT",
        path=UNKNOWN,
        body=_json({"now": "tomorrow"}),
        status=422,
    )
    yield Refusable(
        what="an advance whose body is no JSON",
        method="POST",
        path=f"{live}/advance",
        body=_NO_JSON,
        status=400,
    )
    yield Refusable(
        what="an advance that breaks the schema",
        method="POST",
        path=f"{live}/advance",
        body=_json({"to": "tomorrow"}),
        status=422,
    )
    yield Refusable(
        what="an advance that turns time back by an hour",
        method="POST",
        path=f"{live}/advance",
        body=_json({"to": rfc3339(now - hour)}),
        status=422,
    )


def _json(document: Any) -> bytes:
    return json.dumps(document).encode()
