from pathlib import Path
from typing import Any

import pytest

from reports import (
    RunVerdict,
    UnusableResults,
    Verdict,
    profiles_of,
    read_results,
    rules_of,
    verdict_of,
)
from reports.model import Results
from reports.summary import ProfileVerdict, RuleVerdict, counts_of, missing_of
from tests.reports.makers import (
    a_listed_waiver,
    a_rule,
    a_run,
    a_scenario,
    lines_of,
    waivers_of,
    write,
)

AGAINST = ("fail", "not_testable", "crashed")
NOT_AGAINST = ("pass", "deviation", "observed", "not_applicable", "waived")


def results_of(folder: Path, *verdicts: str, **parts: Any) -> Results:
    """A run whose scenarios of one rule ended like this."""
    scenarios = [a_scenario(f"No {n}", verdict=v) for n, v in enumerate(verdicts)]
    return read_results(write(folder, lines_of(*scenarios, **parts)))


@pytest.mark.parametrize("verdict", NOT_AGAINST)
def test_what_does_not_count_leaves_the_run_conformant(
    tmp_path: Path,
    verdict: str,
) -> None:
    """Deviations, waivers and observations are reported, not held against it."""
    results = results_of(tmp_path, "pass", verdict)

    assert verdict_of(results) is RunVerdict.CONFORMANT


@pytest.mark.parametrize("verdict", AGAINST)
def test_what_counts_makes_the_run_not_conformant(tmp_path: Path, verdict: str) -> None:
    """One is enough."""
    results = results_of(tmp_path, "pass", verdict)

    assert verdict_of(results) is RunVerdict.NOT_CONFORMANT


@pytest.mark.parametrize("verdict", AGAINST)
def test_inconclusive_outranks_not_conformant(tmp_path: Path, verdict: str) -> None:
    """What could not be decided is said first."""
    results = results_of(tmp_path, verdict, "inconclusive")

    assert verdict_of(results) is RunVerdict.INCONCLUSIVE


def test_error_outranks_inconclusive(tmp_path: Path) -> None:
    """A verdict from a broken bench accuses nobody."""
    results = results_of(tmp_path, "fail", "inconclusive", "error")

    assert verdict_of(results) is RunVerdict.VOID


def test_a_canary_that_passes_voids_the_run(tmp_path: Path) -> None:
    """The bench cannot tell right from wrong."""
    results = results_of(tmp_path, "pass", end={"canary": "passed"})

    assert verdict_of(results) is RunVerdict.VOID


def test_a_run_without_end_is_inconclusive(tmp_path: Path) -> None:
    """Although all that ran has passed."""
    scenario = a_scenario()

    results = read_results(write(tmp_path, [a_run([scenario]), scenario]))

    assert verdict_of(results) is RunVerdict.INCONCLUSIVE
    assert missing_of(results) == ()


def test_a_run_without_a_planned_scenario_is_inconclusive(tmp_path: Path) -> None:
    """A short run cannot pass for a whole one."""
    one, two = a_scenario("One"), a_scenario("Two")
    lines = lines_of(one, run={"planned": [one["id"], two["id"]]})
    lines[-1]["verdict"] = "inconclusive"

    results = read_results(write(tmp_path, lines))

    assert verdict_of(results) is RunVerdict.INCONCLUSIVE
    assert missing_of(results) == (two["id"],)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("pass", "fail"), RunVerdict.NOT_CONFORMANT),
        (("crashed",), RunVerdict.NOT_CONFORMANT),
        (("inconclusive", "fail"), RunVerdict.INCONCLUSIVE),
        (("fail", "error"), RunVerdict.VOID),
        (("pass",), RunVerdict.INCONCLUSIVE),
        ((), RunVerdict.INCONCLUSIVE),
    ],
)
def test_a_run_that_stopped_on_purpose_is_judged_by_what_ran(
    tmp_path: Path, verdicts: tuple[str, ...], expected: RunVerdict
) -> None:
    """What is missing cannot mend what is broken, and is no conformance either."""
    scenarios = [a_scenario(f"No {n}", verdict=v) for n, v in enumerate(verdicts)]
    planned = [*(one["id"] for one in scenarios), "bookings/window#BKG-040#Late#"]
    end = {"stopped": True, "verdict": expected.value}

    results = read_results(
        write(tmp_path, lines_of(*scenarios, run={"planned": planned}, end=end))
    )

    assert verdict_of(results) is expected
    assert missing_of(results) == (planned[-1],)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("used", RunVerdict.CONFORMANT),
        ("no_effect", RunVerdict.CONFORMANT),
        ("stale", RunVerdict.NOT_CONFORMANT),
        ("expired", RunVerdict.NOT_CONFORMANT),
    ],
)
def test_a_waiver_at_fault_fails_a_run_without_other_faults(
    tmp_path: Path, state: str, expected: RunVerdict
) -> None:
    """It shows in no scenario, only in the list."""
    waivers = waivers_of(a_listed_waiver(), a_listed_waiver(state))

    results = results_of(tmp_path, "pass", "waived", end={"waivers": waivers})

    assert verdict_of(results) is expected


