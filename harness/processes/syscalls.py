"""In which system call a thread waits, and for how long: the only place that asks.

The kernel tells it in /proc/PID/task/TID/syscall, which the parent of a process may
read (Yama allows it too); numbers are those of x86_64 and aarch64.
"""

from __future__ import annotations

import os
import platform
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

_X86_64: Final = {
    232: "epoll_wait", 281: "epoll_pwait", 441: "epoll_pwait2",
    7: "poll", 271: "ppoll", 23: "select", 270: "pselect6",
    35: "nanosleep", 230: "clock_nanosleep", 202: "futex", 128: "rt_sigtimedwait",
    0: "read", 19: "readv", 45: "recvfrom", 47: "recvmsg", 42: "connect",
    1: "write", 20: "writev", 44: "sendto", 46: "sendmsg",
    61: "wait4", 247: "waitid", 34: "pause", 130: "rt_sigsuspend",
    219: "restart_syscall",
}  # fmt: skip
_AARCH64: Final = {
    22: "epoll_pwait", 441: "epoll_pwait2",
    73: "ppoll", 72: "pselect6",
    101: "nanosleep", 115: "clock_nanosleep", 98: "futex", 137: "rt_sigtimedwait",
    63: "read", 65: "readv", 207: "recvfrom", 212: "recvmsg", 203: "connect",
    64: "write", 66: "writev", 206: "sendto", 211: "sendmsg",
    260: "wait4", 95: "waitid", 133: "rt_sigsuspend", 128: "restart_syscall",
}  # fmt: skip
_HERE: Final[Mapping[int, str]] = {"x86_64": _X86_64, "aarch64": _AARCH64}.get(
    platform.machine(), {}
)

# Which argument is the time-out: milliseconds, or a pointer to seconds and a fraction.
_MILLISECONDS: Final = {"epoll_wait": 3, "epoll_pwait": 3, "poll": 2}
_NANOSECONDS: Final = {
    "epoll_pwait2": 3, "ppoll": 2, "pselect6": 4,
    "nanosleep": 0, "clock_nanosleep": 2, "rt_sigtimedwait": 2, "futex": 3,
}  # fmt: skip
_MICROSECONDS: Final = {"select": 4}

# SIGSTOP and SIGCONT make these return (EINTR), so that who called them looks at the
# clock; the kernel restarts all others with what was left of their real time.
WOKEN_BY_JUMPS: Final = frozenset(
    {"epoll_wait", "epoll_pwait", "epoll_pwait2", "rt_sigtimedwait"}
)
_TRANSFERS: Final = frozenset({
    "read", "readv", "recvfrom", "recvmsg", "connect",
    "write", "writev", "sendto", "sendmsg",
})  # fmt: skip
_FUTEX_COMMAND: Final = 0x7F
_FUTEX_WAIT: Final = 0  # relative; FUTEX_WAIT_BITSET has a deadline
_TIMER_ABSTIME: Final = 1
_WORD: Final = 8
_FOREVER_S: Final = 10 * 365 * 86_400  # "for ever", as some programs spell it


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A thread that waits.

    `timeout` is None when it waits without end, until a deadline, or nobody knows;
    `limited` is whether it will wake by itself.
    """

    pid: int
    thread: int
    call: str
    timeout: timedelta | None
    limited: bool
    peer: str  # what a transfer goes to, such as "socket:[123]"; "" for other calls


def read_wait(pid: int, thread: int, line: bytes) -> Wait | None:
    """What the kernel's `line` says the thread waits in.

    None when it runs, is gone, or may not be looked at.
    """
    words = line.split()
    if len(words) < 9:  # "running", or blocked outside a call
        return None
    number, *arguments = (int(word, 0) for word in words)
    call = _HERE.get(number, f"system call {number}")
    timeout, limited = _timeout(pid, call, arguments)
    return Wait(
        pid=pid,
        thread=thread,
        call=call,
        timeout=timeout,
        limited=limited,
        peer=_peer(pid, thread, arguments[0]) if call in _TRANSFERS else "",
    )


def _timeout(
    pid: int, call: str, arguments: list[int]
) -> tuple[timedelta | None, bool]:
    """How long it waits, and whether it waits with a limit at all."""
    if call in _MILLISECONDS:
        raw = arguments[_MILLISECONDS[call]] & 0xFFFF_FFFF
        milliseconds = raw - (1 << 32) if raw >= 1 << 31 else raw
        if milliseconds < 0:
            return None, False
        return timedelta(milliseconds=milliseconds), True
    where = _NANOSECONDS | _MICROSECONDS
    if call not in where or not (pointer := arguments[where[call]]):
        return None, False
    if _is_deadline(call, arguments):
        return None, True
    unit = 1_000_000 if call in _MICROSECONDS else 1_000_000_000
    span_s = _seconds(pid, pointer, unit)
    if span_s is None or not 0 <= span_s < _FOREVER_S:
        return None, span_s is None
    return timedelta(seconds=span_s), True


def _is_deadline(call: str, arguments: list[int]) -> bool:
    if call == "futex":
        return arguments[1] & _FUTEX_COMMAND != _FUTEX_WAIT
    return call == "clock_nanosleep" and bool(arguments[1] & _TIMER_ABSTIME)


def _seconds(pid: int, pointer: int, unit: int) -> float | None:
    """A struct timespec or timeval in the memory of the process."""
    try:
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            words = os.pread(memory.fileno(), 2 * _WORD, pointer)
    except (OSError, OverflowError):
        return None
    if len(words) < 2 * _WORD:
        return None
    seconds, fraction = struct.unpack("qq", words)
    return float(seconds + fraction / unit)


def _peer(pid: int, thread: int, descriptor: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/task/{thread}/fd/{descriptor}").readlink())
    except OSError:
        return ""
