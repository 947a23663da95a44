"""Single messages: write, read, move, copy, delete (sections 2.3, 3.2, 3.8, 7)."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import RECORD, Graph, at, events_of, path_of
from tests.fakes.exchange.mail.makers import (
    a_message,
    addresses,
    folders_of,
    lines,
    mail_of,
    message_path,
    subjects,
)
from tests.fakes.exchange.meetings import BOB, OUTSIDER, copy_of, invite

IMMUTABLE = 'IdType="ImmutableId"'


def test_post_makes_a_draft(graph: Graph, ann: Mailbox) -> None:
    """In Drafts, unsent and read; a sender is somebody only after sending."""
    answer = graph.post(mail_of(ann), a_message(BOB))

    assert answer.status == 201
    draft = answer.json
    assert answer.headers["Location"].endswith(
        f"messages('{draft['id'].replace('=', '%3D')}')"
    )
    assert draft["@odata.context"].endswith("/messages/$entity")
    assert (draft["isDraft"], draft["isRead"]) == (True, True)
    assert draft["parentFolderId"] == ann.stores.mail_folder_ids["drafts"]
    assert (draft["sender"], draft["from"]) == (None, None)
    assert draft["receivedDateTime"] == draft["createdDateTime"]
    assert graph.get(message_path(ann, draft["id"])).json["subject"] == "Hello"
    assert graph.exchange.mails == ()


def test_draft_can_lie_in_a_folder(graph: Graph, ann: Mailbox) -> None:
    """POST to a folder's messages makes it there; other folders do not have it."""
    draft = graph.post(mail_of(ann, "Inbox"), a_message()).json

    path = f"{folders_of(ann)}/inbox/messages/{draft['id']}"
    assert graph.get(path).status == 200
    astray = graph.get(path.replace("/inbox/", "/drafts/"))
    assert (astray.status, astray.code) == (404, "ErrorItemNotFound")


def test_draft_is_rewritten(graph: Graph, ann: Mailbox) -> None:
    """Everything can change as long as it is a draft; null empties."""
    draft = graph.post(mail_of(ann), a_message(BOB)).json
    changes = {
        "subject": "Other",
        "toRecipients": lines(OUTSIDER),
        "ccRecipients": None,
        "body": {"contentType": "HTML", "content": "<p>New</p>"},
        "isRead": False,
        "inferenceClassification": "Other",
        "isDeliveryReceiptRequested": True,
        "internetMessageId": "<own@contoso.example>",
    }

    after = graph.patch(message_path(ann, draft["id"]), changes).json

    assert (after["subject"], after["bodyPreview"]) == ("Other", "New")
    assert addresses(after["toRecipients"]) == [OUTSIDER]
    assert (after["isRead"], after["inferenceClassification"]) == (False, "other")
    assert after["isDeliveryReceiptRequested"] is True
    assert after["internetMessageId"] == "<own@contoso.example>"
    assert after["id"] == draft["id"]
    assert after["changeKey"] != draft["changeKey"]


def test_received_message_keeps_what_was_said(graph: Graph, ann: Mailbox) -> None:
    """Its owner may mark and file it, not write it anew (the code is inferred)."""
    message = ann.mail.receive(OUTSIDER, subject="Offer")
    path = message_path(ann, message.id)
    flag = {
        "flagStatus": "Flagged",
        "startDateTime": {"dateTime": "2026-03-03T09:00:00", "timeZone": "UTC"},
        "dueDateTime": {"dateTime": "2026-03-04T09:00:00", "timeZone": "UTC"},
    }

    refused = graph.patch(path, {"isRead": True, "subject": "Mine"})
    marked = graph.patch(path, {"isRead": True, "categories": ["Red"], "flag": flag})

    assert (refused.status, refused.code) == (
        400,
        "ErrorInvalidPropertyUpdateSentMessage",
    )
    assert (marked.json["isRead"], marked.json["categories"]) == (True, ["Red"])
    assert marked.json["flag"]["flagStatus"] == "flagged"
    assert marked.json["flag"]["dueDateTime"]["dateTime"].startswith("2026-03-04T09")
    assert marked.json["subject"] == "Offer"


def test_due_flag_needs_its_start(graph: Graph, ann: Mailbox) -> None:
    """400, says the metadata's remark."""
    message = ann.mail.receive(OUTSIDER)
    due = {"dateTime": "2026-03-04T09:00:00", "timeZone": "UTC"}

    answer = graph.patch(
        message_path(ann, message.id),
        {"flag": {"flagStatus": "flagged", "dueDateTime": due}},
    )

    assert answer.status == 400


