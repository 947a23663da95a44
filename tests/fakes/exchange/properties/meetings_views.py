"""What a calendar or an inbox shows of a meeting, comparable with the model."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

from fakes.exchange import Event, Message
from tests.fakes.exchange.properties.meetings_model import Copy, Meeting, Told

State: TypeAlias = tuple[object, ...]


def is_current_request(message: Message) -> bool:
    meeting = message.meeting
    return (
        meeting is not None
        and meeting.type == "meetingRequest"
        and not meeting.is_out_of_date
    )


def shown(event: Event) -> State:
    assert event.end_at - event.start_at == timedelta(hours=1)
    return (
        event.organizer.address,
        Told(
            subject=event.subject,
            hour=event.start_at.hour,
            place=event.location,
            body=event.body.text,
        ),
        tuple((one.address, one.response) for one in event.attendees),
        (event.response, event.show_as, event.is_cancelled, event.categories),
    )


def organized(meeting: Meeting) -> State:
    return (
        meeting.organizer,
        meeting.told,
        tuple(meeting.answers.items()),
        ("organizer", meeting.show_as, False, meeting.categories),
    )


def copied(meeting: Meeting, copy: Copy) -> State:
    return (
        meeting.organizer,
        copy.told,
        tuple((one, "none") for one in copy.attendees),  # nobody sees others' answers
        (copy.response, copy.show_as, copy.is_cancelled, copy.categories),
    )
