"""Black boxes, each a dozen lines of Python, and a bench that runs them.

They speak raw HTTP and send no token: what matters is when a request is made.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil

from fakes import Entry
from harness.adapters.iut import ClockMode
from harness.suite.bench import Bench
from harness.world.world import World

# `ask` tells what the box's clock shows, and anything else, in headers.
_HEAD: Final = """
import asyncio, json, os, sys, threading, time
from urllib.parse import urlsplit
ROOT = urlsplit(os.environ["FIELDSYNC_DATAVERSE_URL"])
VERSION = os.environ["FIELDSYNC_DATAVERSE_API_VERSION"]
def request(told):
    lines = [f"GET {ROOT.path}/api/data/v{VERSION}/accounts HTTP/1.1", "Host: box"]
    told = {"seen": repr(time.time()), "pid": os.getpid(), **told}
    told["connection"] = "close"
    lines += [f"{name}: {value}" for name, value in told.items()]
    return "\\r\\n".join([*lines, "", ""]).encode()
async def ask(**told):
    reader, writer = await asyncio.open_connection(ROOT.hostname, ROOT.port)
    writer.write(request(told))
    await reader.read()
    writer.close()
def ask_blocking(**told):
    import socket
    with socket.create_connection((ROOT.hostname, ROOT.port)) as connection:
        connection.sendall(request(told))
        while connection.recv(65536): pass
"""


def looping(body: str) -> str:
    """A program with an event loop; `body` is indented by four spaces."""
    return f"{_HEAD}async def main():\n{body}\nasyncio.run(main())\n"


def blocking(body: str) -> str:
    """A program without one."""
    return f"{_HEAD}{body}\n"


def polling(period_s: float) -> str:
    """Asks, and sleeps for so long in its event loop, for ever."""
    return looping(
        f"    while True:\n        await ask()\n        await asyncio.sleep({period_s})"
    )


def blocking_poller(period_s: float) -> str:
    """Asks, and blocks for so long, for ever."""
    sleep = f"time.sleep({period_s})  # of the box, whose clock is driven"
    return blocking(f"while True:\n    ask_blocking()\n    {sleep}")


def command_of(folder: Path, program: str, *arguments: str) -> str:
    """The command that runs the program, which is put into the folder."""
    path = folder / "box.py"
    path.write_text(program, "utf-8")
    return shlex.join([sys.executable, str(path), *arguments])


@contextmanager
def a_bench(address: str, *, clock: ClockMode | None = None) -> Iterator[Bench]:
    """A bench for the black box, closed afterwards whatever happens."""
    bench = Bench(address, clock=clock)
    try:
        yield bench
    finally:
        bench.close()


@contextmanager
def a_world(bench: Bench, name: str = "box") -> Iterator[World]:
    """A tenant that nobody has been connected to yet."""
    world = bench.open_world(name, seed=1)
    try:
        yield world
    finally:
        bench.close_world(world)


def header(entry: Entry, name: str) -> str:
    """What the box told in that header."""
    found = {key.lower(): value for key, value in entry.request_headers}
    return found[name]


def seen(entry: Entry) -> datetime:
    """What the box's clock showed just before it asked."""
    return datetime.fromtimestamp(float(header(entry, "seen")), UTC)


def left_behind(folder: Path) -> list[str]:
    """Processes of the box in that folder, shared memory and folders of this test."""
    ours = f"fieldsync-{os.getpid()}-"
    processes = [
        " ".join(one.info["cmdline"])
        for one in psutil.process_iter(["cmdline"])
        if any(str(folder) in word for word in one.info["cmdline"] or ())
    ]
    memory = [path.name for path in Path("/dev/shm").iterdir()]  # noqa: S108 - looked at only
    folders = [path.name for path in Path(tempfile.gettempdir()).iterdir()]
    return [
        *processes,
        *(name for name in memory if ours in name),
        *(name for name in folders if name.startswith("fieldsync-")),
    ]
