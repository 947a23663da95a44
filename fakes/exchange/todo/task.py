"""To Do lists, tasks and their parts: values only, in the domain's words.

Section 9.2 of the fact sheet (exchange-graph) lists the properties.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal, TypeAlias

from fakes.exchange.body import Body
from fakes.exchange.items import Importance, Item
from fakes.exchange.recurrence import Recurrence
from fakes.exchange.zones import zone

Status: TypeAlias = Literal[
    "notStarted", "inProgress", "completed", "waitingOnOthers", "deferred"
]
WellKnown: TypeAlias = Literal["none", "defaultList", "flaggedEmails"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList(Item):
    """A list of tasks; its id never changes."""

    display_name: str
    well_known: WellKnown = "none"

    @property
    def is_built_in(self) -> bool:
        """Whether it can be neither renamed nor deleted."""
        return self.well_known != "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem(Item):
    """A step of a task. Its folder is the task."""

    display_name: str = ""
    checked_at: datetime | None = None

    @property
    def is_checked(self) -> bool:
        """Whether the step is done."""
        return self.checked_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedResource(Item):
    """What a task stands for in another application. Its folder is the task."""

    application_name: str | None = None
    display_name: str | None = None
    external_id: str | None = None
    web_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDate:
    """A day as its writer named it: in the writer's zone (trap 36)."""

    day: date
    zone_name: str = "UTC"

    @property
    def at(self) -> datetime:
        """The midnight with which the day begins in that zone."""
        return zone(self.zone_name).instant(datetime.combine(self.day, time()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Item):
    """One task at one moment; its folder is its list."""

    title: str = ""
    body: Body = field(default_factory=lambda: Body(content_type="text"))
    body_modified_at: datetime | None = None
    status: Status = "notStarted"
    importance: Importance = "normal"
    is_reminder_on: bool = False
    start_at: datetime | None = None
    due: TaskDate | None = None
    reminder_at: datetime | None = None
    completed_on: date | None = None
    recurrence: Recurrence | None = None
    categories: tuple[str, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    links: tuple[LinkedResource, ...] = ()
