"""Bytes to a server and back: the only place that speaks to it without a client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from fakes import FakeServer, Tenant
from tests.fakes.fuzzing.sockets import Place, Wire

Talk: TypeAlias = Callable[[int, Wire, Tenant], Coroutine[None, None, None]]
PATIENCE_S: Final = 20.0  # more is a hang


async def said(port: int, request: bytes, *, gone: bool = False) -> bytes:
    """The whole answer to some bytes; empty when the client has `gone` meanwhile."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    try:
        writer.write(request)
        if gone:
            await writer.drain()
            return b""
        return await asyncio.wait_for(reader.read(), PATIENCE_S)
    except ConnectionError:  # the server has said enough before it read everything
        return b""
    finally:
        writer.close()


def status(answer: bytes) -> int:
    """The status of an answer."""
    return int(answer.split(b" ", 2)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """How a service is spoken to, and what it may say."""

    place: Place
    audience: Callable[[Tenant], str]
    statuses: frozenset[int]
    refusals: frozenset[int]
    is_error: Callable[[object], bool]
    begins: Callable[[Tenant], None] = lambda _: None

    def hold(self, scenario: Talk, *, now: datetime) -> None:
        """The scenario has been played against a server with one tenant.

        Afterwards the next request is served, and nothing has crashed.
        """

        async def whole() -> None:
            server = FakeServer()
            await server.start()
            try:
                tenant = server.open_tenant("t1", seed=1, now=now)
                self.begins(tenant)
                token = tenant.directory.issue(
                    tenant.application,
                    audience=self.audience(tenant),
                    lifetime=timedelta(days=1),
                )
                host = server.root_url.removeprefix("http://")
                wire = Wire(self.place, host=host, token=token)
                port = int(host.rpartition(":")[2])
                await scenario(port, wire, tenant)
                assert status(await said(port, wire.request())) == 200
                assert tenant.journal.crashes == []
            finally:
                await server.stop()

        asyncio.run(whole())

    def check(self, answer: bytes) -> None:
        """A documented status; a refusal of the service, not of HTTP, has its shape."""
        found = status(answer)
        assert found in self.statuses, answer[:300]
        head, _, body = answer.partition(b"\r\n\r\n")
        if b"application/json" in head and found in self.refusals and body:
            assert self.is_error(json.loads(body)), answer[:300]
