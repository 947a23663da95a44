"""What real processes show when a clock of ours drives them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.processes.faketime import (
    LIBRARY_VARIABLE,
    FrozenClock,
    RatedClock,
    find_library,
    is_preloaded,
)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("gcc"),
    reason="libfaketime, /proc and a compiler are needed",
)

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - it is what is looked at
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
READ = ["date", "-u", "+%s.%N"]


def shown(clock: FrozenClock | RatedClock, *command: str, zone: str = "UTC") -> float:
    output = subprocess.run(
        command or READ,
        env={**clock.environment(), "TZ": zone, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(output.stdout)


@pytest.mark.parametrize(
    "at",
    [
        MONDAY,
        datetime(2000, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2099, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        MONDAY + timedelta(microseconds=100_000),  # no double says .1
    ],
)
def test_a_frozen_clock_is_exact_to_the_microsecond(at: datetime) -> None:
    with closing(FrozenClock(at=MONDAY)) as clock:
        clock.set(at)

        assert shown(clock) == at.timestamp()


@pytest.mark.parametrize("hour", [0, 1])
def test_the_hour_that_comes_twice_is_told_apart(hour: int) -> None:
    """In Berlin both are 02:30: the process's time zone must not matter."""
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    with closing(FrozenClock(at=at)) as clock:
        command = [sys.executable, "-c", "import time; print(time.time())"]
        assert shown(clock, *command, zone="Europe/Berlin") == at.timestamp()


def test_a_rated_clock_is_where_we_say_it_is() -> None:
    """Also in a child that starts later: between our instants before and after."""
    with closing(RatedClock(at=MONDAY, rate=3600)) as clock:
        for command in (READ, ["sh", "-c", "sleep 60; date -u +%s.%N"]):
            before = clock.now(time.monotonic())
            found = shown(clock, *command)
            after = clock.now(time.monotonic())

            # REALTIME there and MONOTONIC here are read a few microseconds apart
            slack = 3600 * 0.001
            assert before.timestamp() - slack <= found <= after.timestamp() + slack


def test_a_blocking_sleeper_wakes_after_its_virtual_time() -> None:
    code = "import time; b = time.time(); time.sleep(900); print(time.time() - b)"
    with closing(RatedClock(at=MONDAY, rate=3600)) as clock:
        assert shown(clock, sys.executable, "-c", code) >= 900


def test_a_closed_clock_leaves_nothing_in_shared_memory() -> None:
    with closing(FrozenClock(at=MONDAY)) as clock:
        name = clock.environment()["FAKETIME_SHARED"].split()[0].strip("/")
        left_by_library = f"faketime_shm_{shown(clock, 'sh', '-c', 'echo $$'):.0f}"
        during = {path.name for path in SHARED_MEMORY.iterdir()}

    after = {path.name for path in SHARED_MEMORY.iterdir()}
    ours = {name, f"sem.{name}", f"{name}.clock"}
    assert ours <= during
    assert not {*ours, left_by_library} & after


def test_what_a_killed_harness_left_is_swept_up() -> None:
    process = subprocess.Popen(["/bin/true"])
    process.wait()
    stale = SHARED_MEMORY / f"fieldsync-{process.pid}-0123"
    stale.touch()

    with closing(FrozenClock(at=MONDAY)), closing(FrozenClock(at=MONDAY)) as other:
        assert not stale.exists()
        assert shown(other) == MONDAY.timestamp()  # those of the living stay


WAITS = '#include <unistd.h>\nint main() { write(1, "r", 1); pause(); }'
# Ends with 1 when a reading is none of those that were set: n seconds, n microseconds
READS = """
#include <pthread.h>
#include <time.h>
#include <unistd.h>
static void *reads(void *wrong) {
  for (int i = 0; i < 20000; i++) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_nsec != now.tv_sec % 1000 * 1000) *(int *)wrong = 1;
  }
  return 0;
}
int main() {
  pthread_t threads[4];
  int wrong = 0;
  write(1, "r", 1);
  for (int i = 0; i < 4; i++) pthread_create(threads + i, 0, reads, &wrong);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], 0);
  return wrong;
}
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(code: str, *flags: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
        source = tmp_path / "program.c"
        source.write_text(code, "ascii")
        subprocess.run(
            [
                str(shutil.which("gcc")),
                *flags,
                str(source),
                "-o",
                str(tmp_path / "program"),
            ],
            check=True,
        )
        process = subprocess.Popen(
            [str(tmp_path / "program")], env=env, stdout=subprocess.PIPE
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.read(1) == b"r"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("flags", "expected"), [((), True), (("-static",), False)])
def test_a_static_program_is_known_for_one(
    program: Callable[..., subprocess.Popen[bytes]],
    flags: tuple[str, ...],
    *,
    expected: bool,
) -> None:
    with closing(FrozenClock(at=MONDAY)) as clock:
        process = program(WAITS, *flags, env=dict(clock.environment()))

        assert is_preloaded(process.pid) is expected


def test_threads_read_only_what_was_set(
    program: Callable[..., subprocess.Popen[bytes]],
) -> None:
    """With the library that knows no locks some 2 % of the readings are neither."""
    second_and_microsecond = timedelta(seconds=1, microseconds=1)
    with closing(FrozenClock(at=MONDAY)) as clock:
        process = program(READS, "-pthread", env=dict(clock.environment()))
        while process.poll() is None:
            at = clock.at + second_and_microsecond
            clock.set(at if at.microsecond < 1000 else MONDAY)

    assert process.returncode == 0


def test_who_is_gone_has_preloaded_nothing() -> None:
    process = subprocess.Popen(["/bin/true"])
    process.wait()

    assert not is_preloaded(process.pid)


def test_without_the_library_one_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(LIBRARY_VARIABLE, raising=False)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))

    with pytest.raises(UsageError, match=r"^[^\n]*apt-get install libfaketime[^\n]*$"):
        find_library()


def test_a_library_that_is_not_where_the_variable_says_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(LIBRARY_VARIABLE, "/no/such.so")

    with pytest.raises(UsageError, match=r"'/no/such.so', which is no file"):
        find_library()


def test_elsewhere_than_on_linux_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    with pytest.raises(UsageError, match=r"^[^\n]*need Linux[^\n]*$"):
        find_library()
