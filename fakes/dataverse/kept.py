"""What was worked out from the organisation, kept until something is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from fakes.dataverse.database import Database

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values that follow from rows and rights alone: quiet cycles ask for the same."""

    def __init__(self, organization: Database) -> None:
        self._organization = organization
        self._edition = organization.edition
        self._values: dict[Key, Value] = {}

    def present(self) -> dict[Key, Value]:
        """What has been kept since the last write; for reading and for keeping."""
        edition = self._organization.edition
        if edition != self._edition:
            self._edition = edition
            self._values = {}
        return self._values
