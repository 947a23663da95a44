"""What the platform does by itself around a write: its plug-ins, chosen by table.

`PREPARE` completes the row that is about to be stored, `FOLLOW` writes other rows after
it, `LEAVING` and `GONE` before and after a deletion. `JOBS` are done when time has
passed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from fakes.dataverse.plugins import (
    activities,
    bookings,
    customers,
    instances,
    permissions,
    series,
    users,
)
from fakes.dataverse.plugins.draft import Draft

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row

__all__ = ["FOLLOW", "GONE", "JOBS", "LEAVING", "PREPARE", "Draft"]

PREPARE: Final[Mapping[str, Callable[[Draft], None]]] = {
    "bookableresourcebooking": bookings.booking,
    "msdyn_workorder": bookings.work_order,
    "account": customers.account,
    "contact": customers.contact,
    "systemuser": users.user,
    "mailbox": users.mailbox,
    "appointment": instances.instance,
    "recurringappointmentmaster": series.master,
    "task": activities.activity,
    "activityparty": activities.party,
    "fieldpermission": permissions.permission,
}
FOLLOW: Final[Mapping[str, Callable[[Database, Row | None, Row], None]]] = {
    "systemuser": users.user_has_followed,
    "queue": users.queue_has_followed,
    "mailbox": users.mailbox_has_followed,
    "businessunit": users.unit_has_followed,
    "bookableresourcebooking": bookings.has_followed,
    "appointment": activities.has_followed,
    "recurringappointmentmaster": instances.master_has_followed,
    "task": activities.has_followed,
    "activityparty": instances.party_has_followed,
}
LEAVING: Final[Mapping[str, Callable[[Database, Row, str], None]]] = {
    "recurringappointmentmaster": instances.master_leaves,
}
GONE: Final[Mapping[str, Callable[[Database, Row], None]]] = {
    "bookableresourcebooking": bookings.is_gone,
    "appointment": instances.instance_is_gone,
}
JOBS: Final[Sequence[Callable[[Database], None]]] = (instances.time_has_passed,)
