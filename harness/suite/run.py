"""A scored run from plan to results.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from fakes import assumptions
from harness import VERSION
from harness.adapters.iut import Implementation
from harness.catalogue import (
    Catalogue,
    Plan,
    PlannedScenario,
    Rule,
    read_catalogue,
)
from harness.stopwatch import Stopwatch
from harness.suite.canary import CANARY
from harness.suite.judge import Judgement
from harness.suite.pics import doubts, excused
from harness.suite.record import excused_line
from harness.suite.recorder import Recorder, ResultsFile
from harness.suite.request import RunRequest
from harness.suite.session import run_session
from harness.suite.smoke import Smoked, smoke
from harness.verdicts import AGAINST, Conformance, Verdict, conformance
from harness.waivers import Ledger, Waivers, read_waivers
from harness.world.moments import START, rfc3339


class Listener(Protocol):
    """Whoever wants to see a run progress."""

    def planned(self, count: int) -> None:
        """So many scenarios will run."""
        ...

    def ended(self, title: str, rule: str, verdict: str, message: str | None) -> None:
        """A scenario has ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A run that has come to its end, or was interrupted."""

    results: Path
    complete: bool


def execute(
    request: RunRequest, *, out: Path, workers: int, listener: Listener, today: date
) -> Finished:
    """The results of the run lie in `out`; waivers are judged as of `today`.

    Raises:
        UsageError: nothing could be run.
        HarnessError: the suite failed by itself; what had ended is on disk.
    """
    clock = Stopwatch()
    catalogue = read_catalogue(request.features)
    chosen = request.plan_of(catalogue)
    waivers = Waivers()
    if request.waivers is not None:
        waivers = read_waivers(request.waivers, catalogue)
    smoked = smoke(request, workers=workers)
    implementation = smoked.implementation
    request = replace(request, excused=excused(chosen, implementation))
    results = ResultsFile(out)
    results.write(_run_line(request, catalogue, chosen, smoked))
    listener.planned(len(chosen.scenarios))
    ledger = Ledger(waivers, implementation=implementation, today=today)
    scores = _Scores(request, results, listener, ledger)
    try:
        for case in chosen.scenarios:
            if case.rule in request.excused:
                scores.excuse(case, request.excused[case.rule])
        complete = run_session(
            request, Recorder(scores.hear), workers=workers, enough=scores.enough
        )
        order = {case.id: number for number, case in enumerate(chosen.scenarios)}
        results.sort(order)
        if complete:
            results.write(scores.end_line(smoked.said, len(order), clock))
    finally:
        results.close()
    return Finished(results=results.path, complete=complete)


class _Scores:
    """Counts verdicts as lines arrive."""

    def __init__(
        self,
        request: RunRequest,
        results: ResultsFile,
        listener: Listener,
        ledger: Ledger,
    ) -> None:
        self._request = request
        self._results = results
        self._listener = listener
        self._ledger = ledger
        self._verdicts: list[Verdict] = []
        self._canary: Verdict | None = None

    def hear(self, text: str) -> None:
        """A scenario's line has arrived."""
        line = json.loads(text)
        if line["id"] == CANARY:
            self._canary = Verdict(line["verdict"])
            return
        judged = self._ledger.apply(line)
        if judged is line:
            self._results.write_text(text)
        else:
            self._results.write(judged)
        self._count(judged)

    def enough(self) -> bool:
        """Whether no further scenario can mend the verdict, and the canary is judged.

        Without the canary nobody could be accused.
        """
        if self._canary is None:
            return False
        decided = AGAINST | {Verdict.ERROR}
        return self._canary is not Verdict.FAIL or not decided.isdisjoint(
            self._verdicts
        )

    def excuse(self, case: PlannedScenario, reason: str) -> None:
        """The scenario does not apply."""
        judgement = Judgement(verdict=Verdict.NOT_APPLICABLE, message=reason)
        line = excused_line(case, judgement, self._request)
        self._results.write(line)
        self._count(line)

    def end_line(self, smoked: str, planned: int, clock: Stopwatch) -> dict[str, Any]:
        """What the run came to."""
        left = planned - len(self._verdicts)
        stopped = self._request.fail_fast and self.enough()
        at_fault, listed = self._ledger.conclude()
        # What has not run may still need its waiver.
        at_fault = () if left else tuple(at_fault)
        verdict = conformance(
            self._verdicts,
            complete=stopped or not left,
            canary_failed=self._canary is Verdict.FAIL,
            waivers_hold=not at_fault,
        )
        counts = {one.value: self._verdicts.count(one) for one in Verdict}
        return {
            "kind": "end",
            "verdict": verdict.value,
            "counts": {name: count for name, count in counts.items() if count},
            "canary": self._canary_words(),
            "smoke": smoked,
            "stopped": stopped and left > 0,
            "message": "\n".join(_messages(verdict, at_fault, stopped=stopped))
            or None,
            "duration_ms": clock.ms,
            **listed,
        }

    def _canary_words(self) -> str:
        if self._canary is None:
            return "did not run"
        return "failed as it must" if self._canary is Verdict.FAIL else "passed"

    def _count(self, line: Mapping[str, Any]) -> None:
        self._verdicts.append(Verdict(line["verdict"]))
        self._listener.ended(
            line["title"], line["rule"], line["verdict"], line["message"]
        )


