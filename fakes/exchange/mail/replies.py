"""What a reply or a forward says before its writer has said anything.

The samples of the documents show the subject's prefix, the recipients and that the
original is quoted below; its exact form is inferred.
"""

from __future__ import annotations

import base64
import html
from typing import Any, Final, Literal, TypeAlias

from fakes.exchange.body import Body
from fakes.exchange.items import Person
from fakes.exchange.mail.message import Message

Manner: TypeAlias = Literal["reply", "replyAll", "forward"]
_RULE: Final = "_" * 32


def composed(
    original: Message, manner: Manner, *, owner: Person, comment: str, index: bytes
) -> dict[str, Any]:
    """The fields of the answer; `index` tells it from others to the same message."""
    prefix = "FW: " if manner == "forward" else "RE: "
    subject = original.subject
    if not subject.lower().startswith(prefix.lower()):
        subject = f"{prefix}{subject}"
    to, cc = _recipients(original, manner, owner=owner)
    place = base64.b64decode(original.conversation_index) + index
    return {
        "subject": subject,
        "body": _quoted(original, comment),
        "to": to,
        "cc": cc,
        "sender": owner,
        "from_": owner,
        "importance": original.importance,
        "conversation_id": original.conversation_id,
        "conversation_index": base64.b64encode(place).decode(),
    }


def _recipients(
    original: Message, manner: Manner, *, owner: Person
) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Who is in the lines To and Cc; of an own message: those who were there."""
    if manner == "forward":
        return (), ()
    writer = original.from_
    if writer is not None and writer.key == owner.key:
        first = original.to
        others: tuple[Person, ...] = ()
    else:
        first = original.reply_to or ((writer,) if writer else ())
        others = original.to
    if manner == "reply":
        return first, ()
    seen = {owner.key, *(one.key for one in first)}
    to = (*first, *(one for one in others if one.key not in seen))
    known = {owner.key, *(one.key for one in to)}
    return to, tuple(one for one in original.cc if one.key not in known)


def _quoted(original: Message, comment: str) -> Body:
    lines = [
        ("From", _line((original.from_,) if original.from_ else ())),
        ("Sent", original.sent_at.strftime("%A, %d %B %Y %H:%M:%S")),
        ("To", _line(original.to)),
        ("Subject", original.subject),
    ]
    if original.body.content_type == "text":
        head = "\n".join(f"{name}: {value}" for name, value in lines)
        content = f"{comment}\n\n{_RULE}\n{head}\n\n{original.body.content}"
        return Body(content_type="text", content=content)
    head = "".join(f"<b>{name}:</b> {html.escape(value)}<br>" for name, value in lines)
    said = html.escape(comment, quote=False).replace("\n", "<br>")
    content = f"<div>{said}</div><hr><div>{head}</div><br>{original.body.content}"
    return Body(content=content)


def _line(people: tuple[Person, ...]) -> str:
    return "; ".join(f"{one.name} <{one.address}>" for one in people)
