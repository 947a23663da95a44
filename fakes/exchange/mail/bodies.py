"""Messages as JSON, inwards: what a POST or PATCH wants to be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from fakes.exchange import errors
from fakes.exchange.attachments import bodies as attachments
from fakes.exchange.extensions import bodies as extensions
from fakes.exchange.items import Importance, Person
from fakes.exchange.mail.message import Flag, FlagStatus, Inference
from fakes.exchange.wire import values
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.values import Json, Reader, collection, complex_value, text

# of a message that has been sent or received, these alone can be updated
_LASTING: Final = frozenset(
    {
        "categories",
        "flag",
        "importance",
        "inferenceClassification",
        "isDeliveryReceiptRequested",
        "isRead",
        "isReadReceiptRequested",
        "singleValueExtendedProperties",
        "multiValueExtendedProperties",
    }
)


def written(raw: Json) -> dict[str, Any]:
    """The fields of a message that a body asks for.

    Raises:
        GraphError: a property is unknown, of the wrong type, or beyond this fake.
    """
    return values.written(raw, _READERS, of="message", read_only=_READ_ONLY)


def check_lasting(raw: Json) -> None:
    """A message that is no draft can be written so (the code is inferred).

    Raises:
        GraphError: it cannot.
    """
    for name in raw:
        if name in _READERS and name not in _LASTING:
            raise errors.sent_already(name)


def people(name: str, value: object) -> tuple[Person, ...]:
    """Recipients; those without an address are left out.

    Raises:
        GraphError: the value is no collection of them.
    """
    found = (_person(complex_value(name, one)) for one in collection(name, value))
    return tuple(one for one in found if one.address)


def _person(raw: Json) -> Person:
    given = complex_value("emailAddress", raw.get("emailAddress") or {})
    address = text("address", given.get("address") or "").strip()
    return Person(address=address, name=text("name", given.get("name") or address))


def _people_of(field: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = people(name, value)

    return read


def _person_of(field: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        person = None if value is None else _person(complex_value(name, value))
        fields[field] = person if person and person.address else None

    return read


def _flag(name: str, value: object, fields: dict[str, Any]) -> None:
    raw = complex_value(name, value or {})
    status = raw.get("flagStatus") or "notFlagged"
    edges = {
        edge: _at(raw.get(f"{edge}DateTime"), f"{edge}DateTime")
        for edge in ("start", "due", "completed")
    }
    if edges["due"] is not None and edges["start"] is None:
        raise errors.invalid_request("A flag with 'dueDateTime' needs 'startDateTime'.")
    fields["flag"] = Flag(
        status=values.member("flagStatus", status, get_args(FlagStatus)),  # type: ignore[arg-type]  # a member of FlagStatus
        start_at=edges["start"],
        due_at=edges["due"],
        completed_at=edges["completed"],
    )


def _at(value: object, name: str) -> Any:
    if value is None:
        return None
    raw = complex_value(name, value)
    return instant(raw.get("dateTime"), values.zone_of(raw))


def _receipt(name: str, value: object, fields: dict[str, Any]) -> None:
    fields["is_delivery_receipt_requested"] = (
        None if value is None else values.flag(name, value)
    )


def _read_receipt(name: str, value: object, fields: dict[str, Any]) -> None:
    fields["is_read_receipt_requested"] = values.flag(name, value, default=False)


def _headers(name: str, value: object, fields: dict[str, Any]) -> None:
    found = []
    for one in collection(name, value):
        raw = complex_value(name, one)
        key = text("name", raw.get("name"))
        if not key.lower().startswith("x-"):
            raise errors.GraphError(
                400,
                "InvalidInternetMessageHeader",
                f"The internet message header '{key}' should start with 'x-'.",
            )
        found.append((key, text("value", raw.get("value"))))
    fields["headers"] = tuple(found)


_READERS: Final[Mapping[str, Reader]] = {
    "subject": values.text_of("subject"),
    "body": values.body_of("body"),
    "from": _person_of("from_"),
    "sender": _person_of("sender"),
    "toRecipients": _people_of("to"),
    "ccRecipients": _people_of("cc"),
    "bccRecipients": _people_of("bcc"),
    "replyTo": _people_of("reply_to"),
    "internetMessageId": values.text_of("internet_message_id"),
    "internetMessageHeaders": _headers,
    "isRead": values.flag_of("is_read"),
    "isReadReceiptRequested": _read_receipt,
    "isDeliveryReceiptRequested": _receipt,
    "importance": values.member_of("importance", get_args(Importance), "normal"),
    "inferenceClassification": values.member_of(
        "inference", get_args(Inference), "focused"
    ),
    "categories": values.texts_of("categories"),
    "flag": _flag,
    "singleValueExtendedProperties": values.properties_of("extended_properties"),
    "multiValueExtendedProperties": values.multi_properties_of(
        "multi_extended_properties"
    ),
    "attachments": attachments.with_item,
    "extensions": extensions.with_item,
}
# ignored without a word when a client sends them
_READ_ONLY: Final = frozenset(
    {
        "id",
        "bodyPreview",
        "changeKey",
        "conversationId",
        "conversationIndex",
        "createdDateTime",
        "hasAttachments",
        "isDraft",
        "lastModifiedDateTime",
        "parentFolderId",
        "receivedDateTime",
        "sentDateTime",
        "uniqueBody",
        "webLink",
    }
)
