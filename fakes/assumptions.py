"""What the fakes assume where the documents are silent: as data, for the report."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Final

import yaml

from fakes.wire import ServiceName

_FILES: Final[tuple[tuple[ServiceName, str], ...]] = (
    ("dataverse", "dataverse/assumptions.yaml"),
    ("exchange", "exchange/assumptions.yaml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One inferred behaviour; `switch` names the setting that chooses otherwise."""

    id: str
    service: ServiceName
    section: str  # of the service's fact sheet
    assumed: str
    switch: str | None = None


def assumptions() -> tuple[Assumption, ...]:
    """Every inferred behaviour that is written down, by service and id."""
    found = []
    for service, file in _FILES:
        text = (resources.files("fakes") / file).read_text("utf-8")
        found += [Assumption(service=service, **one) for one in yaml.safe_load(text)]
    return tuple(found)
