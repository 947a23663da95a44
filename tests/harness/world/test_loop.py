"""The loop and whoever asks for its end."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from harness.world.loop import Loop


@pytest.fixture
def loop() -> Iterator[Loop]:
    """A loop in a process that can be interrupted, as one in a terminal can."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    loop = Loop()
    try:
        yield loop
    finally:
        loop.close()
        signal.signal(signal.SIGINT, before)


def test_an_interrupt_waits_until_the_work_is_done(loop: Loop) -> None:
    """Raised inside of a callback it would get lost or break the loop."""
    done = []

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        done.append(True)

    with pytest.raises(KeyboardInterrupt):
        loop.run(work())

    assert done == [True]
    assert loop.run(_answer()) == 42  # it can be used to clear up


def test_an_interrupt_cuts_short_what_waits(loop: Loop) -> None:
    """An implementation that hangs must not hold up whoever has had enough of it."""

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(3600)

    with pytest.raises(KeyboardInterrupt):
        loop.run(work())

    assert loop.run(_answer()) == 42


def test_who_asks_twice_is_heard_at_once(loop: Loop) -> None:
    done = []

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        done.append(True)

    with pytest.raises(KeyboardInterrupt):
        loop.run(work())

    assert done == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


async def _answer() -> int:
    return 42
