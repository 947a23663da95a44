"""One HTTP server for every tenant, told apart by the first path segment.

It listens plain, with TLS, or both side by side; links in answers are made from the
address that the client used.
"""

from __future__ import annotations

import asyncio
import ssl
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime
from sys import intern  # the journal keeps the names for ever
from typing import Final, TypeAlias

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage
from aiohttp.web_protocol import RequestHandler

from fakes.leaving import leave
from fakes.tenant import Tenant
from fakes.wire import Request, Service

Mount: TypeAlias = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
# First segment, service, path of its root. The authority of a challenge stands beside
# the organisation that it comes from.
_AT_ROOT: Final = (
    ("api", "dataverse", ""),
    ("v1.0", "graph", ""),
    ("login", "login", "/login"),
)
_PATIENCE_S: Final = 0.05  # for requests under way at the end; 0 would be for ever
# Addresses may have 32,768 characters (dataverse-webapi, section 4.1); there is room
# for the service to refuse longer ones itself.
_LONGEST_LINE: Final = 131_072
_LARGEST_BODY: Final = 128 * 2**20  # inferred: the largest attachment
_STRAYS: Final = 5  # requests to a closed tenant that are kept
_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only compared


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
        self._closed: list[Tenant] = []  # whose last calls are still to be ended
        self._mounts: dict[str, Mount] = {}
        self._runner: web.ServerRunner | None = None
        self._gone: dict[str, list[str]] = {}  # closed tenant: what was asked since
        self._open = 0
        self.root_url = ""

    async def start(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """The server listens; `root_url` says where.

        Raises:
            ServerUnavailable: the port is taken or may not be used.
        """
        server = web.Server(
            self._serve,
            request_factory=_incoming,
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
        )
        self._runner = web.ServerRunner(
            server, access_log=None, shutdown_timeout=_PATIENCE_S
        )
        await self._runner.setup()
        try:
            self.root_url = await self.listen(host=host, port=port, tls=tls)
        except ServerUnavailable:
            await self._runner.cleanup()
            raise

    async def listen(
        self, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None
    ) -> str:
        """The address of a further listener for the same tenants, once started.

        Raises:
            ServerUnavailable: the port is taken or may not be used.
        """
        assert self._runner is not None
        before = len(self._runner.addresses)
        try:
            site = web.TCPSite(self._runner, host, port, ssl_context=tls)
            await site.start()
            bound = [address[1] for address in self._runner.addresses[before:]]
            if len(set(bound)) > 1:  # a name with several addresses: one port for all
                await site.stop()
                site = web.TCPSite(self._runner, host, bound[0], ssl_context=tls)
                await site.start()
        except (OSError, OverflowError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ServerUnavailable(host=host, port=port, reason=reason) from error
        return f"{'https' if tls else 'http'}://{_announced(host)}:{bound[0]}"

    async def stop(self) -> None:
        """Nothing listens any more; the tenants are forgotten."""
        for tenant in (*self._tenants.values(), *self._closed):
            await tenant.close()
        self._tenants.clear()
        self._closed.clear()
        self._mounts.clear()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def is_quiet(self) -> bool:
        """Whether no request is being served."""
        return self._open == 0

    @property
    def strays(self) -> dict[str, list[str]]:
        """What was asked of tenants after they were closed: method and path, in order.

        A few of each tenant are kept.
        """
        return {name: list(asked) for name, asked in self._gone.items() if asked}

    def open_tenant(self, name: str, *, seed: int, now: datetime) -> Tenant:
        """A fresh tenant answers below `/{name}/`; one of that name is replaced."""
        tenant = Tenant(name, seed=seed, now=now, root_url=self.root_url)
        self._tenants[name] = tenant
        self._gone.pop(name, None)
        return tenant

    def close_tenant(self, name: str) -> None:
        """The tenant answers no more."""
        tenant = self._tenants.pop(name, None)
        self._gone.setdefault(name, [])
        if tenant is not None and tenant.exchange.courier.is_open:
            self._closed.append(tenant)

    def mount(self, segment: str, answer: Mount) -> None:
        """What lies below `/{segment}/` and is no tenant's is answered by `answer`."""
        self._mounts[segment] = answer

    def mount_services(self, tenant: Tenant) -> None:
        """The tenant's services answer below the root, too, as the real ones do.

        An organisation's address is that of a host: clients drop a path after it. Some
        take whatever stands before Graph's version for the version
        (client-expectations, section 3). An authority begins with its tenant:
        caches of tokens go by that.
        """
        for segment, name, below in _AT_ROOT:
            self.mount(segment, _mounted(tenant, tenant.services[name], below))
        for name in tenant.directory.names:
            self.mount(name, _mounted(tenant, tenant.services["login"], ""))

    async def _serve(self, incoming: web.BaseRequest) -> web.StreamResponse:
        self._open += 1
        try:
            return await self._served(incoming)
        finally:
            self._open -= 1

    async def _served(self, incoming: web.BaseRequest) -> web.StreamResponse:
        target, _, query = incoming.raw_path.partition("?")
        _, _, rest = target.partition("/")
        name, _, rest = rest.partition("/")
        tenant = self._tenants.get(name)
        if tenant is None and name in self._mounts:
            return await self._mounts[name](incoming)
        segment, _, path = rest.partition("/")
        service = tenant.services.get(segment) if tenant else None
        asked = self._gone.get(name)
        if asked is not None and len(asked) < _STRAYS:
            asked.append(f"{incoming.method} /{segment}/{path}")
        if tenant is None or service is None:
            return web.Response(status=404, text="No tenant or service of that name.")
        root_url = f"{incoming.scheme}://{incoming.host}/{name}/{segment}"
        return await _answer(incoming, tenant, service, (f"/{path}", query, root_url))


def _mounted(tenant: Tenant, service: Service, below: str) -> Mount:
    """What answers for the service whose root is that path of the address."""

    async def answer(incoming: web.BaseRequest) -> web.StreamResponse:
        path, _, query = incoming.raw_path.partition("?")
        root_url = f"{incoming.scheme}://{incoming.host}{below}"
        target = (path.removeprefix(below), query, root_url)
        return await _answer(incoming, tenant, service, target)

    return answer


async def _answer(
    incoming: web.BaseRequest,
    tenant: Tenant,
    service: Service,
    target: tuple[str, str, str],
) -> web.StreamResponse:
    path, query, root_url = target
    try:
        body = await incoming.read() if incoming.can_read_body else b""
    except web.RequestPayloadError:  # cut or packed otherwise than its headers say
        return web.Response(status=400, text="The body cannot be read.")
    request = Request(
        method=incoming.method,
        path=path,
        query=query,
        headers={intern(key.lower()): value for key, value in incoming.headers.items()},
        body=body,
        root_url=root_url,
    )
    try:
        departure = await tenant.serve(service, request)
    except Exception:  # noqa: BLE001 - a bug of a fake must not look like an answer
        tenant.journal.crashes.append(
            f"{request.method} {request.path}\n{traceback.format_exc()}"
        )
        return web.Response(status=500, text="The fake itself failed.")
    return await leave(incoming, tenant, service, request=request, departure=departure)


def _incoming(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """A request whose body may be as large as an attachment."""
    return web.BaseRequest(
        message,
        payload,
        protocol,
        writer,
        task,
        asyncio.get_running_loop(),
        client_max_size=_LARGEST_BODY,
    )


def _announced(host: str) -> str:
    """The host as an address names it; one that clients on this machine can use."""
    name = _ANYWHERE.get(host, host)
    return f"[{name}]" if ":" in name else name
