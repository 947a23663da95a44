"""Calls that meet at one session take turns, and who comes too late is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from reference_impl import ReferenceImplementation, UnknownSession
from tests.reference_impl.stub import NOW
from tests.reference_impl.world import World, play


def test_a_session_that_two_forget_at_once_is_forgotten_once() -> None:
    async def scene(world: World) -> None:
        _, *both = await asyncio.gather(
            world.reference.advance("s", NOW),
            world.reference.delete_session("s"),
            world.reference.delete_session("s"),
            return_exceptions=True,
        )

        assert [type(one) for one in both] == [type(None), UnknownSession]

    play(scene)


def test_whoever_waited_for_a_session_that_is_gone_does_nothing_any_more() -> None:
    """Neither a request nor a trace in the database comes after the end."""

    async def scene(world: World) -> None:
        later = NOW + timedelta(minutes=12)

        cycle, forgotten, late = await asyncio.gather(
            world.reference.advance("s", NOW),
            world.reference.delete_session("s"),
            world.reference.advance("s", later),
            return_exceptions=True,
        )

        assert isinstance(cycle, dict)
        assert forgotten is None
        assert isinstance(late, UnknownSession)

    play(scene)


def test_turns_leave_nothing_behind() -> None:
    """Ids that nobody opened cost no memory."""

    async def scene() -> None:
        reference = ReferenceImplementation()
        for number in range(3):
            await asyncio.gather(
                reference.advance(str(number), NOW),
                reference.delete_session(str(number)),
                return_exceptions=True,
            )

        assert reference._turns == {}
        await reference.close()

    asyncio.run(scene())
