"""Mail that goes out: sendMail, the sending of drafts, replies and forwards (2.3)."""

from __future__ import annotations

from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.mail import bodies, mime
from fakes.exchange.mail.answers import drafted, is_mime, made, own_fields
from fakes.exchange.mail.places import message_of
from fakes.exchange.mail.replies import Manner, composed
from fakes.exchange.mail.shape import MESSAGE
from fakes.exchange.wire import values
from fakes.exchange.wire.envelope import Reply

_ACCEPTED: Final = 202


def send_mail(call: Call) -> Reply:
    """The mail of the body is on its way; a copy is in Sent Items unless refused."""
    if is_mime(call):
        fields = mime.fields(call.request.body)
        save = True
    else:
        given = {name.lower(): value for name, value in call.json().items()}
        raw = values.complex_value("message", given.get("message"))
        fields = bodies.written(raw)
        save = values.flag(
            "saveToSentItems", given.get("savetosentitems"), default=True
        )
    call.exchange.post.send(call.mailbox, fields, by="api", save=save)
    return Reply(status=_ACCEPTED)


def send(call: Call) -> Reply:
    """The draft is on its way and lies in Sent Items."""
    draft = message_of(call)
    if not draft.is_draft:
        raise errors.invalid_request("The message has been sent already.")
    fields = own_fields(draft)
    call.exchange.post.send(call.mailbox, fields, by="api", draft=draft)
    return Reply(status=_ACCEPTED)


def reply(call: Call) -> Reply:
    """An answer to the sender is on its way."""
    return _sent(call, "reply")


def reply_all(call: Call) -> Reply:
    """An answer to everybody is on its way."""
    return _sent(call, "replyAll")


def forward(call: Call) -> Reply:
    """The message is on its way to others."""
    return _sent(call, "forward")


def create_reply(call: Call) -> Reply:
    """A draft of an answer to the sender."""
    return _drafted(call, "reply")


def create_reply_all(call: Call) -> Reply:
    """A draft of an answer to everybody."""
    return _drafted(call, "replyAll")


def create_forward(call: Call) -> Reply:
    """A draft that passes the message on."""
    return _drafted(call, "forward")


def _sent(call: Call, manner: Manner) -> Reply:
    call.exchange.post.send(call.mailbox, _fields(call, manner), by="api")
    return Reply(status=_ACCEPTED)


def _drafted(call: Call, manner: Manner) -> Reply:
    call.check_writing(MESSAGE, where="a draft")
    folder_id = call.mailbox.stores.mail_folder_ids["drafts"]
    return made(call, drafted(call, _fields(call, manner), folder_id=folder_id))


def _fields(call: Call, manner: Manner) -> dict[str, Any]:
    """The answer, with what the caller gives instead of its parts.

    Raises:
        GraphError: comment and body, or two lists of recipients, are given.
    """
    original = message_of(call)
    if is_mime(call):
        raise errors.unsupported("a reply or forward in MIME")
    given = call.parameters()
    raw = values.complex_value("message", given.get("message") or {})
    fields = bodies.written(raw)
    comment = values.text("comment", given.get("comment") or "")
    if comment and "body" in fields:
        raise errors.invalid_request("Either a comment or a body can be given.")
    people = bodies.people("toRecipients", given.get("torecipients"))
    if people:
        if fields.get("to"):
            raise errors.invalid_request("The recipients are given twice.")
        fields["to"] = people
    octets = call.exchange.identifiers.octets(5)
    answer = composed(
        original, manner, owner=call.mailbox.owner, comment=comment, index=octets
    )
    return {**answer, **fields}
