"""Messages as JSON, outwards, those about meetings among them (sections 2.3, 3.6)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from fakes.exchange.attachments import shapes as attachments
from fakes.exchange.calendars.event import Event
from fakes.exchange.calendars.shape import EVENT
from fakes.exchange.extensions import shapes as extensions
from fakes.exchange.items import Person
from fakes.exchange.mail.message import Flag, Meeting, Message
from fakes.exchange.wire.instants import stamp
from fakes.exchange.wire.options import selection
from fakes.exchange.wire.outlook import (
    CATEGORIES,
    STAMPS,
    WRITTEN_AT,
    body,
    moment,
    recipient,
)
from fakes.exchange.wire.shape import (
    ABSENT,
    Filterable,
    Reader,
    Shape,
    View,
    encoded,
)

_NAMESPACE: Final = "microsoft.graph"


def _recipients(people: tuple[Person, ...]) -> list[dict[str, object]]:
    return [recipient(one) for one in people]


def _flag(flag: Flag, view: View) -> dict[str, object]:
    shown: dict[str, object] = {"flagStatus": flag.status}
    for name, at in (
        ("startDateTime", flag.start_at),
        ("dueDateTime", flag.due_at),
        ("completedDateTime", flag.completed_at),
    ):
        if at is not None:
            shown[name] = moment(at, view.zone)
    return shown


def _headers(message: Message) -> list[dict[str, str]]:
    """Those that the message itself tells, and those that its sender added."""
    known = [
        ("Message-ID", message.internet_message_id),
        ("Subject", message.subject),
        ("Date", message.sent_at.strftime("%a, %d %b %Y %H:%M:%S +0000")),
    ]
    if message.from_ is not None:
        known.append(("From", f'"{message.from_.name}" <{message.from_.address}>'))
    return [
        {"name": name, "value": value} for name, value in (*known, *message.headers)
    ]


def _of_meeting(read: Callable[[Meeting, View], Any]) -> Reader:
    """A property that messages about meetings have."""
    return lambda m, v: ABSENT if m.meeting is None else read(m.meeting, v)


def _of_request(read: Callable[[Meeting, View], Any]) -> Reader:
    return _of_meeting(
        lambda m, v: read(m, v) if m.type == "meetingRequest" else ABSENT
    )


def _of_response(read: Callable[[Meeting, View], Any]) -> Reader:
    return _of_meeting(lambda m, v: ABSENT if m.answer is None else read(m, v))


def _as_event(name: str) -> Callable[[Meeting, View], Any]:
    """A property as the sender's event shows it."""
    return lambda m, v: _shown(m.event, name, v)


def _shown(event: Event, name: str, view: View) -> Any:
    read = EVENT.properties[name]
    return read(event, view)


def _edge(at: datetime, view: View) -> dict[str, str]:
    """The real instant, of an all-day event, too (section 3.4)."""
    return moment(at, view.zone)


def _previous(name: str) -> Callable[[Meeting, View], Any]:
    """When the meeting was before the update, if that has changed."""

    def read(meeting: Meeting, view: View) -> Any:
        if meeting.before is None:
            return None
        old: datetime = getattr(meeting.before, name)
        return None if old == getattr(meeting.event, name) else _edge(old, view)

    return read


def _previous_location(meeting: Meeting, view: View) -> Any:
    before = meeting.before
    if before is None or before.locations == meeting.event.locations:
        return None
    return _shown(before, "location", view)


def _proposal(meeting: Meeting, view: View) -> Any:
    slot = meeting.proposal
    if slot is None:
        return None
    return {"start": _edge(slot.start_at, view), "end": _edge(slot.end_at, view)}


