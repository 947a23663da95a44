"""A client of the fake Graph whose requests may meet faults of the tenant."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fakes import Fault, Tenant
from fakes.entra import GRAPH_RESOURCE
from fakes.exchange import ExchangeService
from fakes.faults import Effect
from fakes.wire import Request, Response
from tests.fakes.exchange.graph import START, Graph


@dataclass(slots=True, kw_only=True)
class FaultyGraph(Graph):
    """As `Graph`, through the whole tenant; a lost answer is an empty one of 0."""

    tenant: Tenant

    def arm(self, operation: str, effect: Effect, *, times: int = 1) -> None:
        """The next requests of that operation meet the effect."""
        self.tenant.faults.add(
            Fault(service="exchange", operation=operation, effect=effect, times=times)
        )

    def _perform(self, request: Request) -> Response:
        departure = asyncio.run(self.tenant.serve(self.service, request))
        return departure.sent or Response(status=0)


def a_faulty_graph() -> FaultyGraph:
    """A fresh tenant without mailboxes and without faults."""
    tenant = Tenant("one", seed=1, now=START, root_url="http://127.0.0.1:8080")
    service = tenant.services["graph"]
    assert isinstance(service, ExchangeService)
    return FaultyGraph(
        exchange=tenant.exchange,
        directory=tenant.directory,
        application=tenant.application,
        service=service,
        clock=tenant.clock,
        token=tenant.directory.issue(tenant.application, audience=GRAPH_RESOURCE),
        tenant=tenant,
    )
