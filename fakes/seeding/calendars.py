"""Mailboxes and events of a seed, in Exchange."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from fakes.exchange.zones import zone
from fakes.instants import NoInstant, read_instant

if TYPE_CHECKING:
    from fakes.exchange import Calendar, Mailbox
    from fakes.seeding.document import Document
    from fakes.tenant import Tenant


def plant_mailbox(tenant: Tenant, one: Document) -> str:
    """The address of the mailbox, new or not, which is as described."""
    exchange, address = tenant.exchange, one["address"]
    mailbox = exchange.find(address)
    if mailbox is None:
        name = str(one.get("name", address))
        kind = one.get("kind", "user")
        mailbox = exchange.add_mailbox(address, name=name, kind=kind)
    elif one.get("name", mailbox.name) != mailbox.name:
        msg = f"the mailbox {address} is there already and is called {mailbox.name}"
        raise ValueError(msg)
    elif one.get("kind", mailbox.kind) != mailbox.kind:
        msg = f"the mailbox {address} is there already as that of a {mailbox.kind}"
        raise ValueError(msg)
    if "time_zone" in one:
        zone(one["time_zone"])
        mailbox.time_zone = one["time_zone"]
    mailbox.access = one.get("access", mailbox.access)
    for name in one.get("calendars", ()):
        mailbox.calendars.add(name)
    for name, color in one.get("categories", {}).items():
        mailbox.add_category(name, color=color)
    return mailbox.address


def plant_event(tenant: Tenant, one: Document) -> str:
    """The id of the new event; whoever is invited has been told.

    Raises:
        ValueError: there is no such mailbox or calendar, or no such time.
    """
    mailbox = mailbox_of(tenant, one)
    all_day = one.get("all_day", False)
    event = mailbox.create_event(
        subject=one["subject"],
        start=_moment(one["start"], all_day=all_day),
        end=_moment(one["end"], all_day=all_day),
        is_all_day=all_day,
        body=one.get("body", ""),
        location=one.get("location", ""),
        attendees=one.get("attendees", ()),
        categories=one.get("categories", ()),
        calendar=_calendar(mailbox, one["calendar"]) if "calendar" in one else None,
    )
    return event.id


def _calendar(mailbox: Mailbox, name: str) -> Calendar:
    found = mailbox.calendars.find(name)
    if found is None:
        msg = f"the mailbox {mailbox.address} has no calendar '{name}'"
        raise ValueError(msg)
    return found


def mailbox_of(tenant: Tenant, one: Document) -> Mailbox:
    """The mailbox in which something is to lie.

    Raises:
        ValueError: there is none of that address.
    """
    found = tenant.exchange.find(one["mailbox"])
    if found is None:
        msg = f"there is no mailbox {one['mailbox']}"
        raise ValueError(msg)
    return found


def _moment(text: str, *, all_day: bool) -> datetime | date:
    if not all_day:
        return read_instant(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"'{text}' is no date, as an all-day event needs one: 2026-03-02"
        raise NoInstant(msg) from error
