"""What several resources share, outwards: stamps, people, moments, bodies."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from fakes.exchange.body import Body
from fakes.exchange.wire.instants import stamp, wall
from fakes.exchange.wire.shape import Getter, Reader, View, item_id
from fakes.exchange.zones import Zone

# what events, contacts and messages begin with, in the order of the samples
STAMPS: Final[Mapping[str, Reader]] = {
    "id": lambda item, v: item_id(item, immutable=v.immutable_ids),
    "createdDateTime": lambda item, _: stamp(item.created_at),
    "lastModifiedDateTime": lambda item, _: stamp(item.modified_at),
    "changeKey": lambda item, _: item.change_key,
    "categories": lambda item, _: item.categories,
}
# by when they were written items of any kind can be filtered and ordered
WRITTEN_AT: Final[Mapping[str, Getter]] = {
    "createdDateTime": operator.attrgetter("created_at"),
    "lastModifiedDateTime": operator.attrgetter("modified_at"),
}
# by the names of their categories they can be filtered, in any letter case
CATEGORIES: Final[Mapping[str, Getter]] = {
    "categories": lambda item: map(str.lower, item.categories)
}


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
