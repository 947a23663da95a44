"""Whose clock a process reads: the only place that knows libfaketime.

Measured with Debian's libfaketime 0.9.10, glibc 2.36, Python 3.11, Node 20, JDK 17.
What sleeps follows the clock in these modes ("rate" means: wakes after 900 virtual
seconds, that is after 0.25 s at x3600):

    jump, rate   epoll (asyncio, Node's setTimeout and setInterval)
    rate only    time.sleep, select, poll, asyncio on those, nanosleep and
                 clock_nanosleep (relative and absolute), timerfd,
                 pthread_cond_timedwait, sleep(1) as a child; Java's Thread.sleep,
                 Timer, ScheduledExecutorService, Object.wait; Node's Atomics.wait
    jump only    sigtimedwait
    neither      Python's Event.wait, Condition.wait, Queue.get and Thread.join with a
                 timeout (sem_clockwait goes past the library and takes the virtual
                 deadline for a real one: it never returns), alarm

- Both modes need CLOCK_MONOTONIC faked, which is the default: it shows the same instant
  as CLOCK_REALTIME (seconds since 1970), as CLOCK_BOOTTIME and CLOCK_MONOTONIC_RAW do.
  At a jump it jumps, forwards or backwards. CPU time runs N times as fast in rate mode.
- The plain library is not safe with threads: while the file changed, 11,000 of 600,000
  readings of four threads were of a wrong instant; with libfaketimeMT none was.
- A reading in jump mode opens and reads the file: 6 µs. To the nanosecond.
- epoll and poll count in whole milliseconds of real time, rounded down: in rate mode
  they may return one real millisecond early (3.6 virtual seconds at x3600), and turn
  in circles below that. Time-outs of HTTP clients shrink as everything: 30 s are 8 ms.
- The time zone of the process does not matter, except between a change of TZ and
  tzset(3), where `date -u` is: there the zones get mixed up in jump mode.
- File times (stat) stay real in both modes.
- Start-up time passes too: Python's 20 ms are 72 virtual seconds at x3600.
- The JVM's own threads have short periods: in rate mode a sleeping one takes 3 % of a
  processor at x60, 38 % at x3600, 60 % at x14400. Node and Python take nothing.
- Programs without a dynamic loader (Go) never see it: `is_preloaded` tells.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from harness.errors import UsageError
from harness.processes.faketime_start import SharedStart

LIBRARY_VARIABLE: Final = "FIELDSYNC_LIBFAKETIME"
_LIBRARY: Final = "libfaketimeMT.so.1"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_INSTEAD: Final = (
    "or use the clock mode 'realtime', or the contract, whose clock is virtual"
)


def find_library() -> Path:
    """Where libfaketime is.

    Raises:
        UsageError: it is not there, and how to install it.
    """
    if sys.platform != "linux":
        raise UsageError(
            "The clock modes 'jump' and 'rate' need Linux: run there (a container will "
            f"do), {_INSTEAD}."
        )
    if named := os.environ.get(LIBRARY_VARIABLE):
        if Path(named).is_file():
            return Path(named)
        raise UsageError(f"{LIBRARY_VARIABLE} names {named!r}, which is no file.")
    for folder in ("/usr/lib", "/usr/lib64", "/usr/local/lib"):
        for found in sorted(Path(folder).glob(f"**/faketime/{_LIBRARY}")):
            return found
    raise UsageError(
        "The clock modes 'jump' and 'rate' need libfaketime: install it (apt-get "
        f"install libfaketime), name its {_LIBRARY} in {LIBRARY_VARIABLE}, {_INSTEAD}."
    )


def is_preloaded(pid: int) -> bool:
    """Whether the process has loaded libfaketime; false for what is linked statically.

    It says nothing of a program that is still being loaded: ask once it does something.
    """
    try:
        maps = Path(f"/proc/{pid}/maps").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return "libfaketime" in maps


class FrozenClock:
    """Jump mode: the instant that a process shows, moved by hand.

    All processes with its environment show the same one, also those started later.
    """

    def __init__(self, *, at: datetime) -> None:
        """It shows `at`.

        Raises:
            UsageError: libfaketime is not there.
        """
        self._library = find_library()
        self._start = SharedStart()
        # In memory: on a disk each rename may wait for it (ext4: 1 to 9 ms).
        self._file = self._start.memory.with_suffix(".clock")
        self.set(at)

    @property
    def at(self) -> datetime:
        """What it shows."""
        return self._at

    def set(self, at: datetime) -> None:
        """From now on it shows `at`; who sleeps is not woken by that."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(_stamp(at) + "\n", "ascii")
        fresh.replace(self._file)  # readers see the old or the new, never half of it
        self._at = at

    def environment(self) -> Mapping[str, str]:
        """What makes a process follow this clock."""
        return {
            **_environment(self._library, self._start),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",  # otherwise it is read every ten seconds
        }

    def close(self) -> None:
        """Nothing of it is left on the system; its processes have ended before."""
        self._start.close()
        self._file.unlink(missing_ok=True)


class RatedClock:
    """Rate mode: a clock that runs `rate` times as fast as real time from now on.

    All processes with its environment show the same instant, also those started later.
    """

    def __init__(self, *, at: datetime, rate: int) -> None:
        """It shows `at` now.

        Raises:
            UsageError: libfaketime is not there.
        """
        self._library = find_library()
        self._at, self._rate = at, rate
        self._start = SharedStart()

    def now(self, monotonic: float) -> datetime:
        """What it shows when `loop.time()` (CLOCK_MONOTONIC) says `monotonic`."""
        return self._at + timedelta(
            seconds=(monotonic - self._start.monotonic_s) * self._rate
        )

    def environment(self) -> Mapping[str, str]:
        """What makes a process follow this clock."""
        return {
            **_environment(self._library, self._start),
            "FAKETIME": f"@{_stamp(self._at)} x{self._rate}",
        }

    def close(self) -> None:
        """Nothing of it is left on the system; its processes have ended before."""
        self._start.close()


def _environment(library: Path, start: SharedStart) -> dict[str, str]:
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME_FMT": "%s",  # seconds since 1970: the process may have any time zone
        "FAKETIME_SHARED": start.name,
        "FAKETIME_DONT_RESET": "1",  # every exec would begin at the start again
        "NO_FAKE_STAT": "1",  # a file's time stays what it is, so that caches hold
    }


def _stamp(at: datetime) -> str:
    """Seconds since 1970 to the microsecond, and a half nanosecond.

    libfaketime cuts off what it reads as a double: .1 would become 99,999,999 ns, and a
    program that shows milliseconds would be one too early.
    """
    since = at - _EPOCH
    seconds = math.floor(since.total_seconds())
    return f"{seconds}.{since.microseconds:06}0005"
