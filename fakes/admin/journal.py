"""The journal as JSON. What the journal itself cannot know to be a secret goes here."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from fakes.instants import spelt
from fakes.journal import REMOVED

if TYPE_CHECKING:
    from fakes.journal import Entry, Journal, Operation
    from fakes.wire import Headers

Secrets: TypeAlias = tuple[bytes, ...]
# A token in the headers of a part of a batch, or wherever else a client put it.
_TOKEN: Final = re.compile(rb"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+")


def page(
    journal: Journal, *, since: int, limit: int, secrets: Secrets
) -> dict[str, Any]:
    """At most `limit` entries after number `since`, without the clients' secrets."""
    entries = journal.entries
    last = entries[-1].number if entries else 0
    first = max(0, since - (last - len(entries)))
    return {
        "entries": [_entry(entry, secrets) for entry in entries[first : first + limit]],
        "last": last,
        "gaps": list(journal.gaps),
        "crashes": list(journal.crashes),
    }


def _entry(entry: Entry, secrets: Secrets) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": spelt(entry.at),
        "service": entry.service,
        "method": entry.method,
        "target": _text(entry.target, secrets),
        "status": entry.status,
        "fault": entry.fault,
        "operations": [_operation(one, secrets) for one in entry.operations],
        "request": _message(entry.request_headers, entry.request_body, secrets),
        "response": _message(entry.response_headers, entry.response_body, secrets),
    }


def _operation(operation: Operation, secrets: Secrets) -> dict[str, Any]:
    return {
        **operation._asdict(),
        "target": _text(operation.target, secrets),
        "at": spelt(operation.at),
    }


def _message(headers: Headers, body: bytes, secrets: Secrets) -> dict[str, Any]:
    return {
        "headers": [[name, _text(value, secrets)] for name, value in headers],
        "body": _body(_cleared(body, secrets)),
    }


def _body(octets: bytes) -> dict[str, str] | None:
    if not octets:
        return None
    try:
        return {"text": octets.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(octets).decode()}


def _cleared(octets: bytes, secrets: Secrets) -> bytes:
    removed = REMOVED.encode()
    octets = _TOKEN.sub(removed, octets)
    for secret in secrets:
        octets = octets.replace(secret, removed)
    return octets


def _text(text: str, secrets: Secrets) -> str:
    """The text; bytes of a request line that are no UTF-8 show as such."""
    cleared = _cleared(text.encode("utf-8", "surrogateescape"), secrets)
    return cleared.decode("utf-8", "backslashreplace")