_OF_MEETINGS: Final[Mapping[str, Reader]] = {
    "meetingMessageType": _of_meeting(lambda m, _: m.type),
    "type": _of_meeting(_as_event("type")),
    "isOutOfDate": _of_meeting(lambda m, _: m.is_out_of_date),
    "isAllDay": _of_meeting(lambda m, _: m.event.is_all_day),
    "isDelegated": _of_meeting(lambda _m, _v: False),
    "startDateTime": _of_meeting(lambda m, v: _edge(m.event.start_at, v)),
    "endDateTime": _of_meeting(lambda m, v: _edge(m.event.end_at, v)),
    "location": _of_meeting(_as_event("location")),
    "recurrence": _of_meeting(_as_event("recurrence")),
    "allowNewTimeProposals": _of_request(_as_event("allowNewTimeProposals")),
    "meetingRequestType": _of_request(lambda m, _: m.request_type),
    "responseRequested": _of_request(_as_event("responseRequested")),
    "previousLocation": _of_request(_previous_location),
    "previousStartDateTime": _of_request(_previous("start_at")),
    "previousEndDateTime": _of_request(_previous("end_at")),
    "responseType": _of_response(lambda m, _: m.answer),
    "proposedNewTime": _of_response(_proposal),
}
# every property of the resource in the order of the documented samples
_PROPERTIES: Final[Mapping[str, Reader]] = {
    **STAMPS,
    "receivedDateTime": lambda m, _: stamp(m.received_at),
    "sentDateTime": lambda m, _: stamp(m.sent_at),
    "hasAttachments": lambda m, _: m.has_attachments,
    "internetMessageId": lambda m, _: m.internet_message_id,
    "subject": lambda m, _: m.subject,
    "bodyPreview": lambda m, _: m.body.preview,
    "importance": lambda m, _: m.importance,
    "parentFolderId": lambda m, _: m.folder_id,
    "conversationId": lambda m, _: m.conversation_id,
    "conversationIndex": lambda m, _: m.conversation_index,
    "isDeliveryReceiptRequested": lambda m, _: m.is_delivery_receipt_requested,
    "isReadReceiptRequested": lambda m, _: m.is_read_receipt_requested,
    "isRead": lambda m, _: m.is_read,
    "isDraft": lambda m, _: m.is_draft,
    "webLink": lambda m, _: m.web_link,
    "inferenceClassification": lambda m, _: m.inference,
    **_OF_MEETINGS,
    "body": lambda m, v: body(m.body, v),
    "sender": lambda m, _: recipient(m.sender) if m.sender else None,
    "from": lambda m, _: recipient(m.from_) if m.from_ else None,
    "toRecipients": lambda m, _: _recipients(m.to),
    "ccRecipients": lambda m, _: _recipients(m.cc),
    "bccRecipients": lambda m, _: _recipients(m.bcc),
    "replyTo": lambda m, _: _recipients(m.reply_to),
    "flag": lambda m, v: _flag(m.flag, v),
}


def _derived(message: Message) -> str | None:
    meeting = message.meeting
    if meeting is None:
        return None
    if meeting.answer is not None:
        return f"{_NAMESPACE}.eventMessageResponse"
    if meeting.type == "meetingRequest":
        return f"{_NAMESPACE}.eventMessageRequest"
    return f"{_NAMESPACE}.eventMessage"


def _event(message: Message, view: View) -> Any:
    """The owner's copy of the meeting, as the nested `$select` asks for it."""
    if message.meeting is None:
        return ABSENT
    if message.event is None:
        return None
    nested = dict(view.expand.nested) if view.expand else {}
    look = View(
        zone=view.zone,
        text_bodies=view.text_bodies,
        immutable_ids=view.immutable_ids,
        select=selection(nested.get("$select"), EVENT),
    )
    return encoded(EVENT, message.event, look)


def _address_of(person: Person | None) -> str:
    return "" if person is None else person.key


def _name_of(person: Person | None) -> str:
    return "" if person is None else person.name.lower()


_FILTERABLE: Final = Filterable(
    instants={
        "receivedDateTime": operator.attrgetter("received_at"),
        "sentDateTime": operator.attrgetter("sent_at"),
        **WRITTEN_AT,
    },
    texts={
        "subject": lambda message: message.subject.lower(),
        "from/emailAddress/address": lambda message: _address_of(message.from_),
        "from/emailAddress/name": lambda message: _name_of(message.from_),
        "sender/emailAddress/address": lambda message: _address_of(message.sender),
        "sender/emailAddress/name": lambda message: _name_of(message.sender),
        "internetMessageId": lambda message: message.internet_message_id.lower(),
        "conversationId": lambda message: message.conversation_id.lower(),
        "parentFolderId": lambda message: message.folder_id.lower(),
        "importance": operator.attrgetter("importance"),
        "inferenceClassification": operator.attrgetter("inference"),
        "flag/flagStatus": lambda message: message.flag.status.lower(),
    },
    flags={
        "isRead": operator.attrgetter("is_read"),
        "isDraft": operator.attrgetter("is_draft"),
        "hasAttachments": operator.attrgetter("has_attachments"),
        "isReadReceiptRequested": operator.attrgetter("is_read_receipt_requested"),
    },
    collections=CATEGORIES,
)
MESSAGE: Final[Shape[Message]] = Shape(
    name=f"{_NAMESPACE}.message",
    properties=_PROPERTIES,
    navigation={
        "attachments": attachments.expanded,
        "event": _event,
        "extensions": extensions.expanded,
        "multiValueExtendedProperties": None,
        "singleValueExtendedProperties": None,
    },
    selectable={
        "internetMessageHeaders": lambda m, _: _headers(m),
        "uniqueBody": None,
    },
    filterable=_FILTERABLE,
    derived=_derived,
    of_derived=frozenset(_OF_MEETINGS),
)
