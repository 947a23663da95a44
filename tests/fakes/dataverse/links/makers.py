"""Rows to be linked, and one that is nowhere: shared by the tests of links."""

from __future__ import annotations

from tests.fakes.dataverse.makers import Bench

MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"
TASKS = "Account_Tasks"
BOOKINGS_OF = "msdyn_msdyn_workorder_bookableresourcebooking_WorkOrder"


def a_task(bench: Bench, subject: str = "Call", **more: object) -> str:
    """The id of a task."""
    return bench.organization.create("task", {"subject": subject, **more})
