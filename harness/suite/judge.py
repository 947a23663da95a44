"""From what happened to a verdict: the only place that accuses anybody."""

from __future__ import annotations

from dataclasses import dataclass

from harness.catalogue import Rule
from harness.errors import (
    ExpectationFailed,
    FakeGap,
    FieldsyncError,
    PrerequisiteFailed,
)
from harness.verdicts import Verdict
from harness.world.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict and what explains it."""

    verdict: Verdict
    message: str | None = None
    expected: str | None = None
    found: str | None = None
    looked: str | None = None


def judge(
    rule: Rule | None, error: BaseException | None, world: World | None
) -> Judgement:
    """The verdict on a scenario of `rule` (None: the canary) that ended in `error`.

    What the bench did wrong comes first: it accuses nobody then.
    """
    if world is not None:
        journal = world.tenant.journal
        if journal.crashes:
            return Judgement(
                verdict=Verdict.ERROR, message=f"A fake failed: {journal.crashes[0]}"
            )
        if journal.gaps:
            return Judgement(verdict=Verdict.ERROR, message=str(FakeGap(journal.gaps)))
    if error is None:
        return _held(rule)
    freedom = world.timeline.freedom if world else None
    if isinstance(error, ExpectationFailed) and freedom is None:
        return _broken(rule, error)
    return _undecided(rule, error, freedom)


def _undecided(
    rule: Rule | None, error: BaseException, freedom: str | None
) -> Judgement:
    if isinstance(error, ExpectationFailed):
        text = f"{freedom} This is a documented freedom, so the rest is only observed."
        return Judgement(verdict=Verdict.OBSERVED, message=f"{text} {error}")
    if isinstance(error, PrerequisiteFailed) and _only_observes(rule):
        return Judgement(verdict=Verdict.OBSERVED, message=str(error))
    if isinstance(error, FieldsyncError):
        return Judgement(verdict=error.verdict, message=str(error))
    name = type(error).__name__
    return Judgement(
        verdict=Verdict.ERROR, message=f"The harness failed: {name}: {error}"
    )


def _only_observes(rule: Rule | None) -> bool:
    return rule is not None and rule.judgement == "observation"


def _held(rule: Rule | None) -> Judgement:
    if _only_observes(rule):
        return Judgement(
            verdict=Verdict.OBSERVED, message="The implementation does as described."
        )
    return Judgement(verdict=Verdict.PASS)


def _broken(rule: Rule | None, error: ExpectationFailed) -> Judgement:
    verdicts = {
        "verdict": Verdict.FAIL,
        "deviation": Verdict.DEVIATION,
        "observation": Verdict.OBSERVED,
    }
    return Judgement(
        verdict=verdicts[rule.judgement] if rule else Verdict.FAIL,
        message=str(error),
        expected=error.expected,
        found=error.found,
        looked=error.looked,
    )
