"""Compact JSON, outwards."""

from __future__ import annotations

import json


def dumps(value: object) -> str:
    """The value as compact JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
