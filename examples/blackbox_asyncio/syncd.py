"""Synchronises bookings of Field Service to Outlook calendars, for as long as it runs.

This module is the only place that reads the clock and sleeps.
"""

import asyncio
import logging
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cycle import attempt, run_cycle
from links import Links
from service import Environment, signed_in

INTERVAL = timedelta(minutes=15)


async def cycle(env: Environment, links: Links) -> None:
    """Sign in and do what is due now; what goes wrong is tried again next time."""

    async def work() -> None:
        async with signed_in(env) as services:
            await run_cycle(services, links, datetime.now(UTC))

    await attempt(work(), "the cycle")


async def serve(env: Environment, links: Links) -> None:
    """Run a cycle every quarter of an hour; after a pause only one, and at once."""
    due = datetime.now(UTC)
    while True:
        await cycle(env, links)
        while due <= datetime.now(UTC):
            due += INTERVAL
        await asyncio.sleep((due - datetime.now(UTC)).total_seconds())


def main() -> int:
    """Run for ever, or with --once a single cycle."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        env = Environment.of(os.environ)
    except KeyError as error:
        logging.getLogger("syncd").critical("The variable %s is not set.", error)
        return 2
    state = Path(env.state_dir) / "links.json" if env.state_dir else None
    work = cycle if "--once" in sys.argv[1:] else serve
    asyncio.run(work(env, Links(state)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
