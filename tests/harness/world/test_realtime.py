"""In real time nothing is sped up: what takes seconds is played, the rest is not."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from harness.adapters.iut import ClockMode
from harness.errors import NotInRealTime
from harness.stopwatch import wall_clock
from harness.suite.bench import Bench, PinnedClock
from harness.verdicts import Verdict
from harness.world.cast import Role
from harness.world.moments import Moment
from harness.world.world import World
from tests.harness.runs import PROJECT, fieldsync, lines_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is needed")

# The black box of the examples, which looks twice a second.
HASTY = f"""
import asyncio, os, sys
sys.path.insert(0, {str(PROJECT / "examples" / "blackbox_asyncio")!r})
from links import Links
from service import Environment
from syncd import cycle
async def main():
    links = Links(None)
    while True:
        await cycle(Environment.of(os.environ), links)
        await asyncio.sleep(0.5)
asyncio.run(main())
"""
MINUTE = timedelta(minutes=1)
NAME = "Boiler repair"


@pytest.fixture
def box_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A technician, and a box that nobody speeds up; no minute more is waited for."""
    monkeypatch.setattr(ClockMode, "slack", property(lambda _: timedelta()))
    program = tmp_path / "box.py"
    program.write_text(HASTY, "utf-8")
    command = shlex.join([sys.executable, str(program)])
    bench = Bench(f"blackbox: {command}", clock=ClockMode.REALTIME)
    with PinnedClock():
        world = bench.open_world("realtime", seed=1)
        world.introduce(Role.TECHNICIAN)
        yield world
        bench.close_world(world)
        bench.close()


@pytest.fixture
def patient_world() -> Iterator[World]:
    """The reference, whose time is virtual, under the rules of real time."""
    bench = Bench("reference")
    bench.iut.clock_mode = ClockMode.REALTIME
    with PinnedClock():
        world = bench.open_world("realtime", seed=1)
        world.introduce(Role.TECHNICIAN)
        yield world
        bench.close_world(world)
        bench.close()


def test_what_takes_seconds_is_played(box_world: World) -> None:
    """The story begins today, and the entry of the booking shows."""
    world = box_world
    began_at = world.now
    book(world, "tomorrow at 09:00")
    mailbox = world.cast[Role.TECHNICIAN].mailbox
    for _ in range(15):  # the first time may go by while the box is being loaded
        world.let_pass(timedelta(seconds=2))
        if world.items.of(NAME, mailbox):
            break

    assert len(world.items.of(NAME, mailbox)) == 1
    assert abs(began_at - wall_clock()) < timedelta(minutes=10)
    assert began_at + timedelta(seconds=2) <= world.now <= wall_clock()


def test_the_week_in_which_stories_begin_is_not_testable(box_world: World) -> None:
    """Next Monday is another one in real time; nothing has been started for it."""
    with pytest.raises(NotInRealTime) as told:
        book(box_world, "on Monday at 09:00")

    assert told.value.verdict is Verdict.NOT_TESTABLE
    assert str(told.value) == (
        "In real time it cannot be played: 'on Monday at 09:00' means the week in "
        "which virtual time begins."
    )


def test_a_long_wait_is_not_testable_and_nobody_waits(box_world: World) -> None:
    """Not even for the implementation, which is not started."""
    with pytest.raises(NotInRealTime) as told:
        box_world.let_pass(21 * MINUTE)

    assert told.value.verdict is Verdict.NOT_TESTABLE
    assert "it lasts 0:21:00 or longer" in str(told.value)
    assert not box_world.session.is_open


def test_short_waits_add_up_to_a_long_one(patient_world: World) -> None:
    """Twenty minutes are played, one more is not."""
    world = patient_world
    world.let_pass(15 * MINUTE)
    world.let_pass(5 * MINUTE)
    before = world.now

    with pytest.raises(NotInRealTime, match=r"it lasts 0:21:00 or longer"):
        world.let_pass(MINUTE)

    assert world.now == before


def book(world: World, moment: str) -> None:
    """The dispatcher books the technician."""
    world.dispatcher.book(Role.TECHNICIAN, NAME, Moment(moment), order=NAME)


PATIENT = """
from harness.adapters.iut import ClockMode
from harness.adapters.reference import ReferenceIut
ReferenceIut.clock_mode = ClockMode.REALTIME
"""


def test_a_run_in_real_time_begins_today_and_plays_what_is_short(
    tmp_path: Path,
) -> None:
    """The results say when, and why the rest was not played."""
    finished = fieldsync("run", "--rule", "BKG-001", cwd=tmp_path, code=PATIENT)

    results = tmp_path / "fieldsync-report" / "results.jsonl"
    run, *scenarios, end = lines_of(results)
    began_at = datetime.fromisoformat(run["starts_at"])
    assert finished.returncode == 1, finished.stderr
    assert abs(began_at - wall_clock()) < timedelta(minutes=10)
    assert run["iut"]["clock_mode"] == "realtime"
    assert end["counts"] == {"pass": 1, "not_testable": 3}
    assert "In real time it cannot be played" in scenarios[-1]["message"]
