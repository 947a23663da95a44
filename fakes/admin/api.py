"""The administration API over HTTP: from a request to an operation, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from aiohttp import web

from fakes.admin import document, guard
from fakes.admin.operations import OPERATIONS, Administrated, Asked, Operation, Told
from fakes.admin.refusals import Refused
from fakes.strict import Unreadable, read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

SEGMENT: Final = "_admin"
PREFIX: Final = f"/{SEGMENT}/v1"
_LARGEST: Final = 64 * 1024 * 1024


class Administration:
    """Answers below `/_admin/v1/` for one tenant."""

    def __init__(self, administrated: Administrated, *, own_name: str) -> None:
        self._administrated = administrated
        self._own_name = own_name

    async def answer(self, incoming: web.BaseRequest) -> web.StreamResponse:
        """The answer to one request; whatever it did is done."""
        headers = {"Date": self._administrated.tenant.http_date()}
        try:
            guard.check(incoming, own_name=self._own_name)
            path, operation = _resolved(incoming)
            asked = Asked(
                query=document.read_query(path, incoming.method, _query(incoming)),
                body=await _body(incoming, path),
            )
            told = operation(self._administrated, asked)
        except Refused as refused:
            if refused.allow:
                headers["Allow"] = ", ".join(refused.allow)
            error = {"code": refused.code, "message": refused.message}
            told = Told(refused.status, {"error": error})
        return web.Response(
            status=told.status,
            body=None if told.body is None else _encoded(told.body),
            content_type=None if told.body is None else "application/json",
            headers=headers,
        )


def _encoded(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _resolved(incoming: web.BaseRequest) -> tuple[str, Operation]:
    target, _, _ = incoming.raw_path.partition("?")
    path = target.removeprefix(PREFIX)
    found = OPERATIONS.get(path) if path != target else None
    if found is None:
        known = ", ".join(one.removeprefix("/") for one in OPERATIONS)
        raise Refused(404, f"Nothing is called '{target}'. Known: {known}.")
    if incoming.method not in found:
        message = f"{path} knows {', '.join(found)}, not {incoming.method}."
        raise Refused(405, message, allow=found)
    return path, found[incoming.method]


def _query(incoming: web.BaseRequest) -> list[tuple[str, str]]:
    _, _, query = incoming.raw_path.partition("?")
    return parse_qsl(query, keep_blank_values=True)


async def _body(incoming: web.BaseRequest, path: str) -> dict[str, Any]:
    needed = document.takes_body(path, incoming.method)
    octets = b"" if needed is None else await _octets(incoming)
    if not octets:
        if needed:
            raise Refused(400, "The request needs a body in JSON.")
        return {}
    if incoming.content_type != "application/json":
        message = f"The body is {incoming.content_type}; send application/json."
        raise Refused(415, message)
    try:
        body: Any = read_json(octets)
    except Unreadable as error:
        raise Refused(400, f"The body is no JSON: {error}.") from error
    document.check_body(path, incoming.method, body)
    checked: dict[str, Any] = body
    return checked


async def _octets(incoming: web.BaseRequest) -> bytes:
    octets = bytearray()
    async for chunk in incoming.content.iter_any():
        octets += chunk
        if len(octets) > _LARGEST:
            raise Refused(413, f"The body is larger than {_LARGEST} bytes.")
    return bytes(octets)
