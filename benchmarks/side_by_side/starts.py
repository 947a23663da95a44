"""Fresh servers from their start to the first answer, side by side."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Final, TypeAlias

from side_by_side.ask import Ask
from side_by_side.load import cpu_s, once
from side_by_side.process import ServerProcess, python

_ANY: Final = Ask(method="GET", target="/")
# Seconds until the first answer, CPU seconds of the process until then, megabytes.
Start: TypeAlias = tuple[float, float, float]


def answered(server: ServerProcess, ask: Ask) -> Start:
    """The figures, now that the server gives its first answer."""
    once(server.url, ask, **server.headers)
    took = time.perf_counter() - server.started
    return took, cpu_s(server.pid), server.memory_mb


def start_bare(root: Path) -> Start:
    """Nothing but aiohttp."""
    file = root / "answers.json"
    file.write_text(json.dumps({"/": (200, {}, "{}")}))
    command = python("side_by_side/serve_bare.py", str(file))
    with ServerProcess(command, root, pyc=root / "pyc") as server:
        return answered(server, _ANY)


def tell_starts(starters: Mapping[str, Callable[[], Start]], rounds: int) -> None:
    """Print medians of fresh processes, one unseen to warm up the disk."""
    found: dict[str, list[Start]] = {name: [] for name in starters}
    for number in range(-1, rounds):
        for name, start in starters.items():
            figures = start()
            if number >= 0:
                found[name].append(figures)
    print("P4, start to first answer; memory then:")
    for name, starts in found.items():
        took, cpu, memory = (sorted(figures) for figures in zip(*starts, strict=True))
        print(
            f"    {name:16}{median(took):6.2f} s ({took[0]:.2f}-{took[-1]:.2f}), "
            f"{median(cpu):.2f} s of it CPU, {median(memory):4.0f} MB"
        )
    print("    aims for the fake: 0.3 s, 60 MB")
