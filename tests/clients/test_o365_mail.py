"""python-o365 keeps mail, and knows invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from O365.message import MeetingMessageType

from tests.clients.office import ZONE, an_account
from tests.clients.served import Served

HERE: Final = ZoneInfo(ZONE)


@pytest.fixture
def account(served: Served) -> Any:
    """The mailbox of the first person of the seed."""
    return an_account(served, served.mailboxes[0])


def test_a_message_is_sent_read_and_moved(account: Any, served: Served) -> None:
    """To oneself, so that both ends are seen."""
    message = account.new_message()
    message.to.add(served.mailboxes[0])
    message.subject, message.body = "Parts", "They are here."
    sent = message.send()
    mailbox = account.mailbox()
    (arrived,) = mailbox.inbox_folder().get_messages()

    read = arrived.mark_as_read()
    moved = arrived.move(mailbox.deleted_folder())

    assert sent
    assert (arrived.subject, arrived.sender.address) == ("Parts", served.mailboxes[0])
    assert read
    assert moved
    assert list(mailbox.inbox_folder().get_messages()) == []
    (kept,) = mailbox.deleted_folder().get_messages()
    assert kept.is_read
    assert [one.subject for one in mailbox.sent_folder().get_messages()] == ["Parts"]


def test_a_draft_waits_until_it_is_sent(account: Any, served: Served) -> None:
    """In the folder for drafts."""
    message = account.new_message()
    message.to.add(served.mailboxes[1])
    message.subject = "Parts"
    saved = message.save_draft()
    mailbox = account.mailbox()
    (draft,) = mailbox.drafts_folder().get_messages()
    waiting = draft.is_draft

    sent = draft.send()

    assert saved
    assert waiting
    assert sent
    assert list(mailbox.drafts_folder().get_messages()) == []


def test_an_invitation_is_known_as_one(account: Any, served: Served) -> None:
    """By its type and by the event behind it."""
    meeting = account.schedule().new_event("Kick-off")
    meeting.start = datetime(2026, 3, 3, 9, tzinfo=HERE)
    meeting.end = datetime(2026, 3, 3, 10, tzinfo=HERE)
    meeting.attendees.add(served.mailboxes[1])
    meeting.save()
    other = an_account(served, served.mailboxes[1]).mailbox()

    (invitation,) = other.inbox_folder().get_messages()

    assert invitation.is_event_message
    assert invitation.meeting_message_type is MeetingMessageType.MeetingRequest
    assert invitation.get_event().ical_uid == meeting.ical_uid