def test_move_gives_another_default_id(graph: Graph, ann: Mailbox) -> None:
    """The immutable one leads on, the old default one nowhere (trap 9)."""
    message = ann.mail.receive(OUTSIDER, subject="Offer")
    path = message_path(ann, message.id)

    moved = graph.post(f"{path}/move", {"DestinationId": "archive"})

    assert moved.status == 201
    assert moved.json["id"] != message.id
    assert moved.json["parentFolderId"] == ann.stores.mail_folder_ids["archive"]
    assert graph.get(path).code == "ErrorItemNotFound"
    found = graph.get(message_path(ann, message.immutable_id), prefer=IMMUTABLE)
    assert found.json["id"] == message.immutable_id
    assert ann.inbox == ()


def test_copy_is_a_message_of_its_own(graph: Graph, ann: Mailbox) -> None:
    """It says the same under ids of its own; the first stays."""
    message = ann.mail.receive(OUTSIDER, subject="Offer")

    copy = graph.post(
        f"{message_path(ann, message.id)}/copy", {"destinationId": "archive"}
    )

    assert copy.status == 201
    assert copy.json["subject"] == "Offer"
    assert copy.json["internetMessageId"] == message.internet_message_id
    ids = {one.immutable_id for one in ann.messages}
    assert len(ids) == 2
    assert ann.inbox == (message,)


def test_move_needs_a_folder(graph: Graph, ann: Mailbox) -> None:
    """A name that nobody has, an id of nothing, none at all."""
    path = f"{message_path(ann, ann.mail.receive(OUTSIDER).id)}/move"
    calendar = ann.calendar.id

    malformed = graph.post(path, {"destinationId": "nowhere!"})
    unknown = graph.post(path, {"destinationId": calendar})
    absent = graph.post(path, {"destinationId": "clutter"})
    nothing = graph.post(path, {})

    assert (malformed.status, malformed.code) == (400, "ErrorInvalidIdMalformed")
    assert (unknown.status, unknown.code) == (404, "ErrorFolderNotFound")
    assert (absent.status, absent.code) == (404, "ErrorFolderNotFound")
    assert nothing.status == 400


def test_delete_moves_then_removes(graph: Graph, ann: Mailbox) -> None:
    """To Deleted Items under a new default id, the same immutable id (3.8)."""
    message = ann.mail.receive(OUTSIDER, subject="Offer")
    path = message_path(ann, message.id)

    assert graph.delete(path).status == 204

    (buried,) = ann.mail.lying_in("deleteditems")
    assert buried.id != message.id
    assert buried.immutable_id == message.immutable_id
    assert graph.delete(path).code == "ErrorItemNotFound"
    by_immutable = message_path(ann, message.immutable_id)
    assert graph.get(by_immutable, prefer=IMMUTABLE).status == 200
    assert graph.delete(message_path(ann, buried.id)).status == 204
    assert ann.messages == ()
    assert graph.get(by_immutable, prefer=IMMUTABLE).status == 404


def test_permanent_delete_leaves_nothing(graph: Graph, ann: Mailbox) -> None:
    """Not even in Deleted Items."""
    message = ann.mail.receive(OUTSIDER)

    path = f"{message_path(ann, message.id)}/permanentDelete"
    assert graph.post(path).status == 204

    assert ann.messages == ()


