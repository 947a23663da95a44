"""When libfaketime's time began: the only place that knows its shared memory.

Left to itself every process makes its own (named by its number), counts from its own
start, and leaves it in /dev/shm when it is killed. Given `FAKETIME_SHARED`, all use the
one that is named: so processes and their children agree with the harness to the
microsecond, and nothing is left behind. `FAKETIME_DONT_RESET` makes them keep to it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import struct
import time
from pathlib import Path
from typing import Final

import psutil

from harness.errors import UsageError

_SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - where shm_open(3) has them
_OURS: Final = "fieldsync-"
_CLOCKS: Final = (
    time.CLOCK_REALTIME,
    time.CLOCK_MONOTONIC,
    getattr(time, "CLOCK_MONOTONIC_RAW", time.CLOCK_MONOTONIC),
    getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC),
)
_COUNTERS: Final = struct.pack("QQ", 0, 0)  # of features that are not used here
_PAGE: Final = 4096
_SECOND: Final = 1_000_000_000
_CLOSE: Final = 20_000
_TRIES: Final = 100


class SharedStart:
    """A semaphore and a page of shared memory that say: it began when I was made.

    `monotonic_s` says when that was, `memory` where the page is.
    """

    def __init__(self) -> None:
        _sweep()
        self._name = f"/{_OURS}{os.getpid()}-{secrets.token_hex(8)}"
        self.memory = _SHARED_MEMORY / self._name[1:]
        started = _read_together()
        self.monotonic_s = started[1] / _SECOND
        packed = b"".join(struct.pack("qq", *divmod(one, _SECOND)) for one in started)
        self.memory.write_bytes((_COUNTERS + packed).ljust(_PAGE, b"\0"))
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.sem_open.restype = ctypes.c_void_p
        flags = os.O_CREAT | os.O_EXCL
        self._semaphore = self._libc.sem_open(self._name.encode(), flags, 0o600, 1)
        if self._semaphore is None:
            self.memory.unlink()
            reason = os.strerror(ctypes.get_errno())
            raise UsageError(f"No semaphore can be made in {_SHARED_MEMORY}: {reason}.")

    @property
    def name(self) -> str:
        """The value of `FAKETIME_SHARED`: semaphore, shared memory."""
        return f"{self._name} {self._name}"

    def close(self) -> None:
        """Both are gone. Closing again does nothing."""
        if self._semaphore is not None:
            self._libc.sem_close(ctypes.c_void_p(self._semaphore))
            self._libc.sem_unlink(self._name.encode())
            self._semaphore = None
        with contextlib.suppress(FileNotFoundError):
            self.memory.unlink()


def _sweep() -> None:
    """What a killed harness has left behind is gone."""
    for path in _SHARED_MEMORY.glob(f"*{_OURS}*"):
        owner = path.name.partition(_OURS)[2].partition("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            with contextlib.suppress(OSError):
                path.unlink()


def _read_together() -> list[int]:
    """All clocks in nanoseconds, at the same instant to 20 µs if the machine lets us.

    At x3600 a pause of 10 ms between two of them would put them 36 seconds apart.
    """
    tries = []
    for _ in range(_TRIES):
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
        readings = [time.clock_gettime_ns(clock) for clock in _CLOCKS]
        spread = time.clock_gettime_ns(time.CLOCK_MONOTONIC) - before
        tries.append((spread, readings))
        if spread < _CLOSE:
            break
    return min(tries)[1]
