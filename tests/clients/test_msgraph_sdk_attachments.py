"""msgraph-sdk attaches files, small and large, and data of its own."""

from __future__ import annotations

import ssl
from typing import Any

import httpx
from msgraph.generated.models.attachment_item import AttachmentItem
from msgraph.generated.models.attachment_type import AttachmentType
from msgraph.generated.models.file_attachment import FileAttachment
from msgraph.generated.models.open_type_extension import OpenTypeExtension
from msgraph.generated.users.item.events.item.attachments.create_upload_session import (
    create_upload_session_post_request_body as session,
)

from tests.clients.graph_sdk import Sdk, an_event

LARGE = bytes(range(256)) * 256 * 55  # 3.4 MB: too large for a single POST


def _event(graph: Sdk) -> Any:
    made = graph.run(graph.organiser.events.post(an_event()))
    return graph.organiser.events.by_event_id(made.id)


def test_a_small_file_is_attached_and_read(graph: Sdk) -> None:
    """Its type is told, so that the right model reads it (section 3.9)."""
    event = _event(graph)
    file = FileAttachment(
        name="plan.txt", content_type="text/plain", content_bytes=b"\x00plan\xff"
    )
    made = graph.run(event.attachments.post(file))

    (listed,) = graph.get(event.attachments).value
    read = graph.get(event.attachments.by_attachment_id(made.id))

    assert isinstance(listed, FileAttachment)
    assert (read.name, read.content_type) == ("plan.txt", "text/plain")
    assert read.content_bytes == b"\x00plan\xff"
    assert graph.get(event).has_attachments


def test_an_attachment_is_removed(graph: Sdk) -> None:
    """And the event has none."""
    event = _event(graph)
    file = FileAttachment(name="plan.txt", content_bytes=b"plan")
    made = graph.run(event.attachments.post(file))

    graph.run(event.attachments.by_attachment_id(made.id).delete())

    assert graph.get(event.attachments).value == []
    assert not graph.get(event).has_attachments


def test_a_large_file_is_uploaded_in_pieces(graph: Sdk) -> None:
    """To an address that needs no token (section 3.9).

    msgraph-core's own task for it takes Outlook's ranges apart wrongly (1.5.2).
    """
    event = _event(graph)
    item = AttachmentItem(
        attachment_type=AttachmentType.File, name="plan.bin", size=len(LARGE)
    )
    body = session.CreateUploadSessionPostRequestBody(attachment_item=item)
    opened = graph.run(event.attachments.create_upload_session.post(body))

    statuses = _upload(opened.upload_url, graph.served.ready["ca_file"])

    (listed,) = graph.get(event.attachments).value
    assert opened.next_expected_ranges == ["0-"]
    assert opened.expiration_date_time.isoformat() > "2026-03-02T08:00:00+00:00"
    assert statuses == [200, 200, 201]
    assert (listed.name, listed.content_bytes) == ("plan.bin", LARGE)


def _upload(url: str, ca_file: str) -> list[int]:
    """What is answered to each of the pieces."""
    trust = ssl.create_default_context(cafile=ca_file)
    statuses, size = [], 5 * 256 * 1024
    for first in range(0, len(LARGE), size):
        piece = LARGE[first : first + size]
        last = first + len(piece) - 1
        headers = {"Content-Range": f"bytes {first}-{last}/{len(LARGE)}"}
        answer = httpx.put(url, content=piece, headers=headers, verify=trust)
        statuses.append(answer.status_code)
    return statuses


def test_an_open_extension_is_kept_with_the_event(graph: Sdk) -> None:
    """Its members are of any name; the models hold them as additional data."""
    event = _event(graph)
    extension = OpenTypeExtension(
        extension_name="com.contoso.booking",
        additional_data={"number": "WO-17", "priority": 2},
    )
    graph.run(event.extensions.post(extension))

    read = graph.get(event.extensions.by_extension_id("com.contoso.booking"))
    expanded = graph.get(
        event, expand=["extensions($filter=id eq 'com.contoso.booking')"]
    )

    assert read.extension_name == "com.contoso.booking"
    assert (read.additional_data["number"], read.additional_data["priority"]) == (
        "WO-17",
        2,
    )
    (shown,) = expanded.extensions
    assert shown.additional_data["number"] == "WO-17"
