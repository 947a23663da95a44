"""The service as a client meets it: over HTTP, behind the server of all fakes."""

from __future__ import annotations

import asyncio

import aiohttp

from fakes import Answer, FakeServer, Fault, Tenant
from tests.fakes.dataverse.makers import MONDAY


async def _token(http: aiohttp.ClientSession, tenant: Tenant) -> str:
    connection = tenant.connection
    form = {
        "grant_type": "client_credentials",
        "client_id": connection.client_id,
        "client_secret": connection.client_secret,
        "scope": connection.scope_dataverse,
    }
    async with http.post(connection.token_url, data=form) as answer:
        token: str = (await answer.json())["access_token"]
        return token


async def _session(tenant: Tenant) -> tuple[list[int], list[str]]:
    """Statuses and ids of a short conversation."""
    api = f"{tenant.connection.dataverse_url}/api/data/v9.2"
    statuses: list[int] = []
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{api}/WhoAmI") as answer:
            statuses.append(answer.status)
        headers = {"Authorization": f"Bearer {await _token(http, tenant)}"}
        async with http.post(
            f"{api}/accounts", json={"name": "Fabrikam"}, headers=headers
        ) as answer:
            statuses.append(answer.status)
            address = answer.headers["OData-EntityId"]
        async with http.get(f"{address}?$select=name", headers=headers) as answer:
            statuses.append(answer.status)
            found = await answer.json()
        tenant.faults.add(
            Fault(
                service="dataverse",
                operation="account.list",
                effect=Answer(status=429, code="0x80072322", retry_after_s=30),
            )
        )
        async with http.get(f"{api}/accounts", headers=headers) as answer:
            statuses.append(answer.status)
            waits = answer.headers["Retry-After"]
        async with http.get(f"{api}/leads", headers=headers) as answer:
            statuses.append(answer.status)
    return statuses, [found["name"], waits]


def test_a_conversation_over_http_stands_in_the_journal() -> None:
    """Token, create, read, a fault and a gap, as the journal tells them."""

    async def talk() -> tuple[tuple[list[int], list[str]], Tenant]:
        server = FakeServer()
        await server.start()
        tenant = server.open_tenant("t1", seed=1, now=MONDAY)
        try:
            return await _session(tenant), tenant
        finally:
            await server.stop()

    (statuses, values), tenant = asyncio.run(talk())

    assert statuses == [401, 204, 200, 429, 501]
    assert values == ["Fabrikam", "30"]
    operations = [
        one.name for one in tenant.journal.operations() if one.service == "dataverse"
    ]
    assert operations == [
        "whoami",
        "account.create",
        "account.read",
        "account.list",
        "function",
    ]
    assert tenant.journal.gaps == ["dataverse: GET /api/data/v9.2/leads"]
    assert tenant.journal.crashes == []
