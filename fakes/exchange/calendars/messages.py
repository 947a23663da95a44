"""Meeting messages: what Exchange sends because of what somebody did to an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from fakes.exchange.calendars.event import Answer
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
