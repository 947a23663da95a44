"""Who sleeps, in what, and until when: asked of real programs."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from harness.processes.faketime import RatedClock
from harness.processes.process import Launched
from harness.processes.stillness import (
    Tree,
    blocked_on_network,
    deaf_to_jumps,
    next_timeout,
)
from tests.harness.processes.programs import (
    BUSY_LOOP,
    NODE,
    PYTHON,
    needs_java,
    needs_node,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is needed")

DEADLINE_S = 30.0
QUARTER = timedelta(minutes=15)

ASYNCIO = "import asyncio; asyncio.run(asyncio.sleep(900))"
ASYNCIO_WITH_WORKERS = """
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(None, int) for _ in range(3)))
    await asyncio.sleep(900)
asyncio.run(main())
"""
SLEEP = "import time; time.sleep(900)"
POLL = "import select; select.poll().poll(900_000)"
SELECT = "import select; select.select([], [], [], 900)"
EVENT = "import threading; threading.Event().wait(900)"
FOREVER = "import threading; threading.Event().wait()"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])"
PARENT_OF_ASYNCIO = CHILD.replace(repr(SLEEP), repr(ASYNCIO))
READS_SOCKET = "import socket; socket.create_connection(({!r}, {})).recv(1)"
READS_PIPE = "import os; os.read(os.pipe()[0], 1)"
READS_LOCAL_SOCKET = "import socket; pair = socket.socketpair(); pair[0].recv(1)"


T = TypeVar("T")


@asynccontextmanager
async def tree_of(
    code: str,
    directory: Path,
    *,
    program: str = f"{PYTHON} program",
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[tuple[Tree, Launched]]:
    (directory / "program").write_text(code, "utf-8")
    launched = Launched(program, environment=environment or {}, directory=directory)
    try:
        with closing(Tree(launched.pid)) as tree:
            yield tree, launched
    finally:
        await launched.kill()


async def once(look: Callable[[], T], holds: Callable[[T], bool]) -> T:
    async with asyncio.timeout(DEADLINE_S):
        while not holds(found := look()):  # noqa: ASYNC110 - the kernel's word
            await asyncio.sleep(0.005)
    return found


async def sleeps(tree: Tree) -> bool:
    before = tree.sample()
    await asyncio.sleep(0.05)
    return tree.unmoved_since(before)


@pytest.mark.parametrize(
    "code",
    [SLEEP, ASYNCIO_WITH_WORKERS, EVENT, FOREVER, CHILD, READS_PIPE],
    ids=["sleep", "workers", "event", "forever", "child", "pipe"],
)
def test_who_waits_for_nothing_but_time_comes_to_rest(
    tmp_path: Path, code: str
) -> None:
    async def scenario() -> None:
        async with tree_of(code, tmp_path) as (tree, _), asyncio.timeout(DEADLINE_S):
            while not await sleeps(tree):
                pass

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "code",
    [
        BUSY_LOOP,
        CHILD.replace(repr(SLEEP), repr(BUSY_LOOP)),
    ],
    ids=["itself", "its child"],
)
def test_who_works_is_never_asleep(tmp_path: Path, code: str) -> None:
    async def scenario() -> list[bool]:
        async with tree_of(code, tmp_path) as (tree, launched):
            await once(launched.last_output, lambda text: "ready" in text)
            return [await sleeps(tree) for _ in range(5)]

    assert asyncio.run(scenario()) == [False] * 5


def test_who_ran_between_two_looks_was_not_asleep(tmp_path: Path) -> None:
    """Both looks find it sleeping; only the kernel's count tells."""
    code = "import time\nwhile True: time.sleep(0.01)"

    async def scenario() -> bool:
        async with tree_of(code, tmp_path) as (tree, _):
            before = await once(tree.sample, lambda sample: sample.all_sleep)
            await asyncio.sleep(0.2)
            await once(tree.sample, lambda sample: sample.all_sleep)
            return tree.unmoved_since(before)

    assert asyncio.run(scenario()) is False


