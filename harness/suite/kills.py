"""A kill run: every mutant against the scenarios of its rule, or against all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from harness.catalogue import Rule, read_catalogue
from harness.mutants.mutant import Mutant
from harness.mutants.register import find
from harness.suite.recorder import Recorder
from harness.suite.request import RunRequest
from harness.suite.session import run_session
from harness.verdicts import Verdict

_KILLING: Final = {
    "verdict": frozenset({Verdict.FAIL}),
    "deviation": frozenset({Verdict.DEVIATION}),
    "observation": frozenset({Verdict.OBSERVED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A scenario that did not pass under a mutant."""

    scenario: str
    rule: str
    verdict: Verdict
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one mutant."""

    mutant: Mutant
    judgement: str  # of its rule: verdict, deviation or observation
    hits: tuple[Hit, ...]
    met: int  # scenarios that it was run against

    @property
    def killers(self) -> tuple[Hit, ...]:
        """Scenarios of its own rule that caught it, for the stated reason."""
        return tuple(
            hit
            for hit in self.hits
            if hit.rule == self.mutant.rule
            and hit.verdict in _KILLING[self.judgement]
            and self.mutant.reason in hit.message
        )

    @property
    def killed(self) -> bool:
        """Whether the mutant was caught as it must be."""
        return bool(self.killers)

    @property
    def failing_rules(self) -> tuple[str, ...]:
        """Every rule that fails or deviates under it."""
        counted = (Verdict.FAIL, Verdict.DEVIATION)
        rules = (hit.rule for hit in self.hits if hit.verdict in counted)
        return tuple(dict.fromkeys(rules))


def hunt(
    request: RunRequest, *, workers: int, heard: Callable[[], None]
) -> tuple[Fate, ...]:
    """What became of every mutant that the request names, in its order."""
    rules = read_catalogue(request.features).rules
    lines: list[Mapping[str, Any]] = []

    def hear(text: str) -> None:
        lines.append(json.loads(text))
        heard()

    run_session(request, Recorder(hear), workers=workers)
    by_mutant: dict[str, list[Mapping[str, Any]]] = {}
    for line in lines:
        by_mutant.setdefault(line["mutant"], []).append(line)
    return tuple(
        _fate(find(mutant_id), rules, by_mutant.get(mutant_id, []))
        for mutant_id in request.mutants
    )


def _fate(
    mutant: Mutant, rules: Mapping[str, Rule], lines: Sequence[Mapping[str, Any]]
) -> Fate:
    hits = [
        Hit(
            scenario=line["title"],
            rule=line["rule"],
            verdict=Verdict(line["verdict"]),
            message=line["message"] or "",
        )
        for line in lines
        if line["verdict"] != Verdict.PASS
    ]
    hits.sort(key=lambda hit: (hit.rule != mutant.rule, hit.rule, hit.scenario))
    return Fate(
        mutant=mutant,
        judgement=rules[mutant.rule].judgement,
        hits=tuple(hits),
        met=len(lines),
    )
