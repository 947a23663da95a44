"""Servers loaded in turns, and their figures side by side.

A turn of each server after the other, so that all meet the same weather; ratios are
paired within a round.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from side_by_side.ask import Ask
from side_by_side.load import Figure, load, once
from side_by_side.process import ServerProcess, python

_OURS: Final = frozenset({"date", "content-length"})  # set by each server itself


@dataclass(slots=True, kw_only=True)
class Server:
    """One server, what it is asked, and what it did in each round."""

    name: str
    process: ServerProcess
    asks: Mapping[str, Sequence[Ask]]
    figures: dict[str, list[Figure]] = field(default_factory=dict)

    def turn(self, operation: str, seconds: float) -> Figure:
        """One turn."""
        process, asks = self.process, self.asks[operation]
        return load(process.url, process.pid, asks, seconds, **process.headers)


def bare(stack: ExitStack, root: Path, model: Server) -> Server:
    """Nothing but aiohttp, with the answers of the fake to the byte."""
    answers, asks = {}, {}
    for number, (operation, requests) in enumerate(model.asks.items()):
        first = requests[0]
        status, headers, body = once(model.process.url, first, **model.process.headers)
        kept = {name: one for name, one in headers.items() if name.lower() not in _OURS}
        path = f"/{number}"
        answers[path] = (status, kept, body.decode())
        asks[operation] = [
            Ask(method=first.method, target=path, body=one.body, expected=status)
            for one in requests
        ]
    file = root / "answers.json"
    file.write_text(json.dumps(answers))
    process = ServerProcess(python("side_by_side/serve_bare.py", str(file)), root)
    process.headers = model.process.headers
    return Server(name="bare aiohttp", process=stack.enter_context(process), asks=asks)


def play(servers: Sequence[Server], rounds: int, seconds: float) -> None:
    """Every server has had its turns, one round unseen to warm up."""
    for number in range(-1, rounds):
        for operation in servers[0].asks:
            for server in [one for one in servers if operation in one.asks]:
                figure = server.turn(operation, seconds)
                if number >= 0:
                    server.figures.setdefault(operation, []).append(figure)


def tell(servers: Sequence[Server], aims: Mapping[str, str]) -> None:
    """Print medians, and the first server's ratio to every other."""
    for operation in servers[0].asks:
        print(f"  {operation}")
        first, *others = [one for one in servers if operation in one.asks]
        for server in (first, *others):
            found = server.figures[operation]
            rate = median(one.rate for one in found)
            cost = median(one.cpu_ms for one in found)
            size = len(answer(server, operation))
            print(
                f"    {server.name:14}{rate:8,.0f} /s {cost:8.3f} ms CPU each"
                f" {size:8,} bytes"
            )
        for other in others:
            theirs = other.figures[operation]
            pairs = list(zip(first.figures[operation], theirs, strict=True))
            costs = [two.cpu_ms / (one.cpu_ms or 1) for one, two in pairs]
            print(
                f"    {first.name} / {other.name}: "
                f"{spread([one.rate / two.rate for one, two in pairs])}, "
                f"by CPU {spread(costs)}"
                f" (aim: {aims[other.name]})"
            )


def answer(server: Server, operation: str) -> bytes:
    """One answer's body."""
    process = server.process
    return once(process.url, server.asks[operation][0], **process.headers)[2]


def spread(ratios: Sequence[float]) -> str:
    """The median, the lowest and the highest."""
    return f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
