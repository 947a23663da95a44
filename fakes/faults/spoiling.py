"""What becomes of an answer: the only place that spoils one or makes one up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fakes.entra.claims_request import challenge, demanded
from fakes.wire import Headers, Request, Response

if TYPE_CHECKING:
    from fakes.faults.effects import Answer, Redirected
    from fakes.wire import Service

_JSON: Final = "application/json; charset=utf-8"
_HTML: Final = "text/html; charset=utf-8"
# Dataverse's refusals name no code of their own (dataverse-webapi, sections 7 and 8;
# the general one for every other status: inferred).
_THROTTLED: Final = "0x80072322"
_UNEXPECTED: Final = "0x80040216"
# Which of an older answer's headers tell what its body is; the others are of now.
_OF_CONTENT: Final = frozenset({"etag", "content-type", "odata-version"})


def refused(service: Service, answer: Answer, *, now: datetime) -> Response:
    """The refusal, with the body and the `Retry-After` that the fault asks for."""
    code = answer.code or _own_code(service, answer.status)
    refusal = service.refusal(answer.status, code, answer.message)
    if answer.body != "error":
        others = _without(refusal.headers, "content-type")
        refusal = replace(refusal, headers=others, body=b"")
    if answer.body == "page":
        refusal = replace(
            refusal,
            headers=(*refusal.headers, ("Content-Type", _HTML)),
            body=_page(answer.status),
        )
    if answer.retry_after_s is None:
        return refusal
    after = str(answer.retry_after_s)
    if answer.retry_after_as == "date":
        at = now + timedelta(seconds=answer.retry_after_s)
        after = format_datetime(at, usegmt=True)
    return replace(refusal, headers=(*refusal.headers, ("Retry-After", after)))


def redirected(request: Request, redirect: Redirected) -> Response:
    """The way to the address that was asked for."""
    query = f"?{request.query}" if request.query else ""
    location = f"{request.root_url}{request.path}{query}"
    return Response(status=redirect.status, headers=(("Location", location),))


def malformed(response: Response) -> Response:
    """Half of the body and an opening brace, which no JSON ends with."""
    half = response.body[: len(response.body) // 2] + b"{"
    if response.body:
        return replace(response, body=half)
    typed = retyped(response, _JSON)
    return replace(typed, status=200, body=half)


def retyped(response: Response, content_type: str) -> Response:
    """The same answer as another type."""
    others = _without(response.headers, "content-type")
    return replace(response, headers=(*others, ("Content-Type", content_type)))


def challenged(response: Response, *, now: datetime) -> Response:
    """A 401 whose challenge demands the claims of a token issued from now on.

    Also where the client has not said that it can handle one (exchange-graph, section
    1.3). The same at Dataverse (inferred).
    """
    more = challenge(demanded(now))
    return replace(
        response,
        headers=tuple(
            (name, value + more)
            if name == "WWW-Authenticate" and "claims=" not in value
            else (name, value)
            for name, value in response.headers
        ),
    )


def aged(fresh: Response, older: Response) -> Response:
    """What the older answer said, under the request ids of the fresh one."""
    return Response(
        status=older.status,
        headers=(
            *((n, v) for n, v in fresh.headers if n.lower() not in _OF_CONTENT),
            *((n, v) for n, v in older.headers if n.lower() in _OF_CONTENT),
        ),
        body=older.body,
    )


def _own_code(service: Service, status: int) -> str:
    """The code of a refusal that names none; empty where the service has its own."""
    if service.name != "dataverse":
        return ""
    return _THROTTLED if status == 429 else _UNEXPECTED


def _page(status: int) -> bytes:
    known = {one.value: one.phrase for one in HTTPStatus}
    title = f"{status} {known.get(status, '')}".strip()
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
    ).encode()


def _without(headers: Headers, name: str) -> Headers:
    return tuple(one for one in headers if one[0].lower() != name)
