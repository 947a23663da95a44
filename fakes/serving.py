"""The fakes alone: one tenant behind one listener, from its start to its end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from fakes import seeding
from fakes.admin import PREFIX, SEGMENT, Administrated, Administration, Announcement
from fakes.instants import MONDAY, NoInstant, read_instant
from fakes.seeding import SeedRefused
from fakes.server import FakeServer, ServerUnavailable
from fakes.snapshots import Snapshots
from fakes.tls import Certificates

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from fakes.tenant import Tenant

_TENANT: Final = "fieldsync"
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Unservable(Exception):  # noqa: N818 - reads as the state it reports
    """The fakes cannot be started as asked: one sentence for the caller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How the fakes are to be started."""

    host: str = "127.0.0.1"
    port: int = 0
    tls: bool = False
    ca_file: Path | None = None
    seed_file: Path | None = None
    seed: int = 0
    now: str | None = None


def serve(serving: Serving, *, ready: Callable[[dict[str, Any]], None]) -> None:
    """The fakes have been served until a signal asked for their end.

    `ready` has been told how to reach them. Everything they made is gone.

    Raises:
        Unservable: they cannot be started so.
    """
    asyncio.run(_served(serving, ready))


async def _served(serving: Serving, ready: Callable[[dict[str, Any]], None]) -> None:
    with _end() as end:
        async with started(serving) as announcement:
            gc.freeze()  # what is there stays: the collector need not look again
            ready(announcement.document())
            await end.wait()


@contextlib.contextmanager
def _end() -> Iterator[asyncio.Event]:
    """What is set when a signal asks for the end, from now on."""
    end = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told(*_: object) -> None:
        loop.call_soon_threadsafe(end.set)

    before = {one: signal.signal(one, told) for one in _SIGNALS}
    try:
        yield end
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextlib.asynccontextmanager
async def started(serving: Serving) -> AsyncIterator[Announcement]:
    """The fakes answer; afterwards they do not.

    Raises:
        Unservable: they cannot be started so.
    """
    document = _seed(serving)
    now = _now(serving, document)
    async with _listening(serving) as (server, ca_file):
        tenant = server.open_tenant(_TENANT, seed=serving.seed, now=now)
        try:
            seeding.plant(tenant, document, seed=serving.seed)
        except SeedRefused as refused:
            raise _unusable(serving, refused) from refused
        yield _opened(server, tenant, serving, ca_file)


def _opened(
    server: FakeServer, tenant: Tenant, serving: Serving, ca_file: Path | None
) -> Announcement:
    """How to reach the tenant, which is administered and answers at the root."""
    announcement = Announcement(
        tenant=tenant,
        root_url=server.root_url,
        admin_url=f"{server.root_url}{PREFIX}",
        ca_file=ca_file,
    )
    administration = Administration(
        Administrated(
            announcement=announcement, snapshots=Snapshots(tenant), seed=serving.seed
        ),
        own_name=urlsplit(server.root_url).hostname or "",
    )
    server.mount(SEGMENT, administration.answer)
    server.mount_services(tenant)
    return announcement


@contextlib.asynccontextmanager
async def _listening(
    serving: Serving,
) -> AsyncIterator[tuple[FakeServer, Path | None]]:
    """A server, and where its CA's certificate stands: None without TLS."""
    server = FakeServer()
    host = serving.host
    with contextlib.ExitStack() as files:
        ca_file = context = None
        if serving.tls:
            certificates = Certificates()
            ca_file = files.enter_context(_written(certificates, serving.ca_file))
            context = certificates.server_context(*_names(host))
        try:
            await server.start(host=host, port=serving.port, tls=context)
        except ServerUnavailable as error:
            raise Unservable(str(error)) from error
        try:
            yield server, ca_file
        finally:
            await server.stop()


def _names(host: str) -> tuple[str, ...]:
    """What a certificate says besides the names of loopback."""
    plain = all(one.isalnum() or one in ".-:" for one in host) and host.isascii()
    return (host,) if plain and host.strip(".-:") else ()


@contextlib.contextmanager
def _written(certificates: Certificates, path: Path | None) -> Iterator[Path]:
    with contextlib.ExitStack() as file:
        try:
            written = file.enter_context(certificates.written(path))
        except OSError as error:
            msg = (
                f"The CA's certificate cannot be written to {error.filename or path}: "
                f"{error.strerror}. Choose another file (--ca-file)."
            )
            raise Unservable(msg) from error
        yield written


def _seed(serving: Serving) -> seeding.Document:
    """What the tenant is to hold; the caller's `now` stands in for the file's."""
    if serving.seed_file is None:
        return seeding.default()
    try:
        document = dict(seeding.read_file(serving.seed_file))
    except OSError as error:
        msg = (
            f"The seed file {serving.seed_file} cannot be read: {error.strerror}. "
            "Choose another file (--seed-file)."
        )
        raise Unservable(msg) from error
    except SeedRefused as refused:
        raise _unusable(serving, refused) from refused
    if serving.now is not None:
        document.pop("now", None)
    return document


def _unusable(serving: Serving, refused: SeedRefused) -> Unservable:
    place = f" at {refused.place}" if refused.place else ""
    return Unservable(
        f"The seed file {serving.seed_file} cannot be used{place}: "
        f"{refused.reason.rstrip('.')}. Mend it and start again."
    )


def _now(serving: Serving, document: seeding.Document) -> datetime:
    """Where the tenant's time begins."""
    try:
        if serving.now is not None:
            return read_instant(serving.now)
    except NoInstant as error:
        msg = f"The instant of --now cannot be used: {error}."
        raise Unservable(msg) from error
    try:
        return read_instant(document["now"]) if "now" in document else MONDAY
    except NoInstant as error:
        refused = SeedRefused(place="now", reason=str(error))
        raise _unusable(serving, refused) from error
