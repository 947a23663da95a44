"""Small values that several resources share, outwards: people, moments, bodies."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from fakes.exchange.body import Body
from fakes.exchange.wire.instants import wall
from fakes.exchange.wire.shape import View
from fakes.exchange.zones import Zone


class _Addressed(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def address(self) -> str: ...


def recipient(person: _Addressed) -> dict[str, object]:
    """Somebody with an address."""
    return {"emailAddress": {"name": person.name, "address": person.address}}


def moment(at: datetime, home: Zone) -> dict[str, str]:
    """An instant as the wall time of a zone."""
    return {"dateTime": wall(home.wall(at)), "timeZone": home.name}


def body(shown: Body, view: View) -> dict[str, str]:
    """An `itemBody`: HTML unless the caller prefers text."""
    if view.text_bodies:
        return {"contentType": "text", "content": shown.text}
    return {"contentType": "html", "content": shown.html}
