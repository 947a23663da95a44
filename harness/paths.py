"""Where the specification lies: beside the packages, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FEATURES: Final = Path(__file__).resolve().parent.parent / "features"
SUITE: Final = Path(__file__).resolve().parent / "suite"
