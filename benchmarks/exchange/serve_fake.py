"""The fake in a process of its own, with events; one JSON line tells where.

python serve_fake.py [EVENTS [MAILBOXES]]
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from exchange.events import (
    LASTS,
    OWN_PROPERTY,
    Known,
    body_of,
    start_of,
    subject_of,
    windows,
)
from fakes import FakeServer, Tenant
from fakes.exchange.throttling import Throttle


def fill(tenant: Tenant, first: int, last: int, mailboxes: int = 1) -> None:
    """The events of these numbers exist, spread over the mailboxes."""
    boxes = tenant.exchange.mailboxes[:mailboxes]
    for number in range(first, last):
        place, box = divmod(number, mailboxes)
        boxes[box].create_event(
            subject=subject_of(place),
            body=body_of(place),
            start=start_of(place),
            end=start_of(place) + LASTS,
            location="Workshop",
            categories=["Field Service"],
            extended_properties={OWN_PROPERTY: f"booking-{place}"},
        )


def samples(tenant: Tenant, mailboxes: int) -> list[Known]:
    """Events that requests can be about; with each a list can begin."""
    boxes = tenant.exchange.mailboxes[:mailboxes]
    counts = [len(box.events) for box in boxes]
    found = []
    for turn, number in enumerate(windows(min(counts))):
        box = boxes[turn % len(boxes)]
        found.append(Known(number, box.address, box.events[number].id))
    return found


async def serve(events: int, mailboxes: int) -> None:
    """It answers until the process is ended."""
    server = FakeServer()
    await server.start()
    tenant = server.open_tenant("bench", seed=1, now=start_of(0))
    tenant.exchange.switches.throttle = Throttle(
        requests=None, concurrent=None, upload_octets=None
    )
    for number in range(mailboxes):
        address = f"nina{number}@contoso.example"
        tenant.exchange.add_mailbox(address, name="Nina Example")
    maker = tenant.exchange.add_mailbox("olaf@contoso.example", name="Olaf Example")
    fill(tenant, 0, events, mailboxes)
    connection = tenant.connection
    told = {
        "url": connection.graph_url,
        "token_url": connection.token_url,
        "client_id": connection.client_id,
        "client_secret": connection.client_secret,
        "scope": connection.scope_exchange,
        "users": [box.address for box in tenant.exchange.mailboxes],
        "maker": maker.address,  # for new events: the others stay quiet
        "known": samples(tenant, mailboxes) if events else [],
    }
    gc.freeze()  # as `fieldsync serve` does
    print(json.dumps(told), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    asyncio.run(serve(given[0] if given else 0, given[1] if given[1:] else 1))