_VOID = (
    "The bench cannot be trusted: the canary did not fail as it must, or a scenario "
    "ended in an error of the harness or a gap of a fake. Nobody is accused."
)


_STOPPED = (
    "The run ended at the first scenario that decides it, as asked for (--fail-fast)."
)


def _messages(
    verdict: Conformance, at_fault: tuple[str, ...], *, stopped: bool
) -> Iterator[str]:
    if verdict is Conformance.VOID:
        yield _VOID
    else:
        yield from at_fault
    if stopped:
        yield _STOPPED


def _run_line(
    request: RunRequest,
    catalogue: Catalogue,
    chosen: Plan,
    smoked: Smoked,
) -> dict[str, Any]:
    implementation = smoked.implementation
    return {
        "kind": "run",
        "schema": 1,
        "fieldsync": VERSION,
        "iut": {
            "name": implementation.name,
            "version": implementation.version,
            "vendor": implementation.vendor,
            "homepage": implementation.homepage,
            "contract": implementation.contract,
            "clock_mode": smoked.clock_mode.value,
            "claims": list(implementation.profiles),
            "exceptions": dict(implementation.exceptions),
            "doubts": list(doubts(catalogue, implementation)),
        },
        "seed": request.seed,
        "starts_at": rfc3339(START),
        "selection": {
            "profiles": list(request.profiles),
            "rules": list(request.rules),
            "scenarios": list(request.titles),
            "last_failed": request.ids is not None,
        },
        "command": request.command_of(chosen),
        "planned": [case.id for case in chosen.scenarios],
        "rules": [_rule(rule, catalogue.why(rule.id)) for rule in chosen.rules],
        "assumptions": [asdict(one) for one in assumptions()],
    }


def _rule(rule: Rule, why: str | None) -> dict[str, Any]:
    return {
        "id": rule.id,
        "profile": rule.profile,
        "title": rule.title,
        "statement": rule.statement,
        "why": why,
        "strength": rule.strength,
        "confidence": rule.confidence,
        "tier": rule.tier,
        "origin": rule.origin,
        "sync_method": rule.sync_method,
        "source": {
            "document": rule.source.document,
            "file": rule.source.file,
            "section": rule.source.section,
        },
        "parameters": dict(rule.parameters) if rule.parameters else None,
        "applies_when": list(rule.applies_when),
        "observable": rule.observable,
        "derived_from": list(rule.derived_from),
        "conflicts": list(rule.conflicts),
        "notes": rule.notes,
        "judgement": rule.judgement,
        "not_tested": rule.not_tested,
        "reading": rule.reading,
    }
