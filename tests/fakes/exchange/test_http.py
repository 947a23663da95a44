"""A few exchanges over real HTTP: server, token service, Graph and faults together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from fakes import Answer, FakeServer, Fault, Lost, Tenant
from tests.fakes.exchange.graph import START, a_body

Scenario = Callable[[Tenant, aiohttp.ClientSession], Awaitable[None]]


def play(scenario: Scenario) -> Tenant:
    """The tenant after a scenario with a signed-in client."""

    async def whole() -> Tenant:
        server = FakeServer()
        await server.start()
        try:
            tenant = server.open_tenant("one", seed=1, now=START)
            tenant.exchange.add_mailbox("ann@contoso.example", name="Ann Ames")
            async with aiohttp.ClientSession() as anonymous:
                token = await sign_in(tenant, anonymous)
            headers = {"Authorization": f"Bearer {token}"}
            async with aiohttp.ClientSession(headers=headers) as client:
                await scenario(tenant, client)
            return tenant
        finally:
            await server.stop()

    return asyncio.run(whole())


async def sign_in(tenant: Tenant, client: aiohttp.ClientSession) -> str:
    """A token for Graph, as a client gets one."""
    connection = tenant.connection
    form = {
        "client_id": connection.client_id,
        "client_secret": connection.client_secret,
        "grant_type": "client_credentials",
        "scope": connection.scope_exchange,
    }
    async with client.post(connection.token_url, data=form) as answer:
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return str(found["access_token"])


def test_event_is_made_over_http() -> None:
    """Sign in, create, read through the link of a list."""

    async def scenario(tenant: Tenant, client: aiohttp.ClientSession) -> None:
        url = f"{tenant.connection.graph_url}/users/ann%40contoso.example/events"
        for number in range(12):
            async with client.post(url, json=a_body(f"Visit {number}")) as answer:
                assert answer.status == 201
                assert answer.headers["Date"] == "Mon, 02 Mar 2026 08:00:00 GMT"
        async with client.get(url) as answer:
            link = (await answer.json())["@odata.nextLink"]
        assert link.startswith(tenant.connection.graph_url)
        async with client.get(link) as answer:
            assert len((await answer.json())["value"]) == 2

    tenant = play(scenario)

    assert len(tenant.exchange.mailbox("ann@contoso.example").events) == 12
    assert tenant.journal.gaps == []
    assert tenant.journal.crashes == []


def test_answer_is_lost_after_the_effect() -> None:
    """The event is there, the client does not know: `transactionId` helps (7)."""

    async def scenario(tenant: Tenant, client: aiohttp.ClientSession) -> None:
        lost = Fault(
            service="exchange",
            operation="event.create",
            effect=Lost(after_effect=True),
        )
        tenant.faults.add(lost)
        url = f"{tenant.connection.graph_url}/users/ann@contoso.example/events"
        body = a_body(transactionId="t-1")
        try:
            await client.post(url, json=body)
        except aiohttp.ClientConnectionError:
            pass
        else:
            raise AssertionError
        async with client.post(url, json=body) as answer:
            assert answer.status == 201

    tenant = play(scenario)

    assert len(tenant.exchange.mailbox("ann@contoso.example").events) == 1


def test_part_of_a_batch_is_throttled() -> None:
    """200 outside, 429 with its `Retry-After` inside (trap 32)."""
    parts: list[dict[str, Any]] = []

    async def scenario(tenant: Tenant, client: aiohttp.ClientSession) -> None:
        slow = Fault(
            service="exchange",
            operation="event.*",
            effect=Answer(status=429, retry_after_s=30),
            occurrence=2,
        )
        tenant.faults.add(slow)
        item = {
            "method": "POST",
            "url": "/users/ann@contoso.example/events",
            "headers": {"Content-Type": "application/json"},
            "body": a_body(),
        }
        requests = [{"id": key, **item} for key in "123"]
        url = f"{tenant.connection.graph_url}/$batch"
        async with client.post(url, json={"requests": requests}) as answer:
            assert answer.status == 200
            parts.extend((await answer.json())["responses"])

    tenant = play(scenario)

    assert [part["status"] for part in parts] == [201, 429, 201]
    assert parts[1]["headers"]["Retry-After"] == "30"
    assert len(tenant.exchange.mailbox("ann@contoso.example").events) == 2
    assert [one.name for one in tenant.journal.operations()][1:] == ["event.create"] * 3


def test_gaps_are_noted() -> None:
    """A 501 stands in the journal, so that nobody blames the client."""

    async def scenario(tenant: Tenant, client: aiohttp.ClientSession) -> None:
        url = f"{tenant.connection.graph_url}/users/ann@contoso.example/people"
        async with client.get(url) as answer:
            assert answer.status == 501

    tenant = play(scenario)

    assert tenant.journal.gaps == [
        "exchange: GET /v1.0/users/ann@contoso.example/people"
    ]
