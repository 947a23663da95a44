"""A scored run from plan to results.jsonl."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from fakes import assumptions
from harness import VERSION
from harness.catalogue import (
    Catalogue,
    Plan,
    Rule,
    read_catalogue,
)
from harness.stopwatch import Stopwatch
from harness.suite.pics import doubts, excused, with_claims
from harness.suite.recorder import Recorder, ResultsFile
from harness.suite.request import RunRequest
from harness.suite.scores import Listener, Scores
from harness.suite.session import run_session
from harness.suite.smoke import Smoked, smoke
from harness.waivers import Ledger, Waivers, read_waivers
from harness.world.moments import rfc3339


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
    implementation = with_claims(smoked.implementation, chosen)
    smoked = replace(smoked, implementation=implementation)
    request = replace(request, excused=excused(chosen, implementation))
    results = ResultsFile(out)
    results.write(_run_line(request, catalogue, chosen, smoked))
    listener.planned(len(chosen.scenarios))
    ledger = Ledger(waivers, implementation=implementation, today=today)
    scores = Scores(request, results, listener, ledger)
    try:
        for case in chosen.scenarios:
            if case.rule in request.excused:
                scores.excuse(case, request.excused[case.rule])
        complete = run_session(
            request,
            Recorder(scores.hear, complain=scores.complain),
            workers=workers,
            enough=scores.enough,
        )
        order = {case.id: number for number, case in enumerate(chosen.scenarios)}
        results.sort(order)
        if complete:
            results.write(scores.end_line(smoked.said, len(order), clock))
    finally:
        results.close()
    return Finished(results=results.path, complete=complete)


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
        "starts_at": rfc3339(smoked.starts_at),
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
