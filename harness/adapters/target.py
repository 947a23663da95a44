"""Which implementation is meant, and how it is reached: the address as a value.

Never part of a report: how a vendor's implementation is reached is nobody's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from harness.adapters.iut import ClockMode


class Way(StrEnum):
    """The ways in (contract page, "Pointing the harness at an implementation")."""

    REFERENCE = "reference"
    MUTANT = "mutant"
    HTTP = "http"
    EXEC = "exec"
    BLACKBOX = "blackbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long the harness waits for a process, in real time."""

    start: timedelta = timedelta(seconds=30)
    call: timedelta = timedelta(seconds=60)
    stop: timedelta = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a descriptor says of the implementation; None where it says nothing."""

    name: str | None = None
    version: str | None = None
    vendor: str | None = None
    homepage: str | None = None
    profiles: tuple[str, ...] | None = None
    exceptions: Mapping[str, str] | None = None  # rule id -> reason


DEFAULT_RATE: Final = 3600
DEFAULT_MEMORY: Final = 1024 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One implementation, and everything needed to start it or to connect."""

    way: Way
    what: str = ""  # a mutant's id, a URL or a command
    clock: ClockMode = ClockMode.VIRTUAL
    rate: int = DEFAULT_RATE  # virtual seconds a second, in the clock mode `rate`
    memory_limit: int = DEFAULT_MEMORY  # bytes, of all its processes
    timeouts: Timeouts = field(default_factory=Timeouts)
    directory: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    declared: Declared = field(default_factory=Declared)
    waivers: Path | None = None

    @property
    def is_process(self) -> bool:
        """Whether the harness starts and ends it."""
        return self.way in {Way.EXEC, Way.BLACKBOX}
