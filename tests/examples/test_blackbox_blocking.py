"""The black box that blocks in `time.sleep`, in clock mode rate."""

from __future__ import annotations

from pathlib import Path

from tests.examples.conftest import Run

# Real seconds pass in this mode. `tox -e examples` runs all rules.
RULES = ("BKG-001", "BKG-096")


def test_bookings_reach_the_calendar(libfaketime: Path, run_example: Run) -> None:
    """What happens within hours holds at 3600 times the speed of real time."""
    words = [word for rule in RULES for word in ("--rule", rule)]

    run, *scenarios, end = run_example("blackbox_blocking", *words)

    assert run["iut"]["clock_mode"] == "rate"
    assert {one["verdict"] for one in scenarios} <= {
        "pass",
        "observed",
        "not_applicable",
    }
    assert "pass" in {one["verdict"] for one in scenarios}
    assert end["verdict"] == "conformant"
