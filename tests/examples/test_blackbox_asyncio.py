"""The black box with an event loop, in clock mode jump."""

from __future__ import annotations

from pathlib import Path

from tests.examples.conftest import Run


def test_all_of_bookings_holds(libfaketime: Path, run_example: Run) -> None:
    """Every rule of the profile, though nobody tells it the time."""
    run, *scenarios, end = run_example("blackbox_asyncio", "--profile", "bookings")

    assert run["iut"]["clock_mode"] == "jump"
    assert len(scenarios) > 300
    assert {one["verdict"] for one in scenarios} <= {
        "pass",
        "observed",
        "not_applicable",
    }
    assert end["verdict"] == "conformant"
