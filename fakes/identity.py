"""Identifiers that repeat with the seed."""

from __future__ import annotations

import random
import uuid


class Identifiers:
    """A stream of identifiers: the same seed and name give the same stream."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = random.Random(f"{seed}/{name}")  # noqa: S311 - not a secret

    def guid(self) -> str:
        """A fresh GUID, lower case, without braces."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def octets(self, length: int) -> bytes:
        """Fresh bytes."""
        return self._random.randbytes(length)
