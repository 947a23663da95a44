"""Is a process asleep, with all its threads and descendants? The only judge of that.

Asleep is who sleeps (state S) in two samples and has not run in between: the kernel
counts how long and how often a thread ran (schedstat). One sample alone proves nothing:
while it looks at one thread, another may wake the one before.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from harness.processes.syscalls import WOKEN_BY_JUMPS, Wait, read_wait

_ASLEEP: Final = frozenset("SZX")  # who has ended runs as little
_STOPPED: Final = frozenset("TtZX")
_STATES: Final = {"R": "runs", "D": "reads or writes", "T": "is stopped", "t": "traced"}
# Threads of the JVM that look after it: their periods are so short that in rate mode
# they never rest (x3600: 38 % of a processor in a program that sleeps).
_HOUSEKEEPING: Final = frozenset({
    b"VM Periodic Tas", b"VM Thread", b"Monitor Deflati", b"Common-Cleaner",
    b"C1 CompilerThre", b"C2 CompilerThre", b"G1 Service", b"Service Thread",
})  # fmt: skip
_OPEN_AT_MOST: Final = 200
_ENOUGH: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What all threads of a tree had done when it was taken.

    `awake` is the first process that did not sleep, and its state.
    """

    ran: tuple[tuple[int, int, bytes], ...]
    awake: tuple[int, str] | None = None

    @property
    def all_sleep(self) -> bool:
        """Nobody did anything, as far as one look can tell."""
        return self.awake is None

    def words(self) -> str:
        """Who was awake."""
        if self.awake is None:
            return "nobody is awake"
        pid, state = self.awake
        return f"{_name(pid)} {_STATES.get(state, state)}"


class Tree:
    """A process and its descendants. Files of theirs stay open: looks are frequent."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._files: dict[str, int] = {}

    def sample(self) -> Sample:
        """What every thread does now, up to the first that does not sleep."""
        if len(self._files) > _OPEN_AT_MOST:
            self.close()
        return self._look(self.threads())

    def unmoved_since(self, before: Sample) -> bool:
        """Everything sleeps, and has slept since `before`.

        Only the same threads are looked at: who is new was started by one who ran.
        """
        threads = [(pid, thread) for pid, thread, _ in before.ran]
        now = self._look(threads)
        return before.all_sleep and now.all_sleep and now.ran == before.ran

    def threads(self) -> Iterator[tuple[int, int]]:
        """Process and thread number of all that live."""
        waiting = [self.pid]
        while waiting:
            pid = waiting.pop()
            with contextlib.suppress(OSError):
                for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - 5 x faster
                    yield pid, int(task)
                    children = self._read(f"/proc/{pid}/task/{task}/children")
                    waiting.extend(int(child) for child in children.split())

    def stopped(self, threads: Iterable[tuple[int, int]]) -> bool:
        """SIGSTOP has reached all of them."""
        return all(self._name_and_state(*one)[1] in _STOPPED for one in threads)

    def waits(self) -> tuple[Wait, ...]:
        """In which calls its threads wait; not those that run or may not be seen."""
        found = (
            read_wait(pid, thread, self._read(f"/proc/{pid}/task/{thread}/syscall"))
            for pid, thread in self.threads()
        )
        return tuple(wait for wait in found if wait)

    def close(self) -> None:
        """No file of it is open. It may be used again."""
        for descriptor in self._files.values():
            os.close(descriptor)
        self._files.clear()

    def _look(self, threads: Iterable[tuple[int, int]]) -> Sample:
        ran = []
        for pid, thread in threads:
            name, state = self._name_and_state(pid, thread)
            if name in _HOUSEKEEPING:
                continue
            if state not in _ASLEEP:
                return Sample(ran=(), awake=(pid, state))
            ran.append((pid, thread, self._ran(pid, thread)))
        return Sample(ran=tuple(ran))

    def _name_and_state(self, pid: int, thread: int) -> tuple[bytes, str]:
        name, _, rest = self._stat(pid, thread).rpartition(b") ")
        return name.partition(b"(")[2], rest[:1].decode() or "X"

    def _stat(self, pid: int, thread: int) -> bytes:
        """The kernel's line: number, name in brackets, state, and so on."""
        return self._read(f"/proc/{pid}/task/{thread}/stat")

    def _ran(self, pid: int, thread: int) -> bytes:
        ran = self._read(f"/proc/{pid}/task/{thread}/schedstat")
        if ran and not ran.endswith(b" 0\n"):
            return ran
        # A kernel without CONFIG_SCHED_INFO: ticks, and how often it gave way.
        status = self._read(f"/proc/{pid}/task/{thread}/status", enough=8 * _ENOUGH)
        return b" ".join(
            self._stat(pid, thread).rpartition(b")")[2].split()[11:13]
        ) + b"".join(line for line in status.splitlines() if b"ctxt_switches" in line)

    def _read(self, path: str, *, enough: int = _ENOUGH) -> bytes:
        """What the file says now; nothing when the thread is gone."""
        try:
            if path not in self._files:
                self._files[path] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            return os.pread(self._files[path], enough, 0)
        except OSError:
            if descriptor := self._files.pop(path, None):
                os.close(descriptor)
            return b""


def next_timeout(tree: Tree) -> timedelta | None:
    """When the first thread that follows jumps wants to wake, from now; None: never.

    Reliable for asyncio and Node: both hand the kernel the time to their next timer in
    whole milliseconds (asyncio rounds up, Node counts in them), so that the timer is
    due when that has passed, if not up to a millisecond before. It is no promise of
    work: keep-alive of connections has timers too, and asyncio wakes once a day.
    """
    spans = [
        wait.timeout
        for wait in tree.waits()
        if wait.call in WOKEN_BY_JUMPS and wait.timeout is not None
    ]
    return min(spans, default=None)


def deaf_to_jumps(tree: Tree) -> tuple[str, ...]:
    """Threads that sleep for a time which no jump shortens, in words."""
    return tuple(
        f"{_name(wait.pid)} sleeps in {wait.call}"
        + (f" for {wait.timeout.total_seconds():g} s" if wait.timeout else "")
        for wait in tree.waits()
        if wait.limited and wait.call not in WOKEN_BY_JUMPS
    )


def blocked_on_network(tree: Tree) -> str:
    """The first thread that waits for bytes from elsewhere, in words; "" for none.

    Pipes and local sockets are how the parts of a program wait for each other.
    """
    for wait in tree.waits():
        if wait.peer.startswith("socket:") and not _is_local(wait):
            return f"{_name(wait.pid)} waits for the network in {wait.call}"
    return ""


def _is_local(wait: Wait) -> bool:
    inode = wait.peer.removeprefix("socket:[").removesuffix("]")
    try:
        sockets = Path(f"/proc/{wait.pid}/net/unix").read_text("utf-8", "replace")
    except OSError:
        return True
    return any(inode in line.split() for line in sockets.splitlines())


def _name(pid: int) -> str:
    try:
        name = Path(f"/proc/{pid}/comm").read_text("utf-8", errors="replace").strip()
    except OSError:
        name = "process"
    return f"{name} ({pid})"
