"""What surrounds an answer: headers, collections, errors. Sections 2.1 and 8."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fakes.exchange.errors import GraphError
from fakes.exchange.wire.json import dumps
from fakes.wire import Headers, Response

_JSON: Final = (
    "application/json;odata.metadata=minimal;odata.streaming=true;"
    "IEEE754Compatible=false;charset=utf-8"
)
_ERROR_JSON: Final = "application/json"
_DIAGNOSTIC: Final = dumps(
    {
        "ServerInfo": {
            "DataCenter": "Loopback",
            "Slice": "E",
            "Ring": "1",
            "ScaleUnit": "001",
            "RoleInstance": "fieldsync",
        }
    }
)
# the code of a fault that names none
DEFAULT_CODES: Final = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "ErrorAccessDenied",
    404: "ErrorItemNotFound",
    409: "ErrorConflict",
    410: "SyncStateNotFound",
    412: "ErrorIrresolvableConflict",
    429: "TooManyRequests",
    500: "ErrorInternalServerError",
    503: "serviceNotAvailable",
    504: "UnknownError",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer before it has its common headers."""

    status: int = 200
    body: str | bytes | None = None  # JSON unless `content_type` says else
    headers: Headers = ()
    content_type: str = _JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestIds:
    """The two ids by which an answer can be found again."""

    request_id: str
    client_request_id: str


def response(reply: Reply, ids: RequestIds) -> Response:
    """The reply with the headers that every answer has."""
    content: Headers = (
        ()
        if reply.body is None
        else (("Content-Type", _printable(reply.content_type)),)
    )
    return Response(
        status=reply.status,
        headers=(
            *content,
            ("request-id", ids.request_id),
            ("client-request-id", ids.client_request_id),
            ("x-ms-ags-diagnostic", _DIAGNOSTIC),
            ("OData-Version", "4.0"),
            ("Cache-Control", "private"),
            *((name, _printable(value)) for name, value in reply.headers),
        ),
        body=_octets(reply.body),
    )


def _printable(value: str) -> str:
    """The value as a header can carry it."""
    if value.isascii() and value.isprintable():
        return value
    return "".join(one if " " <= one <= "~" else "?" for one in value)


def _octets(body: str | bytes | None) -> bytes:
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    # An answer may quote a request line, whose stray bytes servers keep as halves of
    # surrogate pairs; nothing that is stored has such.
    return body.encode("utf-8", "replace")


def failure(error: GraphError, *, ids: RequestIds, now: datetime) -> Reply:
    """An error in Graph's shape."""
    inner: dict[str, str] = {
        "date": now.strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": ids.request_id,
        "client-request-id": ids.client_request_id,
    }
    if error.status == 429:
        inner = {"code": "429", **inner, "status": "429"}
    shown: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.has_inner_error:
        shown["innerError"] = inner
    return Reply(
        status=error.status,
        body=dumps({"error": shown}),
        headers=error.headers,
        content_type=_ERROR_JSON,
    )


def entity(context: str, fragment: str, *, status: int = 200) -> Reply:
    """One JSON object, already written, with its context."""
    return Reply(
        status=status, body=f'{{"@odata.context":{dumps(context)},{fragment[1:]}'
    )


def collection(
    context: str,
    rows: Iterable[str],
    *,
    count: int | None = None,
    links: Iterable[tuple[str, str]] = (),
) -> Reply:
    """JSON objects, already written, with context, count and links."""
    head: dict[str, Any] = {"@odata.context": context}
    if count is not None:
        head["@odata.count"] = count
    tail = "".join(f",{dumps(name)}:{dumps(link)}" for name, link in links)
    return Reply(body=f'{dumps(head)[:-1]},"value":[{",".join(rows)}]{tail}}}')


def plain(text: str) -> Reply:
    """Plain text: `$count`."""
    return Reply(body=text, content_type="text/plain")


def file(content: bytes, content_type: str | None) -> Reply:
    """Octets as they are: the `$value` of a file."""
    return Reply(body=content, content_type=content_type or "application/octet-stream")


def etags(header: str) -> frozenset[str]:
    """The change keys that an `If-Match` header names."""
    return frozenset(
        entry.strip().removeprefix("W/").strip('"') for entry in header.split(",")
    )
