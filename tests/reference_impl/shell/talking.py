"""A harness's side of the contract: every message of both sides held against it."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from harness.contract import faults, openapi
from reference_impl import ReferenceImplementation
from reference_impl.server import ContractServer

OF_SUCCESS: Final = {
    ("GET", "/v1/implementation"): (200, "implementation"),
    ("PUT", "/v1/sessions/{id}"): (201, "progress"),
    ("POST", "/v1/sessions/{id}/advance"): (200, "progress"),
    ("POST", "/v1/sessions/{id}/signals"): (204, None),
    ("GET", "/v1/sessions/{id}"): (200, None),
    ("DELETE", "/v1/sessions/{id}"): (204, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer that keeps the contract."""

    status: int
    headers: Mapping[str, str]
    document: Any


class Talk:
    """Says what it is told to say, and checks what it hears."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def call(
        self, method: str, template: str, document: object = None, *, id: str = "s"
    ) -> Said:
        """Make one of the six calls; its status is one that the contract names."""
        body = None if document is None else json.dumps(document).encode()
        said = self.send(method, template.replace("{id}", id), body)
        status, kind = OF_SUCCESS[method, template]
        named = openapi()["paths"][template][method.lower()]["responses"]
        assert str(said.status) in named
        if said.status < 400:
            assert said.status == status
            assert isinstance(said.document, dict) == (status != 204)
            assert kind is None or faults(kind, said.document) == ()
        return said

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Said:
        """Send anything; a refusal is a problem document."""
        self._connection.request(method, path, body, headers=dict(headers or {}))
        answer = self._connection.getresponse()
        octets = answer.read()
        told = dict(answer.headers.items())
        document: Any = json.loads(octets) if octets else None
        if answer.status >= 400:
            assert told["Content-Type"].startswith("application/problem+json")
            assert faults("problem", document) == ()
            assert {"type", "title", "detail"} <= document.keys()
            assert document["status"] == answer.status
            assert "Traceback" not in octets.decode()
        return Said(status=answer.status, headers=told, document=document)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def talking(reference: ReferenceImplementation | None = None) -> Iterator[Talk]:
    """A served reference, and somebody who talks to it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner = web.AppRunner(ContractServer(reference or ReferenceImplementation()).app())

    async def serve() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    talk = Talk(asyncio.run_coroutine_threadsafe(serve(), loop).result(60))
    try:
        yield talk
    finally:
        talk.close()
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()
