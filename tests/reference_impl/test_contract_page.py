"""docs/contract.md tells the truth: its transcript is played against the reference."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from harness.contract import faults
from reference_impl import ReferenceImplementation
from reference_impl.server import ContractServer
from tests.reference_impl.world import a_world

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "contract.md").read_text("utf-8")
WRITTEN = "http://127.0.0.1:9000"
FAKES = "http://127.0.0.1:40123"


def blocks(language: str) -> list[str]:
    """The fenced blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def transcript() -> list[tuple[list[str], str]]:
    """Each command with what it prints."""
    turns: list[tuple[list[str], str]] = []
    for line in "".join(blocks("console")).splitlines():
        if line.startswith("$ "):
            turns.append((shlex.split(line.removeprefix("$ curl -sS ")), ""))
        else:
            turns[-1] = (turns[-1][0], line)
    return turns


async def typed(
    client: ClientSession, root: str, words: list[str], session: str
) -> str:
    """What the command prints."""
    body = words[words.index("-d") + 1] if "-d" in words else None
    method = words[words.index("-X") + 1] if "-X" in words else None
    [url] = [word for word in words if word.startswith(WRITTEN)]
    async with client.request(
        method or ("GET" if body is None else "POST"),
        url.replace(WRITTEN, root),
        data=session if body == "@session.json" else body,
    ) as answer:
        return await answer.text()


def test_the_transcript_is_what_the_reference_says() -> None:
    """Command by command."""
    [session] = blocks("json")

    async def scene() -> list[str]:
        async with a_world("sqlite://") as world, ClientSession() as client:
            served = ContractServer(ReferenceImplementation())
            runner = web.AppRunner(served.app())
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            root = f"http://127.0.0.1:{runner.addresses[0][1]}"
            here = session.replace(FAKES, world.stub.root)
            printed = [
                await typed(client, root, words, here) for words, _ in transcript()
            ]
            await runner.cleanup()
            return printed

    printed = asyncio.run(scene())

    assert len(printed) == 8
    assert [read(text) for text in printed] == [read(text) for _, text in transcript()]


def read(text: str) -> Any:
    """What was printed; a status's name differs between Python's versions."""
    document = json.loads(text) if text else None
    if document is not None and document.get("status") == 422:
        assert document.pop("title").startswith("Unprocessable")
    return document


def test_the_session_of_the_page_keeps_its_schema() -> None:
    """What a vendor copies is right."""
    [session] = blocks("json")

    assert faults("session", json.loads(session)) == ()