@needs_java
def test_a_jvm_whose_time_runs_fast_comes_to_rest_though_it_looks_after_itself(
    tmp_path: Path,
) -> None:
    code = """
        class Program { public static void main(String[] no) throws Exception {
            System.out.println("ready");
            Thread.sleep(365L * 86_400_000);
        } }
    """

    async def scenario(clock: RatedClock) -> None:
        (tmp_path / "Program.java").write_text(code, "utf-8")
        async with (
            tree_of(
                "",
                tmp_path,
                program="java Program.java",
                environment=clock.environment(),
            ) as (tree, launched),
            asyncio.timeout(DEADLINE_S),
        ):
            await once(launched.last_output, lambda text: "ready" in text)
            while not await sleeps(tree):
                pass

    with closing(
        RatedClock(at=datetime(2026, 1, 5, 8, tzinfo=UTC), rate=3600)
    ) as clock:
        asyncio.run(scenario(clock))


@pytest.mark.parametrize(
    ("code", "program"),
    [
        (ASYNCIO, f"{PYTHON} program"),
        (PARENT_OF_ASYNCIO, f"{PYTHON} program"),
        pytest.param(
            "setTimeout(() => 0, 900000)", f"{NODE} program", marks=needs_node
        ),
    ],
    ids=["asyncio", "child", "node"],
)
def test_the_kernel_knows_when_an_event_loop_wakes(
    tmp_path: Path, code: str, program: str
) -> None:
    async def scenario() -> timedelta | None:
        async with tree_of(code, tmp_path, program=program) as (tree, _):
            return await once(lambda: next_timeout(tree), bool)

    found = asyncio.run(scenario())
    assert found is not None
    assert QUARTER - timedelta(seconds=5) < found <= QUARTER


@pytest.mark.parametrize(
    ("code", "program", "words"),
    [
        (SLEEP, f"{PYTHON} program", "sleeps in clock_nanosleep"),  # a deadline
        ("", "sleep 900", "sleeps in clock_nanosleep for 900 s"),
        (POLL, f"{PYTHON} program", "poll for 900 s"),
        (SELECT, f"{PYTHON} program", "select"),
        (EVENT, f"{PYTHON} program", "sleeps in futex"),
        (CHILD, f"{PYTHON} program", "sleeps in clock_nanosleep"),
    ],
    ids=["time.sleep", "sleep", "poll", "select", "event", "child"],
)
def test_who_would_sleep_through_a_jump_is_named(
    tmp_path: Path, code: str, program: str, words: str
) -> None:
    async def scenario() -> tuple[str, ...]:
        async with tree_of(code, tmp_path, program=program) as (tree, _):
            found = await once(lambda: deaf_to_jumps(tree), bool)
            assert next_timeout(tree) is None
            return found

    (found,) = asyncio.run(scenario())
    assert words in found


@pytest.mark.parametrize("code", [ASYNCIO_WITH_WORKERS, FOREVER])
def test_who_follows_jumps_or_has_no_time_out_is_not_named(
    tmp_path: Path, code: str
) -> None:
    async def scenario() -> tuple[str, ...]:
        async with tree_of(code, tmp_path) as (tree, _), asyncio.timeout(DEADLINE_S):
            while not await sleeps(tree):
                pass
            return deaf_to_jumps(tree)

    assert asyncio.run(scenario()) == ()


def test_who_waits_for_a_server_elsewhere_is_named(tmp_path: Path) -> None:
    async def scenario(address: tuple[str, int]) -> str:
        async with tree_of(READS_SOCKET.format(*address), tmp_path) as (tree, _):
            return await once(lambda: blocked_on_network(tree), bool)

    with socket.create_server(("127.0.0.1", 0)) as server:
        assert "waits for the network in recv" in asyncio.run(
            scenario(server.getsockname())
        )


@pytest.mark.parametrize("code", [READS_PIPE, READS_LOCAL_SOCKET])
def test_parts_of_a_program_may_wait_for_each_other(tmp_path: Path, code: str) -> None:
    async def scenario() -> str:
        async with tree_of(code, tmp_path) as (tree, _):
            await once(tree.waits, lambda waits: any(wait.peer for wait in waits))
            while not await sleeps(tree):
                pass
            return blocked_on_network(tree)

    assert asyncio.run(scenario()) == ""
