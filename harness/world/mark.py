"""How the world stood after somebody's last act: what changes are measured from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fakes import Tenant
from fakes.exchange import Event
from harness.world.cast import Cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The state right after an act of a person; later changes are not people's."""

    journal: int  # entries by then
    dataverse: int  # row version by then
    exchange: int  # change version by then
    events: Mapping[str, Event]  # by id, all main calendars


def mark(tenant: Tenant, cast: Cast) -> Mark:
    """The present state."""
    return Mark(
        journal=len(tenant.journal.entries),
        dataverse=tenant.dataverse.version,
        exchange=tenant.exchange.version,
        events={one.id: one for person in cast for one in person.mailbox.events},
    )


def content(event: Event) -> tuple[Any, ...]:
    """What an entry says, without the marks that every write leaves."""
    return (
        event.subject,
        " ".join(event.body.content.split()),
        event.locations,
        event.start_at,
        event.end_at,
        event.categories,
        event.importance,
        event.show_as,
        event.is_cancelled,
        tuple(event.attendees),
    )


def differences(before: Event, after: Event) -> list[str]:
    """The names of what says something else."""
    names = (
        "subject",
        "body",
        "location",
        "start",
        "end",
        "categories",
        "importance",
        "availability",
        "cancellation",
        "attendees",
    )
    pairs = zip(names, content(before), content(after), strict=True)
    return [name for name, old, new in pairs if old != new]
