"""The table that all serve: bookings, numbered, and the same requests about them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from side_by_side.ask import Ask

SET: Final = "bookableresourcebookings"
KEY: Final = "bookableresourcebookingid"
HITS: Final = 50  # rows in one window
_FIRST_AT: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
_APART: Final = timedelta(minutes=30)
_LISTED: Final = (
    *(KEY, "name", "starttime", "endtime", "duration", "statecode", "statuscode"),
    *("modifiedon", "_resource_value", "_bookingstatus_value"),
)
_TERSE: Final = (("Prefer", "return=minimal"),)  # else @sap/cds sends the row back
_OTHERS: Final = 64  # requests that take turns, so that no answer is just repeated


def id_of(number: int) -> str:
    """The key of a booking."""
    return f"0f5c1a00-0000-4000-8000-{number:012x}"


def start_of(number: int) -> datetime:
    """When a booking starts: each half an hour after the one before."""
    return _FIRST_AT + number * _APART


def booking(number: int) -> dict[str, Any]:
    """What a client writes about a booking, without its links."""
    return {
        KEY: id_of(number),
        "name": f"Site visit {number}",
        "starttime": f"{start_of(number):%Y-%m-%dT%H:%M:%SZ}",
        "endtime": f"{start_of(number) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
        "msdyn_estimatedtravelduration": number % 90,
    }


def reads(bookings: int) -> list[Ask]:
    """One whole row, by key."""
    step = max(1, bookings // _OTHERS)
    numbers = range(0, bookings, step)
    return [Ask(method="GET", target=f"/{SET}({id_of(one)})") for one in numbers]


def lists(bookings: int) -> list[Ask]:
    """Ten columns of the fifty bookings of a window."""
    windows = bookings // HITS
    step = max(1, windows // _OTHERS)
    return [_window(one * HITS, _LISTED) for one in range(0, windows, step)]


def fresh_lists(bookings: int) -> list[Ask]:
    """As `lists`, but no row is asked for the same columns twice in a row.

    A server that keeps rows as text gains nothing by it.
    """
    other = (*_LISTED[:-1], "_ownerid_value")
    found = []
    for ask in lists(bookings):
        again = ask.target.replace(",".join(_LISTED), ",".join(other))
        found += [ask, Ask(method="GET", target=again)]
    return found


def _window(first: int, columns: tuple[str, ...]) -> Ask:
    low, high = start_of(first), start_of(first + HITS)
    condition = f"starttime ge {low:%FT%TZ} and starttime lt {high:%FT%TZ}"
    query = f"$select={','.join(columns)}&$filter={quote(condition, safe='')}"
    return Ask(method="GET", target=f"/{SET}?{query}")


def creations(bookings: int, links: dict[str, str]) -> list[Ask]:
    """New rows that no window holds; 204 without a body."""
    found = []
    for number in range(_OTHERS):
        values = {**booking(bookings + HITS + number), **links}
        del values[KEY]
        body = json.dumps(values).encode()
        found.append(
            Ask(
                method="POST",
                target=f"/{SET}",
                body=body,
                expected=204,
                headers=_TERSE,
            )
        )
    return found
