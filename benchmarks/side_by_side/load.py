"""A client with nothing to spare: prepared bytes, over kept connections if it may.

aiohttp's own client is slower than the servers in question and would measure itself.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from side_by_side.ask import SERIAL, Ask

CONNECTIONS: Final = 4
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CLOSING: Final = re.compile(rb"\r\nconnection: *close\r", re.IGNORECASE)
_SERIAL: Final = SERIAL.encode()
_SERIALS: Final = itertools.count(1)
_TICKS: Final = 100  # of /proc, a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one server did while it was loaded."""

    requests: int
    seconds: float
    cpu_s: float  # of the server's process

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the server's CPU time for one request."""
        return self.cpu_s * 1000 / self.requests


def cpu_s(pid: int) -> float:
    """The CPU time of a process so far; 0 where there is no /proc."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def prepared(root: str, asks: Sequence[Ask], headers: Mapping[str, str]) -> list[bytes]:
    """The requests as bytes."""
    parts = urlsplit(root)
    common = {"Host": parts.netloc, "Accept": "application/json", **headers}
    found = []
    for ask in asks:
        own = {**common, **dict(ask.headers)}
        if ask.body:
            own.setdefault("Content-Type", "application/json")
            own["Content-Length"] = str(len(ask.body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in own.items())
        head = f"{ask.method} {parts.path}{ask.target} HTTP/1.1\r\n{lines}\r\n"
        found.append(head.encode() + ask.body)
    return found


def _in_turn(requests: list[bytes]) -> Iterator[bytes]:
    """The requests again and again, serial numbers in their places."""
    if not any(_SERIAL in one for one in requests):
        return itertools.cycle(requests)
    return (
        one.replace(_SERIAL, b"%09d" % next(_SERIALS))
        for one in itertools.cycle(requests)
    )


class _Lane(asyncio.Protocol):
    """One lane: the next request goes out when the answer before it is whole.

    Where a server closes after each answer, the next goes out on a new connection.
    """

    def __init__(self, root: str, requests: Iterator[bytes], status: int) -> None:
        parts = urlsplit(root)
        self._host, self._port = parts.hostname, parts.port
        self._requests = requests
        self._expected = re.compile(rb"HTTP/1\.[01] %d\b" % status)
        self._seen = b""
        self._stop_at = 0.0
        self._opening: asyncio.Task[None] | None = None  # a new connection
        self.answers = 0
        self.last = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def open(self) -> None:
        """There is a connection."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, self._host, self._port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]  # TCP
        if self._opening is not None:
            self._opening = None
            self.transport.write(next(self._requests))

    def go(self, stop_at: float) -> None:
        """Requests follow each other until that time."""
        self._stop_at = stop_at
        self.transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._seen = seen = self._seen + data if self._seen else data
        if _is_whole(seen):
            self._answered(seen)

    def _answered(self, seen: bytes) -> None:
        self._seen, self.last = b"", seen
        self.answers += 1
        if not self._expected.match(seen):
            self.done.set_exception(
                RuntimeError(seen[:2000].decode("utf-8", "replace"))
            )
        elif time.perf_counter() >= self._stop_at:
            self.done.set_result(None)
        elif _closes(seen):
            self.transport.abort()
            self._opening = asyncio.get_running_loop().create_task(self.open())
        else:
            self.transport.write(next(self._requests))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done() and self._opening is None:
            self.done.set_exception(error or ConnectionResetError("closed"))


def _closes(answer: bytes) -> bool:
    return answer.startswith(b"HTTP/1.0") or bool(
        _CLOSING.search(answer, 0, answer.find(b"\r\n\r\n") + 2)
    )


def _is_whole(answer: bytes) -> bool:
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    if length := _LENGTH.search(answer, 0, end):
        return len(answer) >= end + 4 + int(length[1])
    return not _CHUNKED.search(answer, 0, end) or answer.endswith(b"\r\n0\r\n\r\n")


async def _load(
    root: str, requests: list[bytes], status: int, seconds: float, lanes: int
) -> tuple[int, float, bytes]:
    """Answers, seconds, and one answer as it came."""
    turns = _in_turn(requests)
    opened = [_Lane(root, turns, status) for _ in range(lanes)]
    for lane in opened:
        await lane.open()
    began = time.perf_counter()
    for lane in opened:
        lane.go(began + seconds)
    await asyncio.gather(*(lane.done for lane in opened))
    took = time.perf_counter() - began
    for lane in opened:
        lane.transport.close()
    return sum(lane.answers for lane in opened), took, opened[0].last


def load(
    root: str, pid: int, asks: Sequence[Ask], seconds: float, **headers: str
) -> Figure:
    """What the server does when it is asked these in turn for some seconds.

    Raises:
        RuntimeError: an answer has another status than expected.
    """
    requests, before = prepared(root, asks, headers), cpu_s(pid)
    answers, took, _ = asyncio.run(
        _load(root, requests, asks[0].expected, seconds, CONNECTIONS)
    )
    return Figure(requests=answers, seconds=took, cpu_s=cpu_s(pid) - before)


def once(root: str, ask: Ask, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one answer."""
    requests = prepared(root, [ask], headers)
    _, _, answer = asyncio.run(_load(root, requests, ask.expected, 0, 1))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    named = (line.partition(": ") for line in lines)
    return int(first.split()[1]), {name: value for name, _, value in named}, body
