"""The journal of one tenant: every exchange, with its virtual time, without secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from fakes.wire import Headers, Request, Response, ServiceName

if TYPE_CHECKING:
    from collections.abc import Mapping

REMOVED: Final = "(removed)"
_SECRET_HEADERS: Final = frozenset({"authorization", "cookie", "proxy-authorization"})
_SECRET_FIELDS: Final = re.compile(
    rb"""(client_secret=|client_assertion=|"(?:access_token|client_secret)"\s*:\s*")[^&"]*"""
)


class Operation(NamedTuple):
    """One thing that a client asked for: a request, or one part of a `$batch`.

    A tuple, because a run makes a hundred thousand of them.
    """

    service: ServiceName
    name: str
    method: str
    target: str
    status: int | None  # None: the connection was lost before the effect
    at: datetime
    fault: str | None = None


@dataclass(slots=True, kw_only=True)
class Entry:
    """One HTTP exchange. Bodies are kept as bytes and rendered only for a report."""

    number: int
    at: datetime
    service: ServiceName
    method: str
    target: str  # path below the service's root, and query
    request_headers: Headers
    request_body: bytes
    status: int | None = None  # None: no answer reached the client
    response_headers: Headers = ()
    response_body: bytes = b""
    fault: str | None = None
    operations: list[Operation] = field(default_factory=list)


class Journal:
    """What happened on the wire, in order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.gaps: list[str] = []  # requests that a fake does not support (501)
        self.crashes: list[str] = []  # bugs of a fake
        self._forgotten = 0

    def open(self, *, at: datetime, service: ServiceName, request: Request) -> Entry:
        """A new entry for a request that has just arrived."""
        query = f"?{request.query}" if request.query else ""
        entry = Entry(
            number=self._forgotten + len(self.entries) + 1,
            at=at,
            service=service,
            method=request.method,
            target=request.path + query,
            request_headers=_headers_without_secrets(request.headers),
            request_body=_without_secrets(service, request.body),
        )
        self.entries.append(entry)
        return entry

    def close(self, entry: Entry, response: Response | None) -> None:
        """The entry holds its answer; None when the client never got one."""
        if response is None:
            return
        entry.status = response.status
        entry.response_headers = response.headers
        entry.response_body = _without_secrets(entry.service, response.body)

    def forget(self) -> None:
        """The journal is empty; numbers go on from where they were."""
        self._forgotten += len(self.entries)
        self.entries.clear()
        self.gaps.clear()
        self.crashes.clear()

    def operations(self, since: int = 0) -> list[Operation]:
        """Every operation of the entries from index `since` on, in order."""
        return [one for entry in self.entries[since:] for one in entry.operations]


def _headers_without_secrets(headers: Mapping[str, str]) -> Headers:
    kept = dict(headers)
    for name in _SECRET_HEADERS & kept.keys():
        kept[name] = REMOVED
    return tuple(kept.items())


def _without_secrets(service: ServiceName, body: bytes) -> bytes:
    if service != "entra":
        return body
    return _SECRET_FIELDS.sub(rb"\1" + REMOVED.encode(), body)
