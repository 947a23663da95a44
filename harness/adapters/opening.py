"""From a target to what can be driven: the only place that chooses."""

from __future__ import annotations

from collections.abc import Callable

from harness.adapters.blackbox import BlackBox
from harness.adapters.iut import Iut
from harness.adapters.reference import ReferenceIut
from harness.adapters.served import ExecIut, HttpIut
from harness.adapters.target import Target, Way
from harness.mutants.mutant import Mutated
from harness.mutants.register import find


def open_iut(target: Target, *, is_quiet: Callable[[], bool]) -> Iut:
    """The implementation; `is_quiet` tells whether no request to the fakes is open.

    Nothing is started before it is needed.
    """
    match target.way:
        case Way.REFERENCE:
            return ReferenceIut()
        case Way.MUTANT:
            return Mutated(find(target.what), ReferenceIut)
        case Way.HTTP:
            return HttpIut(target)
        case Way.EXEC:
            return ExecIut(target)
        case Way.BLACKBOX:
            return BlackBox(target, is_quiet=is_quiet)
