"""The ten checks in their order: the only place that says which rests on which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from harness.adapters.target import Way
from harness.doctor.arrival import agrees, describes, starts
from harness.doctor.clock import keeps_time
from harness.doctor.cycles import calls_dataverse, calls_exchange, takes_session
from harness.doctor.finding import Finding, Outcome, failed, skipped
from harness.doctor.patient import Patient
from harness.doctor.refusals import refuses
from harness.doctor.revival import comes_back
from harness.doctor.silence import falls_silent
from harness.errors import Accused, IutUnusable, Undecided
from harness.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check, what it rests on, and how to mend what it does not name itself."""

    number: int
    look: Callable[[Patient], Finding]
    needs: int | None  # the check without whose success this one says nothing
    hint: str


_BOXED: Final = (
    "A black box finds its session in variables (FIELDSYNC_TOKEN_URL is "
    "identity.token_url, and so on), is told nothing after its start, polls by its own "
    "clock, and runs until SIGTERM. For who speaks the contract:"
)
_OUTPUT: Final = "What it printed last, and its own log, say more."
CHECKS: Final = (
    Check(
        number=1,
        look=starts,
        needs=None,
        hint="Start it by hand, with FIELDSYNC_PORT=9000 and FIELDSYNC_STATE_DIR set "
        "for a command, and ask: curl http://127.0.0.1:9000/v1/implementation",
    ),
    Check(
        number=2,
        look=describes,
        needs=1,
        hint="Answer GET /v1/implementation with 200 and the document that `fieldsync "
        "contract --schema implementation` describes.",
    ),
    Check(number=3, look=agrees, needs=2, hint=_OUTPUT),
    Check(
        number=4,
        look=takes_session,
        needs=2,
        hint="Answer PUT /v1/sessions/{id} with 201 and a Progress: `now` as given, "
        "`next_wake` when the first cycle is due, `problems` as a list. `fieldsync "
        "contract --schema progress` prints the schema.",
    ),
    Check(
        number=5,
        look=calls_dataverse,
        needs=4,
        hint="Answer POST /v1/sessions/{id}/advance with 200 and a Progress once the "
        f"cycle is done, also where nothing is to be done. {_OUTPUT}",
    ),
    Check(
        number=6,
        look=calls_exchange,
        needs=5,
        hint="Answer POST /v1/sessions/{id}/advance with 200 and a Progress once the "
        f"booking is written. {_OUTPUT}",
    ),
    Check(
        number=7,
        look=refuses,
        needs=4,
        hint=f"A broken request must not bring it down. {_OUTPUT}",
    ),
    Check(
        number=8,
        look=keeps_time,
        needs=4,
        hint="Every time from 2000 to 2100 must do; certificates and tokens of the "
        f"harness are valid then. {_OUTPUT}",
    ),
    Check(
        number=9,
        look=falls_silent,
        needs=4,
        hint=f"Several sessions must do, side by side as `parallel_sessions` says. "
        f"{_OUTPUT}",
    ),
    Check(
        number=10,
        look=comes_back,
        needs=6,
        hint="Keep the session's state in FIELDSYNC_STATE_DIR and load it when it is "
        f'put with `resume: true`; or say "durable": false. {_OUTPUT}',
    ),
)


def examine(patient: Patient) -> Iterator[Finding]:
    """The ten findings, in order, each as soon as it is there."""
    outcomes: dict[int, Outcome] = {}
    for check in CHECKS:
        barrier = _barrier(check, outcomes)
        if barrier is None:
            finding = _looked(check, patient)
        else:
            finding = skipped(check.number, f"because check {barrier} failed")
        outcomes[check.number] = finding.outcome
        yield finding


def _barrier(check: Check, outcomes: dict[int, Outcome]) -> int | None:
    """The number of the failed check that it rests on, directly or not."""
    needs = check.needs
    while needs is not None:
        if outcomes[needs] is Outcome.FAILED:
            return needs
        needs = CHECKS[needs - 1].needs
    return None


def _looked(check: Check, patient: Patient) -> Finding:
    """What the check has found.

    Raises:
        UsageError: it is not the implementation that keeps it from being examined.
    """
    patient.gaps.clear()
    try:
        finding = check.look(patient)
    except (Accused, Undecided, IutUnusable) as error:
        finding = failed(check.number, str(error), hint=check.hint)
    if finding.outcome is not Outcome.FAILED:
        return finding
    if patient.bench.target.way is Way.BLACKBOX:
        finding = replace(finding, hint=f"{_BOXED} {finding.hint}")
    if patient.gaps:
        asked = visible(patient.gaps[0])
        excuse = f"Perhaps no fault of it: a fake does not support {asked}."
        finding = replace(finding, seen=f"{finding.seen} {excuse}")
    return finding
