"""One tenant: a Dataverse organisation, an Exchange tenant, a directory, one clock.

The only place where faults, journal and services meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fakes.clock import VirtualClock
from fakes.dataverse import DataverseService, Organization
from fakes.entra import Application, Directory, EntraService
from fakes.exchange import ExchangeService, ExchangeTenant
from fakes.faults import Answer, Delay, Fault, Faults, Lost
from fakes.identity import Identifiers
from fakes.journal import Entry, Journal, Operation
from fakes.wire import Request, Response, Service


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


@dataclass(slots=True)
class Outcome:
    """What a request came to: an answer or a broken connection, now or later."""

    response: Response | None = None
    lost: bool = False
    delay: timedelta = timedelta()


class _Broken(Exception):  # noqa: N818 - a signal, not an error
    """The connection broke before the effect of an inner request."""


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
        self.exchange = ExchangeTenant(seed=seed, clock=self.clock)
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

    async def serve(self, service: Service, request: Request) -> Response | None:
        """The answer to one HTTP request; None when the connection is to break.

        The exchange stands in the journal. A delayed answer waits for the clock.
        """
        entry = self.journal.open(
            at=self.clock.now(), service=service.name, request=request
        )
        self.in_flight += 1
        try:
            outcome = self._outcome(service, request, entry)
            if outcome.delay:
                with service.in_flight(request):
                    await self._hold(outcome.delay)
        finally:
            self.in_flight -= 1
        response = None if outcome.lost else outcome.response
        self.journal.close(entry, response)
        return response

    async def _hold(self, delay: timedelta) -> None:
        self.held += 1
        try:
            await self.clock.reached(self.clock.now() + delay)
        finally:
            self.held -= 1

    def _outcome(self, service: Service, request: Request, entry: Entry) -> Outcome:
        outcome = Outcome()

        def perform(inner: Request) -> Response:
            return self._perform(service, inner, entry, outcome, perform)

        try:
            outcome.response = self._perform(service, request, entry, outcome, perform)
        except _Broken:
            outcome.lost = True
        return outcome

    def _perform(
        self,
        service: Service,
        request: Request,
        entry: Entry,
        outcome: Outcome,
        perform: object,
    ) -> Response:
        name = service.operation(request)
        response: Response | None = None
        label: str | None = None
        fault = self.faults.hit(service.name, name) if self.faults else None
        if fault is not None:
            label = entry.fault = describe(fault)
            match fault.effect:
                case Answer() as answer:
                    response = _refuse(service, answer)
                case Lost(after_effect=False):
                    self._note(entry, service, request, name, None, label)
                    raise _Broken
                case Lost():
                    outcome.lost = True
                case Delay(by=by):
                    outcome.delay += by
        position = len(entry.operations)
        if response is None:
            response = service.handle(request, perform)  # type: ignore[arg-type]  # the closure above
        if name != "batch" or len(entry.operations) == position:
            self._note(entry, service, request, name, response.status, label)
        return response

    def _note(
        self,
        entry: Entry,
        service: Service,
        request: Request,
        name: str,
        status: int | None,
        fault: str | None,
    ) -> None:
        if status == 501 and request.path != entry.target.partition("?")[0]:
            self.journal.gaps.append(f"{service.name}: {request.method} {request.path}")
        target = f"{request.path}?{request.query}" if request.query else request.path
        if target == entry.target:
            target = entry.target  # one text, kept once
        entry.operations.append(
            Operation(
                service=service.name,
                name=name,
                method=request.method,
                target=target,
                status=status,
                at=self.clock.now(),
                fault=fault,
            )
        )


def _refuse(service: Service, effect: Answer) -> Response:
    refusal = service.refusal(effect.status, effect.code, effect.message)
    if effect.retry_after_s is None:
        return refusal
    return Response(
        status=refusal.status,
        headers=(*refusal.headers, ("Retry-After", str(effect.retry_after_s))),
        body=refusal.body,
    )


def describe(fault: Fault) -> str:
    """The fault in words, for journal and report."""
    match fault.effect:
        case Answer(status=status, retry_after_s=None):
            return f"answered {status} on purpose"
        case Answer(status=status, retry_after_s=seconds):
            return f"answered {status} on purpose, to be repeated after {seconds} s"
        case Lost(after_effect=True):
            return "connection broken after the effect"
        case Lost():
            return "connection broken before the effect"
        case Delay(by=by):
            return f"answer held back for {by}"
