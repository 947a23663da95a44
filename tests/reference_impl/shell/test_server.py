"""The contract over HTTP."""

import asyncio
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession, web

from reference_impl import ReferenceImplementation
from reference_impl.server import ContractServer
from tests.reference_impl.stub import NOW, text_of
from tests.reference_impl.world import a_world


async def say(
    client: ClientSession, method: str, url: str, **body: Any
) -> tuple[int, Any]:
    async with client.request(method, url, **body) as answer:
        is_empty = answer.status == 204
        return answer.status, None if is_empty else await answer.json(content_type=None)


def test_a_session_lives_and_ends_over_http() -> None:
    async def scene() -> None:
        async with a_world("sqlite://") as world:
            runner = web.AppRunner(ContractServer(ReferenceImplementation()).app())
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            root = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
            session = f"{root}/sessions/a"
            world.stub.book("b1", NOW + timedelta(days=1))
            async with ClientSession() as client:
                status, description = await say(client, "GET", f"{root}/implementation")
                assert (status, description["durable"]) == (200, True)
                status, progress = await say(
                    client, "PUT", session, json=world.stub.session()
                )
                assert (status, progress["next_wake"]) == (201, text_of(NOW))
                status, _ = await say(
                    client, "POST", f"{session}/advance", json={"to": text_of(NOW)}
                )
                assert (status, len(world.stub.events)) == (200, 1)
                status, seen = await say(client, "GET", session)
                assert (status, seen["linked"]) == (200, 1)
                published = {"kind": "settings_published", "at": text_of(NOW)}
                signals = f"{session}/signals"
                assert (await say(client, "POST", signals, json=published))[0] == 204
                assert (await say(client, "DELETE", session))[0] == 204
            await runner.cleanup()

    asyncio.run(scene())


def test_refusals_are_problem_documents() -> None:
    async def scene() -> None:
        runner = web.AppRunner(ContractServer(ReferenceImplementation()).app())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        root = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        advance = f"{root}/sessions/a/advance"
        async with ClientSession() as client:
            unknown = await say(client, "POST", advance, json={"to": text_of(NOW)})
            broken = await say(client, "POST", advance, data="{")
            no_object = await say(client, "PUT", f"{root}/sessions/a", json=[])
            nowhere = await say(client, "GET", f"{root}/elsewhere")
        await runner.cleanup()

        statuses = [status for status, _ in (unknown, broken, no_object, nowhere)]
        assert statuses == [404, 400, 422, 404]
        assert "no session 'a'" in unknown[1]["detail"]

    asyncio.run(scene())
