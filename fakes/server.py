"""One HTTP server for every tenant, told apart by the first path segment."""

from __future__ import annotations

import traceback
from datetime import datetime

from aiohttp import web

from fakes.tenant import Tenant
from fakes.wire import Request, Response


class ServerUnavailable(Exception):  # noqa: N818 - reads as the state it reports
    """The fakes could not be started."""

    def __init__(self, *, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"The fakes cannot listen on {host}:{port}: {reason}. "
            "Choose another port, or 0 for any free one."
        )


class FakeServer:
    """Serves Dataverse, Graph and the token service of any number of tenants."""

    def __init__(self) -> None:
        self._tenants: dict[str, Tenant] = {}
        self._runner: web.ServerRunner | None = None
        self.root_url = ""

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """The server listens; `root_url` says where.

        Raises:
            ServerUnavailable: the port is taken or may not be used.
        """
        server = web.Server(self._serve)
        self._runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            raise ServerUnavailable(
                host=host, port=port, reason=error.strerror or str(error)
            ) from error
        address = self._runner.addresses[0]
        self.root_url = f"http://{host}:{address[1]}"

    async def stop(self) -> None:
        """Nothing listens any more; the tenants are forgotten."""
        self._tenants.clear()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def open_tenant(self, name: str, *, seed: int, now: datetime) -> Tenant:
        """A fresh tenant answers below `/{name}/`; one of that name is replaced."""
        tenant = Tenant(name, seed=seed, now=now, root_url=self.root_url)
        self._tenants[name] = tenant
        return tenant

    def close_tenant(self, name: str) -> None:
        """The tenant answers no more."""
        self._tenants.pop(name, None)

    async def _serve(self, incoming: web.BaseRequest) -> web.StreamResponse:
        target, _, query = incoming.raw_path.partition("?")
        _, _, rest = target.partition("/")
        name, _, rest = rest.partition("/")
        segment, _, path = rest.partition("/")
        tenant = self._tenants.get(name)
        service = tenant.services.get(segment) if tenant else None
        if tenant is None or service is None:
            return web.Response(status=404, text="No tenant or service of that name.")
        request = Request(
            method=incoming.method,
            path=f"/{path}",
            query=query,
            headers={key.lower(): value for key, value in incoming.headers.items()},
            body=await incoming.read() if incoming.can_read_body else b"",
            root_url=f"{incoming.scheme}://{incoming.host}/{name}/{segment}",
        )
        try:
            response = await tenant.serve(service, request)
        except Exception:  # noqa: BLE001 - a bug of a fake must not look like an answer
            tenant.journal.crashes.append(
                f"{request.method} {request.path}\n{traceback.format_exc()}"
            )
            return web.Response(status=500, text="The fake itself failed.")
        if response is None:
            if incoming.transport is not None:
                incoming.transport.abort()
            return web.Response(status=499)
        return _outgoing(response, tenant)


def _outgoing(response: Response, tenant: Tenant) -> web.Response:
    outgoing = web.Response(status=response.status, body=response.body or None)
    headers = outgoing.headers
    for key, value in response.headers:
        headers.add(key, value)
    headers["Date"] = tenant.http_date()
    headers["Server"] = "fieldsync"
    return outgoing
