"""What the line of a scenario keeps of an implementation's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from harness.paths import FEATURES
from harness.suite.bench import Bench, PinnedClock
from harness.suite.canary import canary
from harness.suite.judge import Judgement
from harness.suite.record import scenario_line
from harness.suite.request import RunRequest
from harness.suite.tracker import Track
from harness.verdicts import Verdict
from harness.world.world import World


@pytest.fixture
def world() -> Iterator[World]:
    """A world in which nothing has happened yet."""
    made = Bench("reference")
    with PinnedClock():
        opened = made.open_world("record", seed=1)
        yield opened
        made.close_world(opened)
        made.close()


def line_of(world: World, verdict: Verdict) -> dict[str, Any]:
    """The line of a scenario that ended like this."""
    track = Track(case=canary())
    track.begin(world)
    return scenario_line(
        track, Judgement(verdict=verdict), RunRequest(features=FEATURES)
    )


def test_of_a_long_output_the_end_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There stands why a program stopped; where it is cut is seen."""
    printed = "begins\n" + "chatter\n" * 10_000 + "KeyError: 'bookings'\n"
    monkeypatch.setattr(world.session, "last_output", lambda: printed)

    output = line_of(world, Verdict.CRASHED)["output"]

    assert output.startswith("… ")
    assert output.endswith("chatter\nKeyError: 'bookings'\n")
    assert len(output) == 20_000


def test_output_is_kept_only_where_there_is_something_to_explain(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole where it is short, and without the address of this run."""
    printed = f"asked {world.tenant.root_url}/x\n"
    monkeypatch.setattr(world.session, "last_output", lambda: printed)

    assert line_of(world, Verdict.CRASHED)["output"] == "asked http://fakes/x\n"
    assert "output" not in line_of(world, Verdict.PASS)
