"""What hangs on items is, in answers, what the metadata of v1.0 says."""

from __future__ import annotations

import base64
from typing import Any, Final
from urllib.parse import quote

import pytest
from msgraph.generated.models.attachment import Attachment
from msgraph.generated.models.attachment_collection_response import (
    AttachmentCollectionResponse,
)
from msgraph.generated.models.contact import Contact
from msgraph.generated.models.event import Event
from msgraph.generated.models.extension import Extension
from msgraph.generated.models.extension_collection_response import (
    ExtensionCollectionResponse,
)
from msgraph.generated.models.file_attachment import FileAttachment
from msgraph.generated.models.message import Message
from msgraph.generated.models.todo_task_list import TodoTaskList
from msgraph.generated.models.upload_session import UploadSession

from tests.clients.tour import Tour, missing

TIMES: Final[dict[str, Any]] = {
    "start": {"dateTime": "2026-03-03T09:00:00", "timeZone": "UTC"},
    "end": {"dateTime": "2026-03-03T10:00:00", "timeZone": "UTC"},
}


def _item(tour: Tour, kind: str) -> tuple[str, Any]:
    """The path of a new event or message, and its model."""
    if kind == "events":
        return _event(tour), Event
    made = tour.post(f"{tour.organiser}/messages", {"subject": "Parts"}, Message)
    return f"{tour.organiser}/messages/{quote(made['id'])}", Message


def _event(tour: Tour) -> str:
    """The path of a new event."""
    made = tour.post(f"{tour.organiser}/events", TIMES, Event)
    return f"{tour.organiser}/events/{quote(made['id'])}"


@pytest.mark.parametrize("kind", ["events", "messages"])
def test_an_attached_file_has_every_member(tour: Tour, kind: str) -> None:
    """Alone, in the list, expanded."""
    own, model = _item(tour, kind)
    file = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": "plan.txt",
        "contentType": "text/plain",
        "contentBytes": base64.b64encode(b"plan").decode(),
    }

    attached = tour.post(f"{own}/attachments", file, Attachment)
    alone = tour.get(f"{own}/attachments/{quote(attached['id'])}", Attachment)
    (listed,) = tour.get(f"{own}/attachments", AttachmentCollectionResponse)["value"]
    expanded = tour.get(f"{own}?$expand=attachments", model)

    for row in (attached, alone, listed, *expanded["attachments"]):
        assert row["@odata.type"] == file["@odata.type"]
        assert missing(row, FileAttachment) == set()


def test_other_attachments_are_what_the_models_say(tour: Tour) -> None:
    """An item within the item, and a reference to a file elsewhere."""
    own = _event(tour)
    note = {"@odata.type": "#microsoft.graph.message", "subject": "Note"}
    for body in (
        {"@odata.type": "#microsoft.graph.itemAttachment", "name": "n", "item": note},
        {"@odata.type": "#microsoft.graph.referenceAttachment", "name": "r"},
    ):
        attached = tour.post(f"{own}/attachments", body, Attachment)
        alone = tour.get(f"{own}/attachments/{quote(attached['id'])}", Attachment)

        assert alone["@odata.type"] == body["@odata.type"]
    tour.get(f"{own}/attachments", AttachmentCollectionResponse)


def test_an_upload_session_is_what_the_model_says(tour: Tour) -> None:
    """Where to send the pieces, how long, from which one on."""
    own = _event(tour)
    item = {"attachmentType": "file", "name": "plan.bin", "size": 3_500_000}

    session = tour.post(
        f"{own}/attachments/createUploadSession",
        {"AttachmentItem": item},
        UploadSession,
    )

    assert missing(session, UploadSession) == set()


@pytest.mark.parametrize(
    ("collection", "body", "model"),
    [
        ("events", TIMES, Event),
        ("messages", {"subject": "Parts"}, Message),
        ("contacts", {"givenName": "Zoë"}, Contact),
        ("todo/lists", {"displayName": "Tour"}, TodoTaskList),
    ],
)
def test_an_open_extension_is_what_the_model_says(
    tour: Tour, collection: str, body: dict[str, Any], model: Any
) -> None:
    """Of itself and within what it extends."""
    made = tour.post(f"{tour.organiser}/{collection}", body, model)
    own = f"{tour.organiser}/{collection}/{quote(made['id'])}"
    extension = {
        "@odata.type": "#microsoft.graph.openTypeExtension",
        "extensionName": "com.contoso.booking",
        "number": "WO-17",
        "tags": ["a", "b"],
    }
    posted = tour.post(f"{own}/extensions", extension, Extension)
    single = f"{own}/extensions/com.contoso.booking"
    tour.patch(single, {"number": "WO-18"}, Extension)

    read = tour.get(single, Extension)
    listed = tour.get(f"{own}/extensions", ExtensionCollectionResponse)["value"]
    named = "extensions($filter=id eq 'com.contoso.booking')"
    expanded = tour.get(f"{own}?$expand={named}", model)["extensions"]

    assert posted["number"] == "WO-17"
    for row in (read, *listed, *expanded):
        assert (row["number"], row["tags"]) == ("WO-18", ["a", "b"])
