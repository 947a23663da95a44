"""Random walks: edits, deletions, faults and restarts on both sides, then quiet.

When all is quiet every booking in the view has exactly one item with its times, no
other item claims a booking, and the engine asks Exchange for nothing any more.
"""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from tests.reference_impl.stub import NOW, TAG, Json, Reply
from tests.reference_impl.world import World, play

STEPS = 40
HALF_HOUR = timedelta(minutes=30)


class Weather:
    """Faults that strike now and then until the weather clears."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  a walk, no secret
        self.is_bad = True

    def item(self, _method: str, _url: str) -> Reply | None:
        """Refuse one request inside a batch, sometimes."""
        if not self.is_bad or self.random.random() > 0.1:
            return None
        status = self.random.choice((429, 500, 503, 504))
        headers = {"Retry-After": "90"} if status == 429 else {}
        return status, {"error": {"code": "fault"}}, headers

    def outage(self) -> web.Response | None:
        """Refuse a whole batch, sometimes."""
        strikes = self.is_bad and self.random.random() < 0.1
        return web.Response(status=503) if strikes else None

    def lost_answer(self) -> None:
        """Lose the answer after the effect, sometimes."""
        if self.is_bad and self.random.random() < 0.1:
            raise web.HTTPBadGateway


async def wander(world: World, weather: Weather, url: str) -> None:
    """Take one random step on either side, then let some time pass."""
    stub, choose = world.stub, weather.random
    names = sorted(stub.bookings)
    start_at = world.now + choose.randint(12, 600) * HALF_HOUR
    step = choose.choice(["book", "book", "move", "touch", "delete", "edit", "restart"])
    if step == "book":
        stub.book(f"b{stub.version}", start_at)
    elif step == "move" and names:
        stub.move(choose.choice(names), start_at)
    elif step == "touch" and names:
        stub.touch(choose.choice(names))
    elif step == "delete" and names:
        stub.delete(choose.choice(names))
    elif step == "edit" and stub.events:
        stub.change_event(choose.choice(sorted(stub.events)), subject="Edited")
    elif step == "restart":
        await world.restart(url)
    await world.let_pass(minutes=choose.randint(0, 20))


@pytest.mark.parametrize("seed", range(12))
def test_everything_comes_to_rest(seed: int, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'links.db'}"

    async def scene(world: World) -> None:
        weather = Weather(seed)
        stub = world.stub
        stub.graph_fault = weather.item
        stub.graph_outage = weather.outage
        stub.after_graph = weather.lost_answer
        for number in range(6):
            stub.book(f"a{number}", NOW + timedelta(days=1 + number))
        for _ in range(STEPS):
            await wander(world, weather, url)

        weather.is_bad = False
        await world.let_pass(minutes=40)
        stub.requests.clear()
        progress = await world.let_pass(minutes=60)

        assert progress["problems"] == []
        assert set(stub.requests) == {"dataverse"}
        in_view = {
            name: row["starttime"][:16]
            for name, row in stub.bookings.items()
            if row["starttime"] > NOW.isoformat() and is_expected(world, name)
        }
        items = {
            link(event): event["start"]["dateTime"][:16]
            for event in stub.events.values()
            if TAG in event["categories"]
        }
        owners = Counter(link(event) for event in stub.events.values())
        assert {name: items.get(name) for name in in_view} == in_view
        assert in_view
        assert set(items) <= set(stub.bookings)
        assert max([owners[name] for name in stub.bookings], default=0) <= 1

    play(scene, url)


def link(event: Json) -> str:
    """Return what the link of an event says."""
    return str(event["singleValueExtendedProperties"][0]["value"])


def is_expected(world: World, name: str) -> bool:
    """Tell whether a booking was inside the window when it was last touched.

    The walk is shorter than a day and starts lie half hours apart, so a margin of a day
    before the forward edge is safe.
    """
    limit = world.now + timedelta(days=11)
    return str(world.stub.bookings[name]["starttime"]) < limit.isoformat()
