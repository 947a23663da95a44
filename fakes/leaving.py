"""How an answer leaves over HTTP: the only place that ends a connection badly."""

from __future__ import annotations

import socket
import struct
from typing import Final, assert_never

from aiohttp import web

from fakes.tenant import Tenant
from fakes.wire import Departure, Request, Response, Service

# Closing drops what has not been sent, and the peer meets a reset.
_AT_ONCE: Final = struct.pack("ii", 1, 0)
_HALF_A_HEAD: Final = b"HTTP/1.1 200 OK\r\nDate: "


async def leave(
    incoming: web.BaseRequest,
    tenant: Tenant,
    service: Service,
    *,
    request: Request,
    departure: Departure,
) -> web.StreamResponse:
    """The answer is on its way, or the connection has ended as it was to."""
    response, sent = departure.response, departure.sent
    if response is None or sent is None:
        return _end(incoming, reset=departure.ending == "reset")
    match departure.ending:
        case "whole" | "closed" | "reset":
            return _outgoing(response, tenant)
        case "cut" if not response.body:
            if incoming.transport is not None:
                incoming.transport.write(_HALF_A_HEAD)
            return _end(incoming, reset=False)
        case "cut":
            outgoing = await _begun(incoming, response, tenant, sent.body)
            _end(incoming, reset=False)
            return outgoing
        case "trickled":
            half = len(response.body) // 2
            first, rest = response.body[:half], response.body[half:]
            outgoing = await _begun(incoming, response, tenant, first)
            await tenant.pause(service, request, departure.pause)
            await outgoing.write(rest)
            return outgoing
        case _:
            assert_never(departure.ending)


def _end(incoming: web.BaseRequest, *, reset: bool) -> web.Response:
    """The connection is closed, or reset; nobody will read the response."""
    transport = incoming.transport
    if transport is not None and reset:
        own = transport.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        transport.abort()
    elif transport is not None:
        transport.close()
    return web.Response(status=499)


async def _begun(
    incoming: web.BaseRequest, response: Response, tenant: Tenant, start: bytes
) -> web.StreamResponse:
    """An answer that promises the whole body; the start of it has been sent."""
    outgoing = web.StreamResponse(status=response.status)
    _set_headers(outgoing, response, tenant)
    outgoing.content_length = len(response.body)
    await outgoing.prepare(incoming)
    await outgoing.write(start)
    return outgoing


def _outgoing(response: Response, tenant: Tenant) -> web.Response:
    outgoing = web.Response(status=response.status, body=response.body or None)
    _set_headers(outgoing, response, tenant)
    return outgoing


def _set_headers(
    outgoing: web.StreamResponse, response: Response, tenant: Tenant
) -> None:
    headers = outgoing.headers
    for key, value in response.headers:
        headers.add(key, value)
    headers["Date"] = tenant.http_date()
    headers["Server"] = "fieldsync"
