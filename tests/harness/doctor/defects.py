"""The reference as a process with one defect: `python -m tests.harness.doctor.defects`.

Each defect is one way in which adapters are built wrongly, and nothing else is wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from reference_impl.errors import ReferenceError  # noqa: A004 - the name it has
from reference_impl.implementation import ReferenceImplementation
from reference_impl.server import ContractServer

PROBLEM: Final[Mapping[str, Any]] = {
    "status": 404,
    "content_type": "application/problem+json",
}
VIRTUAL: Final = 2030  # later years are none in which a test runs
BACK: Final = timedelta(days=5 * 365)


def changed(answer: web.StreamResponse, **members: Any) -> web.Response:
    """The answer, with other members; None takes one away."""
    document = {**document_of(answer), **members}
    kept = {name: value for name, value in document.items() if value is not None}
    return web.json_response(kept, status=answer.status)


def document_of(answer: web.StreamResponse) -> dict[str, Any]:
    assert isinstance(answer, web.Response)
    assert isinstance(answer.body, bytes)
    found: dict[str, Any] = json.loads(answer.body)
    return found


async def asked(request: web.Request) -> dict[str, Any]:
    """What was asked; {} where the body is no object."""
    with contextlib.suppress(ValueError):
        document = json.loads(await request.read())
        if isinstance(document, dict):
            return document
    return {}


def asks(request: web.Request, document: Mapping[str, Any]) -> None:
    request._read_bytes = json.dumps(document).encode()


def moved(text: str, by: timedelta) -> str:
    at = datetime.fromisoformat(text) + by
    return at.isoformat().replace("+00:00", "Z")


async def no_vendor(request: web.Request, handler: Handler) -> web.StreamResponse:
    answer = await handler(request)
    return changed(answer, vendor=None) if request.path.endswith("tion") else answer


async def system_clock(request: web.Request, handler: Handler) -> web.StreamResponse:
    answer = await handler(request)
    is_description = request.path == "/v1/implementation"
    return changed(answer, clock="system") if is_description else answer


async def created_is_ok(request: web.Request, handler: Handler) -> web.StreamResponse:
    answer = await handler(request)
    if answer.status == 201:
        return web.json_response(document_of(answer), status=200)
    return answer


async def wrong_secret(request: web.Request, handler: Handler) -> web.StreamResponse:
    document = await asked(request)
    if "identity" in document:
        document["identity"]["client_secret"] = "that of yesterday"
        asks(request, document)
    return await handler(request)


async def one_token(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Uses the token for Dataverse with Exchange, too."""
    document = await asked(request)
    if "identity" in document:
        identity = document["identity"]
        identity["scope_exchange"] = identity["scope_dataverse"]
        asks(request, document)
    return await handler(request)


async def plain_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    answer = await handler(request)
    if answer.status in {400, 404, 422}:
        return web.Response(status=answer.status, text="Error")
    return answer


