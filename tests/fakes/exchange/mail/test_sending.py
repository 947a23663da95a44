"""Mail that goes out: whom it reaches, what it refuses (sections 2.3, 6 and 8)."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from fakes.exchange import GraphError, Mailbox
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.mail.makers import (
    a_message,
    addresses,
    lines,
    mail_of,
    message_path,
    send,
    subjects,
)
from tests.fakes.exchange.meetings import BOB, OUTSIDER


def test_mail_reaches_inboxes_here_and_leaves_for_the_rest(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """One copy each; the outgoing list knows who is outside."""
    status = send(graph, ann, BOB, OUTSIDER, ccRecipients=lines(BOB.upper()))

    assert status == 202
    (received,) = bob.inbox
    assert (received.subject, received.is_read, received.is_draft) == (
        "Hello",
        False,
        False,
    )
    assert received.from_ == ann.owner
    (mail,) = graph.exchange.mails
    assert mail.left == (OUTSIDER,)
    assert mail.delivered == {BOB: received.immutable_id}
    (kept,) = ann.mail.lying_in("sentitems")
    assert kept.is_read
    assert kept.internet_message_id == received.internet_message_id
    assert kept.conversation_id == received.conversation_id


def test_received_message_shows_what_the_documents_show(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The properties of the resource, with the names of the metadata."""
    send(graph, ann, BOB, importance="High", replyTo=lines(OUTSIDER))

    (row,) = graph.get(mail_of(bob, "inbox")).rows

    assert "@odata.type" not in row
    assert row["@odata.etag"] == f'W/"{row["changeKey"]}"'
    assert row["receivedDateTime"] == "2026-03-02T08:00:00.0000000Z"
    assert row["sentDateTime"] == row["receivedDateTime"]
    assert row["sender"] == row["from"]
    assert row["from"]["emailAddress"] == {"name": "Ann Ames", "address": ann.address}
    assert addresses(row["toRecipients"]) == [BOB]
    assert addresses(row["replyTo"]) == [OUTSIDER]
    assert row["importance"] == "high"
    assert row["bodyPreview"] == "How are you?"
    assert row["flag"] == {"flagStatus": "notFlagged"}
    assert row["inferenceClassification"] == "focused"
    assert row["hasAttachments"] is False
    assert row["parentFolderId"] == bob.stores.mail_folder_ids["inbox"]
    assert row["internetMessageId"].endswith("@contoso.example>")
    assert "internetMessageHeaders" not in row
    assert "meetingMessageType" not in row


def test_blind_copies_stay_blind(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Who is in Bcc gets the mail; nobody but its sender sees the line."""
    send(graph, ann, OUTSIDER, bccRecipients=lines(BOB))

    assert bob.inbox[0].bcc == ()
    (kept,) = graph.get(mail_of(ann, "sentitems")).rows
    assert addresses(kept["bccRecipients"]) == [BOB]


def test_copy_can_be_declined(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """With `saveToSentItems` false nothing is kept; clients send it as text, too."""
    body = {"Message": a_message(BOB), "SaveToSentItems": "false"}

    assert graph.post(f"/users/{ann.id}/sendMail", body).status == 202

    assert ann.messages == ()
    assert len(bob.inbox) == 1


def test_attachments_travel(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """A file of the body lies with every recipient."""
    file = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": "plan.txt",
        "contentBytes": base64.b64encode(b"plan").decode(),
    }

    send(graph, ann, BOB, attachments=[file])

    (row,) = graph.get(mail_of(bob, "inbox")).rows
    assert row["hasAttachments"] is True
    attached = graph.get(f"{message_path(bob, row['id'])}/attachments").rows
    assert [one["name"] for one in attached] == ["plan.txt"]


def test_mime_is_understood(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Base64 of a MIME message as plain text: the same as JSON (section 2.3)."""
    letter = EmailMessage()
    letter["Subject"] = "Grüße"
    letter["To"] = f"Bob Bell <{BOB}>"
    letter["X-Ticket"] = "17"
    letter.set_content("Plain")
    letter.add_alternative("<p>Rich</p>", subtype="html")

    answer = graph.call(
        "POST",
        f"/users/{ann.id}/sendMail",
        body=base64.encodebytes(letter.as_bytes()),
        headers={"content-type": "text/plain"},
    )

    assert answer.status == 202
    (received,) = bob.inbox
    assert (received.subject, received.body.content_type) == ("Grüße", "html")
    assert received.to[0].name == "Bob Bell"
    shown = graph.get(
        message_path(bob, received.id), "$select=internetMessageHeaders"
    ).json
    assert {"name": "X-Ticket", "value": "17"} in shown["internetMessageHeaders"]


def test_bad_mime_is_refused(graph: Graph, ann: Mailbox) -> None:
    """What is no base64 has a code of its own (section 8)."""
    answer = graph.call(
        "POST",
        f"/users/{ann.id}/sendMail",
        body=b"Subject: hello?!",
        headers={"content-type": "text/plain"},
    )

    assert answer.status == 400
    assert answer.code == "ErrorMimeContentInvalidBase64String"
    assert graph.exchange.mails == ()


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        (a_message(), 400, "ErrorInvalidRecipients"),
        (a_message("nowhere"), 400, "ErrorInvalidRecipients"),
        (
            a_message(*(f"p{n}@other.example" for n in range(501))),
            400,
            "ErrorInvalidRecipients",
        ),
        ({**a_message(BOB), "from": lines(OUTSIDER)[0]}, 403, "ErrorSendAsDenied"),
        ({**a_message(BOB), "nonsense": 1}, 400, "RequestBodyRead"),
        (
            {
                **a_message(BOB),
                "internetMessageHeaders": [{"name": "Ticket", "value": "1"}],
            },
            400,
            "InvalidInternetMessageHeader",
        ),
    ],
)
def test_mail_that_cannot_go_out_is_refused(
    graph: Graph,
    ann: Mailbox,
    bob: Mailbox,
    message: dict[str, object],
    status: int,
    code: str,
) -> None:
    """Nobody has it then, and nothing is kept."""
    answer = graph.post(f"/users/{ann.id}/sendMail", {"message": message})

    assert (answer.status, answer.code) == (status, code)
    assert (ann.messages, bob.messages, graph.exchange.mails) == ((), (), ())


