"""Mail in answers is what the metadata of v1.0 says."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

import pytest
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_message_request import EventMessageRequest
from msgraph.generated.models.event_message_response import EventMessageResponse
from msgraph.generated.models.mail_folder import MailFolder
from msgraph.generated.models.mail_folder_collection_response import (
    MailFolderCollectionResponse,
)
from msgraph.generated.models.message import Message
from msgraph.generated.models.message_collection_response import (
    MessageCollectionResponse,
)
from msgraph.generated.users.item.mail_folders.delta import (
    delta_get_response as folders_delta,
)
from msgraph.generated.users.item.mail_folders.item.messages.delta import (
    delta_get_response as messages_delta,
)

from tests.clients.tour import Tour, missing

NOT_OF_MESSAGES: Final = {
    "attachments",
    "extensions",
    "internetMessageHeaders",  # only when selected
    "multiValueExtendedProperties",
    "singleValueExtendedProperties",
    "uniqueBody",  # only when selected
}


def _message(tour: Tour, **others: object) -> dict[str, Any]:
    to = [{"emailAddress": {"address": tour.attendee_address, "name": "Somebody"}}]
    return {
        "subject": "Parts",
        "body": {"contentType": "html", "content": "<p>They are here.</p>"},
        "toRecipients": to,
        **others,
    }


def _times(hour: int = 9) -> dict[str, Any]:
    return {
        "start": {"dateTime": f"2026-03-03T{hour:02}:00:00", "timeZone": "UTC"},
        "end": {"dateTime": f"2026-03-03T{hour + 1:02}:00:00", "timeZone": "UTC"},
    }


def _inbox(tour: Tour, user: str) -> list[dict[str, Any]]:
    """What has arrived; each message of the kind that it says it is."""
    path = f"{user}/mailFolders/inbox/messages"
    rows: list[dict[str, Any]] = tour.get(path, MessageCollectionResponse)["value"]
    return rows


def test_a_message_has_every_member(tour: Tour) -> None:
    """As a draft, sent and received."""
    messages = f"{tour.organiser}/messages"
    full = _message(
        tour,
        ccRecipients=[{"emailAddress": {"address": "a@fabrikam.example"}}],
        bccRecipients=[{"emailAddress": {"address": "b@fabrikam.example"}}],
        replyTo=[{"emailAddress": {"address": "c@fabrikam.example"}}],
        importance="high",
        categories=["Red"],
        flag={"flagStatus": "flagged"},
        isReadReceiptRequested=True,
        isDeliveryReceiptRequested=True,
    )
    made = tour.post(messages, full, Message)
    own = f"{messages}/{quote(made['id'])}"
    read = tour.get(own, Message)
    changed = tour.patch(own, {"subject": "More parts"}, Message)
    tour.post(f"{own}/send", None)

    (arrived,) = _inbox(tour, tour.attendee)
    (kept,) = tour.get(
        f"{tour.organiser}/mailFolders/sentitems/messages", MessageCollectionResponse
    )["value"]

    for row in (made, read, changed, arrived, kept):
        assert missing(row, Message) <= NOT_OF_MESSAGES


def test_a_meeting_makes_messages_of_every_kind(tour: Tour) -> None:
    """Request, update, response, cancellation."""
    person = {"address": tour.attendee_address}
    invited = {"attendees": [{"type": "required", "emailAddress": person}]}
    event = tour.post(f"{tour.organiser}/events", {**_times(), **invited}, Event)
    own = f"{tour.organiser}/events/{quote(event['id'])}"
    (request,) = _inbox(tour, tour.attendee)
    (copy,) = (
        row["id"] for row in tour.http.get(f"{tour.attendee}/events").json()["value"]
    )
    tour.post(f"{tour.attendee}/events/{quote(copy)}/accept", {"comment": "Gladly"})
    (response,) = _inbox(tour, tour.organiser)
    tour.patch(own, _times(14), Event)
    tour.post(f"{own}/cancel", {"comment": "Storm"})

    kinds = [row["meetingMessageType"] for row in _inbox(tour, tour.attendee)]

    assert missing(request, EventMessageRequest) == NOT_OF_MESSAGES | {"event"}
    assert missing(response, EventMessageResponse) == NOT_OF_MESSAGES | {"event"}
    assert sorted(kinds) == ["meetingCancelled", "meetingRequest", "meetingRequest"]


def test_moves_and_copies_are_answered_with_the_message(tour: Tour) -> None:
    """201 and the message in its new place."""
    messages = f"{tour.organiser}/messages"
    made = tour.post(messages, _message(tour), Message)
    to = {"destinationId": "archive"}

    copied = tour.post(f"{messages}/{quote(made['id'])}/copy", to, Message)
    moved = tour.post(f"{messages}/{quote(made['id'])}/move", to, Message)

    assert copied["parentFolderId"] == moved["parentFolderId"] != made["parentFolderId"]


@pytest.mark.parametrize("action", ["createReply", "createReplyAll", "createForward"])
def test_a_draft_of_an_answer_is_what_the_model_says(tour: Tour, action: str) -> None:
    """201 and a message that waits to be sent."""
    messages = f"{tour.organiser}/messages"
    made = tour.post(messages, _message(tour), Message)
    tour.post(f"{messages}/{quote(made['id'])}/send", None)
    (arrived,) = _inbox(tour, tour.attendee)

    own = f"{tour.attendee}/messages/{quote(arrived['id'])}"
    draft = tour.post(f"{own}/{action}", {"comment": "Thanks"}, Message)

    assert draft["isDraft"]
    assert missing(draft, Message) == missing(made, Message)


def test_the_delta_of_a_folder_is_what_the_model_says(tour: Tour) -> None:
    """Rows, links, removals."""
    drafts = f"{tour.organiser}/mailFolders/drafts/messages/delta"
    messages = f"{tour.organiser}/messages"
    made = tour.post(messages, _message(tour), Message)
    first = tour.get(drafts, messages_delta.DeltaGetResponse)
    tour.delete(f"{messages}/{quote(made['id'])}")

    second = tour.get(first["@odata.deltaLink"], messages_delta.DeltaGetResponse)

    assert [row["id"] for row in first["value"]] == [made["id"]]
    assert [row["@removed"] for row in second["value"]] == [{"reason": "deleted"}]


def test_folders_of_mail_have_every_member(tour: Tour) -> None:
    """Built in or made."""
    path = f"{tour.organiser}/mailFolders"

    built_in = tour.get(f"{path}/inbox", MailFolder)
    made = tour.post(path, {"displayName": "Parts"}, MailFolder)
    tour.get(f"{path}?$top=50", MailFolderCollectionResponse)
    tour.get(f"{path}/inbox/childFolders", MailFolderCollectionResponse)

    own = f"{path}/{quote(made['id'])}"
    changed = tour.patch(own, {"displayName": "Tools"}, MailFolder)
    copied = tour.post(f"{own}/copy", {"destinationId": "archive"}, MailFolder)
    moved = tour.post(f"{own}/move", {"destinationId": "inbox"}, MailFolder)
    tour.get(f"{path}/delta", folders_delta.DeltaGetResponse)

    for row in (built_in, made, changed, copied, moved):
        assert missing(row, MailFolder) == {
            "childFolders",
            "messageRules",
            "messages",
            "multiValueExtendedProperties",
            "singleValueExtendedProperties",
        }
