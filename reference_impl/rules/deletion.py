"""Sections 5.4 and 7.4: what becomes of an item when its booking goes away.

Every deletion decision is made here. One condition that fails is enough to keep and
unlink the item (reading C-05).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reference_impl.rules import content
from reference_impl.rules.actions import Action, DeleteItem, ForgetLink, UnlinkItem
from reference_impl.rules.model import (
    Item,
    Linked,
    Removal,
    RuleIds,
    Settings,
    UnlinkCause,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A booking that went away, and everything its item's fate depends on."""

    item: Item
    link: Linked
    removal: Removal
    settings: Settings
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One of the four conditions: what must hold, and the rules if it does not."""

    demand: str
    withheld_by: RuleIds
    holds: Callable[[Case], bool]


def is_still_tagged(item: Item, link: Linked) -> bool:
    """Tell whether the tag is still there, if the engine ever set it [BKG-097]."""
    return not link.tagged or any(content.is_tag(name) for name in item.categories)


def is_still_organized(item: Item) -> bool:
    """Tell whether the booked resource still organises the item [BKG-098].

    The item in Exchange decides, not the changed row (reading C-16).
    """
    return item.organized_by_worker


def is_in_future(item: Item, now: datetime) -> bool:
    """Tell whether the item starts after this cycle [BKG-099, BKG-103, BKG-104].

    The item's present times count [BKG-121] (reading C-10).
    """
    return item.start_at > now


def is_deletion(removal: Removal, settings: Settings) -> bool:
    """Tell whether this removal may delete [BKG-083, BKG-100, BKG-101].

    A logical one may while the two kinds are not told apart (reading C-06).
    """
    return removal is Removal.PHYSICAL or not settings.distinct_deletes


# The four conditions of the seed, in its order.
CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        demand="the item remains tagged",
        withheld_by=("BKG-097", "BKG-102"),
        holds=lambda case: is_still_tagged(case.item, case.link),
    ),
    Condition(
        demand="the booked resource remains the organizer",
        withheld_by=("BKG-098", "BKG-102"),
        holds=lambda case: is_still_organized(case.item),
    ),
    Condition(
        demand="the item lies in the future",
        withheld_by=("BKG-084", "BKG-099", "BKG-102", "BKG-103"),
        holds=lambda case: is_in_future(case.item, case.now),
    ),
    Condition(
        demand="the booking was not logically deleted",
        withheld_by=("BKG-083", "BKG-100", "BKG-102"),
        holds=lambda case: is_deletion(case.removal, case.settings),
    ),
)

ALL_HOLD: Final = {
    Removal.PHYSICAL: ("BKG-096", "BKG-105", "BKG-108"),
    Removal.LOGICAL: ("BKG-082", "BKG-101"),
}


def first_failure(case: Case) -> Condition | None:
    """Return the first condition that fails, or None if the item may be deleted."""
    for condition in CONDITIONS:
        if not condition.holds(case):
            return condition
    return None


def plan(
    link: Linked, *, removal: Removal, settings: Settings, now: datetime
) -> tuple[Action, ...]:
    """Return what happens to the item of a booking that went away.

    An item that the worker deleted first needs nothing more [BKG-107].
    """
    if link.item is None:
        return (ForgetLink(rules=("BKG-107",)),)
    case = Case(item=link.item, link=link, removal=removal, settings=settings, now=now)
    failure = first_failure(case)
    if failure is None:
        return (DeleteItem(rules=ALL_HOLD[removal]),)
    return (UnlinkItem(cause=UnlinkCause.LEFT_VIEW, rules=failure.withheld_by),)
