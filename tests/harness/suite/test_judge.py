"""Who is accused, of what, and who is not."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from harness.catalogue import Rule, read_catalogue
from harness.errors import (
    ExpectationFailed,
    IutCrashed,
    NeverIdle,
    NotAlive,
    NotOffered,
    PrerequisiteFailed,
)
from harness.paths import FEATURES
from harness.suite.judge import judge
from harness.verdicts import Conformance, Verdict, conformance
from harness.world.world import World

MUST = read_catalogue(FEATURES).rules["BKG-001"]
SHOULD = replace(MUST, strength="should")
MAY = replace(MUST, strength="may")
DOUBTFUL = replace(MUST, confidence="low")
BROKEN = ExpectationFailed(expected="an entry", found="none", looked="everywhere")


def a_world(
    *, gaps: tuple[str, ...] = (), crashes: tuple[str, ...] = (), freedom: Any = None
) -> World:
    journal = SimpleNamespace(gaps=list(gaps), crashes=list(crashes))
    return cast(
        "World",
        SimpleNamespace(
            tenant=SimpleNamespace(journal=journal),
            timeline=SimpleNamespace(freedom=freedom),
        ),
    )


@pytest.mark.parametrize(
    ("rule", "error", "verdict"),
    [
        (MUST, None, Verdict.PASS),
        (SHOULD, None, Verdict.PASS),
        (MAY, None, Verdict.OBSERVED),
        (MUST, BROKEN, Verdict.FAIL),
        (SHOULD, BROKEN, Verdict.DEVIATION),
        (MAY, BROKEN, Verdict.OBSERVED),
        (DOUBTFUL, BROKEN, Verdict.OBSERVED),
        (MUST, PrerequisiteFailed("not there"), Verdict.NOT_TESTABLE),
        (DOUBTFUL, PrerequisiteFailed("not there"), Verdict.OBSERVED),
        (MUST, NotAlive("dead"), Verdict.NOT_TESTABLE),
        (MUST, IutCrashed("died"), Verdict.CRASHED),
        (MUST, NeverIdle("spins"), Verdict.INCONCLUSIVE),
        (MUST, NotOffered("no signals"), Verdict.NOT_APPLICABLE),
        (MUST, ZeroDivisionError("ours"), Verdict.ERROR),
        (MUST, AssertionError("a bare assertion is ours"), Verdict.ERROR),
    ],
)
def test_a_verdict_accuses_the_right_party(
    rule: Rule, error: Exception | None, verdict: Verdict
) -> None:
    """Only a failed expectation of a must-rule is a fail."""
    assert judge(rule, error, a_world()).verdict is verdict


def test_a_gap_of_a_fake_accuses_nobody() -> None:
    """Even where an expectation failed as well."""
    judgement = judge(MUST, BROKEN, a_world(gaps=("exchange: GET /v1.0/me/drive",)))

    assert judgement.verdict is Verdict.ERROR
    assert "GET /v1.0/me/drive" in str(judgement.message)


def test_a_crash_of_a_fake_accuses_nobody() -> None:
    """A bug of ours is told as ours."""
    judgement = judge(MUST, None, a_world(crashes=("boom",)))

    assert judgement.verdict is Verdict.ERROR


def test_a_freedom_that_was_taken_turns_failure_into_observation() -> None:
    """BKG-050 needs the absence that BKG-047 leaves free."""
    judgement = judge(MUST, BROKEN, a_world(freedom="It was there already."))

    assert judgement.verdict is Verdict.OBSERVED


@pytest.mark.parametrize(
    ("verdicts", "complete", "canary", "expected"),
    [
        ([Verdict.PASS, Verdict.DEVIATION], True, True, Conformance.CONFORMANT),
        ([Verdict.PASS, Verdict.FAIL], True, True, Conformance.NOT_CONFORMANT),
        ([Verdict.NOT_TESTABLE], True, True, Conformance.NOT_CONFORMANT),
        ([Verdict.CRASHED], True, True, Conformance.NOT_CONFORMANT),
        ([Verdict.FAIL, Verdict.INCONCLUSIVE], True, True, Conformance.INCONCLUSIVE),
        ([Verdict.PASS], False, True, Conformance.INCONCLUSIVE),
        ([], True, True, Conformance.INCONCLUSIVE),
        ([Verdict.NOT_APPLICABLE], True, True, Conformance.INCONCLUSIVE),
        ([Verdict.FAIL, Verdict.ERROR], True, True, Conformance.VOID),
        ([Verdict.PASS], True, False, Conformance.VOID),
    ],
)
def test_a_bench_in_doubt_outranks_what_it_found(
    verdicts: list[Verdict], *, complete: bool, canary: bool, expected: Conformance
) -> None:
    """Void and inconclusive come before not conformant."""
    found = conformance(verdicts, complete=complete, canary_failed=canary)

    assert found is expected
