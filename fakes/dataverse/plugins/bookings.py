"""Bookings and work orders: duration, numbers, the roll-up (section 9.8).

A booking's status decides on its work order's; a work order is posted or canceled by
hand only, and then stays so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.plugins.draft import Draft
    from fakes.dataverse.rows import Row

_SCHEDULED: Final = 690970000
_TRAVELING: Final = 690970001
_ON_BREAK: Final = 690970002
_IN_PROGRESS: Final = 690970003
_COMPLETED: Final = 690970004
_CANCELED: Final = 690970005
# Of a work order.
_ORDER_UNSCHEDULED: Final = 690970000
_ORDER_SCHEDULED: Final = 690970001
_ORDER_IN_PROGRESS: Final = 690970002
_ORDER_COMPLETED: Final = 690970003
_ORDER_POSTED: Final = 690970004
_ORDER_CANCELED: Final = 690970005


def booking(draft: Draft) -> None:
    """Start, end and duration agree; the duration is in minutes.

    Which one follows when only the duration is written is inferred: the end does.
    """
    values = draft.values
    _reached(draft)
    start, end = values["starttime"], values["endtime"]
    if not isinstance(start, datetime):
        return
    minutes = values["duration"]
    lengthened = "duration" in draft.given and "endtime" not in draft.given
    if isinstance(minutes, int) and lengthened:
        values["endtime"] = start + timedelta(minutes=minutes)
    elif isinstance(end, datetime) and "duration" not in draft.given:
        values["duration"] = round((end - start) / timedelta(minutes=1))


def work_order(draft: Draft) -> None:
    """A work order without a number gets the next one (inferred: auto-numbering)."""
    if draft.values["msdyn_name"] is None:
        number = len(draft.organization.rows_of(draft.table.name).by_id) + 1
        draft.values["msdyn_name"] = f"{number:05d}"


def _reached(draft: Draft) -> None:
    """What a new status fills in: arrival, and the end when the technician is done.

    An end that would lie before the start is not set (inferred); that a break counts
    as work in progress is inferred, too.
    """
    values, before, now = draft.values, draft.before, draft.organization.now()
    if before is not None and before.values["bookingstatus"] == values["bookingstatus"]:
        return
    status = _status_of(draft.organization, values["bookingstatus"])[0]
    if status == _IN_PROGRESS and values["msdyn_actualarrivaltime"] is None:
        values["msdyn_actualarrivaltime"] = now
    start = values["starttime"]
    own = draft.by == _technician(draft.organization, values["resource"])
    if status == _COMPLETED and own and isinstance(start, datetime) and now > start:
        values["endtime"] = now


def _technician(organization: Database, resource: object) -> object:
    row = organization.rows_of("bookableresource").by_id.get(str(resource))
    return None if row is None else row.values["userid"]


def _status_of(organization: Database, id: object) -> tuple[object, bool]:
    """The Field Service status behind a booking status, and whether it completes."""
    row = organization.rows_of("bookingstatus").by_id.get(str(id))
    if row is None:
        return None, False
    completes = row.values["msdyn_statuscompletesworkorder"] is not False
    return row.values["msdyn_fieldservicestatus"], completes


def has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """The work orders of the booking, now and before, have the status that follows."""
    old = before.values if before is not None else {}
    new = row.values
    decides = ("bookingstatus", "msdyn_workorder", "statecode")
    if before is not None and all(old[name] == new[name] for name in decides):
        return
    for order in {old.get("msdyn_workorder"): None, new["msdyn_workorder"]: None}:
        if order is not None:
            roll_up(organization, str(order))


def is_gone(organization: Database, row: Row) -> None:
    """The work order of a deleted booking has the status that follows."""
    order = row.values["msdyn_workorder"]
    if order is not None:
        roll_up(organization, str(order))


def roll_up(organization: Database, order: str) -> None:
    """The work order has the status that its bookings give it (section 9.8)."""
    row = organization.rows_of("msdyn_workorder").by_id.get(order)
    if row is None:
        return
    present = row.values["msdyn_systemstatus"]
    if present in {_ORDER_POSTED, _ORDER_CANCELED}:
        return
    bookings = organization.rows_of("bookableresourcebooking")
    found = [
        _status_of(organization, one.values["bookingstatus"])
        for one in bookings.equal("msdyn_workorder", order)
    ]
    changes: dict[str, object] = {}
    status = rolled_up(found)
    if status != present:
        changes["msdyn_systemstatus"] = status
        if status == _ORDER_COMPLETED and row.values["msdyn_completedon"] is None:
            changes["msdyn_completedon"] = organization.now()
    arrived = any(one == _IN_PROGRESS for one, _ in found)
    if arrived and row.values["msdyn_firstarrivedon"] is None:
        changes["msdyn_firstarrivedon"] = organization.now()
    if changes:
        organization.amend("msdyn_workorder", order, changes)


def rolled_up(bookings: Iterable[tuple[object, bool]]) -> int:
    """A work order's status by the statuses of its bookings, and what they complete.

    Bookings without a Field Service status do not count (inferred).
    """
    done = scheduled = working = False
    for status, completes in bookings:
        working |= status in {_TRAVELING, _IN_PROGRESS, _ON_BREAK}
        scheduled |= status == _SCHEDULED
        done |= status == _COMPLETED and completes
    if working or (scheduled and done):
        return _ORDER_IN_PROGRESS
    if scheduled:
        return _ORDER_SCHEDULED
    return _ORDER_COMPLETED if done else _ORDER_UNSCHEDULED
