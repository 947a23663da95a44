"""Section 5.2: what stands in an item, at the first synchronisation and afterwards.

The set of fields is fixed [BKG-117]. An empty field leaves its line out and never keeps
the item away [BKG-037]. Where the texts stand is not documented: number and account
are the subject, everything is in the body.
"""

# ruff: noqa: PLW0108  rows call by name, so that one function can be replaced

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from reference_impl.rules.model import (
    Booking,
    Importance,
    RuleIds,
    Settings,
    WorkOrder,
)

TRACKED_CATEGORY: Final = "Tracked to Dynamics 365"

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemContent:
    """What is written into an item; a member that is None is not written."""

    subject: str | None
    body_html: str | None
    start_at: datetime | None
    end_at: datetime | None
    location: str | None
    importance: Importance | None
    attendees: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A labelled line of the body, and the rules that ask for it."""

    label: str
    rules: RuleIds
    value: Callable[[Booking, WorkOrder], str | None]


def number(order: WorkOrder) -> str | None:
    """Return the number of the work order [BKG-027]."""
    return order.number


def date(booking: Booking) -> str | None:
    """Return the day of the work, like 4 March 2026 [BKG-025]."""
    day = booking.start_at.date()
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def priority(order: WorkOrder) -> str | None:
    """Return the priority of the work order; it stays out of the importance (C-22).

    Rule: BKG-030
    """
    return order.priority


def order_type(order: WorkOrder) -> str | None:
    """Return the work order type [BKG-032]."""
    return order.type


def incident_type(order: WorkOrder) -> str | None:
    """Return the primary incident type [BKG-033]."""
    return order.incident_type


def summary(order: WorkOrder) -> str | None:
    """Return the work order summary [BKG-034]."""
    return order.summary


def account(order: WorkOrder) -> str | None:
    """Return the account that the work is for [BKG-035]."""
    return order.account


def contact(order: WorkOrder) -> str | None:
    """Return the primary contact of the account, else who reported [BKG-036]."""
    return order.account_contact or order.reporting_contact


def location(booking: Booking, order: WorkOrder) -> str | None:
    """Return the address of the work, else its coordinates [BKG-028, BKG-031]."""
    return ", ".join(order.address) or coordinates(booking, order)


def coordinates(booking: Booking, order: WorkOrder) -> str | None:
    """Return latitude and longitude of the booking, else of its work order."""
    for place in (booking, order):
        if place.latitude is not None and place.longitude is not None:
            return f"{place.latitude:g}, {place.longitude:g}"
    return None


# One row for each line of section 5.2.
FIELDS: Final[tuple[Field, ...]] = (
    Field(label="Work Order", rules=("BKG-027",), value=lambda _, order: number(order)),
    Field(label="Date", rules=("BKG-025",), value=lambda booking, _: date(booking)),
    Field(label="Priority", rules=("BKG-030",), value=lambda _, order: priority(order)),
    Field(
        label="Location",
        rules=("BKG-028", "BKG-031"),
        value=lambda booking, order: location(booking, order),
    ),
    Field(
        label="Coordinates",
        rules=("BKG-060",),
        value=lambda booking, order: coordinates(booking, order),
    ),
    Field(
        label="Work Order Type",
        rules=("BKG-032",),
        value=lambda _, order: order_type(order),
    ),
    Field(
        label="Primary Incident Type",
        rules=("BKG-033",),
        value=lambda _, order: incident_type(order),
    ),
    Field(
        label="Work Order Summary",
        rules=("BKG-034",),
        value=lambda _, order: summary(order),
    ),
    Field(label="Account", rules=("BKG-035",), value=lambda _, order: account(order)),
    Field(
        label="Primary Contact",
        rules=("BKG-036",),
        value=lambda _, order: contact(order),
    ),
)


def subject(order: WorkOrder) -> str:
    """Return number and account, as far as they are known [BKG-027, BKG-037]."""
    known = [text for text in (number(order), account(order)) if text]
    return " ".join(known) or "Booking"


def body(booking: Booking, order: WorkOrder) -> str:
    """Return the labelled lines as HTML; texts from Dataverse are escaped."""
    lines = [
        f"<p>{escape(field.label)}: {escape(value)}</p>"
        for field in FIELDS
        if (value := field.value(booking, order))
    ]
    return "\n".join(lines)


def start(booking: Booking) -> datetime:
    """Return the instant at which the item starts [BKG-026, BKG-119]."""
    return booking.start_at


def end(booking: Booking) -> datetime:
    """Return the instant at which the item ends [BKG-026, BKG-119]."""
    return booking.end_at


def importance(_order: WorkOrder) -> Importance:
    """Return the default, whatever the work order's priority [BKG-029, BKG-118]."""
    return Importance.NORMAL


def attendees(_order: WorkOrder) -> tuple[str, ...] | None:
    """Return nobody: without attendees Exchange sends no message [BKG-021].

    The worker whose calendar it is stays the organizer [BKG-022].
    """
    return None


def categories(settings: Settings) -> tuple[str, ...]:
    """Return the tag of a linked item while categories are in use [BKG-024]."""
    return (TRACKED_CATEGORY,) if settings.track_categorized_items else ()


def compose(booking: Booking, order: WorkOrder) -> ItemContent:
    """Return every field of the item with its present value."""
    return ItemContent(
        subject=subject(order),
        body_html=body(booking, order),
        start_at=start(booking),
        end_at=end(booking),
        location=location(booking, order) or "",
        importance=importance(order),
        attendees=attendees(order),
    )


def at_first_synchronisation(booking: Booking, order: WorkOrder) -> ItemContent:
    """Return what a new item holds: the latest values of both rows [BKG-077]."""
    return compose(booking, order)


def at_trigger(booking: Booking, order: WorkOrder) -> ItemContent:
    """Return what a trigger writes: every field is refreshed [BKG-069, BKG-070].

    The values of Dataverse replace what the worker had changed [BKG-008].
    """
    return compose(booking, order)


def is_tag(category: str) -> bool:
    """Tell whether a category is the tag; category names ignore case (C-04)."""
    return category.casefold() == TRACKED_CATEGORY.casefold()


def without_tag(present: tuple[str, ...]) -> tuple[str, ...]:
    """Return the categories that stay on an item when it is let go [BKG-102]."""
    return tuple(category for category in present if not is_tag(category))


def with_tag(present: tuple[str, ...]) -> tuple[str, ...]:
    """Return the categories of an item that is linked [BKG-024]."""
    return (*without_tag(present), TRACKED_CATEGORY)
