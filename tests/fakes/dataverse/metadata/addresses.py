"""Where definitions are found: the only place that spells it for these tests."""

from __future__ import annotations

from typing import Final

from tests.fakes.dataverse.makers import Bench

DEFINITIONS: Final = "/EntityDefinitions"
CONTACT: Final = f"{DEFINITIONS}(LogicalName='contact')"
CAST: Final = "Microsoft.Dynamics.CRM."


def names_in(bench: Bench, target: str, name: str = "LogicalName") -> list[str]:
    """The names of the definitions in an answer, in its order."""
    return [one[name] for one in bench.read(target)["value"]]