def test_deleted_event_lies_among_deleted_messages(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """A message-like item with the ids of the event; a second DELETE ends it (3.8)."""
    event_id = invite(graph, ann, BOB)
    immutable_id = ann.events[0].immutable_id
    graph.delete(path_of(ann, event_id))

    (row,) = graph.get(mail_of(ann, "deleteditems")).rows

    assert row["subject"] == "Site visit"
    assert row["id"] != event_id
    assert row["id"] == ann.deleted_events[0].id
    path = message_path(ann, row["id"])
    assert graph.get(path).json["subject"] == "Site visit"
    assert graph.get(f"{events_of(ann)}/{row['id']}").json["isOrganizer"] is True
    immutable = graph.get(message_path(ann, immutable_id), prefer=IMMUTABLE)
    assert immutable.json["id"] == immutable_id
    assert graph.post(f"{path}/move", {"destinationId": "inbox"}).status == 501
    assert graph.delete(path).status == 204
    assert ann.deleted_events == ()
    assert len(graph.exchange.messages) == 2


def test_deleted_contact_lies_there_too(graph: Graph, ann: Mailbox) -> None:
    """By its name."""
    contact = ann.contacts.create(display_name="Garth Fort")

    graph.delete(f"/users/{ann.id}/contacts/{contact.id}")

    assert subjects(graph, ann, "deleteditems") == ["Garth Fort"]


def test_message_lying_there_is_no_event(graph: Graph, ann: Mailbox) -> None:
    """Each kind has ids of its own."""
    message = ann.mail.receive(OUTSIDER)

    assert graph.get(path_of(ann, message.id)).code == "ErrorItemNotFound"


def test_stale_change_key_is_refused(graph: Graph, ann: Mailbox) -> None:
    """412 with If-Match, for PATCH and DELETE (section 7, inferred for messages)."""
    message = ann.mail.receive(OUTSIDER)
    path = message_path(ann, message.id)
    ann.mail.mark_read(message.id)

    changed = graph.patch(path, {"isRead": False}, if_match=message.etag)
    deleted = graph.delete(path, if_match=message.etag)
    now = ann.inbox[0].etag

    assert (changed.status, changed.code) == (412, "ErrorIrresolvableConflict")
    assert deleted.status == 412
    assert graph.patch(path, {"isRead": False}, if_match=now).status == 200


def test_extended_properties_of_a_message(graph: Graph, ann: Mailbox) -> None:
    """Written, found and expanded as those of events (section 3.10)."""
    own = {"singleValueExtendedProperties": [{"id": RECORD, "value": "A-1"}]}
    draft = graph.post(mail_of(ann), {**a_message(), **own}).json
    graph.post(mail_of(ann), a_message(subject="Other"))
    path = message_path(ann, draft["id"])
    graph.patch(path, {"subject": "Kept"})

    expand = f"$expand=singleValueExtendedProperties($filter=id eq '{RECORD}')"
    shown = graph.get(path, expand).json
    condition = (
        "$filter=singleValueExtendedProperties/Any("
        f"ep: ep/id eq '{RECORD}' and ep/value eq 'a-1')"
    )
    found = graph.get(mail_of(ann), condition)

    assert "singleValueExtendedProperties" not in draft
    assert [one["value"] for one in shown["singleValueExtendedProperties"]] == ["A-1"]
    assert found.subjects == ["Kept"]


def test_open_extension_hangs_at_a_message(graph: Graph, ann: Mailbox) -> None:
    """By the same paths as at events."""
    message = ann.mail.receive(OUTSIDER)
    path = f"{message_path(ann, message.id)}/extensions"

    made = graph.post(path, {"extensionName": "com.contoso", "ticket": 17})

    assert made.status == 201
    assert graph.get(f"{path}/com.contoso").json["ticket"] == 17


@pytest.mark.parametrize(("text", "kind"), [("text", "text"), ("html", "html")])
def test_body_comes_as_preferred(
    graph: Graph, ann: Mailbox, text: str, kind: str
) -> None:
    """HTML unless text is preferred."""
    message = ann.mail.receive(OUTSIDER, body="a < b")

    shown = graph.get(
        message_path(ann, message.id), prefer=f'outlook.body-content-type="{text}"'
    ).json

    assert shown["body"]["contentType"] == kind
    assert ("&lt;" in shown["body"]["content"]) == (kind == "html")


def test_messages_of_others_are_not_found(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """An id holds in its mailbox only; what is no id is malformed."""
    message = ann.mail.receive(OUTSIDER)

    foreign = graph.get(message_path(bob, message.id))
    malformed = graph.get(message_path(bob, "x"))

    assert (foreign.status, foreign.code) == (404, "ErrorItemNotFound")
    assert (malformed.status, malformed.code) == (400, "ErrorInvalidIdMalformed")


def test_reading_needs_a_permission(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Calendars are no mail; reading is not writing."""
    message = ann.mail.receive(OUTSIDER)
    register = graph.directory.register_application
    roles = ("Mail.Read",), ("Calendars.ReadWrite",)
    reader, other = (
        register(f"app{number}", roles=one) for number, one in enumerate(roles)
    )

    graph.token = graph.directory.issue(reader)
    assert graph.get(mail_of(ann)).status == 200
    assert graph.delete(message_path(ann, message.id)).code == "ErrorAccessDenied"
    graph.token = graph.directory.issue(other)
    assert graph.get(mail_of(ann)).status == 403
    assert ann.inbox == (message,)


def test_deleted_invitation_leaves_the_meeting(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Filing the invitation changes nothing about the meeting."""
    invite(graph, ann, BOB)

    graph.delete(message_path(bob, bob.inbox[0].id))

    assert copy_of(bob).start_at == at(3)
    assert len(graph.exchange.messages) == 1
