"""What a waiver does, and does not do, to one scenario and to the run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from harness.verdicts import Conformance, Verdict, conformance
from harness.waivers import Ledger, Waiver, Waivers, standings, with_waiver
from tests.harness.waivers.makers import (
    BRIDGE,
    LEAKS,
    RULE,
    TODAY,
    a_line,
    a_waiver,
    for_the_rule,
    id_of,
    ids_of,
)

VALID = a_waiver()
EXPIRED = a_waiver(expires=date(2026, 11, 17))
OTHER_VERSION = a_waiver(versions=("<4",))


def applied(line: dict[str, Any], *entries: Waiver) -> dict[str, Any]:
    waivers = Waivers(file="waivers.yaml", entries=entries)
    return dict(with_waiver(line, waivers, implementation=BRIDGE, today=TODAY))


def ran(
    *entries: Waiver, **ended: str
) -> tuple[tuple[str, ...], list[tuple[str, Any]]]:
    """Complaints, and state and note of each waiver, of a run that ended like this."""
    waivers = Waivers(file="waivers.yaml", entries=entries)
    ledger = Ledger(waivers, implementation=BRIDGE, today=TODAY)
    for number, verdict in ended.items():
        ledger.apply(a_line(verdict, id=ids_of(RULE)[int(number.strip("_"))]))
    complaints, told = ledger.conclude()
    listed = told["waivers"]["entries"]
    return complaints, [(one["state"], one["note"]) for one in listed]


@pytest.mark.parametrize(
    ("verdict", "waiver", "becomes", "state", "conformant"),
    [
        ("fail", None, "fail", None, False),
        ("fail", VALID, "waived", "used", True),
        ("fail", EXPIRED, "fail", "expired", False),
        ("fail", OTHER_VERSION, "fail", "no_effect", False),
        ("pass", None, "pass", None, True),
        ("pass", VALID, "pass", "stale", False),
        ("pass", EXPIRED, "pass", "expired", False),
        ("pass", OTHER_VERSION, "pass", "no_effect", True),
    ],
)
def test_each_cell_of_verdict_and_waiver(
    verdict: str,
    waiver: Waiver | None,
    becomes: str,
    state: str | None,
    *,
    conformant: bool,
) -> None:
    """{fail, pass} x {unlisted, listed, expired, other version}."""
    waivers = Waivers(file="waivers.yaml", entries=(waiver,) if waiver else ())
    ledger = Ledger(waivers, implementation=BRIDGE, today=TODAY)

    line = ledger.apply(a_line(verdict))
    complaints, told = ledger.conclude()
    found = conformance(
        [Verdict(line["verdict"])],
        complete=True,
        canary_failed=True,
        all_else_holds=not complaints,
    )

    assert line["verdict"] == becomes
    assert [one["state"] for one in told["waivers"]["entries"]] == [state][
        : len(waivers.entries)
    ]
    assert (found is Conformance.CONFORMANT) is conformant


def test_a_waived_line_keeps_what_was_found_and_tells_the_waiver() -> None:
    """Nothing is hidden: the original verdict, message, expected and found stay."""
    line = a_line("fail")

    assert applied(line, VALID) == line | {
        "verdict": "waived",
        "waiver": {
            "reason": "The cache is rebuilt at night.",
            "issue": "BRIDGE-118",
            "owner": "R. Okafor",
            "expires": "2026-12-31",
            "days_left": 41,
            "verdict": "fail",
        },
    }


def test_an_expired_waiver_is_told_behind_the_failure() -> None:
    """When, who, where; the failure itself comes first."""
    line = a_line("fail")

    assert applied(line, EXPIRED) == line | {
        "message": (
            "Expected the old number; found the new one.\nThe waiver for it expired 3 "
            "days ago (on 2026-11-17): owner R. Okafor, issue BRIDGE-118."
        )
    }


def test_a_waiver_for_another_version_is_told_as_an_observation() -> None:
    """The failure stands as it would without it."""
    line = a_line("fail")

    told = applied(line, OTHER_VERSION)

    note = (
        "A waiver for it is made for Acme Bridge <4 and has no effect on Acme Bridge "
        "4.2.1: owner R. Okafor, issue BRIDGE-118."
    )
    assert told == line | {"observations": ["It looked twice.", note]}


def test_a_waiver_for_another_implementation_has_no_effect() -> None:
    """Names are compared as they are told."""
    foreign = a_waiver(implementation="acme bridge")

    assert applied(a_line("fail"), foreign)["verdict"] == "fail"
    assert ran(foreign, _0="pass") == (
        (),
        [("no_effect", "Made for acme bridge >=4.2,<5, not for Acme Bridge 4.2.1.")],
    )


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    """The boundary belongs to the vendor."""
    last_day = a_waiver(expires=TODAY)
    day_before = a_waiver(expires=date(2026, 11, 19))

    assert applied(a_line("fail"), last_day)["waiver"]["days_left"] == 0
    assert "expired yesterday" in applied(a_line("fail"), day_before)["message"]


@pytest.mark.parametrize(
    ("verdict", "becomes"),
    [
        ("fail", "waived"),
        ("not_testable", "waived"),
        ("crashed", "crashed"),
        ("inconclusive", "inconclusive"),
        ("error", "error"),
        ("deviation", "deviation"),
        ("observed", "observed"),
        ("not_applicable", "not_applicable"),
    ],
)
def test_a_waiver_covers_failures_and_nothing_else(verdict: str, becomes: str) -> None:
    """A crash hides every other rule; the rest is not held against anybody."""
    assert applied(a_line(verdict), VALID)["verdict"] == becomes


def test_a_crash_despite_a_waiver_is_told() -> None:
    """Its owner would wonder otherwise."""
    told = applied(a_line("crashed"), VALID)["observations"]

    assert told[-1] == f"The waiver for {RULE} “{LEAKS}” covers no crash."


def test_a_line_without_a_waiver_is_the_very_same() -> None:
    """It is written as it came."""
    line = a_line(
        "fail",
        id=id_of(
            "One visit moves and the other visit of the work order stays as it was"
        ),
    )
    waivers = Waivers(file="waivers.yaml", entries=(VALID,))

    assert with_waiver(line, waivers, implementation=BRIDGE, today=TODAY) is line


@pytest.mark.parametrize("order", [1, -1])
def test_the_closest_waiver_that_holds_speaks(order: int) -> None:
    """A scenario's own before its rule's, but one that holds before both."""
    own, whole = a_waiver(issue="OWN"), for_the_rule(issue="WHOLE")
    gone = replace(own, expires=date(2026, 1, 1))

    assert applied(a_line("fail"), *(own, whole)[::order])["waiver"]["issue"] == "OWN"
    assert (
        applied(a_line("fail"), *(gone, whole)[::order])["waiver"]["issue"] == "WHOLE"
    )


NOTHING_FAILS = "Nothing that it covers fails; remove it."


@pytest.mark.parametrize(
    ("ended", "state", "note"),
    [
        ({"_0": "pass", "_1": "fail", "_2": "pass"}, "used", None),
        ({"_0": "pass", "_1": "pass", "_2": "pass"}, "stale", NOTHING_FAILS),
        ({"_0": "pass", "_1": "observed", "_2": "deviation"}, "stale", NOTHING_FAILS),
        ({"_0": "pass", "_1": "not_applicable", "_2": "pass"}, "stale", NOTHING_FAILS),
        (
            {"_0": "pass", "_1": "inconclusive", "_2": "pass"},
            "no_effect",
            "Not everything that it covers was decided.",
        ),
        (
            {"_0": "pass", "_1": "pass"},
            "no_effect",
            "Not everything that it covers was decided.",
        ),
        (
            {"_0": "pass", "_1": "crashed", "_2": "pass"},
            "no_effect",
            "The implementation crashed; no waiver covers that.",
        ),
        ({}, "no_effect", "Nothing that it covers ran."),
        (
            {"_0": "not_applicable", "_1": "not_applicable", "_2": "not_applicable"},
            "no_effect",
            "Nothing that it covers ran.",
        ),
    ],
)
def test_a_rule_wide_waiver_is_stale_only_when_all_of_the_rule_holds(
    ended: dict[str, str], state: str, note: str | None
) -> None:
    """One failure uses it; a part of the rule proves nothing."""
    complaints, listed = ran(for_the_rule(), **ended)

    assert listed == [(state, note)]
    assert bool(complaints) is (state == "stale")


def test_an_expired_waiver_of_a_rule_that_did_not_run_fails_nothing() -> None:
    """Selecting another profile is no crime."""
    assert ran(for_the_rule(expires=date(2020, 1, 1))) == (
        (),
        [("no_effect", "Nothing that it covers ran.")],
    )


def test_complaints_name_rule_scenario_owner_issue_and_what_to_do() -> None:
    """Fit for the last lines of a log."""
    complaints, _ = ran(
        VALID, EXPIRED, **{f"_{ids_of(RULE).index(id_of(LEAKS))}": "pass"}
    )

    for complaint, begins in zip(complaints, ("Stale", "Expired"), strict=True):
        about = f"{begins} waiver for {RULE} “{LEAKS}” (owner R. Okafor, issue BRIDGE-"
        assert complaint.startswith(about)
    assert complaints[0].endswith("118). Nothing that it covers fails; remove it.")
    assert complaints[1].endswith(
        "118). It expired 3 days ago (on 2026-11-17), and nothing that it covers fails;"
        " remove it."
    )


def test_a_bench_in_doubt_outranks_a_stale_waiver() -> None:
    """Void and inconclusive accuse nobody, also not the keeper of the file."""
    doubts = {
        Verdict.ERROR: Conformance.VOID,
        Verdict.INCONCLUSIVE: Conformance.INCONCLUSIVE,
    }

    for verdict, expected in doubts.items():
        found = conformance(
            [verdict], complete=True, canary_failed=True, all_else_holds=False
        )
        assert found is expected


def test_a_run_without_a_waiver_file_tells_of_none() -> None:
    """Its results are those of earlier versions."""
    ledger = Ledger(Waivers(), implementation=BRIDGE, today=TODAY)

    ledger.apply(a_line("fail"))

    assert ledger.conclude() == ((), {})
    assert standings(Waivers(), {}, implementation=BRIDGE, today=TODAY) == ()
