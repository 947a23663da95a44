"""What a check has found: the only place that words the ten checks' titles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from harness.visible import visible

TITLES: Final = {
    1: "It starts",
    2: "It says who it is",
    3: "It is what its descriptor says",
    4: "It takes a session",
    5: "It calls Dataverse in an empty cycle",
    6: "It calls Exchange when something is due",
    7: "It refuses what it cannot take",
    8: "It keeps the time that it is given",
    9: "It falls silent after DELETE",
    10: "It comes back after a kill",
}
_LONGEST: Final = 1_200  # characters: a sentence, and the last words of a process


class Outcome(StrEnum):
    """How a check ended."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check has seen, and how to mend it. The texts are fit to be shown."""

    number: int
    title: str
    outcome: Outcome
    seen: str  # of a check that was skipped: why
    hint: str | None  # None where there is nothing to mend


def ok(number: int, seen: str) -> Finding:
    """All is well with that check."""
    return _finding(number, Outcome.OK, seen, None)


def failed(number: int, seen: str, *, hint: str) -> Finding:
    """Something is to be mended."""
    return _finding(number, Outcome.FAILED, seen, hint)


def skipped(number: int, why: str) -> Finding:
    """The check could not be made, or has nothing to say here."""
    return _finding(number, Outcome.SKIPPED, why, None)


def _finding(number: int, outcome: Outcome, seen: str, hint: str | None) -> Finding:
    return Finding(
        number=number,
        title=TITLES[number],
        outcome=outcome,
        seen=visible(" ".join(seen.split()), at_most=_LONGEST),
        hint=hint,
    )
