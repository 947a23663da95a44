"""Whose clock does a black box see: that of its tenant, in each mode."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from harness.adapters.iut import ClockMode
from harness.errors import ClockNotKept, NeverIdle
from harness.verdicts import Verdict
from harness.world.moments import START
from tests.harness.adapters.boxes import (
    a_bench,
    a_world,
    blocking,
    blocking_poller,
    command_of,
    header,
    looping,
    polling,
    seen,
)
from tests.harness.adapters.descriptors import a_descriptor

pytestmark = pytest.mark.usefixtures("libfaketime", "pinned_clock")

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
# an event loop rounds its sleeps up to whole milliseconds
ROUNDED = timedelta(milliseconds=3)


# jump


def test_time_jumps_to_every_instant_that_a_box_asks_for(tmp_path: Path) -> None:
    """Two days of quarters of an hour: no cycle is lost, none comes too early."""
    program = looping("""
    due = time.time()
    while True:
        await ask(due=repr(due))
        due = time.time() + 900
        await asyncio.sleep(900)
    """)
    with (
        a_bench(f"blackbox: {command_of(tmp_path, program)}") as bench,
        a_world(bench) as world,
    ):
        world.start()
        world.let_pass(timedelta(days=2))
        entries = world.tenant.journal.entries

    late = [float(header(one, "seen")) - float(header(one, "due")) for one in entries]
    assert len(entries) == 1 + 2 * 96
    assert min(late[1:]) >= 0
    assert max(late[1:]) < ROUNDED.total_seconds()


def test_a_box_that_jumps_sees_the_clock_of_its_tenant(tmp_path: Path) -> None:
    """At each request, to the millisecond, whatever its rhythm."""
    command = command_of(tmp_path, polling(437.5))
    with a_bench(f"blackbox: {command}") as bench, a_world(bench) as world:
        world.start()
        world.let_pass(timedelta(hours=12))
        entries = world.tenant.journal.entries

    assert len(entries) > 90
    assert max(abs(seen(one) - one.at) for one in entries) < ROUNDED


def test_a_story_begins_where_the_tenant_stands(tmp_path: Path) -> None:
    """Years ahead as well: the first reading of the clock is right already."""
    at = datetime(2031, 12, 31, 23, 59, tzinfo=UTC)
    command = command_of(tmp_path, polling(900))
    with a_bench(f"blackbox: {command}") as bench:
        world = bench.open_world("later", seed=1, now=at)
        world.start()
        first = world.tenant.journal.entries[0]
        bench.close_world(world)

    assert abs(seen(first) - at) < ROUNDED


@pytest.mark.parametrize(
    ("period", "heard"),
    [(timedelta(minutes=15, seconds=30), 2), (timedelta(minutes=17), 1)],
)
def test_a_deadline_is_judged_a_minute_later(
    tmp_path: Path, period: timedelta, heard: int
) -> None:
    """Who sleeps half a minute too long is heard, who sleeps two is not."""
    command = command_of(tmp_path, polling(period.total_seconds()))
    with a_bench(f"blackbox: {command}") as bench, a_world(bench) as world:
        world.start()
        world.let_pass(QUARTER)

        assert len(world.tenant.journal.entries) == heard
        assert world.now < START + QUARTER + MINUTE


def test_a_box_that_blocks_cannot_jump_and_is_told_so(tmp_path: Path) -> None:
    """Before anything is judged; the sentence names what would do."""
    command = command_of(tmp_path, blocking_poller(900))
    with (
        a_bench(f"blackbox: {command}") as bench,
        a_world(bench) as world,
        pytest.raises(ClockNotKept, match=r"sleeps in .* the clock mode rate") as told,
    ):
        world.start()

    assert told.value.verdict is Verdict.INCONCLUSIVE


def test_a_box_that_blocks_later_is_told_so_too(tmp_path: Path) -> None:
    """Its first sleep is one that jumps can shorten."""
    program = looping("""
    await ask()
    await asyncio.sleep(30)
    while True:
        await ask()
        time.sleep(900)
    """)
    command = command_of(tmp_path, program)
    with (
        a_bench(f"blackbox: {command}") as bench,
        a_world(bench) as world,
        pytest.raises(ClockNotKept, match="the clock mode rate"),
    ):
        world.let_pass(QUARTER)


@pytest.mark.parametrize("clock", [ClockMode.JUMP, ClockMode.RATE])
def test_a_static_program_is_told_that_it_cannot_be_driven(
    tmp_path: Path, clock: ClockMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As programs in Go are."""
    monkeypatch.setattr("harness.adapters.clocks._LOADING_MS", 200)
    command = static_sleeper(tmp_path)
    with (
        a_bench(f"blackbox: {command}", clock=clock) as bench,
        a_world(bench) as world,
        pytest.raises(ClockNotKept, match=r"does not load libfaketime.* realtime"),
    ):
        world.start()


