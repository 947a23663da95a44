"""P3: requests a second of the fake Dataverse, over HTTP, journal on.

Compared with a bare aiohttp server that returns the same bytes (aim: at least 0.4 of
it) and with @sap/cds serving a table of the same columns from SQLite in memory (aim: at
least three times as many). One process for the server, one for the load; a turn of
each server after the other, so that all meet the same weather. Ratios are paired
within a round; beside the median stand the lowest and the highest. The CPU time of the
server's process is told as well: it suffers less from neighbours.

Then the same of a tenant with 100,000 bookings, beside the small one.

    python benchmarks/p3_dataverse.py [--without-cds] [--rounds N] [--seconds S]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dataverse import cap
from dataverse.table import HITS, SET, creations, fresh_lists, lists, reads
from side_by_side.ask import Ask
from side_by_side.load import once
from side_by_side.process import ServerProcess, python
from side_by_side.turns import Server, bare, play, tell

FEW, MANY = 1_000, 100_000


def main() -> None:
    """Print the figures and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-cds", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        root = Path(folder)
        small = fake(stack, "fake", FEW)
        servers = [small, bare(stack, root, small)]
        if not asked.without_cds and (peer := cds(stack, root)):
            servers.append(peer)
        play(servers, asked.rounds, asked.seconds)
        print(f"P3, {FEW:,} bookings, requests a second:")
        tell(servers, {"bare aiohttp": ">= 0.4", "@sap/cds": ">= 3"})
    with ExitStack() as stack:
        tenants = [tracked(fake(stack, f"{n:,}", n)) for n in (MANY, FEW)]
        play(tenants, asked.rounds, asked.seconds)
        print(f"P3, {MANY:,} bookings beside {FEW:,}:")
        tell(tenants, {f"{FEW:,}": "near 1"})


def fake(stack: ExitStack, name: str, bookings: int) -> Server:
    """The fake with that many bookings."""
    command = python("dataverse/serve_fake.py", str(bookings))
    process = stack.enter_context(ServerProcess(command, Path.cwd()))
    process.sign_in()
    asks = {
        "read one": reads(bookings),
        f"list of {HITS}": lists(bookings),
        f"list of {HITS}, anew": fresh_lists(bookings),
        "create": creations(bookings, process.told["links"]),
    }
    return Server(name=name, process=process, asks=asks)


def tracked(server: Server) -> Server:
    """The server is asked for changes, too, of which there are none; not for new rows.

    A delta link is as good as any other; it is found by reading everything once.
    """
    process = server.process
    address = f"/{SET}?$select=name,starttime,endtime"
    headers = {**process.headers, "Prefer": "odata.track-changes"}
    while True:
        _, _, body = once(process.url, Ask(method="GET", target=address), **headers)
        page = json.loads(body)
        link = page.get("@odata.nextLink") or page["@odata.deltaLink"]
        address = link.removeprefix(process.url)
        if "@odata.deltaLink" in page:
            break
    asks = dict(server.asks)
    del asks["create"]
    asks["no changes"] = [Ask(method="GET", target=address)]
    return Server(name=server.name, process=process, asks=asks)


def cds(stack: ExitStack, root: Path) -> Server | None:
    """The peer; None, and a word about it, when it cannot be had."""
    folder = root / "cds"
    folder.mkdir()
    try:
        cap.install(folder)
    except cap.PeerMissing as missing:
        print(f"@sap/cds is not measured: {missing}.")
        return None
    cap.fill(folder, FEW)
    process = stack.enter_context(ServerProcess(cap.command(folder), folder))
    asks = {
        "read one": reads(FEW),
        f"list of {HITS}": lists(FEW),
        f"list of {HITS}, anew": fresh_lists(FEW),
        "create": creations(FEW, cap.LINKS),
    }
    return Server(name="@sap/cds", process=process, asks=asks)


if __name__ == "__main__":
    main()
