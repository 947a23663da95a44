"""Step definitions: one line each, parse and call the driver."""

from typing import Final

MODULES: Final = (
    "harness.steps.beginnings",
    "harness.steps.dispatcher",
    "harness.steps.administrator",
    "harness.steps.outlook",
    "harness.steps.calendar",
    "harness.steps.entry",
    "harness.steps.records",
    "harness.steps.notes",
)
