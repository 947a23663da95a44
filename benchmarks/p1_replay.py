"""P1: a whole conformance run beside its replay floor.

The floor: the same HTTP requests, as recorded in results.jsonl, sent one by one by
a bare aiohttp client to a bare aiohttp server that returns the recorded bodies.

    python benchmarks/p1_replay.py [--profile P ...]
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from aiohttp import ClientSession, web

ROUNDS = 3
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print wall times, requests, memory and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        runs = [run(out, sys.argv[1:]) for _ in range(ROUNDS)]
        lines = (out / "results.jsonl").read_text("utf-8").splitlines()
        scenarios = [line for line in map(json.loads, lines) if "exchanges" in line]
        exchanges = [one for line in scenarios for one in whole(line["exchanges"])]
        inside = json.loads(lines[-1])["duration_ms"] / 1000
        floors = [asyncio.run(replay(exchanges)) for _ in range(ROUNDS)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    wall, floor = median(runs), median(floors)
    print(f"scenarios {len(scenarios)}, requests {len(exchanges)}, peak {peak:.0f} MB")
    print(f"run: {wall:.2f} s as a process, {inside:.2f} s from plan to last line")
    print(f"replay floor: {floor:.2f} s")
    print(f"P1 run / floor: {wall / floor:.2f} (aim: at most 3 now, 1.5 in the end)")


def run(out: Path, arguments: list[str]) -> float:
    """Seconds for one run as a whole process."""
    command = [sys.executable, "-m", "harness", "run", "--out", str(out), *arguments]
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    return time.perf_counter() - start


def whole(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every exchange of a scenario; those that the results leave out repeat others."""
    found: list[dict[str, Any]] = []
    for one in told:
        found += [one] * (one["n"] - len(found))
    return found


async def replay(exchanges: list[dict[str, Any]]) -> float:
    """Seconds for the same requests against a server that knows the answers."""
    answers = iter(exchanges)

    async def answer(request: web.BaseRequest) -> web.Response:
        await request.read()
        recorded = next(answers)
        body = (recorded["response_body"] or "").encode()
        return web.Response(status=recorded["status"] or 500, body=body)

    runner = web.ServerRunner(web.Server(answer), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with ClientSession() as client:
        start = time.perf_counter()
        for one in exchanges:
            body = (one["request_body"] or "").encode() or None
            async with client.request(
                one["method"],
                root + one["target"].partition("?")[0],
                data=body,
                headers={"Authorization": "Bearer " + "x" * 800},
            ) as response:
                await response.read()
        elapsed = time.perf_counter() - start
    await runner.cleanup()
    return elapsed


if __name__ == "__main__":
    main()
