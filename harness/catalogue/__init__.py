"""The specification as values: rules, features, lint, plan."""

from harness.catalogue.features import PlannedScenario, Step
from harness.catalogue.plan import Plan, plan
from harness.catalogue.reading import Catalogue, read_catalogue
from harness.catalogue.rule import Rule, Source

__all__ = [
    "Catalogue",
    "Plan",
    "PlannedScenario",
    "Rule",
    "Source",
    "Step",
    "plan",
    "read_catalogue",
]
