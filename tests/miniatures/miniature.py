"""What is said of one miniature: how its run must end, and what its vendor reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

UNUSABLE: Final = ()  # nothing was scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Miniature:
    """One broken implementation, and how a run against it must end."""

    name: str
    does: str
    exit_code: int
    verdicts: tuple[str, ...] = UNUSABLE
    sentence: str | None = None  # what its vendor reads; None: nothing is wrong
    rule: str = "BKG-002"
    title: str | None = None  # only this scenario: for the slow ones
    timeouts: tuple[float, float] = (20, 20)  # of start and call, in seconds
    memory_mb: int = 512

    def is_told_in(self, text: str) -> bool:
        """Whether the sentence stands there."""
        parts = (self.sentence or "").split("…")
        pattern = ".*?".join(map(re.escape, parts))
        return re.search(pattern, text, re.DOTALL) is not None
