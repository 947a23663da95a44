"""`fieldsync serve`: the fakes alone. `python -m fakes` is the same command."""

from fakes.command import serve

__all__ = ["serve"]
