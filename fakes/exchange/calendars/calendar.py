"""Calendars and the groups that they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from fakes.exchange.items import Item, Person

Color: TypeAlias = Literal[
    "auto",
    "lightBlue",
    "lightGreen",
    "lightOrange",
    "lightGray",
    "lightYellow",
    "lightTeal",
    "lightPink",
    "lightBrown",
    "lightRed",
    "maxColor",
]
MY_CALENDARS: Final = "0006f0b7-0000-0000-c000-000000000046"  # the first group's class


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarGroup(Item):
    """A group of calendars."""

    name: str
    class_id: str

    @property
    def is_built_in(self) -> bool:
        """Whether every mailbox has it."""
        return self.class_id == MY_CALENDARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Item):
    """A calendar; its folder is the group that it stands in."""

    name: str
    owner: Person
    color: Color = "auto"
    is_default: bool = False
