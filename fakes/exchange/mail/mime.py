"""A message that arrives as MIME in base64: the only place that reads one (2.3)."""

from __future__ import annotations

import base64
import binascii
import email
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.body import Body
from fakes.exchange.items import Person

# what the library does over unknown letters, lines that break off, odd groups
_STUMBLES: Final = (
    *(AttributeError, LookupError, RecursionError, TypeError, ValueError),
    MessageError,
)
_LINES: Final = {
    "to": "to",
    "cc": "cc",
    "bcc": "bcc",
    "reply-to": "reply_to",
}
_IMPORTANCE: Final = {"1": "high", "2": "high", "4": "low", "5": "low"}


def fields(content: bytes) -> dict[str, Any]:
    """The fields of the message.

    Raises:
        GraphError: the content is no base64, or no MIME (the code of that is a
            relative from the EWS schema: inferred), or has attachments.
    """
    try:
        octets = base64.b64decode(b"".join(content.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise errors.invalid_mime() from error
    message = email.message_from_bytes(octets, policy=default)
    assert isinstance(message, EmailMessage)  # the policy's
    try:
        return _fields(message)
    except _STUMBLES as error:
        raise errors.GraphError(
            400, "ErrorMimeContentInvalid", "The MIME content is invalid."
        ) from error


def _fields(message: EmailMessage) -> dict[str, Any]:
    if any(message.iter_attachments()):
        raise errors.unsupported("attachments in MIME content")
    found: dict[str, Any] = {
        "subject": str(message["subject"] or ""),
        "body": _body(message),
        "headers": tuple(
            (name, str(value))
            for name, value in message.items()
            if name.lower().startswith("x-")
        ),
        "importance": _importance(message),
    }
    for line, field in _LINES.items():
        found[field] = _people(message, line)
    for line, field in (("from", "from_"), ("sender", "sender")):
        people = _people(message, line)
        if people:
            found[field] = people[0]
    if message["message-id"]:
        found["internet_message_id"] = str(message["message-id"]).strip()
    return found


def _body(message: EmailMessage) -> Body:
    part = message.get_body(("html", "plain"))
    if part is None:
        return Body()
    content = str(part.get_content())
    kind = part.get_content_subtype()
    return Body(content_type="html" if kind == "html" else "text", content=content)


def _people(message: EmailMessage, line: str) -> tuple[Person, ...]:
    addresses: list[Address] = []
    for header in message.get_all(line, []):
        one = getattr(header, "address", None)  # `Sender` has one, not several
        addresses += getattr(header, "addresses", ()) or ([one] if one else [])
    return tuple(
        Person(address=one.addr_spec, name=one.display_name or one.addr_spec)
        for one in addresses
    )


def _importance(message: EmailMessage) -> str:
    named = str(message["importance"] or "").lower()
    if named in {"low", "normal", "high"}:
        return named
    return _IMPORTANCE.get(str(message["x-priority"] or "")[:1], "normal")
