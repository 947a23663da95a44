"""One request that a server is loaded with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Stands for a number of nine digits that no other request of the run has.
SERIAL: Final = "@serial@@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request below the root of a server."""

    method: str
    target: str
    body: bytes = b""
    expected: int = 200
    headers: tuple[tuple[str, str], ...] = ()
