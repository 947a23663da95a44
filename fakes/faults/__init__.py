"""Faults: what goes wrong on purpose, addressed by operation and occurrence.

Pure data and its counting. What a fault does to a request stands in
`fakes/performing.py`, how a damaged answer leaves in `fakes/leaving.py`.
"""

from fakes.faults.armed import Faults, FaultsSnapshot
from fakes.faults.effects import (
    Answer,
    Cut,
    Delay,
    DeltaTokensExpired,
    Duplicated,
    Effect,
    Lost,
    Malformed,
    Mistyped,
    Redirected,
    Stale,
    TokensExpired,
    TokensRevoked,
    Trickled,
)
from fakes.faults.fault import Fault, Occasion, Where
from fakes.faults.words import describe

__all__ = [
    "Answer",
    "Cut",
    "Delay",
    "DeltaTokensExpired",
    "Duplicated",
    "Effect",
    "Fault",
    "Faults",
    "FaultsSnapshot",
    "Lost",
    "Malformed",
    "Mistyped",
    "Occasion",
    "Redirected",
    "Stale",
    "TokensExpired",
    "TokensRevoked",
    "Trickled",
    "Where",
    "describe",
]
