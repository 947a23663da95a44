"""What a run is asked to do: the one value that main process and workers share."""

from __future__ import annotations

import json
import shlex
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from harness.catalogue import Catalogue, Plan, PlannedScenario, plan

_REFERENCE: Final = "reference"
_MUTANT: Final = "mutant:"
YOURS: Final = "YOURS"  # stands for an address that is nobody's business


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """One run: which scenarios, against what, with which seed."""

    features: Path
    profiles: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # of scenarios
    ids: tuple[str, ...] | None = None  # only these: what failed before
    fail_fast: bool = False
    iut: str = _REFERENCE
    clock: str | None = None  # the clock mode; None: as the address has it
    seed: int = 0
    port: int = 0  # of the fakes; 0: any free one
    excused: Mapping[str, str] = field(default_factory=dict)  # rule id -> reason
    mutants: tuple[str, ...] = ()  # the run is a kill run when there are any
    matrix: bool = False  # kill run: every scenario against every mutant
    waivers: Path | None = None  # the waiver file

    def to_json(self) -> str:
        """The request as text, for a worker's command line."""
        paths = {
            "features": str(self.features),
            "waivers": str(self.waivers) if self.waivers else None,
        }
        return json.dumps(asdict(self) | paths)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The request that `to_json` wrote."""
        values: dict[str, Any] = json.loads(text)
        return cls(
            features=Path(values["features"]),
            profiles=tuple(values["profiles"]),
            rules=tuple(values["rules"]),
            titles=tuple(values["titles"]),
            ids=None if values["ids"] is None else tuple(values["ids"]),
            fail_fast=values["fail_fast"],
            iut=values["iut"],
            clock=values["clock"],
            seed=values["seed"],
            port=values["port"],
            excused=values["excused"],
            mutants=tuple(values["mutants"]),
            matrix=values["matrix"],
            waivers=Path(values["waivers"]) if values["waivers"] else None,
        )

    def plan_of(self, catalogue: Catalogue) -> Plan:
        """What the run does.

        Raises:
            UsageError: it asks for something that does not exist.
        """
        return plan(
            catalogue,
            profiles=self.profiles,
            rules=self.rules,
            titles=self.titles,
            ids=self.ids,
        )

    @property
    def is_built_in(self) -> bool:
        """Whether everybody who has fieldsync has the implementation too."""
        return self.iut == _REFERENCE or self.iut.startswith(_MUTANT)

    @property
    def command(self) -> str:
        """The command that asks for the same.

        An address is told only where it names something built in: how a vendor's
        implementation is reached is nobody's business, and YOURS stands in its place.
        Of a waiver file the name is told, without which the verdicts would be others;
        never the folder.
        """
        return shlex.join(self._words())

    def command_of(self, chosen: Plan) -> str:
        """The command that repeats the run.

        What failed before is told by title: by then something else may have failed.
        """
        if self.ids is None:
            return self.command
        titles = tuple(case.title for case in chosen.scenarios)
        return replace(self, profiles=(), rules=(), titles=titles).command

    def repeat_of(self, case: PlannedScenario) -> str:
        """The command that repeats this very scenario."""
        asked = replace(
            self, profiles=(), rules=(case.rule,), titles=(case.title,), fail_fast=False
        )
        return asked.command

    def _words(self) -> Iterator[str]:
        yield from ("fieldsync", "run")
        yield from _each("--profile", self.profiles)
        yield from _each("--rule", self.rules)
        yield from _each("--repeat-scenario", self.titles)
        if self.fail_fast:
            yield "--fail-fast"
        yield from ("--seed", str(self.seed))
        if self.iut != _REFERENCE:
            yield from ("--iut", self.iut if self.is_built_in else YOURS)
        if self.waivers is not None:
            yield from ("--waivers", self.waivers.name)

    def seed_of(self, scenario_id: str) -> int:
        """The scenario's own seed: independent of order and selection."""
        return zlib.crc32(f"{self.seed}/{scenario_id}".encode())


def _each(option: str, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (option, value)
