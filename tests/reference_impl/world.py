"""A stub tenant on a loopback port, a session that uses it, and virtual time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from aiohttp import web

from reference_impl import ReferenceImplementation
from tests.reference_impl.stub import NOW, Stub


class World:
    """The stub, the reference, and the virtual time between them."""

    def __init__(self, stub: Stub, reference: ReferenceImplementation) -> None:
        self.stub = stub
        self.reference = reference
        self.now = NOW

    async def start(self) -> dict[str, Any]:
        """Put the session and return its progress."""
        return await self.reference.put_session("s", self.stub.session(now=self.now))

    async def let_pass(self, **span: float) -> dict[str, Any]:
        """Let virtual time pass and return the progress."""
        self.now += timedelta(**span)
        return await self.reference.advance("s", self.now)

    async def restart(self, database_url: str) -> None:
        """Go on with another process that knows only the database."""
        await self.reference.close()
        self.reference = ReferenceImplementation(database_url=database_url)
        session = self.stub.session(now=self.now, resume=True)
        await self.reference.put_session("s", session)


@asynccontextmanager
async def a_world(database_url: str) -> AsyncIterator[World]:
    stub = Stub()
    runner = web.AppRunner(stub.app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    stub.root = f"http://{host}:{port}"
    world = World(stub, ReferenceImplementation(database_url=database_url))
    try:
        yield world
    finally:
        await world.reference.close()
        await runner.cleanup()


def play(
    scene: Callable[[World], Awaitable[None]], database_url: str = "sqlite://"
) -> None:
    """Play a scene in a world of its own, in an event loop of its own."""

    async def run() -> None:
        async with a_world(database_url) as world:
            await world.start()
            await scene(world)

    asyncio.run(run())
