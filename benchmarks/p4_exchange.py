"""P4: the fake Exchange from start to first answer, its memory, and how it grows.

Beside a bare aiohttp server, Radicale and moto server. First answer: a fresh process
has started, has given a token (the fake) and has answered a read. `fieldsync serve` is
the command with its default seed, `fake` the server alone with one mailbox. Modules
are compiled, as in an installed package. Aims: 0.3 s, 60 MB idle, linear.

    python benchmarks/p4_exchange.py [--without-peers] [--events N] [--rounds N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from exchange import caldav, dynamo
from exchange.events import HITS
from side_by_side.ask import Ask
from side_by_side.growth import tell_growth
from side_by_side.load import once
from side_by_side.process import ServerProcess, free_port, python
from side_by_side.starts import Start, answered, start_bare, tell_starts

STEPS: Final = 5
MAILBOXES: Final = 100
_BEARABLE: Final = 10_000  # events that peers are given: more take them minutes
_ENTRY: Final = "from harness.cli import entry; entry()"  # the console script
_ANY: Final = Ask(method="GET", target="/moto-api/data.json")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        root = Path(folder)
        serve = [sys.executable, "-c", _ENTRY, "serve"]
        starters: dict[str, Callable[[], Start]] = {
            "fieldsync serve": lambda: start_fake(serve, root),
            "fake": lambda: start_fake(python("exchange/serve_fake.py"), root),
            "bare aiohttp": lambda: start_bare(root),
        }
        if not asked.without_peers:
            starters |= peers(root)
        tell_starts(starters, asked.rounds)
        for boxes in (1, MAILBOXES):
            sizes = [str(one) for one in (asked.events, STEPS, boxes)]
            what = f"{asked.events:,} events in {boxes} mailboxes"
            tell_growth(python("exchange/grow_fake.py", *sizes), what, asked.rounds)
        if not asked.without_peers:
            grow_peers(root, min(asked.events, _BEARABLE))


def _memory() -> Path | None:
    return caldav.MEMORY if caldav.MEMORY.is_dir() else None


def start_fake(command: Sequence[str], root: Path) -> Start:
    """The fake, for one who signs in and reads a calendar."""
    with ServerProcess(command, ROOT, pyc=root / "pyc") as server:
        server.sign_in()
        told = server.told
        user = told["mailboxes" if "mailboxes" in told else "users"][0]
        return answered(server, Ask(method="GET", target=f"/users/{user}/events"))


def peers(root: Path) -> dict[str, Callable[[], Start]]:
    """Those that are installed."""
    found: dict[str, Callable[[], Start]] = {}
    if caldav.is_installed():
        empty = root / "empty"
        caldav.fill(empty, 1)
        found["Radicale"] = lambda: start_radicale(empty, root)
    if dynamo.is_installed():
        found["moto"] = lambda: start_moto(root)
    return found


def start_radicale(folder: Path, root: Path) -> Start:
    """The peer that speaks CalDAV, with one event."""
    port = free_port()
    command = caldav.command(folder, port)
    with ServerProcess(command, root, pyc=root / "pyc", port=port) as server:
        server.headers = caldav.HEADERS
        return answered(server, caldav.reads(1)[0])


def start_moto(root: Path) -> Start:
    """The peer that fakes DynamoDB, with nothing in it."""
    port = free_port()
    command = dynamo.command(port)
    with ServerProcess(command, root, pyc=root / "pyc", port=port) as server:
        return answered(server, _ANY)


def grow_peers(root: Path, events: int) -> None:
    """Print what the same events cost the peers.

    Radicale has them as files before it starts; moto is given them.
    """
    if caldav.is_installed():
        folder, port = root / "full", free_port()
        caldav.fill(folder, events)
        with ServerProcess(caldav.command(folder, port), root, port=port) as server:
            server.headers = caldav.HEADERS
            took = answered(server, caldav.reads(events)[0])[0]
            began = time.perf_counter()
            once(server.url, caldav.lists(events)[0], **caldav.HEADERS)
            listed = time.perf_counter() - began
            print(
                f"P4, Radicale with {events:,}: first answer {took:.1f} s, first list "
                f"of {HITS} {listed:.1f} s, {server.memory_mb:.0f} MB and the files"
            )
    if dynamo.is_installed():
        port = free_port()
        with ServerProcess(dynamo.command(port), root, port=port) as server:
            server.headers = dynamo.HEADERS
            once(server.url, _ANY)
            idle, began = server.memory_mb, time.perf_counter()
            dynamo.fill(server.url, events)
            took = time.perf_counter() - began
            each = (server.memory_mb - idle) * 2**20 / events
            print(
                f"P4, moto with {events:,}: {server.memory_mb:.0f} MB, {each:.0f} "
                f"bytes and {took / events * 1e6:.0f} µs a row (over HTTP)"
            )


if __name__ == "__main__":
    main()
