"""P7: quiet cycles a second of virtual time: in process, by contract, by jumps.

python benchmarks/p7_cycles.py [--profile]

The reference is taken in process and as a process, the black box is that of
`examples/blackbox_asyncio`; each looks every fifteen minutes of virtual time.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from datetime import timedelta
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from harness.stopwatch import Stopwatch
from harness.suite.bench import Bench, PinnedClock
from harness.world.cast import Role
from harness.world.moments import Moment

ROUNDS, DAYS, CYCLES_A_DAY = 3, 5, 96
WAYS = (
    ("in process", "reference", 2000),
    ("by contract", f"exec: {sys.executable} -m reference_impl", 1000),
    (
        "by jumps",
        f"blackbox: {sys.executable} {PROJECT}/examples/blackbox_asyncio/syncd.py",
        250,
    ),
)


def main() -> None:
    """Print cycles a second of each way in."""
    for name, address, aim in WAYS:
        cycles, requests = measured(address)
        print(
            f"P7 {name}: {cycles:.0f} cycles a second (aim: {aim:,}), "
            f"{requests:.1f} requests each, {1000 / cycles:.2f} ms a cycle"
        )


def measured(address: str) -> tuple[float, float]:
    """Quiet cycles a second, and requests a cycle."""
    bench = Bench(address)
    with PinnedClock():
        world = bench.open_world("p7", seed=1)
        world.introduce(Role.TECHNICIAN)
        world.start()
        moment = Moment("tomorrow at 09:00")
        world.dispatcher.book(Role.TECHNICIAN, "Visit", moment, order="Visit")
        world.let_pass(timedelta(minutes=15))
        before = len(world.tenant.journal.entries)
        times = []
        for _ in range(ROUNDS):
            clock = Stopwatch()
            world.let_pass(timedelta(days=DAYS))
            times.append(clock.ms)
        requests = len(world.tenant.journal.entries) - before
        if "--profile" in sys.argv:
            with cProfile.Profile() as profile:
                world.let_pass(timedelta(days=DAYS))
            pstats.Stats(profile).sort_stats("tottime").print_stats(40)
        bench.close_world(world)
    bench.close()
    cycles = DAYS * CYCLES_A_DAY
    return 1000 * cycles / median(times), requests / (ROUNDS * cycles)


if __name__ == "__main__":
    main()
