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
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dataverse import cap
from dataverse.load import Figure, load, once
from dataverse.process import ServerProcess, python
from dataverse.table import HITS, SET, Ask, creations, fresh_lists, lists, reads

FEW, MANY = 1_000, 100_000
_OURS: Final = frozenset({"date", "content-length"})  # set by each server itself


@dataclass(slots=True, kw_only=True)
class Server:
    """One server, what it is asked, and what it did in each round."""

    name: str
    process: ServerProcess
    asks: Mapping[str, Sequence[Ask]]
    figures: dict[str, list[Figure]] = field(default_factory=dict)

    def turn(self, operation: str, seconds: float) -> Figure:
        """One turn."""
        process, asks = self.process, self.asks[operation]
        return load(process.url, process.pid, asks, seconds, **process.headers)


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
    command = python("serve_fake.py", str(bookings))
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


def bare(stack: ExitStack, root: Path, model: Server) -> Server:
    """Nothing but aiohttp, with the answers of the fake to the byte."""
    answers, asks = {}, {}
    for number, (operation, requests) in enumerate(model.asks.items()):
        first = requests[0]
        status, headers, body = once(model.process.url, first, **model.process.headers)
        kept = {name: one for name, one in headers.items() if name.lower() not in _OURS}
        path = f"/{number}"
        answers[path] = (status, kept, body.decode())
        asks[operation] = [
            Ask(method=first.method, target=path, body=one.body, expected=status)
            for one in requests
        ]
    file = root / "answers.json"
    file.write_text(json.dumps(answers))
    process = ServerProcess(python("serve_bare.py", str(file)), root)
    process.headers = model.process.headers
    return Server(name="bare aiohttp", process=stack.enter_context(process), asks=asks)


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


def play(servers: Sequence[Server], rounds: int, seconds: float) -> None:
    """Every server has had its turns, one round unseen to warm up."""
    for number in range(-1, rounds):
        for operation in servers[0].asks:
            for server in servers:
                figure = server.turn(operation, seconds)
                if number >= 0:
                    server.figures.setdefault(operation, []).append(figure)


def tell(servers: Sequence[Server], aims: Mapping[str, str]) -> None:
    """Print medians, and the first server's ratio to every other."""
    first, *others = servers
    for operation in first.asks:
        print(f"  {operation}")
        for server in servers:
            found = server.figures[operation]
            rate = median(one.rate for one in found)
            cost = median(one.cpu_ms for one in found)
            sizes = {len(answer(server, operation))}
            print(
                f"    {server.name:14}{rate:8,.0f} /s {cost:8.3f} ms CPU each"
                f" {min(sizes):8,} bytes"
            )
        for other in others:
            theirs = other.figures[operation]
            pairs = list(zip(first.figures[operation], theirs, strict=True))
            costs = [two.cpu_ms / (one.cpu_ms or 1) for one, two in pairs]
            print(
                f"    {first.name} / {other.name}: "
                f"{spread([one.rate / two.rate for one, two in pairs])}, "
                f"by CPU {spread(costs)}"
                f" (aim: {aims[other.name]})"
            )


def answer(server: Server, operation: str) -> bytes:
    """One answer's body."""
    process = server.process
    return once(process.url, server.asks[operation][0], **process.headers)[2]


def spread(ratios: Sequence[float]) -> str:
    """The median, the lowest and the highest."""
    return f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


if __name__ == "__main__":
    main()
