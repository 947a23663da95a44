"""Binds the features to the world: steps, driver, adapters, verdicts, command line."""

from typing import Final

VERSION: Final = "0.1.0"