def test_a_waiver_at_fault_does_not_outrank_a_doubt(tmp_path: Path) -> None:
    """What could not be decided is said first."""
    waivers = waivers_of(a_listed_waiver("stale"))

    results = results_of(tmp_path, "inconclusive", end={"waivers": waivers})

    assert verdict_of(results) is RunVerdict.INCONCLUSIVE


def test_an_end_line_milder_than_its_waivers_is_not_believed(tmp_path: Path) -> None:
    """The harness and the report judge alike, or nothing is shown."""
    end = {"waivers": waivers_of(a_listed_waiver("stale")), "verdict": "conformant"}

    with pytest.raises(UnusableResults, match="says conformant, its waivers and the"):
        results_of(tmp_path, "pass", end=end)


def test_the_end_line_may_be_harsher_when_it_says_why(tmp_path: Path) -> None:
    """A reason that shows neither in a scenario nor in the list of waivers."""
    end = {"verdict": "not_conformant", "message": "A reason of a later version."}

    results = results_of(tmp_path, "waived", end=end)

    assert verdict_of(results) is RunVerdict.NOT_CONFORMANT


def test_counts_tell_every_verdict(tmp_path: Path) -> None:
    """Zeros included."""
    counts = counts_of(results_of(tmp_path, "pass", "pass", "fail"))

    assert counts[Verdict.PASS] == 2
    assert counts[Verdict.FAIL] == 1
    assert set(counts) == set(Verdict)


PRECEDENCE = (
    "error",
    "inconclusive",
    "crashed",
    "fail",
    "not_testable",
    "waived",
    "deviation",
    "not_applicable",
    "observed",
    "pass",
)


@pytest.mark.parametrize("place", range(len(PRECEDENCE)))
def test_a_rule_is_as_good_as_its_worst_scenario(tmp_path: Path, place: int) -> None:
    """The order of precedence, from each verdict on downwards."""
    results = results_of(tmp_path, *reversed(PRECEDENCE[place:]))

    (rule,) = rules_of(results)

    assert rule.verdict == PRECEDENCE[place]
    assert [one.verdict for one in rule.scenarios] == list(PRECEDENCE[place:])


def test_a_rule_without_scenario_is_not_run_or_not_tested(tmp_path: Path) -> None:
    """The reason decides which."""
    rules = [a_rule("BKG-001"), a_rule("BKG-002", not_tested="No second tenant.")]

    results = read_results(write(tmp_path, lines_of(rules=rules)))

    assert [rule.verdict for rule in rules_of(results)] == [
        RuleVerdict.NOT_RUN,
        RuleVerdict.NOT_TESTED,
    ]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("pass", "waived"), ProfileVerdict.CONFORMANT),
        (("pass", "crashed"), ProfileVerdict.NOT_CONFORMANT),
        (("fail", "inconclusive"), ProfileVerdict.UNDECIDED),
        (("error",), ProfileVerdict.UNDECIDED),
        (("pass", None), ProfileVerdict.PARTIAL),
        (("fail", None), ProfileVerdict.NOT_CONFORMANT),
        (("not_applicable", "observed"), ProfileVerdict.NOT_JUDGED),
        ((None,), ProfileVerdict.NOT_JUDGED),
    ],
)
def test_a_profile_stands_by_its_rules(
    tmp_path: Path,
    verdicts: tuple[str | None, ...],
    expected: ProfileVerdict,
) -> None:
    """One rule per verdict; None is a rule that did not run."""
    names = [f"BKG-{n:03}" for n in range(len(verdicts))]
    scenarios = [
        a_scenario(rule=name, verdict=verdict)
        for name, verdict in zip(names, verdicts, strict=True)
        if verdict is not None
    ]
    lines = lines_of(*scenarios, rules=[a_rule(name) for name in names])

    (profile,) = profiles_of(read_results(write(tmp_path, lines)))

    assert profile.verdict is expected
    assert profile.is_claimed
    assert sum(profile.counts.values()) == len(verdicts)
