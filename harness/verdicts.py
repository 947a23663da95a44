"""The verdicts (architecture, section 1): the only place that names and ranks them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """How a scenario ended."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    DEVIATION = "deviation"
    OBSERVED = "observed"
    NOT_APPLICABLE = "not_applicable"
    NOT_TESTABLE = "not_testable"
    CRASHED = "crashed"
    INCONCLUSIVE = "inconclusive"
    WAIVED = "waived"
    ERROR = "error"


class Conformance(StrEnum):
    """How a run ended."""

    CONFORMANT = "conformant"
    NOT_CONFORMANT = "not_conformant"
    INCONCLUSIVE = "inconclusive"
    VOID = "void"


AGAINST: Final = frozenset({Verdict.FAIL, Verdict.NOT_TESTABLE, Verdict.CRASHED})
FAILED: Final = AGAINST | {Verdict.INCONCLUSIVE, Verdict.ERROR}  # keep from conforming

EXIT_CODES: Final = {
    Conformance.CONFORMANT: 0,
    Conformance.NOT_CONFORMANT: 1,
    Conformance.INCONCLUSIVE: 3,
    Conformance.VOID: 3,
}
UNUSABLE: Final = 2
INTERRUPTED: Final = 3


def conformance(
    verdicts: list[Verdict],
    *,
    complete: bool,
    canary_failed: bool,
    all_else_holds: bool = True,
) -> Conformance:
    """What the verdicts of a run come to; complete is also what stopped on purpose.

    A bench that is in doubt accuses nobody: void and inconclusive outrank
    not_conformant (style guide, section 2, Errors). What does not hold outside of the
    scenarios (a stale or expired waiver, a broken contract) is as good as a failure.
    A run of nothing shows no conformance.
    """
    if not canary_failed or Verdict.ERROR in verdicts:
        return Conformance.VOID
    if not complete or Verdict.INCONCLUSIVE in verdicts or _is_empty(verdicts):
        return Conformance.INCONCLUSIVE
    if not all_else_holds or any(verdict in AGAINST for verdict in verdicts):
        return Conformance.NOT_CONFORMANT
    return Conformance.CONFORMANT


def _is_empty(verdicts: list[Verdict]) -> bool:
    """Whether nothing ran, for want of scenarios or of claims."""
    return set(verdicts) <= {Verdict.NOT_APPLICABLE}
