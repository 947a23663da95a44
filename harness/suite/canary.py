"""The canary: a scenario that must fail in every run (architecture, section 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from harness.catalogue import PlannedScenario
from harness.catalogue.features import cases, read_feature
from harness.errors import HarnessError
from harness.paths import SUITE

CANARY: Final = "canary"


def canary() -> PlannedScenario:
    """The canary as a case of no profile and no rule."""
    feature = read_feature(SUITE / "canary.feature", [])
    if feature is None:
        raise HarnessError("the canary's feature cannot be read")
    template = replace(feature.templates[0], rule=CANARY)
    (case,) = cases(replace(feature, templates=(template,)))
    return replace(case, id=CANARY, profile=CANARY)
