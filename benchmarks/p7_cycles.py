"""P7: quiet cycles a second of virtual time, reference in process.

python benchmarks/p7_cycles.py [--profile]
"""

from __future__ import annotations

import cProfile
import pstats
import sys
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness.stopwatch import Stopwatch
from harness.suite.bench import Bench, PinnedClock
from harness.world.cast import Role
from harness.world.moments import Moment

ROUNDS, DAYS = 3, 5


def main() -> None:
    """Print cycles a second and the cost of one."""
    bench = Bench("reference")
    with PinnedClock():
        world = bench.open_world("p7", seed=1)
        world.introduce(Role.TECHNICIAN)
        world.start()
        moment = Moment("tomorrow at 09:00")
        world.dispatcher.book(Role.TECHNICIAN, "Visit", moment, order="Visit")
        world.let_pass(timedelta(minutes=15))
        costs = []
        for _ in range(ROUNDS):
            before = len(world.tenant.journal.entries)
            clock = Stopwatch()
            world.let_pass(timedelta(days=DAYS))
            costs.append(clock.ms / (len(world.tenant.journal.entries) - before))
        if "--profile" in sys.argv:
            with cProfile.Profile() as profile:
                world.let_pass(timedelta(days=DAYS))
            pstats.Stats(profile).sort_stats("tottime").print_stats(60)
        bench.close_world(world)
    bench.close()
    print(f"P7: {1000 / median(costs):.0f} requests of quiet cycles a second")
    print(f"    {median(costs):.3f} ms each (aim: 2,000 cycles a second)")


if __name__ == "__main__":
    main()
