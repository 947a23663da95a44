"""Follows one scenario step by step: what ran, when in virtual time, and what broke."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from harness.catalogue import PlannedScenario
from harness.stopwatch import Stopwatch
from harness.world.world import World

Outcome: TypeAlias = Literal["passed", "failed", "not_run"]


@dataclass(slots=True)
class StepRun:
    """How one step went."""

    outcome: Outcome = "not_run"
    at: datetime | None = None
    until: datetime | None = None
    journal: int = 0  # entries when it began
    duration_ms: float = 0.0


@dataclass(slots=True)
class Track:
    """One scenario's way through its steps."""

    case: PlannedScenario
    steps: list[StepRun] = field(default_factory=list)
    world: World | None = None
    error: BaseException | None = None
    clock: Stopwatch = field(default_factory=Stopwatch)
    _watch: Stopwatch = field(default_factory=Stopwatch)

    def begin(self, world: World) -> None:
        """The scenario has its world; its time is taken from here."""
        self.world = world
        self.clock = Stopwatch()

    def begin_step(self) -> None:
        """The next step runs."""
        self._watch = Stopwatch()
        self.steps.append(
            StepRun(outcome="failed", at=self._now(), journal=self._entries())
        )

    def end_step(self) -> None:
        """The running step has passed."""
        step = self.steps[-1]
        step.outcome = "passed"
        self._close(step)

    def fail(self, error: BaseException) -> None:
        """The running step, or the look-up of the next, has failed."""
        if self.error is None:
            self.error = error
        if self.steps and self.steps[-1].outcome == "failed":
            self._close(self.steps[-1])
        else:
            self.steps.append(StepRun(outcome="failed", journal=self._entries()))

    def forget(self) -> None:
        """Nothing of the scenario is held any more, nor of what its error held."""
        self.world = None
        self.error = None
        self.steps.clear()

    def _close(self, step: StepRun) -> None:
        step.duration_ms = self._watch.ms
        step.until = self._now()
        step.at = step.at or step.until

    def _now(self) -> datetime | None:
        return self.world.now if self.world else None

    def _entries(self) -> int:
        return len(self.world.tenant.journal.entries) if self.world else 0
