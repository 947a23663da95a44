"""Which mutants a scenario has to meet in a kill run."""

from __future__ import annotations

from harness.mutants.mutant import Mutant
from harness.mutants.register import find
from harness.suite.request import RunRequest


def mutants_for(rule_id: str, request: RunRequest) -> list[Mutant]:
    """The mutants of the scenario's own rule; in a matrix run all that are asked."""
    asked = [find(one) for one in request.mutants]
    if request.matrix:
        return asked
    return [one for one in asked if one.rule == rule_id]
