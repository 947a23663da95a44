"""The contract over HTTP: what a vendor's adapter would look like for the reference."""

import logging
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from reference_impl.errors import (
    InvalidSession,
    ReferenceError,  # noqa: A004  the name that callers were promised
    UnknownSession,
    UnreadableBody,
    UnsupportedSignal,
)
from reference_impl.implementation import ReferenceImplementation
from reference_impl.shell import bodies, contract

LOG: Final = logging.getLogger(__name__)
AN_ID: Final = re.compile(r"[A-Za-z0-9._~-]{1,200}")
STATUS_OF: Final[dict[type[ReferenceError], HTTPStatus]] = {
    UnknownSession: HTTPStatus.NOT_FOUND,
    UnreadableBody: HTTPStatus.BAD_REQUEST,
    InvalidSession: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnsupportedSignal: HTTPStatus.NOT_IMPLEMENTED,
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ContractServer:
    """Serves one reference implementation."""

    def __init__(self, reference: ReferenceImplementation) -> None:
        self._reference = reference

    def app(self) -> web.Application:
        """Return the application; closing it closes the reference."""
        app = web.Application(middlewares=[told_as_problems])
        session = "/v1/sessions/{id}"
        app.router.add_get("/v1/implementation", self._describe)
        app.router.add_put(session, self._put)
        app.router.add_get(session, self._diagnostics)
        app.router.add_delete(session, self._delete)
        app.router.add_post(f"{session}/advance", self._advance)
        app.router.add_post(f"{session}/signals", self._signal)
        app.on_cleanup.append(self._close)
        return app

    async def _describe(self, _request: web.Request) -> web.Response:
        return web.json_response(self._reference.describe())

    async def _put(self, request: web.Request) -> web.Response:
        session = await _document(request)
        progress = await self._reference.put_session(_id(request), session)
        return web.json_response(progress, status=HTTPStatus.CREATED)

    async def _advance(self, request: web.Request) -> web.Response:
        to = contract.time_of(await _document(request))
        return web.json_response(await self._reference.advance(_id(request), to))

    async def _signal(self, request: web.Request) -> web.Response:
        await self._reference.signal(_id(request), await _document(request))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def _diagnostics(self, request: web.Request) -> web.Response:
        return web.json_response(await self._reference.diagnostics(_id(request)))

    async def _delete(self, request: web.Request) -> web.Response:
        await self._reference.delete_session(_id(request))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def _close(self, _app: web.Application) -> None:
        await self._reference.close()


@web.middleware
async def told_as_problems(
    request: web.Request, handler: Handler
) -> web.StreamResponse:
    """Answer refusals with a problem document (RFC 9457)."""
    try:
        return await handler(request)
    except ReferenceError as error:
        return _problem(STATUS_OF[type(error)], str(error))
    except web.HTTPException as error:
        return _refused(request, error)
    except Exception as error:  # a bug of ours: the caller gets an answer all the same
        LOG.exception("%s %s", request.method, request.path)
        detail = (
            f"The reference has failed: {type(error).__name__}. Its log says where."
        )
        return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def _refused(request: web.Request, error: web.HTTPException) -> web.Response:
    """What aiohttp refuses by itself: paths, methods, sizes, encodings."""
    detail = f"{request.method} {request.path}: {error.reason}."
    answer = _problem(HTTPStatus(error.status), detail)
    if "Allow" in error.headers:
        answer.headers["Allow"] = error.headers["Allow"]
    return answer


def _problem(status: HTTPStatus, detail: str) -> web.Response:
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
    return web.json_response(
        problem, status=status.value, content_type="application/problem+json"
    )


async def _document(request: web.Request) -> dict[str, Any]:
    try:
        octets = await request.read()
    except web.RequestPayloadError as error:
        raise UnreadableBody("The body is not encoded as its head says.") from error
    return bodies.document_of(octets)


def _id(request: web.Request) -> str:
    session_id = request.match_info["id"]
    if not AN_ID.fullmatch(session_id):
        raise InvalidSession("A session's id is 1 to 200 letters, digits or . _ ~ -")
    return session_id
