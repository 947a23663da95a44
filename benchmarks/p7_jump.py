"""P7: quiet cycles a second of virtual time in jump mode, for asyncio and for Node.

python benchmarks/p7_jump.py [--profile]

A real process asks a real server every quarter of an hour over a connection that it
keeps, and sleeps in between. Each jump is one cycle; another number is an error.
"""

from __future__ import annotations

import asyncio
import cProfile
import pstats
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aiohttp import web

from harness.processes.faketime import FrozenClock
from harness.processes.jumping import JumpDriver
from harness.processes.process import Launched
from harness.stopwatch import Stopwatch

ROUNDS, CYCLES = 5, 192  # two virtual days each
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
CYCLE = timedelta(minutes=15)
DEADLINE_S = 30.0

ASYNCIO = """
import asyncio, sys
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    while True:
        writer.write(b"GET / HTTP/1.1\\r\\nHost: fake\\r\\n\\r\\n")
        await reader.readuntil(b"\\r\\n\\r\\n[]")
        await asyncio.sleep(900)  # virtual seconds: what is measured
asyncio.run(main())
"""
NODE = """
const http = require("http");
const agent = new http.Agent({keepAlive: true, timeout: 0});
const options = {port: Number(process.argv[2]), host: "127.0.0.1", agent};
function cycle() {
  http.get(options, (answer) => {
    answer.resume();
    answer.on("end", () => setTimeout(cycle, 900000));
  });
}
cycle();
"""


class Server:
    """Answers at once, and counts."""

    def __init__(self) -> None:
        self.answered = 0
        self.open = 0

    async def answer(self, _: web.Request) -> web.Response:
        """An empty list."""
        self.open += 1
        await asyncio.sleep(0)
        self.answered += 1
        self.open -= 1
        return web.Response(text="[]")

    async def quiet(self) -> bool:
        """No request waits for its answer."""
        return not self.open


async def measure(program: str, code: str) -> None:
    """Print cycles a second."""
    server = Server()
    runner = web.ServerRunner(web.Server(server.answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "program").write_text(code, "utf-8")
        clock = FrozenClock(at=START)
        launched = Launched(
            f"'{program}' program {port}",
            environment=clock.environment(),
            directory=Path(folder),
        )
        driver = JumpDriver(launched, clock, quiet=server.quiet)
        while not server.answered:
            await driver.settle(DEADLINE_S)
        costs = [await cycles(driver, server, number) for number in range(ROUNDS)]
        if "--profile" in sys.argv:
            with cProfile.Profile() as profile:
                await cycles(driver, server, ROUNDS)
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        driver.close()
        await launched.kill()
        clock.close()
    await runner.cleanup()
    cost = median(costs)
    print(f"P7 jump, {Path(program).name}: {1000 / cost:.0f} cycles a second", end="")
    print(f" ({cost:.2f} ms each; best {min(costs):.2f} ms; aim: 300 a second)")


async def cycles(driver: JumpDriver, server: Server, number: int) -> float:
    """Milliseconds a cycle."""
    before = server.answered
    clock = Stopwatch()
    for cycle in range(CYCLES):
        at = START + CYCLE * (number * CYCLES + cycle + 1)
        await driver.jump_to(at, DEADLINE_S)
    if server.answered - before != CYCLES:
        sys.exit(f"{CYCLES} jumps led to {server.answered - before} cycles.")
    return clock.ms / CYCLES


def main() -> None:
    """Both, one after the other."""
    asyncio.run(measure(sys.executable, ASYNCIO))
    if node := shutil.which("node"):
        asyncio.run(measure(node, NODE))
    else:
        print("Node is not there: left out.")


if __name__ == "__main__":
    main()
