"""What a growing process tells of itself: one JSON line after each step."""

from __future__ import annotations

import gc
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_RESIDENT_PAGES: Final = 1  # the second word of /proc/self/statm


def memory_mb() -> float:
    """What the process holds resident, garbage aside; 0 where there is no /proc."""
    gc.collect()
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0.0
    pages = int(statm.read_text().split()[_RESIDENT_PAGES])
    return pages * resource.getpagesize() / 1024 / 1024


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def tell(what: str, **figures: float) -> None:
    """One line."""
    print(json.dumps({"what": what, **figures}), flush=True)
