"""P4: the fake Dataverse from start to first answer, its memory, and how it grows.

Beside a bare aiohttp server and @sap/cds (SQLite in memory). First answer: a fresh
process has started, has given a token (the fake alone) and has answered a read. Python
modules are compiled, as in an installed package. Aims: 0.3 s, 60 MB idle, linear.

    python benchmarks/p4_dataverse.py [--without-cds] [--bookings N] [--rounds N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dataverse import cap
from dataverse.table import HITS, SET, lists
from side_by_side.ask import Ask
from side_by_side.growth import tell_growth
from side_by_side.load import once
from side_by_side.process import ServerProcess, python
from side_by_side.starts import Start, answered, start_bare, tell_starts

STEPS: Final = 5
_ME: Final = Ask(method="GET", target="/WhoAmI")
_ONE: Final = Ask(method="GET", target=f"/{SET}?$top=1")


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
        command = python("dataverse/grow_fake.py", str(asked.bookings), str(STEPS))
        tell_growth(command, f"{asked.bookings:,} bookings", asked.rounds)
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


def start_fake(root: Path) -> Start:
    """The fake alone, for one who signs in."""
    with ServerProcess(
        python("dataverse/serve_fake.py"), root, pyc=root / "pyc"
    ) as server:
        server.sign_in()
        return answered(server, _ME)


def start_cds(folder: Path) -> Start:
    """The peer with an empty table."""
    with ServerProcess(cap.command(folder), folder) as server:
        return answered(server, _ONE)


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
