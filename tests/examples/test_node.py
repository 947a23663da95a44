"""The implementation in JavaScript, by contract."""

from __future__ import annotations

from pathlib import Path

from tests.examples.conftest import Run
from tests.harness.runs import PROJECT

SHORT = 150  # lines that an adapter may have in JavaScript


def test_all_of_bookings_holds(node: str, run_example: Run) -> None:
    """Every rule of the profile, without an exception."""
    run, *scenarios, end = run_example("node", "--profile", "bookings")

    assert run["iut"]["clock_mode"] == "virtual"
    assert run["iut"]["exceptions"] == {}
    assert len(scenarios) > 300
    assert {one["verdict"] for one in scenarios} <= {"pass", "observed"}
    assert end["verdict"] == "conformant"


def test_the_adapter_is_as_small_as_promised() -> None:
    """What a vendor has to write fits on three screens."""
    adapter: Path = PROJECT / "examples" / "node" / "adapter.mjs"

    assert len(adapter.read_text("utf-8").splitlines()) <= SHORT
