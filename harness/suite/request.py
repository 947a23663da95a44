"""What a run is asked to do: the one value that main process and workers share."""

from __future__ import annotations

import json
import shlex
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """One run: which scenarios, against what, with which seed."""

    features: Path
    profiles: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    iut: str = "reference"
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
            iut=values["iut"],
            clock=values["clock"],
            seed=values["seed"],
            port=values["port"],
            excused=values["excused"],
            mutants=tuple(values["mutants"]),
            matrix=values["matrix"],
            waivers=Path(values["waivers"]) if values["waivers"] else None,
        )

    @property
    def command(self) -> str:
        """The command that repeats the run.

        An address is told only where it names something built in: how a vendor's
        implementation is reached is nobody's business. Of a waiver file the name is
        told, without which the verdicts would be others; never the folder.
        """
        words = ["fieldsync run"]
        words += [f"--profile {name}" for name in self.profiles]
        words += [f"--rule {name}" for name in self.rules]
        if self.iut.startswith("mutant:"):
            words.append(f"--iut {self.iut}")
        if self.waivers is not None:
            words.append(f"--waivers {shlex.quote(self.waivers.name)}")
        words.append(f"--seed {self.seed}")
        return " ".join(words)

    def seed_of(self, scenario_id: str) -> int:
        """The scenario's own seed: independent of order and selection."""
        return zlib.crc32(f"{self.seed}/{scenario_id}".encode())
