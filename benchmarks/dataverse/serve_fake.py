"""The fake in a process of its own, with bookings; one JSON line tells where.

python serve_fake.py [BOOKINGS]
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from dataverse.table import SET, booking, start_of
from fakes import FakeServer, Tenant
from fakes.dataverse.limits import Limits


def links(tenant: Tenant) -> dict[str, str]:
    """A resource and a status for the bookings."""
    create = tenant.dataverse.create
    user = tenant.dataverse.add_user(name="Nina Example", email="nina@contoso.example")
    resource = {"name": "Nina", "resourcetype": 3, "userid": user}
    status = {"name": "Scheduled", "status": 2, "msdyn_fieldservicestatus": 690970000}
    return {
        "resource": create("bookableresource", resource),
        "bookingstatus": create("bookingstatus", status),
    }


def fill(tenant: Tenant, linked: dict[str, str], first: int, last: int) -> None:
    """The bookings of these numbers exist."""
    for number in range(first, last):
        start = start_of(number)
        moments = {"starttime": start, "endtime": start + timedelta(hours=1)}
        values = {**booking(number), **moments, **linked}
        tenant.dataverse.create(SET.removesuffix("s"), values)


async def serve(bookings: int) -> None:
    """It answers until the process is ended."""
    server = FakeServer()
    await server.start()
    tenant = server.open_tenant("bench", seed=1, now=start_of(0))
    tenant.dataverse.limits = Limits(
        requests=None, execution_time=None, concurrent=None
    )
    linked: dict[str, str] = {}
    if bookings:
        linked = links(tenant)
        fill(tenant, linked, 0, bookings)
    resource, status = linked.get("resource"), linked.get("bookingstatus")
    connection = tenant.connection
    told = {
        "url": f"{connection.dataverse_url}/api/data/v9.2",
        "token_url": connection.token_url,
        "client_id": connection.client_id,
        "client_secret": connection.client_secret,
        "scope": connection.scope_dataverse,
        "links": {
            "Resource@odata.bind": f"/bookableresources({resource})",
            "BookingStatus@odata.bind": f"/bookingstatuses({status})",
        },
    }
    print(json.dumps(told), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