async def one_refusal(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tells a body that breaks its schema as one that is no JSON."""
    answer = await handler(request)
    if answer.status != 422:
        return answer
    problem = {**document_of(answer), "status": 400}
    return web.json_response(problem, **{**PROBLEM, "status": 400})


async def tells_wall_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Its `now` is that of the system; all else goes by the time that is given."""
    answer = await handler(request)
    if answer.status in {200, 201} and request.path != "/v1/implementation":
        return changed(answer, now=moved(datetime.now(UTC).isoformat(), timedelta()))
    return answer


async def lives_this_year(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Says the time that it is given, and lives in another."""
    document = await asked(request)
    name = next((name for name in ("to", "now") if name in document), None)
    with contextlib.suppress(ValueError):
        if name and datetime.fromisoformat(document[name]).year > VIRTUAL:
            asks(request, {**document, name: moved(document[name], -BACK)})
            answer = await handler(request)
            progress = document_of(answer)
            wake = moved(progress["next_wake"], BACK)
            return changed(answer, now=moved(progress["now"], BACK), next_wake=wake)
    return await handler(request)


class Restless:
    """Goes on asking Dataverse after DELETE."""

    def __init__(self) -> None:
        self._urls: dict[str, str] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """The answer."""
        document = await asked(request)
        if request.method == "PUT" and "dataverse" in document:
            self._urls[request.path] = document["dataverse"]["base_url"]
        answer = await handler(request)
        if request.method == "DELETE":
            work = self._work(self._urls[request.path])
            self._tasks.append(asyncio.create_task(work))
        return answer

    async def _work(self, url: str) -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    await http.get(f"{url}/api/data/v9.2/organizations")
                await asyncio.sleep(0.02)


class FiltersByWallTime:
    """Asks for what has changed since yesterday, by the clock of the system."""

    def __init__(self) -> None:
        self._urls: dict[str, str] = {}

    async def __call__(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """The answer."""
        document = await asked(request)
        if request.method == "PUT" and "dataverse" in document:
            url = document["dataverse"]["base_url"]
            self._urls[f"{request.path}/advance"] = f"{url}/api/data/v9.2/appointments"
        url = self._urls.get(request.path, "")
        if url and request.path.endswith("/advance"):
            yesterday = datetime.now(UTC).date() - timedelta(days=1)
            wanted = {"$filter": f"modifiedon ge {yesterday}T00:00:00Z"}
            async with aiohttp.ClientSession() as http:
                await http.get(url, params=wanted)
        return await handler(request)


class DeletesAll:
    """DELETE forgets every session, not only its own."""

    def __init__(self) -> None:
        self._paths: set[str] = set()

    async def __call__(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """The answer."""
        if request.method == "PUT":
            self._paths.add(request.path)
        is_known = request.path.removesuffix("/advance") in self._paths
        if request.method == "DELETE":
            self._paths.clear()
        elif request.path.endswith("/advance") and not is_known:
            return web.json_response({"title": "Not Found", "status": 404}, **PROBLEM)
        return await handler(request)


async def starts_afresh(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Takes whatever is to be resumed for a new session."""
    document = await asked(request)
    if document.get("resume"):
        asks(request, {**document, "resume": False})
    return await handler(request)


class AnswersEarly:
    """Answers an advance at once, and begins its work then."""

    def __init__(self) -> None:
        self._time: dict[str, str] = {}  # of each session
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """The answer."""
        document = await asked(request)
        session = request.path.removesuffix("/advance")
        to = str(document.get("to"))
        if request.method == "PUT":
            self._time[session] = str(document.get("now"))
        is_sound = self._time.get(session, "X") <= to < "3"  # a time, and a later one
        if request.path == session or not is_sound:
            return await handler(request)
        self._time[session] = to
        self._tasks.append(asyncio.create_task(self._later(request, handler)))
        due = moved(to, timedelta(minutes=15))
        return web.json_response({"now": to, "next_wake": due, "problems": []})

    async def _later(self, request: web.Request, handler: Handler) -> None:
        await asyncio.sleep(0.02)
        with contextlib.suppress(ReferenceError):  # the session may be over by then
            await handler(request)


async def none(request: web.Request, handler: Handler) -> web.StreamResponse:
    return await handler(request)


DEFECTS: Final[Mapping[str, Middleware]] = {
    "none": none,
    "no-vendor": no_vendor,
    "system-clock": system_clock,
    "created-is-ok": created_is_ok,
    "answers-early": AnswersEarly(),
    "wrong-secret": wrong_secret,
    "one-token": one_token,
    "plain-refusals": plain_refusals,
    "one-refusal": one_refusal,
    "tells-wall-time": tells_wall_time,
    "lives-this-year": lives_this_year,
    "filters-by-wall-time": FiltersByWallTime(),
    "restless": Restless(),
    "deletes-all": DeletesAll(),
    "forgetful": none,
    "starts-afresh": starts_afresh,
}


def main(name: str) -> None:
    if name == "exits":
        sys.exit("The licence has expired.")
    is_kept = name != "forgetful"
    folder = os.environ["FIELDSYNC_STATE_DIR"]
    url = f"sqlite:///{folder}/defects.db" if is_kept else "sqlite://"
    app = ContractServer(ReferenceImplementation(database_url=url)).app()
    app.middlewares.insert(0, web.middleware(DEFECTS[name]))
    port = int(os.environ["FIELDSYNC_PORT"])
    web.run_app(app, host="127.0.0.1", port=port, print=None, shutdown_timeout=0.1)


if __name__ == "__main__":
    main(sys.argv[1])
