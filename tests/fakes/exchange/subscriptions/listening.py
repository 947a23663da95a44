"""A listener on loopback, and a subscriber that talks to the fakes over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from fakes import FakeServer, Tenant
from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import START, a_body
from tests.fakes.exchange.test_http import sign_in


@dataclass(slots=True)
class Listener:
    """What is notified; how it answers can be changed at any time."""

    url: str = ""
    shaken: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)  # one body per call
    validation: Callable[[str], web.Response] = lambda token: web.Response(text=token)
    status: int = 202

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """The token of a handshake, or an acknowledgement."""
        token = request.query.get("validationToken")
        if token is not None:
            self.shaken += 1
            return self.validation(token)
        self.told.append(await request.json())
        return web.Response(status=self.status)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every notification, in the order of its coming."""
        return [row for body in self.told for row in body["value"]]

    @property
    def changes(self) -> list[str]:
        """What kind of change each was."""
        return [row["changeType"] for row in self.rows if "changeType" in row]


@dataclass(slots=True, kw_only=True)
class Subscriber:
    """A signed-in client with a listener of its own."""

    tenant: Tenant
    listener: Listener
    client: aiohttp.ClientSession
    ann: Mailbox

    async def call(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, Any]:
        """Status and decoded body of an answer; `_` stands for `-` in headers."""
        url = f"{self.tenant.connection.graph_url}{path}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.request(method, url, json=body, headers=sent) as answer:
            text = await answer.text()
            return answer.status, await answer.json() if text else None

    async def subscribe(self, **others: object) -> tuple[int, Any]:
        """The answer to a subscription to Ann's events, or to something else."""
        expires_at = self.tenant.clock.now() + timedelta(hours=1)
        body = {
            "changeType": "created,updated,deleted",
            "notificationUrl": self.listener.url,
            "resource": f"users/{self.ann.id}/events",
            "expirationDateTime": expires_at.isoformat(),
            "clientState": "secret",
            **others,
        }
        return await self.call("POST", "/subscriptions", body)

    async def create(self, subject: str = "Site visit") -> dict[str, Any]:
        """A new event of Ann's; whoever listens has been told."""
        path = f"/users/{quote(self.ann.address)}/events"
        status, event = await self.call("POST", path, a_body(subject))
        assert status == 201
        await self.tenant.exchange.courier.idle()
        return dict(event)

    async def pass_time(self, **span: float) -> None:
        """The tenant's clock has moved on; whatever was due has been told."""
        self.tenant.clock.move_to(self.tenant.clock.now() + timedelta(**span))
        await self.tenant.exchange.courier.idle()


Story = Callable[[Subscriber], Awaitable[None]]


def listen(story: Story) -> None:
    """The story has been played with a fresh tenant and listener."""

    async def whole() -> None:
        listener = Listener()
        runner = web.ServerRunner(web.Server(listener.answer))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/told"
        server = FakeServer()
        await server.start()
        try:
            tenant = server.open_tenant("one", seed=1, now=START)
            ann = tenant.exchange.add_mailbox("ann@contoso.example", name="Ann Ames")
            async with aiohttp.ClientSession() as anonymous:
                token = await sign_in(tenant, anonymous)
            headers = {"Authorization": f"Bearer {token}"}
            async with aiohttp.ClientSession(headers=headers) as client:
                await story(
                    Subscriber(tenant=tenant, listener=listener, client=client, ann=ann)
                )
            assert tenant.journal.crashes == []
        finally:
            await server.stop()
            await runner.cleanup()

    asyncio.run(whole())
