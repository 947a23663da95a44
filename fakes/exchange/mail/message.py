"""The message and its parts: values only. Sections 2.3 and 3.6 of the fact sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

from fakes.exchange.body import Body
from fakes.exchange.calendars.event import Answer, Event, Proposal
from fakes.exchange.items import Importance, Item, Person

FlagStatus: TypeAlias = Literal["notFlagged", "complete", "flagged"]
Inference: TypeAlias = Literal["focused", "other"]
MeetingMessageType: TypeAlias = Literal[
    "meetingRequest",
    "meetingCancelled",
    "meetingAccepted",
    "meetingTenativelyAccepted",  # misspelt in the schema (section 3.7)
    "meetingDeclined",
]
MeetingRequestType: TypeAlias = Literal[
    "newMeetingRequest", "fullUpdate", "informationalUpdate"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """What the owner means to do about a message, and until when."""

    status: FlagStatus = "notFlagged"
    start_at: datetime | None = None
    due_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a message about a meeting says of it."""

    type: MeetingMessageType
    act: str  # what the sender did: equal in all messages that one act has caused
    event: Event  # as the sender had it
    before: Event | None = None  # of an update: as it was
    answer: Answer | None = None  # of a response
    proposal: Proposal | None = None
    is_update: bool = False
    reached: frozenset[str] = frozenset()  # of a copy in Sent Items: whom it went to
    is_out_of_date: bool = False

    @property
    def moved(self) -> bool:
        """Whether the update has another time."""
        old = self.before
        return old is not None and (old.start_at, old.end_at) != (
            self.event.start_at,
            self.event.end_at,
        )

    @property
    def request_type(self) -> MeetingRequestType:
        """How new a request is to who receives it (inferred: 3.6)."""
        if not self.is_update:
            return "newMeetingRequest"
        return "fullUpdate" if self.moved else "informationalUpdate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Item):
    """One message in one mailbox, at one moment."""

    subject: str = ""
    body: Body = field(default_factory=Body)
    sender: Person | None = None  # None: a draft of which nobody has said
    from_: Person | None = None
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    reply_to: tuple[Person, ...] = ()
    internet_message_id: str
    conversation_id: str
    conversation_index: str
    received_at: datetime  # of a draft: when it was made
    sent_at: datetime
    is_read: bool = False
    is_draft: bool = False
    importance: Importance = "normal"
    categories: tuple[str, ...] = ()
    flag: Flag = field(default_factory=Flag)
    inference: Inference = "focused"
    is_read_receipt_requested: bool = False
    is_delivery_receipt_requested: bool | None = None
    headers: tuple[tuple[str, str], ...] = ()  # those that the sender added
    meeting: Meeting | None = None
    event: Event | None = None  # the owner's copy, while `$expand` shows it

    @property
    def recipients(self) -> tuple[Person, ...]:
        """Everybody it is for, each once, in the order of their lines."""
        everybody = (*self.to, *self.cc, *self.bcc)
        return tuple({one.key: one for one in reversed(everybody)}.values())[::-1]

    @property
    def web_link(self) -> str:
        """Where the owner would open it in a browser."""
        item = self.id.replace("=", "%3D")
        return (
            "https://outlook.office365.com/owa/"
            f"?ItemID={item}&exvsurl=1&viewmodel=ReadMessageItem"
        )


# what a message takes along to those who receive it; the rest is each owner's own
SENT: Final = (
    "subject",
    "body",
    "sender",
    "from_",
    "to",
    "cc",
    "reply_to",
    "internet_message_id",
    "conversation_id",
    "conversation_index",
    "sent_at",
    "importance",
    "is_read_receipt_requested",
    "is_delivery_receipt_requested",
    "headers",
    "attachments",
)
