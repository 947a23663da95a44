"""One tenant: a Dataverse organisation, an Exchange tenant, a directory, one clock.

The only place that knows all its services; `performing.py` lets a request meet them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fakes.clock import VirtualClock
from fakes.dataverse import DataverseService, Organization
from fakes.entra import Application, Directory, EntraService, TokenRefused
from fakes.entra.tokens import read as read_token
from fakes.entra.wire import sign_in
from fakes.exchange import ExchangeService, ExchangeTenant
from fakes.faults import Faults
from fakes.identity import Identifiers
from fakes.journal import Journal
from fakes.performing import Performance
from fakes.wire import Departure, Request, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What an implementation needs to reach the tenant (contract: `Session`)."""

    dataverse_url: str
    api_version: str
    graph_url: str
    authority: str
    token_url: str
    tenant_id: str
    client_id: str
    client_secret: str
    scope_dataverse: str
    scope_exchange: str


class Tenant:
    """Everything that belongs to one scenario, reachable below one URL prefix."""

    def __init__(self, name: str, *, seed: int, now: datetime, root_url: str) -> None:
        self.name = name
        self.root_url = f"{root_url}/{name}"
        self.clock = VirtualClock(now)
        self.journal = Journal()
        self.faults = Faults()
        identifiers = Identifiers(seed, "tenant")
        self.directory = Directory(
            tenant_id=identifiers.guid(), seed=seed, clock=self.clock
        )
        self.application: Application = self.directory.register_application(
            "implementation under test"
        )
        self.dataverse = Organization(
            seed=seed,
            clock=self.clock,
            tenant_id=self.directory.tenant_id,
            application=self.application,
        )
        self.exchange = ExchangeTenant(
            seed=seed, clock=self.clock, tenant_id=self.directory.tenant_id
        )
        self.services: dict[str, Service] = {
            "login": EntraService(self.directory),
            "dataverse": DataverseService(self.dataverse, self.directory),
            "graph": ExchangeService(self.exchange, self.directory),
        }
        self._dated: tuple[datetime, str] | None = None
        self.in_flight = 0
        self.held = 0

    @property
    def connection(self) -> Connection:
        """The values with which an implementation reaches this tenant."""
        dataverse_url = f"{self.root_url}/dataverse"
        authority = f"{self.root_url}/login/{self.directory.tenant_id}"
        return Connection(
            dataverse_url=dataverse_url,
            api_version="9.2",
            graph_url=f"{self.root_url}/graph/v1.0",
            authority=authority,
            token_url=f"{authority}/oauth2/v2.0/token",
            tenant_id=self.directory.tenant_id,
            client_id=self.application.client_id,
            client_secret=self.application.client_secret,
            scope_dataverse=f"{dataverse_url}/.default",
            scope_exchange="https://graph.microsoft.com/.default",
        )

    def http_date(self) -> str:
        """The present instant as a `Date` header spells it; spelt once."""
        now = self.clock.now()
        if self._dated is None or self._dated[0] != now:
            self._dated = (now, self.clock.http_date())
        return self._dated[1]

    async def serve(self, service: Service, request: Request) -> Departure:
        """How the answer to one HTTP request leaves.

        The exchange stands in the journal. A delayed answer has waited for the clock.
        """
        entry = self.journal.open(
            at=self.clock.now(), service=service.name, request=request
        )
        self.in_flight += 1
        try:
            await service.prepare(request)
            performance = Performance(self, service, entry)
            departure = performance.departure(request)
            if performance.delay:
                with service.in_flight(request):
                    await self._hold(performance.delay)
        finally:
            self.in_flight -= 1
        self.journal.close(entry, departure.sent)
        self.exchange.courier.start()
        return departure

    async def close(self) -> None:
        """The tenant calls nobody any more."""
        await self.exchange.courier.close()

    async def pause(self, service: Service, request: Request, by: timedelta) -> None:
        """The clock stands `by` later; meanwhile the request is in flight."""
        self.in_flight += 1
        try:
            with service.in_flight(request):
                await self._hold(by)
        finally:
            self.in_flight -= 1

    async def _hold(self, delay: timedelta) -> None:
        self.held += 1
        try:
            await self.clock.reached(self.clock.now() + delay)
        finally:
            self.held -= 1

    def mailbox_names(self, service: Service, request: Request) -> frozenset[str]:
        """Address and id of the mailbox that the request is about, in lower case."""
        if service.name != "exchange":
            return frozenset()
        mailbox = self.exchange.addressed_by(request.path)
        if mailbox is None:
            return frozenset()
        return frozenset({mailbox.address.lower(), mailbox.id.lower()})

    def client_id(self, service: Service, request: Request) -> str | None:
        """Which application asks: that of its token, or that which asks for one."""
        try:
            if service.name == "entra":
                return sign_in(request).client_id or None
            shown = request.headers.get("authorization", "")
            return read_token(shown.partition(" ")[2]).client_id
        except TokenRefused:
            return None
