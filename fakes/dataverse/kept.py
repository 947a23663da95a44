"""What was worked out from rows or rights, kept until these change."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Edited(Protocol):
    """What things are worked out from; an equal edition is the same state."""

    @property
    def edition(self) -> object:
        """Differs whenever the state does."""
        ...


class Kept(Generic[Key, Value]):
    """Values that follow from one source alone: quiet cycles ask for the same."""

    def __init__(self, source: Edited) -> None:
        self._source = source
        self._edition = source.edition
        self._values: dict[Key, Value] = {}

    def present(self) -> dict[Key, Value]:
        """What has been kept since the last change; for reading and for keeping."""
        edition = self._source.edition
        if edition != self._edition:
            self._edition = edition
            self._values = {}
        return self._values
