"""The loop and whoever asks for its end."""

from __future__ import annotations

import os
import signal

import pytest

from harness.world.loop import Loop


def test_an_interrupt_waits_until_the_work_is_done() -> None:
    """Raised inside of a callback it would get lost or break the loop."""
    loop = Loop()
    done = []

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        done.append(True)

    with pytest.raises(KeyboardInterrupt):
        loop.run(work())

    assert done == [True]
    assert loop.run(_answer()) == 42  # it can be used to clear up
    loop.close()


def test_who_asks_twice_is_heard_at_once() -> None:
    loop = Loop()
    done = []

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        done.append(True)

    with pytest.raises(KeyboardInterrupt):
        loop.run(work())

    assert done == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    loop.close()


async def _answer() -> int:
    return 42
