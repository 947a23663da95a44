"""The shared part of the fakes: tenants, journal, faults, clock, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from fakes import (
    Delay,
    FakeServer,
    Fault,
    Lost,
    ServerUnavailable,
    Tenant,
    VirtualClock,
)

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
Talk = Callable[[FakeServer, Tenant, aiohttp.ClientSession], Awaitable[None]]


def talk(conversation: Talk) -> None:
    """The conversation has been held with a fresh server and tenant."""

    async def held() -> None:
        server = FakeServer()
        await server.start()
        tenant = server.open_tenant("one", seed=1, now=MONDAY)
        async with aiohttp.ClientSession() as client:
            await conversation(server, tenant, client)
        await server.stop()

    asyncio.run(held())


async def token(
    tenant: Tenant, client: aiohttp.ClientSession
) -> aiohttp.ClientResponse:
    connection = tenant.connection
    form = {
        "grant_type": "client_credentials",
        "client_id": connection.client_id,
        "client_secret": connection.client_secret,
        "scope": connection.scope_exchange,
    }
    return await client.post(connection.token_url, data=form)


def test_secrets_never_enter_the_journal() -> None:
    """Neither the client's secret nor the token that it buys."""

    async def conversation(
        _: FakeServer, tenant: Tenant, client: aiohttp.ClientSession
    ) -> None:
        answer = await token(tenant, client)
        bought = (await answer.json())["access_token"]
        headers = {"Authorization": f"Bearer {bought}"}
        await client.get(f"{tenant.connection.graph_url}/users/x", headers=headers)

        told = str(tenant.journal.entries)
        assert bought not in told
        assert tenant.connection.client_secret not in told
        assert len(tenant.journal.entries) == 2

    talk(conversation)


def test_answers_bear_the_tenants_own_date() -> None:
    """Virtual time reaches the client in the Date header."""

    async def conversation(
        _: FakeServer, tenant: Tenant, client: aiohttp.ClientSession
    ) -> None:
        tenant.clock.move_to(MONDAY + timedelta(days=400))

        answer = await token(tenant, client)

        assert answer.headers["Date"] == "Tue, 06 Apr 2027 08:00:00 GMT"

    talk(conversation)


def test_a_lost_connection_breaks_and_is_told() -> None:
    """The client gets no answer; the journal says why."""

    async def conversation(
        _: FakeServer, tenant: Tenant, client: aiohttp.ClientSession
    ) -> None:
        effect = Lost(after_effect=True)
        tenant.faults.add(Fault(service="entra", operation="token", effect=effect))

        with pytest.raises(aiohttp.ClientError):
            await token(tenant, client)

        (entry,) = tenant.journal.entries
        assert entry.status is None
        assert entry.fault == "connection broken after the effect"

    talk(conversation)


def test_a_held_answer_waits_for_the_clock() -> None:
    """It comes when virtual time has come, not before."""

    async def conversation(
        _: FakeServer, tenant: Tenant, client: aiohttp.ClientSession
    ) -> None:
        effect = Delay(by=timedelta(minutes=5))
        tenant.faults.add(Fault(service="entra", operation="token", effect=effect))
        asked = asyncio.ensure_future(token(tenant, client))
        while not tenant.held:  # noqa: ASYNC110 - turns of the loop, no waiting
            await asyncio.sleep(0)
        assert tenant.clock.next_alarm == MONDAY + timedelta(minutes=5)

        tenant.clock.move_to(MONDAY + timedelta(minutes=5))

        assert (await asked).status == 200

    talk(conversation)


def test_tenants_know_nothing_of_each_other() -> None:
    """A token of one opens nothing in the other."""

    async def conversation(
        server: FakeServer, tenant: Tenant, client: aiohttp.ClientSession
    ) -> None:
        other = server.open_tenant("two", seed=2, now=MONDAY)
        bought = (await (await token(tenant, client)).json())["access_token"]

        answer = await client.get(
            f"{other.connection.graph_url}/users/x",
            headers={"Authorization": f"Bearer {bought}"},
        )

        assert answer.status == 401
        assert tenant.journal.entries[0].number == 1
        assert len(other.journal.entries) == 1

    talk(conversation)


def test_what_a_fake_does_not_support_is_a_gap() -> None:
    """501 names it, and the journal remembers."""

    async def conversation(
        _: FakeServer, tenant: Tenant, client: aiohttp.ClientSession
    ) -> None:
        bought = (await (await token(tenant, client)).json())["access_token"]
        tenant.exchange.add_mailbox("ann@contoso.example", name="Ann")

        answer = await client.get(
            f"{tenant.connection.graph_url}/users/ann@contoso.example/people",
            headers={"Authorization": f"Bearer {bought}"},
        )

        assert answer.status == 501
        assert "people" in tenant.journal.gaps[0]

    talk(conversation)


def test_a_port_that_is_taken_is_told() -> None:
    """One sentence, with the port."""

    async def conversation(
        server: FakeServer, _: Tenant, __: aiohttp.ClientSession
    ) -> None:
        port = int(server.root_url.rpartition(":")[2])

        with pytest.raises(ServerUnavailable, match=f"127.0.0.1:{port}"):
            await FakeServer().start(port=port)

    talk(conversation)


def test_time_runs_forwards() -> None:
    """A clock cannot be turned back."""
    clock = VirtualClock(MONDAY)

    with pytest.raises(ValueError, match="time runs forwards"):
        clock.move_to(MONDAY - timedelta(seconds=1))
