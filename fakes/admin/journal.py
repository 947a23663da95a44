"""The journal as JSON. What the journal itself cannot know to be a secret goes here."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any, Final

from fakes.instants import spelt
from fakes.journal import REMOVED

if TYPE_CHECKING:
    from fakes.journal import Entry, Journal, Operation
    from fakes.wire import Headers

# A token in the headers of a part of a batch, or wherever else a client put it.
_TOKEN: Final = re.compile(rb"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+")


def page(journal: Journal, *, since: int, limit: int, secret: str) -> dict[str, Any]:
    """At most `limit` entries after number `since`, without the client's secret."""
    entries = journal.entries
    last = entries[-1].number if entries else 0
    first = max(0, since - (last - len(entries)))
    return {
        "entries": [
            _entry(entry, secret.encode()) for entry in entries[first : first + limit]
        ],
        "last": last,
        "gaps": list(journal.gaps),
        "crashes": list(journal.crashes),
    }


def _entry(entry: Entry, secret: bytes) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": spelt(entry.at),
        "service": entry.service,
        "method": entry.method,
        "target": _text(entry.target, secret),
        "status": entry.status,
        "fault": entry.fault,
        "operations": [_operation(one, secret) for one in entry.operations],
        "request": _message(entry.request_headers, entry.request_body, secret),
        "response": _message(entry.response_headers, entry.response_body, secret),
    }


def _operation(operation: Operation, secret: bytes) -> dict[str, Any]:
    return {
        **operation._asdict(),
        "target": _text(operation.target, secret),
        "at": spelt(operation.at),
    }


def _message(headers: Headers, body: bytes, secret: bytes) -> dict[str, Any]:
    return {
        "headers": [[name, _text(value, secret)] for name, value in headers],
        "body": _body(_cleared(body, secret)),
    }


def _body(octets: bytes) -> dict[str, str] | None:
    if not octets:
        return None
    try:
        return {"text": octets.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(octets).decode()}


def _cleared(octets: bytes, secret: bytes) -> bytes:
    removed = REMOVED.encode()
    return _TOKEN.sub(removed, octets).replace(secret, removed)


def _text(text: str, secret: bytes) -> str:
    """The text; bytes of a request line that are no UTF-8 show as such."""
    cleared = _cleared(text.encode("utf-8", "surrogateescape"), secret)
    return cleared.decode("utf-8", "backslashreplace")
