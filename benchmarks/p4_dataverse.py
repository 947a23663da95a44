"""P4: the fake Dataverse from start to first answer, its memory, and how it grows.

Beside a bare aiohttp server and @sap/cds (SQLite in memory). First answer: a fresh
process has started, has given a token (the fake alone) and has answered a read. Python
modules are compiled, as in an installed package. Aims: 0.3 s, 60 MB idle, linear.

    python benchmarks/p4_dataverse.py [--without-cds] [--bookings N] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dataverse import cap
from dataverse.load import cpu_s, once
from dataverse.process import ServerProcess, python
from dataverse.table import HITS, SET, Ask, lists

STEPS: Final = 5
_ME: Final = Ask(method="GET", target="/WhoAmI")
_ANY: Final = Ask(method="GET", target="/")
_ONE: Final = Ask(method="GET", target=f"/{SET}?$top=1")
# Seconds until the first answer, CPU seconds of the process until then, megabytes.
Start: TypeAlias = tuple[float, float, float]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-cds", action="store_true")
    parser.add_argument("--bookings", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        starters: dict[str, Callable[[], Start]] = {
            "fake": lambda: start_fake(root),
            "bare aiohttp": lambda: start_bare(root),
        }
        peer = None if asked.without_cds else installed(root)
        if peer is not None:
            starters["@sap/cds"] = lambda: start_cds(peer)
        tell_starts(starters, asked.rounds)
        grow(asked.bookings, asked.rounds)
        if peer is not None:
            grow_cds(peer, asked.bookings)


def installed(root: Path) -> Path | None:
    """The folder of the peer; None, and a word about it, when it cannot be had."""
    folder = root / "cds"
    folder.mkdir()
    try:
        cap.install(folder)
    except cap.PeerMissing as missing:
        print(f"@sap/cds is not measured: {missing}.")
        return None
    return folder


def answered(server: ServerProcess, ask: Ask) -> Start:
    """The figures, now that the server gives its first answer."""
    once(server.url, ask, **server.headers)
    took = time.perf_counter() - server.started
    return took, cpu_s(server.pid), server.memory_mb


def start_fake(root: Path) -> Start:
    """The fake alone, for one who signs in."""
    with ServerProcess(python("serve_fake.py"), root, pyc=root / "pyc") as server:
        server.sign_in()
        return answered(server, _ME)


def start_bare(root: Path) -> Start:
    """Nothing but aiohttp."""
    file = root / "answers.json"
    file.write_text(json.dumps({"/": (200, {}, "{}")}))
    command = python("serve_bare.py", str(file))
    with ServerProcess(command, root, pyc=root / "pyc") as server:
        return answered(server, _ANY)


def start_cds(folder: Path) -> Start:
    """The peer with an empty table."""
    with ServerProcess(cap.command(folder), folder) as server:
        return answered(server, _ONE)


def tell_starts(starters: dict[str, Callable[[], Start]], rounds: int) -> None:
    """Print medians of fresh processes, one unseen to warm up the disk."""
    found: dict[str, list[Start]] = {name: [] for name in starters}
    for number in range(-1, rounds):
        for name, start in starters.items():
            figures = start()
            if number >= 0:
                found[name].append(figures)
    print("P4, start to first answer; memory then:")
    for name, starts in found.items():
        took, cpu, memory = (sorted(figures) for figures in zip(*starts, strict=True))
        print(
            f"    {name:14}{median(took):6.2f} s ({took[0]:.2f}-{took[-1]:.2f}), "
            f"{median(cpu):.2f} s of it CPU, {median(memory):4.0f} MB"
        )
    print("    aims for the fake: 0.3 s, 60 MB")


def grow(bookings: int, rounds: int) -> None:
    """Print what bookings cost the fake, from Python; the best of all rounds."""
    runs = [grown(bookings) for _ in range(max(1, rounds // 2))]
    print(f"P4, the fake with {bookings:,} bookings made from Python:")
    for lines in zip(*runs, strict=True):
        line = lines[0]
        took = min((one.get("seconds", 0.0) for one in lines), default=0.0)
        match line["what"]:
            case "start":
                rows, memory = 0, line["memory_mb"]
                print(f"    empty         {memory:7.1f} MB")
            case "step":
                more, grew = line["rows"] - rows, line["memory_mb"] - memory
                rows, memory = line["rows"], line["memory_mb"]
                print(
                    f"    {rows:9,} rows{memory:7.1f} MB: {grew * 2**20 / more:6.0f} "
                    f"bytes and {took / more * 1e6:5.1f} µs a row"
                )
            case "snapshot":
                print(f"    snapshot      {took * 1000:7.3f} ms")
            case "empty again":
                print(f"    all taken back{took * 1000:7.0f} ms")
            case what:
                back = min(one["restored_s"] for one in lines)
                print(
                    f"    {what} {line['rows']:,}{took * 1000:9.0f} ms, "
                    f"restored in {back * 1000:.0f} ms"
                )


def grown(bookings: int) -> list[dict[str, Any]]:
    """What a fresh process told while it grew."""
    command = python("grow_fake.py", str(bookings), str(STEPS))
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def grow_cds(folder: Path, bookings: int) -> None:
    """Print what the same rows cost the peer, from a file when it starts."""
    figures = []
    for rows in (0, bookings):
        cap.fill(folder, rows)
        with ServerProcess(cap.command(folder), folder) as server:
            took = answered(server, _ONE)[0]
            if rows:
                once(server.url, lists(rows)[0])
            figures.append((took, server.memory_mb))
    (start, idle), (full, held) = figures
    each = (held - idle) * 2**20 / bookings
    print(
        f"P4, @sap/cds with {bookings:,}: {full - start:.1f} s more to start, "
        f"{held:.0f} MB, {each:.0f} bytes a row (a list of {HITS} asked once)"
    )


if __name__ == "__main__":
    main()
