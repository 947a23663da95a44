"""The table of an event's properties: the only place that reads `properties.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One row; the words are explained at the head of the file."""

    name: str
    type: str
    nullable: bool = False
    made: str = "default"
    default: Any = None
    send: Any = None
    attendee_send: Any = None
    beside: Mapping[str, Any] | None = None
    shows: Any = None
    organizer: str
    attendee: str
    members: tuple[str, ...] = ()

    @property
    def written(self) -> dict[str, Any]:
        """The body of a write."""
        return {self.name: self.send, **(self.beside or {})}

    @property
    def written_by_attendee(self) -> dict[str, Any]:
        """The body of an attendee's write."""
        sent = self.send if self.attendee_send is None else self.attendee_send
        return {**self.written, self.name: sent}

    @property
    def shown(self) -> Any:
        """At least this is shown after it."""
        return self.send if self.shows is None else self.shows


ROWS: Final = tuple(
    Property(name=row.pop("property"), **row)
    for row in yaml.safe_load(
        (Path(__file__).parent / "properties.yaml").read_text(encoding="utf-8")
    )
)


def rows(choose: Callable[[Property], bool]) -> pytest.MarkDecorator:
    """A test for each row that is chosen."""
    chosen = [one for one in ROWS if choose(one)]
    return pytest.mark.parametrize("row", chosen, ids=[one.name for one in chosen])


def fits(row: Property, value: object) -> bool:
    """Whether the value is of the property's type."""
    return row.nullable if value is None else _TYPES[row.type](value)


def _is_instant(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return datetime.fromisoformat(value).utcoffset() == timedelta()


def _is_moment(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"dateTime", "timeZone"}
        and _MOMENT.fullmatch(value["dateTime"]) is not None
        and isinstance(value["timeZone"], str)
    )


_TYPES: Final[Mapping[str, Callable[[object], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: type(value) is int,
    "object": lambda value: isinstance(value, dict),
    "collection": lambda value: isinstance(value, list),
    "instant": _is_instant,
    "moment": _is_moment,
}


def holds(expected: Any, found: Any) -> bool:
    """Whether everything that is expected is found, and lists are as long."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and holds(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(expected) == len(found)
            and all(map(holds, expected, found))
        )
    return type(expected) is type(found) and bool(expected == found)
