"""P3: requests a second of the fake Exchange for events, over HTTP, journal on.

Compared with a bare aiohttp server that returns the same bytes (aim: at least 0.4 of
it), with Radicale (CalDAV) and with moto server (DynamoDB), which hold the same events
(aim: at least three times the best). What each is asked stands in `exchange/`: a read
is GET, GET and GetItem; list of fifty and week are `$filter` and `calendarView`,
REPORT of a time range, and Query; `$batch` is calendar-multiget and BatchGetItem; the
quiet delta round is sync-collection, and nothing at moto.

Then the same of 100,000 events in one mailbox, and spread over a hundred, beside the
small one.

    python benchmarks/p3_exchange.py [--without-peers] [--without-many] [--events N]
        [--rounds N] [--seconds S]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from exchange import caldav, dynamo
from exchange import events as made
from side_by_side.ask import Ask
from side_by_side.load import once
from side_by_side.process import ServerProcess, free_port, python
from side_by_side.turns import Server, bare, play, tell

FEW, MANY, MAILBOXES = 1_000, 100_000, 100
READ: Final = "read one"
LIST: Final = f"list of {made.HITS}"
WEEK: Final = "week"
BATCH: Final = f"batch of {made.IN_BATCH}"
QUIET: Final = "no changes"
CREATE: Final = "create"


def main() -> None:
    """Print the figures and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--without-many", action="store_true")
    parser.add_argument("--events", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=_memory()) as folder, ExitStack() as stack:
        root = Path(folder)
        small = fake(stack, "fake", FEW)
        servers = [small, bare(stack, root, small)]
        if not asked.without_peers:
            servers += peers(stack, root)
        play(servers, asked.rounds, asked.seconds)
        print(f"P3, {FEW:,} events, requests a second:")
        aims = {"bare aiohttp": ">= 0.4", "Radicale": ">= 3", "moto": ">= 3"}
        tell(servers, aims)
    if asked.without_many:
        return
    with ExitStack() as stack:
        few = fake(stack, f"{FEW:,}", FEW)
        for name, boxes in (("1", 1), (f"{MAILBOXES}", MAILBOXES)):
            many = fake(stack, f"{asked.events:,} in {name}", asked.events, boxes)
            few.figures.clear()
            play([many, few], asked.rounds, asked.seconds)
            print(f"P3, {many.name} mailboxes beside {FEW:,} in one:")
            tell([many, few], {few.name: "near 1"})


def _memory() -> Path | None:
    return caldav.MEMORY if caldav.MEMORY.is_dir() else None


def fake(stack: ExitStack, name: str, events: int, mailboxes: int = 1) -> Server:
    """The fake with that many events, in its first mailboxes."""
    command = python("exchange/serve_fake.py", str(events), str(mailboxes))
    process = stack.enter_context(ServerProcess(command, Path.cwd()))
    process.sign_in()
    known = [made.Known(*one) for one in process.told["known"]]
    asks = {
        READ: made.reads(known),
        LIST: made.lists(known),
        f"{LIST}, anew": made.lists_anew(known),
        f"{LIST}, in order": made.lists(known, "&$orderby=start/dateTime"),
        "by property": made.searches(known),
        "first page": made.first_pages(known),
        WEEK: made.weeks(known),
        BATCH: made.batches(known),
        QUIET: quiet_round(process, known[0].user, events // mailboxes),
        CREATE: made.creations(process.told["maker"]),
    }
    return Server(name=name, process=process, asks=asks)


def quiet_round(process: ServerProcess, user: str, events: int) -> Sequence[Ask]:
    """A delta link; it is found by reading everything once."""
    ask = made.first_round(user, events)
    while True:
        _, _, body = once(process.url, ask, **process.headers)
        page = json.loads(body)
        link = page.get("@odata.nextLink") or page["@odata.deltaLink"]
        target = link.removeprefix(process.url)
        ask = Ask(method="GET", target=target, headers=ask.headers)
        if "@odata.deltaLink" in page:
            return [ask]


def peers(stack: ExitStack, root: Path) -> list[Server]:
    """Those that are installed; a word about those that are not."""
    found = []
    if caldav.is_installed():
        found.append(radicale(stack, root))
    else:
        print("Radicale is not measured: pip install radicale")
    if dynamo.is_installed():
        found.append(moto(stack, root))
    else:
        print("moto server is not measured: pip install 'moto[server]'")
    return found


def radicale(stack: ExitStack, root: Path) -> Server:
    """The peer that speaks CalDAV."""
    folder, port = root / "radicale", free_port()
    caldav.fill(folder, FEW)
    process = ServerProcess(caldav.command(folder, port), root, port=port)
    stack.enter_context(process)
    process.headers = caldav.HEADERS
    asks = {
        READ: caldav.reads(FEW),
        LIST: caldav.lists(FEW),
        WEEK: caldav.weeks(FEW),
        BATCH: caldav.batches(FEW),
        QUIET: caldav.quiet_round(process.url),
        CREATE: caldav.creations(),
    }
    return Server(name="Radicale", process=process, asks=asks)


def moto(stack: ExitStack, root: Path) -> Server:
    """The peer that fakes DynamoDB."""
    port = free_port()
    process = ServerProcess(dynamo.command(port), root, port=port)
    stack.enter_context(process)
    process.headers = dynamo.HEADERS
    dynamo.fill(process.url, FEW)
    asks = {
        READ: dynamo.reads(FEW),
        LIST: dynamo.lists(FEW),
        WEEK: dynamo.weeks(FEW),
        BATCH: dynamo.batches(FEW),
        CREATE: dynamo.creations(),
    }
    return Server(name="moto", process=process, asks=asks)


if __name__ == "__main__":
    main()
