"""Mutants of the profile cadence."""

from __future__ import annotations

from typing import Final

from harness.mutants.mutant import Mutant

MUTANTS: Final[tuple[Mutant, ...]] = ()
