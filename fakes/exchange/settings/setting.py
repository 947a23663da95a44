"""Mailbox settings: values only. Section 2.3 of the fact sheet.

The time zone is the mailbox's own field: events depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final, Literal, TypeAlias

Weekday: TypeAlias = Literal[
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"
]
ReplyStatus: TypeAlias = Literal["disabled", "alwaysEnabled", "scheduled"]
Audience: TypeAlias = Literal["none", "contactsOnly", "all"]
Delegates: TypeAlias = Literal[
    "sendToDelegateAndInformationToPrincipal",
    "sendToDelegateAndPrincipal",
    "sendToDelegateOnly",
]
_WORKDAYS: Final[tuple[Weekday, ...]] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When the owner works."""

    days: tuple[Weekday, ...] = _WORKDAYS
    start: time = time(8)
    end: time = time(17)
    time_zone: str | None = None  # None: the mailbox's


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticReplies:
    """What Exchange answers for an owner who is away."""

    status: ReplyStatus = "disabled"
    audience: Audience = "all"
    internal_message: str = ""
    external_message: str = ""
    start_at: datetime | None = None
    end_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSettings:
    """The settings beside the time zone."""

    date_format: str = "yyyy-MM-dd"
    time_format: str = "HH:mm"
    locale: str = "en-US"
    delegates: Delegates = "sendToDelegateOnly"
    working_hours: WorkingHours = field(default_factory=WorkingHours)
    automatic_replies: AutomaticReplies = field(default_factory=AutomaticReplies)
