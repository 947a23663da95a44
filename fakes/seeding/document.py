"""Seed documents: the only place that reads one and holds it against its schema."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from jsonschema import Draft202012Validator

from fakes.strict import Unreadable, read_json, read_yaml
from fakes.violations import worst

if TYPE_CHECKING:
    from pathlib import Path

Document: TypeAlias = dict[str, Any]
_FILES: Final = resources.files(__package__)
SCHEMA: Final[Document] = json.loads((_FILES / "seed.schema.json").read_text("utf-8"))
_VALIDATOR: Final = Draft202012Validator(SCHEMA)


class SeedRefused(Exception):  # noqa: N818 - reads as the outcome it reports
    """A seed that cannot be planted: where in it (may be empty), and why."""

    def __init__(self, *, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}" if place else reason)


def default() -> Document:
    """What a tenant holds when nobody says anything."""
    return checked(read_yaml((_FILES / "default.yaml").read_bytes()))


def read_file(path: Path) -> Document:
    """The seed in a file: JSON when it is called so, else YAML; empty for nothing.

    Raises:
        OSError: it cannot be read.
        SeedRefused: it is no seed.
    """
    octets = path.read_bytes()
    try:
        if path.suffix.lower() == ".json":
            return checked(read_json(octets))
        found = read_yaml(octets)
        return checked({} if found is None else found)
    except Unreadable as error:
        raise SeedRefused(place=error.place, reason=error.reason) from error


def checked(document: object) -> Document:
    """The document, which obeys the schema.

    Raises:
        SeedRefused: it does not.
    """
    violation = worst(_VALIDATOR, document)
    if violation is not None:
        raise SeedRefused(place=violation.place, reason=violation.reason)
    assert isinstance(document, dict)
    return document