def test_five_hundred_recipients_are_not_too_many(graph: Graph, ann: Mailbox) -> None:
    """The limit itself is allowed (section 6)."""
    assert send(graph, ann, *(f"p{n}@other.example" for n in range(500))) == 202


def test_thirty_first_mail_of_a_minute_waits(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """30 in a minute of each mailbox, in virtual time (section 6)."""
    assert send(graph, ann, OUTSIDER) == 202
    graph.pass_time(seconds=20)
    assert {send(graph, ann, OUTSIDER) for _ in range(29)} == {202}

    refused = graph.post(f"/users/{ann.id}/sendMail", {"message": a_message(OUTSIDER)})

    assert (refused.status, refused.code) == (429, "TooManyRequests")
    assert refused.headers["Retry-After"] == "40"
    assert send(graph, bob, OUTSIDER) == 202
    graph.pass_time(seconds=40)
    assert send(graph, ann, OUTSIDER) == 202
    assert send(graph, ann, OUTSIDER) == 429
    graph.exchange.switches.mails_per_minute = None
    assert send(graph, ann, OUTSIDER) == 202


def test_draft_is_sent_once(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """It moves to Sent Items under another default id."""
    draft = graph.post(mail_of(ann), a_message(BOB)).json
    assert (draft["isDraft"], bob.inbox) == (True, ())
    assert subjects(graph, ann, "drafts") == ["Hello"]

    assert graph.post(f"{message_path(ann, draft['id'])}/send").status == 202

    assert len(bob.inbox) == 1
    (kept,) = ann.mail.lying_in("sentitems")
    assert (kept.is_draft, kept.id == draft["id"]) == (False, False)
    assert ann.mail.lying_in("drafts") == ()
    again = graph.post(f"{message_path(ann, kept.id)}/send")
    assert (again.status, again.code) == (400, "ErrorInvalidRequest")
    assert graph.post(f"{message_path(ann, draft['id'])}/send").status == 404


def test_reply_goes_back_with_the_conversation(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """To the sender alone, with prefix, comment and the original below."""
    send(graph, ann, BOB, OUTSIDER)
    path = message_path(bob, bob.inbox[0].id)

    assert graph.post(f"{path}/reply", {"Comment": "Fine"}).status == 202

    (answer,) = ann.inbox
    assert answer.subject == "RE: Hello"
    assert answer.body.text.startswith("Fine")
    assert "How are you?" in answer.body.text
    assert answer.conversation_id == bob.inbox[0].conversation_id
    assert answer.conversation_index.startswith(bob.inbox[0].conversation_index[:20])
    assert graph.exchange.mails[-1].recipients == (ann.address,)


def test_reply_to_all_leaves_oneself_out(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Everybody else keeps the line in which they were."""
    send(graph, ann, BOB, "kim@other.example", ccRecipients=lines(OUTSIDER))
    path = message_path(bob, bob.inbox[0].id)

    draft = graph.post(f"{path}/createReplyAll", {}).json

    assert addresses(draft["toRecipients"]) == [ann.address, "kim@other.example"]
    assert addresses(draft["ccRecipients"]) == [OUTSIDER]
    assert (draft["isDraft"], draft["subject"]) == (True, "RE: Hello")
    assert len(graph.exchange.mails) == 1


def test_forward_needs_somebody(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """The recipients are parameters of their own; without them nothing goes."""
    send(graph, ann, BOB)
    path = message_path(bob, bob.inbox[0].id)

    empty = graph.post(f"{path}/forward", {"comment": "FYI"})
    passed = graph.post(f"{path}/forward", {"ToRecipients": lines(OUTSIDER)})

    assert (empty.status, empty.code) == (400, "ErrorInvalidRecipients")
    assert passed.status == 202
    assert graph.exchange.mails[-1].subject == "FW: Hello"


def test_comment_and_body_exclude_each_other(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """A reply with both is 400, says the documentation of the action."""
    send(graph, ann, BOB)
    body = {"comment": "Fine", "message": {"body": {"content": "Good"}}}

    answer = graph.post(f"{message_path(bob, bob.inbox[0].id)}/reply", body)

    assert answer.status == 400
    assert ann.inbox == ()


def test_sending_needs_its_own_permission(graph: Graph, ann: Mailbox) -> None:
    """Who may write mail may not send it."""
    writer = graph.directory.register_application("writer", roles=("Mail.ReadWrite",))
    graph.token = graph.directory.issue(writer)

    draft = graph.post(mail_of(ann), a_message(OUTSIDER))
    assert draft.status == 201

    path = message_path(ann, draft.json["id"])
    assert graph.post(f"{path}/send").code == "ErrorAccessDenied"
    assert send(graph, ann, OUTSIDER) == 403


def test_owner_sends_and_receives(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Python does the same for owners and fixtures."""
    mail = ann.mail.send([BOB], subject="Lunch?", body="At noon", cc=[OUTSIDER])
    outside = bob.mail.receive(OUTSIDER, subject="Offer", body="Buy")

    assert (mail.by, mail.left) == ("owner", (OUTSIDER,))
    assert [one.subject for one in bob.inbox] == ["Lunch?", "Offer"]
    assert subjects(graph, bob, "inbox") == ["Offer", "Lunch?"]
    assert outside.from_ is not None
    assert (outside.from_.address, outside.to) == (OUTSIDER, (bob.owner,))
    with pytest.raises(GraphError, match="ErrorInvalidRecipients"):
        ann.mail.send([])


def test_snapshot_takes_mail_back(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Mail sent since has not been sent, on either side."""
    ann.mail.send([BOB], subject="Before")
    snapshot = graph.exchange.snapshot()
    ann.mail.send([BOB], subject="After")

    graph.exchange.restore(snapshot)

    assert [one.subject for one in bob.inbox] == ["Before"]
    assert [one.subject for one in graph.exchange.mails] == ["Before"]


@pytest.mark.parametrize(
    "octets",
    [
        b"Content-Type: text/html; charset=nosuch\n\nx",
        b"Subject: x\nTo: <\n\n",
        b"To: a@b.example\nMessage-ID: <" + b"[" * 2_000 + b"\n\nx",
        b"To: " + b"(" * 3_000 + b"\n\nx",
        b"To: a@b.example, Group:; c@d.example;\n\nx",
        b"To: a@b.example\nContent-Type: text/plain; charset=\xff\n\nx",
    ],
)
def test_mime_that_breaks_off_is_refused(
    graph: Graph, ann: Mailbox, octets: bytes
) -> None:
    """Lines that do not end, letters that nobody knows."""
    for what in ("sendMail", "messages"):
        answer = graph.call(
            "POST",
            f"/users/{ann.id}/{what}",
            body=base64.b64encode(octets),
            headers={"content-type": "text/plain"},
        )

        assert (answer.status, answer.code) == (400, "ErrorMimeContentInvalid")
