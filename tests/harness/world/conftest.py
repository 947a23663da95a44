"""A world with the reference in it, as a scenario has one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.suite.bench import Bench, PinnedClock
from harness.world.cast import Role
from harness.world.world import World


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """Servers and reference of one module: outside of it the process clock runs."""
    made = Bench("reference")
    with PinnedClock():
        yield made
        made.close()


@pytest.fixture
def world(bench: Bench, request: pytest.FixtureRequest) -> Iterator[World]:
    """A technician with a ready mailbox; synchronisation is running."""
    made = bench.open_world(request.node.name, seed=1)
    made.introduce(Role.TECHNICIAN)
    made.start()
    yield made
    bench.close_world(made)
