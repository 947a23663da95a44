"""The black box with an event loop, in clock mode jump."""

from __future__ import annotations

from pathlib import Path

from tests.examples.conftest import Run

# Each scenario starts a process: a rule of each feature. `tox -e examples` runs all.
RULES = (
    "BKG-001",
    "BKG-014",
    "BKG-026",
    "BKG-039",
    "BKG-048",
    "BKG-061",
    "BKG-082",
    "BKG-096",
    "BKG-107",
)


def test_rules_of_bookings_hold(libfaketime: Path, run_example: Run) -> None:
    """Though nobody tells it the time."""
    words = [word for rule in RULES for word in ("--rule", rule)]

    run, *scenarios, end = run_example("blackbox_asyncio", *words)

    assert run["iut"]["clock_mode"] == "jump"
    assert {one["verdict"] for one in scenarios} <= {"pass", "observed"}
    assert "pass" in {one["verdict"] for one in scenarios}
    assert end["verdict"] == "conformant"
