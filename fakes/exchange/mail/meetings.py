"""What a message about a meeting looks like: the only place that writes one.

Sections 3.6 and 3.7 of the fact sheet. What they call a message's subject and body is
inferred: the prefix of the subject, and the comment as body.
"""

from __future__ import annotations

from typing import Any, Final

from fakes.exchange.body import Body
from fakes.exchange.calendars.event import Answer, Attendee
from fakes.exchange.calendars.messages import MeetingMessage, Notice
from fakes.exchange.items import Person
from fakes.exchange.mail.message import Meeting, MeetingMessageType
from fakes.exchange.mail.store import conversation_id, conversation_index

_ANSWERED: Final[dict[Answer, tuple[MeetingMessageType, str]]] = {
    "accepted": ("meetingAccepted", "Accepted: "),
    "tentativelyAccepted": ("meetingTenativelyAccepted", "Tentative: "),
    "declined": ("meetingDeclined", "Declined: "),
}
_CANCELED: Final = "Canceled: "


def fields(
    sent: MeetingMessage, notice: Notice, *, sender: Person, recipient: Person
) -> dict[str, Any]:
    """The fields of the message that are the same for its sender and its recipient."""
    kind, prefix = _kind(sent)
    event = notice.event
    to = tuple(_person(one) for one in notice.told if one.type != "optional")
    return {
        "subject": f"{prefix}{event.subject}",
        "body": _body(sent, notice),
        "sender": sender,
        "from_": sender,
        "to": to if notice.told else (recipient,),
        "cc": tuple(_person(one) for one in notice.told if one.type == "optional"),
        "conversation_id": conversation_id(event.ical_uid),
        "conversation_index": conversation_index(event.ical_uid, event.created_at),
        "sent_at": sent.at,
        "received_at": sent.at,
        "importance": event.importance,
        "attachments": event.attachments if sent.response is None else (),
        "meeting": Meeting(
            type=kind,
            act=_act(sent, notice),
            event=event,
            before=notice.before,
            is_update=sent.kind == "update",
            answer=sent.response,
            proposal=notice.proposal,
        ),
    }


def _act(sent: MeetingMessage, notice: Notice) -> str:
    """What the messages of one act have in common, and those of no two."""
    told = ",".join(one.key for one in notice.told)
    return f"{sent.kind}/{notice.event.change_key}/{told}"


def _kind(sent: MeetingMessage) -> tuple[MeetingMessageType, str]:
    """The type of the message, and what stands before the meeting's subject."""
    if sent.response is not None:
        return _ANSWERED[sent.response]
    if sent.kind == "cancellation":
        return "meetingCancelled", _CANCELED
    return "meetingRequest", ""


def _body(sent: MeetingMessage, notice: Notice) -> Body:
    if sent.comment:
        return Body(content_type="text", content=sent.comment)
    return Body() if sent.kind == "response" else notice.event.body


def _person(attendee: Attendee) -> Person:
    return Person(address=attendee.address, name=attendee.name or attendee.address)
