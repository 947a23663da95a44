"""Compact JSON, outwards."""

from __future__ import annotations

import json
from typing import Final

# One for all: `json.dumps` would make an encoder for each text. What is written are
# values made for it, so that nothing in them leads back to itself.
_ENCODER: Final = json.JSONEncoder(
    separators=(",", ":"), ensure_ascii=False, check_circular=False
)


def dumps(value: object) -> str:
    """The value as compact JSON."""
    return _ENCODER.encode(value)
