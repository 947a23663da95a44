"""Calendars and the groups that they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from fakes.exchange.items import Item, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarGroup(Item):
    """A group of calendars."""

    name: str
    class_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Item):
    """A calendar; its folder is the group that it stands in."""

    name: str
    owner: Person
    color: str = "auto"
    is_default: bool = False
