"""What it costs a fake to grow, as processes told that grew step by step."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import Any


def tell_growth(command: Sequence[str], what: str, rounds: int) -> None:
    """Print what the growth cost, from Python; the best of all rounds."""
    runs = [_grown(command) for _ in range(max(1, rounds // 2))]
    print(f"P4, the fake with {what} made from Python:")
    for lines in zip(*runs, strict=True):
        line = lines[0]
        took = min((one.get("seconds", 0.0) for one in lines), default=0.0)
        match line["what"]:
            case "start":
                rows, memory = 0, line["memory_mb"]
                print(f"    empty         {memory:7.1f} MB")
            case "step":
                more, grew = line["rows"] - rows, line["memory_mb"] - memory
                rows, memory = line["rows"], line["memory_mb"]
                print(
                    f"    {rows:9,} rows{memory:7.1f} MB: {grew * 2**20 / more:6.0f} "
                    f"bytes and {took / more * 1e6:5.1f} µs a row"
                )
            case "snapshot":
                print(f"    snapshot      {took * 1000:7.3f} ms")
            case "empty again":
                print(f"    all taken back{took * 1000:7.0f} ms")
            case step:
                back = min(one["restored_s"] for one in lines)
                print(
                    f"    {step} {line['rows']:,}{took * 1000:9.0f} ms, "
                    f"restored in {back * 1000:.0f} ms"
                )


def _grown(command: Sequence[str]) -> list[dict[str, Any]]:
    """What a fresh process told while it grew."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]
