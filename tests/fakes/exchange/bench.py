"""The tenant that samples of Graph are sent to, without HTTP, and who listens to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from aiohttp import web

from fakes.clock import VirtualClock
from fakes.entra import Application, Directory, EntraService
from fakes.exchange import ExchangeService, ExchangeTenant
from fakes.wire import Request, Response
from tests.fakes.entra.makers import a_key, an_assertion
from tests.fakes.exchange.subscriptions.listening import Listener
from tests.fakes.samples import Json

MONDAY: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOST: Final = "http://127.0.0.1:8080/t1"
ROOT: Final = f"{HOST}/graph"
LOGIN: Final = f"{HOST}/login"
DOMAIN: Final = "contoso.example"
PERMISSIONS: Final = (
    "Calendars.ReadWrite",
    "Contacts.ReadWrite",
    "Mail.ReadWrite",
    "Mail.Send",
    "MailboxSettings.ReadWrite",
    "Tasks.ReadWrite.All",
    "User.Read.All",
)


@dataclass(slots=True)
class Bench:
    """One tenant's mailboxes and directory, and the application that asks."""

    clock: VirtualClock
    directory: Directory
    application: Application
    exchange: ExchangeTenant
    graph: ExchangeService
    login: EntraService
    token: str
    listener: Listener | None = None
    loop: asyncio.Runner = field(default_factory=asyncio.Runner)  # the listener's

    def perform(self, request: Request) -> Response:
        """What the tenant does with a request, without faults."""
        if request.root_url == LOGIN:
            return self.login.handle(request, self.perform)
        if self.listener and not request.inner:
            self.loop.run(self.graph.prepare(request))
        return self.graph.handle(request, self.perform)

    def wait(self, span: Json) -> None:
        """So much time has passed."""
        self.clock.move_to(self.clock.now() + timedelta(**span))

    def notified(self) -> Json:
        """The last that the listener was sent; whatever is due has been."""
        assert self.listener
        self.loop.run(self.exchange.courier.idle())
        return self.listener.told[-1]

    def limit(self, given: Json) -> None:
        """The tenant has these limits, and the usual ones besides."""
        switches = self.exchange.switches
        switches.throttle = replace(switches.throttle, **given)

    def narrow(self, policy: dict[str, list[str]]) -> None:
        """An access policy keeps the application from some mailboxes."""
        ((kind, names),) = policy.items()
        self.exchange.access_rules = self.exchange.access_rules.with_policy(
            self.application.client_id,
            "RestrictAccess" if kind == "restrict_to" else "DenyAccess",
            [address_of(name) for name in names],
            seen_from=self.clock.now(),
        )

    def assertion(self, key: str) -> str:
        """What a client signs in with that has the key of that name."""
        endpoint = f"{LOGIN}/{self.directory.tenant_id}/oauth2/v2.0/token"
        return an_assertion(
            self.application,
            key=a_key(key),
            signed_at=self.clock.now(),
            aud=endpoint,
        )


def address_of(name: str) -> str:
    """The address of the mailbox that a sample calls so."""
    return f"{name}@{DOMAIN}"


@contextmanager
def a_bench(permissions: tuple[str, ...] = PERMISSIONS) -> Iterator[Bench]:
    """A tenant without mailboxes on Monday at 08:00 UTC."""
    clock = VirtualClock(MONDAY)
    directory = Directory(
        tenant_id="5f0e7c00-0000-4000-8000-00000000aaaa", seed=1, clock=clock
    )
    application = directory.register_application(
        "samples", permissions, certificates=(a_key("tests").certificate,)
    )
    exchange = ExchangeTenant(seed=1, clock=clock, tenant_id=directory.tenant_id)
    token = directory.issue(application, lifetime=timedelta(days=400))
    bench = Bench(
        clock=clock,
        directory=directory,
        application=application,
        exchange=exchange,
        graph=ExchangeService(exchange, directory),
        login=EntraService(directory),
        token=f"Bearer {token}",
    )
    with bench.loop:
        yield bench


@contextmanager
def listening(bench: Bench, how: str) -> Iterator[str]:
    """The address of a listener that takes the validation of a subscription so."""
    listener = Listener()
    if how == "refuses":
        listener.validation = lambda _: web.Response(status=403)
    elif how == "answers_something_else":
        listener.validation = lambda _: web.Response(text="something else")

    async def begin() -> web.ServerRunner:
        runner = web.ServerRunner(web.Server(listener.answer))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    async def end() -> None:
        await bench.exchange.courier.close()
        await runner.cleanup()

    runner = bench.loop.run(begin())
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/told"
    bench.listener = listener
    try:
        yield listener.url
    finally:
        bench.loop.run(end())
