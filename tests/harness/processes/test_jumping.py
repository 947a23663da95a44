"""Time jumps for real programs, and only while they sleep."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harness.errors import IutCrashed, NeverIdle
from harness.processes.faketime import FrozenClock
from harness.processes.jumping import JumpDriver
from harness.processes.process import Launched
from tests.harness.processes.programs import (
    ASYNCIO_TICKER,
    BUSY_LOOP,
    NODE,
    NODE_TICKER,
    PYTHON,
    THREADED_TICKER,
    needs_node,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="libfaketime, /proc")

MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
DEADLINE_S = 30.0


@dataclass
class Fake:
    """Hears what tickers say, and takes its time to answer."""

    heard: list[datetime] = field(default_factory=list)
    open: int = 0
    thinks_s: float = 0.02

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One tick, answered."""
        self.open += 1
        with closing(writer):
            line = await reader.readline()
            await asyncio.sleep(self.thinks_s)
            if line:
                self.heard.append(datetime.fromtimestamp(int(line) / 1000, UTC))
            writer.write(b"ok\n")
            self.open -= 1

    async def quiet(self) -> bool:
        """Nobody waits for an answer."""
        return not self.open


@asynccontextmanager
async def driven(
    code: str, directory: Path, fake: Fake, *, command: str = "{} program {}"
) -> AsyncIterator[tuple[JumpDriver, Launched]]:
    (directory / "program").write_text(code, "utf-8")
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with closing(FrozenClock(at=MONDAY)) as clock:
        launched = Launched(
            command.format(PYTHON, port),
            environment=clock.environment(),
            directory=directory,
        )
        driver = JumpDriver(launched, clock, quiet=fake.quiet)
        try:
            yield driver, launched
        finally:
            driver.close()
            await launched.kill()
            server.close()


@pytest.mark.parametrize(
    ("code", "command", "tickers"),
    [
        (ASYNCIO_TICKER, "{} program {}", 1),
        (THREADED_TICKER, "{} program {} with-child", 2),
        pytest.param(NODE_TICKER, f"'{NODE}' program {{1}}", 1, marks=needs_node),
        (ASYNCIO_TICKER, "sh -c '{} program {}; true'", 1),
    ],
    ids=["asyncio", "thread and child", "node", "behind a shell"],
)
def test_each_jump_is_one_tick_at_its_own_time(
    tmp_path: Path, code: str, command: str, tickers: int
) -> None:
    async def scenario() -> list[datetime]:
        fake = Fake()
        async with driven(code, tmp_path, fake, command=command) as (driver, _):
            while len(fake.heard) < tickers:
                await driver.settle(DEADLINE_S)
            for number in range(1, 6):
                await driver.jump_to(MONDAY + number * QUARTER, DEADLINE_S)
        return fake.heard

    expected = [MONDAY + n * QUARTER for n in range(6) for _ in range(tickers)]
    assert asyncio.run(scenario()) == expected


@pytest.mark.parametrize(
    ("code", "command"),
    [
        (ASYNCIO_TICKER, "{} program {}"),
        pytest.param(NODE_TICKER, f"'{NODE}' program {{1}}", marks=needs_node),
    ],
    ids=["asyncio", "node"],
)
def test_it_is_known_when_the_next_tick_is_due(
    tmp_path: Path, code: str, command: str
) -> None:
    async def scenario() -> tuple[list[datetime], list[datetime]]:
        fake, hints = Fake(), []
        async with driven(code, tmp_path, fake, command=command) as (driver, _):
            while not fake.heard:
                await driver.settle(DEADLINE_S)
            for _ in range(3):
                hint = driver.next_wake()
                assert hint is not None
                hints.append(hint)
                await driver.jump_to(hint, DEADLINE_S)
        return fake.heard[1:], hints

    heard, hints = asyncio.run(scenario())
    milliseconds = timedelta(milliseconds=3)
    assert len(heard) == 3
    for number, (tick, hint) in enumerate(zip(heard, hints, strict=True), 1):
        assert abs(tick - hint) < milliseconds
        assert abs(tick - (MONDAY + number * QUARTER)) < milliseconds


def test_an_answer_that_takes_long_is_waited_for(tmp_path: Path) -> None:
    async def scenario() -> tuple[int, int]:
        fake = Fake(thinks_s=0.5)
        async with driven(ASYNCIO_TICKER, tmp_path, fake) as (driver, _):
            while not fake.heard:
                await driver.settle(DEADLINE_S)
            await driver.jump_to(MONDAY + QUARTER, DEADLINE_S)
            return len(fake.heard), fake.open

    assert asyncio.run(scenario()) == (2, 0)


def test_who_never_rests_is_named_with_what_it_does(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with driven(BUSY_LOOP, tmp_path, Fake()) as (driver, launched):
            # The child writes when it likes.
            while "ready" not in launched.last_output():  # noqa: ASYNC110
                await asyncio.sleep(0.001)
            await driver.settle(0.5)

    with pytest.raises(NeverIdle, match=r"python.* \(\d+\) runs"):
        asyncio.run(scenario())


def test_an_exchange_that_never_ends_is_what_is_named(tmp_path: Path) -> None:
    async def scenario() -> None:
        fake = Fake(thinks_s=1000)
        async with driven(ASYNCIO_TICKER, tmp_path, fake) as (driver, _):
            while not fake.open:  # noqa: ASYNC110 - set by who must run meanwhile
                await asyncio.sleep(0)
            await driver.settle(0.5)

    with pytest.raises(NeverIdle, match=r"exchange with .* has not ended"):
        asyncio.run(scenario())


def test_who_dies_on_the_way_is_told_with_its_last_words(tmp_path: Path) -> None:
    code = ASYNCIO_TICKER.replace('b"ok\\n"', 'b"never said"')

    async def scenario() -> None:
        async with driven(code, tmp_path, Fake()) as (driver, launched):
            while launched.returncode is None:  # noqa: ASYNC110 - the kernel's word
                await asyncio.sleep(0.001)
            await driver.settle(DEADLINE_S)

    with pytest.raises(IutCrashed, match=r"code 1\.(.|\n)*AssertionError"):
        asyncio.run(scenario())
