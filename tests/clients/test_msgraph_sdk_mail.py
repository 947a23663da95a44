"""msgraph-sdk sends and keeps mail; what meetings send is mail of a kind of its own."""

from __future__ import annotations

from typing import Any

from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event_message_request import EventMessageRequest
from msgraph.generated.models.event_message_response import EventMessageResponse
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.meeting_message_type import MeetingMessageType
from msgraph.generated.models.message import Message
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.users.item.events.item.accept.accept_post_request_body import (
    AcceptPostRequestBody,
)
from msgraph.generated.users.item.messages.item.move.move_post_request_body import (
    MovePostRequestBody,
)
from msgraph.generated.users.item.send_mail.send_mail_post_request_body import (
    SendMailPostRequestBody,
)

from tests.clients.graph_sdk import Sdk, an_event


def _message(to: str, subject: str = "Parts") -> Any:
    return Message(
        subject=subject,
        body=ItemBody(content="They are here.", content_type=BodyType.Text),
        to_recipients=[Recipient(email_address=EmailAddress(address=to))],
    )


def _folder(graph: Sdk, user: Any, name: str) -> list[Any]:
    """The messages of a folder by its well-known name."""
    folder = user.mail_folders.by_mail_folder_id(name)
    return list(graph.get(folder.messages).value)


def test_a_message_that_is_sent_arrives(graph: Sdk) -> None:
    """And is kept with what was sent (section 2.3)."""
    _, attendee = graph.served.mailboxes
    body = SendMailPostRequestBody(message=_message(attendee), save_to_sent_items=True)

    graph.run(graph.organiser.send_mail.post(body))

    (arrived,) = _folder(graph, graph.attendee, "inbox")
    (kept,) = _folder(graph, graph.organiser, "sentitems")
    assert (arrived.subject, kept.subject) == ("Parts", "Parts")
    assert arrived.from_.email_address.address == graph.served.mailboxes[0]
    assert "They are here." in arrived.body.content
    assert (arrived.is_read, arrived.is_draft) == (False, False)


def test_a_draft_is_written_sent_and_moved(graph: Sdk) -> None:
    """A message moved has a new id (section 3.2)."""
    organiser, _ = graph.served.mailboxes
    draft = graph.run(graph.organiser.messages.post(_message(organiser)))
    graph.run(graph.organiser.messages.by_message_id(draft.id).send.post())
    (arrived,) = _folder(graph, graph.organiser, "inbox")
    message = graph.organiser.messages.by_message_id(arrived.id)
    read = graph.run(message.patch(Message(is_read=True)))

    moved = graph.run(
        message.move.post(MovePostRequestBody(destination_id="deleteditems"))
    )

    assert (draft.is_draft, read.is_read) == (True, True)
    assert moved.id != arrived.id
    assert _folder(graph, graph.organiser, "inbox") == []
    assert [one.id for one in _folder(graph, graph.organiser, "deleteditems")] == [
        moved.id
    ]


def test_an_invitation_is_a_message_of_its_own_kind(graph: Sdk) -> None:
    """With the event that it is about; the answer is another (section 3.6)."""
    _, attendee = graph.served.mailboxes
    graph.run(graph.organiser.events.post(an_event(attendees=(attendee,))))
    (invitation,) = _folder(graph, graph.attendee, "inbox")
    (copy,) = graph.get(graph.attendee.events).value
    answer = AcceptPostRequestBody(comment="Gladly", send_response=True)
    graph.run(graph.attendee.events.by_event_id(copy.id).accept.post(answer))

    (response,) = _folder(graph, graph.organiser, "inbox")

    assert isinstance(invitation, EventMessageRequest)
    assert invitation.meeting_message_type is MeetingMessageType.MeetingRequest
    assert invitation.start_date_time.date_time.startswith("2026-03-03T09:00:00")
    assert isinstance(response, EventMessageResponse)
    assert response.meeting_message_type is MeetingMessageType.MeetingAccepted


def test_the_changes_of_a_folder_are_followed(graph: Sdk) -> None:
    """To the delta link and on."""
    organiser, _ = graph.served.mailboxes
    delta = graph.organiser.mail_folders.by_mail_folder_id("inbox").messages.delta
    first = graph.get(delta)
    sent = SendMailPostRequestBody(message=_message(organiser))
    graph.run(graph.organiser.send_mail.post(sent))

    second = graph.get(delta.with_url(first.odata_delta_link))

    assert first.value == []
    assert [one.subject for one in second.value] == ["Parts"]


def test_folders_are_known_by_their_names(graph: Sdk) -> None:
    """Whatever their id."""
    inbox = graph.get(graph.organiser.mail_folders.by_mail_folder_id("inbox"))

    folders = graph.get(graph.organiser.mail_folders, top=50).value

    assert inbox.id in [one.id for one in folders]
    assert inbox.total_item_count == 0
