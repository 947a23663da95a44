"""What mutants do over HTTP where the healthy reference keeps its hands off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from reference_impl.shell.cycle import Cycle

_JSON: Final = {"Content-Type": "application/json", "Accept": "application/json"}


async def dataverse(
    cycle: Cycle, method: str, path: str, body: Mapping[str, Any] | None = None
) -> Any:
    """The answer of Dataverse to one request below the API's root, decoded."""
    client = cycle.dataverse
    answer = await client._service.call(  # noqa: SLF001 - a mutant reaches inside
        method,
        f"{client._api}/{path}",  # noqa: SLF001
        now=cycle.now,
        headers=_JSON,
        body=None if body is None else json.dumps(body).encode(),
    )
    return json.loads(answer.body) if answer.body else {}


async def graph(
    cycle: Cycle,
    mailbox: str,
    method: str,
    path: str,
    body: Mapping[str, Any] | None = None,
) -> Any:
    """The answer of Exchange to one request about a mailbox, decoded."""
    client = cycle.graph
    answer = await client._service.call(  # noqa: SLF001 - a mutant reaches inside
        method,
        f"{client._url}/users/{quote(mailbox, safe='')}/{path}",  # noqa: SLF001
        now=cycle.now,
        headers=_JSON,
        body=None if body is None else json.dumps(body).encode(),
    )
    return json.loads(answer.body) if answer.body else {}


async def events(cycle: Cycle, mailbox: str) -> list[Any]:
    """The events of the calendar, at most fifty; none where nobody has a mailbox."""
    found = await graph(cycle, mailbox, "GET", "events?$top=50")
    return list(found.get("value", []))


def linked_ids(cycle: Cycle) -> set[str]:
    """The ids of the events that belong to bookings."""
    return {one.event_id for one in cycle.state.records if one.event_id is not None}


def copy_of_booking(body: bytes, start: datetime) -> bytes:
    """The body that creates a booking like the one that was read, at another time."""
    row = json.loads(body)
    resource, status = row["_resource_value"], row["_bookingstatus_value"]
    return json.dumps(
        {
            "name": "Tracked",
            "starttime": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "endtime": (start + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "bookingtype": 1,
            "Resource@odata.bind": f"/bookableresources({resource})",
            "BookingStatus@odata.bind": f"/bookingstatuses({status})",
        }
    ).encode()
