"""The commands that repeat a run or a scenario, and what they keep to themselves."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from harness.catalogue import plan, read_catalogue
from harness.paths import FEATURES
from harness.suite.request import RunRequest

CATALOGUE = read_catalogue(FEATURES)
MUTANT = "mutant:BKG-061/work-order-leaks"


def asking(**parts: object) -> RunRequest:
    """A request for the features that we ship."""
    return RunRequest(features=FEATURES, **parts)  # type: ignore[arg-type]  # any part


def test_a_request_survives_its_way_to_a_worker() -> None:
    """Every member arrives as it was, ids and flags included."""
    whole = RunRequest(
        features=Path("f"),
        profiles=("bookings",),
        rules=("BKG-001",),
        titles=("It's <late>",),
        ids=("a", "b"),
        fail_fast=True,
        iut=MUTANT,
        seed=7,
        port=9,
        excused={"BKG-002": "no"},
        mutants=("m",),
        matrix=True,
    )

    assert RunRequest.from_json(whole.to_json()) == whole
    assert RunRequest.from_json(asking().to_json()) == asking()


def test_the_command_of_a_scenario_asks_for_that_scenario() -> None:
    """Whatever stands in its title: the shell hands it over whole."""
    request = asking(seed=3, fail_fast=True)

    for case in CATALOGUE.scenarios:
        words = shlex.split(request.repeat_of(case))
        wanted = ("--rule", case.rule, "--repeat-scenario", case.title, "--seed", "3")
        assert words == ["fieldsync", "run", *wanted]
        chosen = plan(CATALOGUE, rules=[case.rule], titles=[case.title]).scenarios
        assert case in chosen


def test_a_mutant_is_part_of_the_command() -> None:
    """It is built in, so anybody can repeat it."""
    assert asking(iut=MUTANT).command == f"fieldsync run --seed 0 --iut {MUTANT}"


@pytest.mark.parametrize(
    "address",
    ["http://10.1.2.3:9000", "exec: node /home/me/secret.js", "vendor/iut.yaml"],
)
def test_how_a_vendor_is_reached_stays_out_of_commands(address: str) -> None:
    """Commands stand in results and report, which travel."""
    request = asking(iut=address)

    assert request.command == "fieldsync run --seed 0 --iut YOURS"
    assert address not in request.repeat_of(CATALOGUE.scenarios[0])


def test_a_run_of_what_failed_before_is_repeated_by_title() -> None:
    """By then something else may have failed."""
    case = CATALOGUE.scenarios[0]
    request = asking(profiles=("bookings",), ids=(case.id,))

    command = request.command_of(request.plan_of(CATALOGUE))

    assert shlex.split(command)[2:4] == ["--repeat-scenario", case.title]
