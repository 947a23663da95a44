"""What administrators decide: settings, mailboxes, views."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from fakes import Answer, Fault
from harness.world.cast import Role
from harness.world.estate import Estate, booking_view
from harness.world.scene import Scene

_NONE: Final = 2  # mailbox.actdeliverymethod (dataverse-webapi, 9.1)
_SERVER_SIDE: Final = 1
_TO_EXCHANGE: Final = 1  # syncattributemapping.syncdirection (9.7)


class Administrator:
    """The hands of an administrator."""

    def __init__(self, scene: Scene, estate: Estate) -> None:
        self._scene = scene
        self._dataverse = scene.tenant.dataverse
        self._estate = estate
        self._cast = scene.cast

    def pass_cancellations_on(self) -> None:
        """Cancellations travel to Exchange from now on (BKG-089)."""
        self._dataverse.set_org_setting(
            "SSSPropagateAppointmentCancellationsToExchange", "true"
        )
        self._scene.acted("Cancellations are passed on to Exchange from now on.")

    def tell_deletions_apart(self) -> None:
        """Logical deletions are no longer treated like physical ones (BKG-100)."""
        self._dataverse.set_org_setting(
            "DistinctPhysicalAndLogicalDeletesForExchangeSync", "true"
        )
        self._scene.acted("Logical and physical deletions are told apart from now on.")

    def switch_off(self, who: Role) -> None:
        """The mailbox no longer synchronises appointments, contacts and tasks."""
        self._method(who, _NONE)
        self._scene.acted(f"Synchronisation is switched off for {who}.")

    def switch_on(self, who: Role) -> None:
        """The mailbox synchronises by server-side synchronisation again."""
        self._method(who, _SERVER_SIDE)
        self._scene.acted(f"Synchronisation is switched on for {who}.")

    def make_ready(self, who: Role) -> None:
        """The mailbox is approved, tested and enabled."""
        self._cast.make_ready(self._cast[who])
        self._scene.acted(f"The mailbox of {who} becomes ready.")

    def widen_view(self, ahead: timedelta) -> None:
        """The view that selects bookings reaches further, as far as one can edit it."""
        self._dataverse.update(
            "savedquery",
            self._estate.booking_view,
            {"fetchxml": booking_view(past_days=7, future_days=ahead.days)},
        )
        self._scene.acted("The view that selects bookings is edited.")

    def deactivate_filters(self, who: Role) -> None:
        """None of the technician's appointment filters is active."""
        user_id = self._cast[who].user_id
        for row in self._dataverse.rows("userquery", ownerid=user_id):
            if row["returnedtypecode"] == "appointment":
                self._dataverse.update(
                    "userquery",
                    str(row["userqueryid"]),
                    {"statecode": 1, "statuscode": 2},
                )
        self._scene.acted(f"The appointment filters of {who} are deactivated.")

    def change_fields(self) -> None:
        """The organisation synchronises other appointment fields than before."""
        profile = self._dataverse.create(
            "syncattributemappingprofile", {"name": "Exchange"}
        )
        for column in ("subject", "location", "description"):
            self._dataverse.create(
                "syncattributemapping",
                {
                    "mappingname": f"appointment {column}",
                    "attributecrmname": column,
                    "entitytypecode": 4201,
                    "syncdirection": 0,
                    "defaultsyncdirection": _TO_EXCHANGE,
                    "syncattributemappingprofileid": profile,
                },
            )
        self._scene.acted("The administrator changes which fields synchronise.")

    def fail_next_entry(self) -> None:
        """Exchange refuses the next new entry, once (CAD-015)."""
        self._scene.tenant.faults.add(
            Fault(
                service="exchange",
                operation="event.create",
                effect=Answer(status=503, code="ErrorServerBusy"),
            )
        )
        self._scene.acted("Exchange is out of order for the next new entry.")

    def _method(self, who: Role, method: int) -> None:
        self._dataverse.update(
            "mailbox", self._cast[who].mailbox_row, {"actdeliverymethod": method}
        )
