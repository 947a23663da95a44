"""Meeting messages: what Exchange sends because of what somebody did to an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from fakes.exchange.calendars.event import Answer, Attendee, Event, Proposal
from fakes.exchange.items import Writer

MessageKind: TypeAlias = Literal["request", "update", "cancellation", "response"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMessage:
    """One message to one recipient, with or without a mailbox in the tenant."""

    kind: MessageKind
    event_id: str  # in the sender's mailbox
    ical_uid: str
    subject: str
    sender: str
    recipient: str
    at: datetime
    by: Writer  # whose act caused it
    comment: str = ""
    response: Answer | None = None  # of a response
    # the item in the recipient's inbox (an immutable id); None: it has left the tenant
    delivered_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a meeting message tells of the meeting, beside its kind."""

    event: Event  # as the sender has it
    before: Event | None = None  # of an update: as it was
    told: tuple[Attendee, ...] = ()  # whom its lines of recipients name
    proposal: Proposal | None = None
