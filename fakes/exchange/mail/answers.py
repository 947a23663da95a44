"""Single messages: create, read, update, delete, move, copy."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.answers import entities
from fakes.exchange.call import Call
from fakes.exchange.mail import bodies, mime
from fakes.exchange.mail.box import discard
from fakes.exchange.mail.leftovers import Leftover
from fakes.exchange.mail.message import Message
from fakes.exchange.mail.places import (
    folder_named,
    folder_of,
    found,
    message_of,
)
from fakes.exchange.mail.shape import MESSAGE
from fakes.exchange.mail.store import conversation_id, conversation_index
from fakes.exchange.mail.views import with_event
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.wire import values
from fakes.exchange.wire.envelope import Reply

_READ: Final = frozenset({"$select", "$expand"})
_NONE: Final[frozenset[str]] = frozenset()
# those that say which item it is
_IDENTITY: Final = frozenset(
    {
        "id",
        "immutable_id",
        "change_key",
        "folder_id",
        "created_at",
        "modified_at",
        "created_by",
    }
)
_OWN: Final = tuple(
    one.name for one in dataclass_fields(Message) if one.name not in _IDENTITY
)


def shown(call: Call, message: Message) -> Reply:
    """The message as the caller wants to see it."""
    return entities.shown(call, MESSAGE, _whole(call, message), what="messages")


def made(call: Call, message: Message) -> Reply:
    """The message that has just been made, and where it is."""
    whole = _whole(call, message)
    return entities.made(call, MESSAGE, whole, what="messages", where="messages")


def _whole(call: Call, message: Message) -> Message:
    """The message, with the event that it is about if that is asked for."""
    expand = call.view(MESSAGE).expand
    if expand is None or expand.name != "event":
        return message
    return with_event(call.mailbox, message)


def is_mime(call: Call) -> bool:
    """Whether the body is a message in MIME, not in JSON."""
    return call.request.headers.get("content-type", "").lower().startswith("text/plain")


def own_fields(message: Message) -> dict[str, Any]:
    """What the message says, without which item it is."""
    return {name: getattr(message, name) for name in _OWN}


def drafted(call: Call, fields: dict[str, Any], *, folder_id: str) -> Message:
    """A new draft with these fields."""
    store = call.mailbox.stores.messages
    own_id = fields.get("internet_message_id") or store.fresh_internet_message_id()
    return store.add(
        by="api",
        folder_id=folder_id,
        **{
            "conversation_id": conversation_id(own_id),
            "conversation_index": conversation_index(own_id, call.now),
            **fields,
            "internet_message_id": own_id,
            "received_at": call.now,
            "sent_at": call.now,
            "is_draft": True,
            "is_read": fields.get("is_read", True),
        },
    )


def create(call: Call) -> Reply:
    """A new draft in Drafts, or in the folder that the path names."""
    call.check_writing(MESSAGE, where="a create")
    if is_mime(call):
        fields = mime.fields(call.request.body)
    else:
        fields = bodies.written(call.json())
    named = "folder" in call.names
    folder = folder_of(call) if named else folder_named(call.mailbox, "drafts")
    return made(call, drafted(call, fields, folder_id=folder.id))


def read(call: Call) -> Reply:
    """The message."""
    call.options.allow(_READ, where="a message")
    message = found(call)
    return shown(call, message.message if isinstance(message, Leftover) else message)


def update(call: Call) -> Reply:
    """The message with the new values."""
    call.check_writing(MESSAGE, where="an update")
    message = message_of(call)
    call.check_match(message)
    raw = call.json()
    if "attachments" in raw or "extensions" in raw:
        raise errors.unsupported("attachments or extensions in the PATCH of a message")
    if not message.is_draft:
        bodies.check_lasting(raw)
    fields = bodies.written(raw)
    for name in ("extended_properties", "multi_extended_properties"):
        if name in fields:
            fields[name] = {**getattr(message, name), **fields[name]}
    if fields:
        store = call.mailbox.stores.messages
        message = store.rewrite(message, by="api", **fields)
    return shown(call, message)


def delete(call: Call) -> Reply:
    """The message lies in Deleted Items; from there it is gone."""
    call.options.allow(_NONE, where="a delete")
    message = found(call)
    if isinstance(message, Leftover):
        call.check_match(message.item)
        message.store.purge(message.item, by="api")
        return Reply(status=204)
    call.check_match(message)
    discard(call.mailbox, message, by="api")
    return Reply(status=204)


def permanent_delete(call: Call) -> Reply:
    """The message is gone for good."""
    call.mailbox.stores.messages.purge(message_of(call), by="api")
    return Reply(status=204)


def move(call: Call) -> Reply:
    """The message lies in another folder, under a new default id (section 3.2)."""
    call.check_writing(MESSAGE, where="a move")
    message = message_of(call)
    target = folder_named(call.mailbox, _destination(call))
    after = call.mailbox.stores.messages.move(message, target.id, by="api")
    return made(call, after)


def copy(call: Call) -> Reply:
    """Another message that says the same lies in the folder."""
    call.check_writing(MESSAGE, where="a copy")
    message = message_of(call)
    target = folder_named(call.mailbox, _destination(call))
    return made(call, copied(call.mailbox, message, target.id))


def copied(mailbox: Mailbox, message: Message, folder_id: str) -> Message:
    """Another message that says the same."""
    return mailbox.stores.messages.add(
        by="api", folder_id=folder_id, **own_fields(message)
    )


def _destination(call: Call) -> str:
    return values.text("destinationId", call.parameters().get("destinationid"))