def static_sleeper(folder: Path) -> Path:
    """A program without a dynamic loader."""
    compiler = shutil.which("gcc")
    if compiler is None:
        pytest.skip("a compiler is needed")
    (folder / "sleeper.c").write_text(
        "#include <unistd.h>\nint main() { for (;;) sleep(900); }", "ascii"
    )
    command = [compiler, "-static", "sleeper.c", "-o", "sleeper"]
    built = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if built.returncode:
        pytest.skip("a static libc is needed")
    return folder / "sleeper"


@pytest.mark.parametrize("after", [0, 60])
def test_a_box_that_never_sleeps_decides_nothing(tmp_path: Path, after: int) -> None:
    """Be it from the start, or after a while: it is inconclusive, in bounded time."""
    program = looping(
        f"    await ask()\n    await asyncio.sleep({after})\n    while True: pass"
    )
    path = a_descriptor(
        tmp_path,
        blackbox=command_of(tmp_path, program),
        profiles=["bookings"],
        timeouts={"start_s": 1, "call_s": 1},
    )
    with (
        a_bench(str(path)) as bench,
        a_world(bench) as world,
        pytest.raises(NeverIdle, match=r"not come to rest within 1 s") as told,
    ):
        world.let_pass(QUARTER)

    assert told.value.verdict is Verdict.INCONCLUSIVE


# rate


def test_a_clock_that_runs_is_the_same_for_box_and_tenant(tmp_path: Path) -> None:
    """Within a virtual minute, which is a real second here."""
    path = a_descriptor(
        tmp_path,
        blackbox=command_of(tmp_path, blocking_poller(30)),
        profiles=["bookings"],
        clock="rate",
        rate=60,
    )
    with a_bench(str(path)) as bench, a_world(bench) as world:
        world.start()
        world.let_pass(timedelta(minutes=2))
        entries = world.tenant.journal.entries

    assert len(entries) >= 3
    assert max(abs(seen(one) - one.at) for one in entries) < MINUTE


def test_a_clock_that_runs_is_waited_for(tmp_path: Path) -> None:
    """Two hours have passed for both, in steps that are never too short."""
    command = command_of(tmp_path, blocking_poller(900))
    with (
        a_bench(f"blackbox: {command}", clock=ClockMode.RATE) as bench,
        a_world(bench) as world,
    ):
        world.start()
        before = world.now
        world.let_pass(timedelta(hours=2))
        asked = [seen(one) for one in world.tenant.journal.entries]

        assert world.now >= before + timedelta(hours=2)
        assert len(asked) >= 3  # of eight: work takes virtual time, too
        assert min(b - a for a, b in pairwise(asked)) > QUARTER - MINUTE


def test_a_box_that_works_and_rests_does_not_flood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much comes together: a flood is what comes without a rest."""
    monkeypatch.setattr("harness.world.passing._FLOOD", 3)
    command = command_of(tmp_path, blocking_poller(3600))
    with (
        a_bench(f"blackbox: {command}", clock=ClockMode.RATE) as bench,
        a_world(bench) as world,
    ):
        world.start()
        world.let_pass(timedelta(hours=7))

        assert len(world.tenant.journal.entries) > 3


def test_a_box_that_never_rests_under_a_running_clock_decides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever."""
    monkeypatch.setattr("harness.world.passing._REST_S", 1.0)
    command = command_of(tmp_path, blocking("ask_blocking()\nwhile True: pass"))
    with (
        a_bench(f"blackbox: {command}", clock=ClockMode.RATE) as bench,
        a_world(bench) as world,
        pytest.raises(NeverIdle, match="Does it ever sleep"),
    ):
        world.start()
