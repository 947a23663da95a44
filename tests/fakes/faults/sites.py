"""Dataverse and Exchange as one client sees them: create, read, follow changes.

The faults come over the administration API, the rest over HTTP as vendors do it.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote, urlencode

import aiohttp

from fakes import Entry, Tenant
from fakes.admin import DOCUMENT
from fakes.serving import Serving
from fakes.wire import ServiceName
from tests.fakes.admin.bench import Bench, talk

_POST: Final = DOCUMENT["paths"]["/faults"]["post"]["requestBody"]
# The kinds of faults by name, as the administration API's document has them.
KINDS: Final[Mapping[str, dict[str, Any]]] = {
    name: example["value"]
    for name, example in _POST["content"]["application/json"]["examples"].items()
}


SERVICES: Final[tuple[ServiceName, ...]] = ("dataverse", "exchange")
_CREATES: Final[Mapping[ServiceName, str]] = {
    "dataverse": "contact.create",
    "entra": "token",
    "exchange": "event.create",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What a request came to, as its client sees it."""

    status: int = 0  # 0: there was no answer, or half of one
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    error: type[BaseException] | None = None
    hops: int = 0

    @property
    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.text)

    @property
    def is_made(self) -> bool:
        """Whether it tells of what was made."""
        return self.status in (200, 201) and bool(self.json)


@dataclass(slots=True, kw_only=True)
class Site:
    """One service with a client that never repeats a request by itself.

    What the token service creates is tokens.
    """

    service: ServiceName
    bench: Bench
    http: aiohttp.ClientSession
    token: str = ""

    @property
    def tenant(self) -> Tenant:
        """What is served."""
        return self.bench.tenant

    @property
    def create_name(self) -> str:
        """The operation that `create` is."""
        return _CREATES[self.service]

    @property
    def is_dataverse(self) -> bool:
        """Whether the service is Dataverse."""
        return self.service == "dataverse"

    @property
    def collection(self) -> str:
        """The address of what `create` makes more of."""
        connection = self.tenant.connection
        if self.is_dataverse:
            return f"{connection.dataverse_url}/api/data/v9.2/contacts"
        address = self.tenant.exchange.mailboxes[0].address
        return f"{connection.graph_url}/users/{quote(address)}/events"

    @property
    def entry(self) -> Entry:
        """The latest of the journal."""
        return self.tenant.journal.entries[-1]

    @property
    def made(self) -> int:
        """How many there are in the store."""
        if self.service == "entra":
            return len(self.tenant.directory._issued)
        if self.is_dataverse:
            return len(self.tenant.dataverse.rows("contact"))
        return len(self.tenant.exchange.mailboxes[0].events)

    async def arm(self, name: str, operation: str = "", **more: object) -> None:
        """The fault of that name waits for the service's operation."""
        fault = {
            "service": self.service,
            "operation": operation or self.create_name,
            "effect": KINDS[name]["effect"],
            **more,
        }
        assert (await self.bench.admin("POST", "/faults", fault)).status == 201

    async def sign_in(self) -> None:
        """The client has a new token."""
        url = self.tenant.connection.token_url
        async with self.http.post(url, data=self._form) as answer:
            self.token = (await answer.json())["access_token"]

    @property
    def _form(self) -> dict[str, str]:
        connection = self.tenant.connection
        dataverse, exchange = connection.scope_dataverse, connection.scope_exchange
        return {
            "grant_type": "client_credentials",
            "client_id": connection.client_id,
            "client_secret": connection.client_secret,
            "scope": dataverse if self.is_dataverse else exchange,
        }

    async def create(self) -> Met:
        """One more contact, event or token, to be shown in the answer."""
        if self.service == "entra":
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            url = self.tenant.connection.token_url
            return await self.send(
                "POST", url, urlencode(self._form).encode(), headers=form
            )
        prefer = {"Prefer": "return=representation"}
        return await self.send("POST", self.collection, self.body, headers=prefer)

    @property
    def body(self) -> dict[str, object]:
        """What `create` sends."""
        if self.is_dataverse:
            return {"lastname": "Ito"}
        return {
            "subject": "Visit",
            "start": {"dateTime": "2026-03-02T10:00:00", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-02T11:00:00", "timeZone": "UTC"},
        }

    async def send(
        self,
        method: str,
        url: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Met:
        """What the request came to."""
        octets = body if isinstance(body, bytes) else json.dumps(body).encode()
        shown = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        if body is not None:
            shown.setdefault("Content-Type", "application/json")
        data = None if body is None else octets
        try:
            async with self.http.request(
                method, url, data=data, headers=shown
            ) as answer:
                return Met(
                    status=answer.status,
                    headers=answer.headers,
                    text=await answer.text(),
                    hops=len(answer.history),
                )
        except aiohttp.ClientError as error:
            return Met(error=type(error))

    async def until_held(self) -> None:
        """An answer waits for the clock."""
        for _ in range(10_000):
            if self.tenant.held:
                return
            await asyncio.sleep(0)  # a turn of the loop
        raise AssertionError("nothing waits for the clock")


Visit = Callable[[Site], Awaitable[None]]


def visit(service: ServiceName, scenario: Visit, *, tls: bool = False) -> None:
    """The scenario has been played with a signed-in client of fresh fakes."""

    async def conversation(bench: Bench) -> None:
        ca_file = bench.announcement.document()["ca_file"]
        trusted = ssl.create_default_context(cafile=ca_file) if tls else True
        # A connection for each request: none is repeated on the quiet.
        connector = aiohttp.TCPConnector(ssl=trusted, force_close=True)
        async with aiohttp.ClientSession(connector=connector) as http:
            site = Site(service=service, bench=replace(bench, http=http), http=http)
            if service != "entra":
                await site.sign_in()
            await scenario(site)
        assert bench.tenant.journal.crashes == []
        assert bench.tenant.journal.gaps == []

    talk(conversation, Serving(tls=tls))
