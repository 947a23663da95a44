"""One waiver, and all waivers of a run, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from harness.adapters.iut import Implementation
from harness.waivers.versions import is_among


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One entry of a waiver file, checked against the catalogue."""

    rule: str
    scenario: str | None  # as the file names it; None: the whole rule
    covered: frozenset[str]  # ids of the scenarios that it covers
    implementation: str
    versions: tuple[str, ...]
    reason: str
    issue: str
    owner: str
    expires: date  # the last day on which it holds

    @property
    def name(self) -> str:
        """What it is for, in words: the rule, and the scenario where it names one."""
        return self.rule if self.scenario is None else f"{self.rule} “{self.scenario}”"

    @property
    def blame(self) -> str:
        """Whom to ask, and where it is written down."""
        return f"owner {self.owner}, issue {self.issue}"

    @property
    def made_for(self) -> str:
        """Implementation and versions, in words."""
        return f"{self.implementation} {' or '.join(self.versions)}"

    def is_for(self, implementation: Implementation) -> bool:
        """Whether it speaks of this implementation in this version."""
        return self.implementation == implementation.name and is_among(
            implementation.version, self.versions
        )

    def days_left(self, today: date) -> int:
        """Zero on its last day, negative once it has expired."""
        return (self.expires - today).days

    def expiry(self, today: date) -> str:
        """When it expired, in words: `expired 3 days ago (on 2026-11-17)`."""
        ago = -self.days_left(today)
        days = "yesterday" if ago == 1 else f"{ago} days ago"
        return f"expired {days} (on {self.expires})"

    def told(self, today: date) -> dict[str, Any]:
        """What results tell of it wherever it stands."""
        return {
            "reason": self.reason,
            "issue": self.issue,
            "owner": self.owner,
            "expires": self.expires.isoformat(),
            "days_left": self.days_left(today),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Waivers:
    """The waivers of one run; none where no file was given."""

    file: str | None = None  # its name, without the folder
    entries: tuple[Waiver, ...] = ()

    def over(self, scenario_id: str) -> tuple[Waiver, ...]:
        """The entries that cover the scenario, for whichever version."""
        return tuple(one for one in self.entries if scenario_id in one.covered)
