"""Identifiers that repeat with the seed."""

from __future__ import annotations

import random
from typing import Final

# RFC 9562: four bits say that it is version 4, two that it is of this layout.
_VERSION_4: Final = 0x4000_8000_0000_0000_0000
_FREE: Final = (1 << 128) - 1 ^ 0xF000_C000_0000_0000_0000


class Identifiers:
    """A stream of identifiers: the same seed and name give the same stream."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = random.Random(f"{seed}/{name}")  # noqa: S311 - not a secret

    def guid(self) -> str:
        """A fresh GUID, lower case, without braces."""
        bits = self._random.getrandbits(128) & _FREE | _VERSION_4
        digits = f"{bits:032x}"
        return (
            f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
        )

    def octets(self, length: int) -> bytes:
        """Fresh bytes."""
        return self._random.randbytes(length)
