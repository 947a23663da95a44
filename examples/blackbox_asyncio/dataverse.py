"""The only place that knows the tables and columns of Dataverse. It only reads."""

import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from links import Trigger
from service import Service, ServiceError

BOOKINGS = "bookableresourcebookings"
BOOKING = (
    "bookableresourcebookingid,starttime,endtime,modifiedon,msdyn_worklocation,"
    "msdyn_latitude,msdyn_longitude,_resource_value,_bookingstatus_value,"
    "_msdyn_workorder_value"
)
READY = (
    "statecode eq 0 and actdeliverymethod eq 1 and enabledforact eq true"
    " and actstatus eq 1 and emailrouteraccessapproval eq 1"
    " and emailserverprofile/statecode eq 0"
)
USER, CANCELLED, CANCELLED_FIELD_SERVICE = 3, 3, 690970005
ADDRESS = ("address1", "address2", "address3", "postalcode", "city", "stateorprovince")
WORK_LOCATIONS = {690970000: "Onsite", 690970001: "Facility"}
CHUNK = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the administrator decided for the organisation."""

    on: bool
    tell_deletions_apart: bool
    pass_cancellations_on: bool
    categories: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A user's mailbox that is ready, and the resources that the user is."""

    address: str
    user: str
    resources: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One row, as far as it matters."""

    id: str
    start: datetime
    end: datetime
    modified: datetime
    resource: str
    work_order: str | None
    cancelled: bool
    work_location: int | None
    latitude: float | None
    longitude: float | None

    @property
    def trigger(self) -> Trigger:
        """What has to change before a linked entry is written again: time, place."""
        return [
            self.start.isoformat(),
            self.end.isoformat(),
            self.work_location,
            self.latitude,
            self.longitude,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an entry tells about its work order."""

    number: str
    address: str
    lines: tuple[str, ...]


class Dataverse:
    """One organisation, read with the application's own rights or a user's."""

    def __init__(self, service: Service) -> None:
        """Nothing is read yet."""
        self._service = service
        self._cancelled: frozenset[str] = frozenset()

    async def settings(self) -> Settings:
        """Return the settings of the organisation."""
        select = {"$select": "isresourcebookingexchangesyncenabled,orgdborgsettings"}
        (row,) = await self._service.rows("organizations", query=select)
        xml = row["orgdborgsettings"] or "<OrgSettings/>"
        chosen = {each.tag: each.text or "" for each in ET.fromstring(xml)}  # noqa: S314 - the organisation's own text

        def is_on(name: str, default: str) -> bool:
            return chosen.get(name, default).strip().lower() == "true"

        return Settings(
            on=bool(row["isresourcebookingexchangesyncenabled"]),
            tell_deletions_apart=is_on(
                "DistinctPhysicalAndLogicalDeletesForExchangeSync", "false"
            ),
            pass_cancellations_on=is_on(
                "SSSPropagateAppointmentCancellationsToExchange", "false"
            ),
            categories=is_on("TrackCategorizedItems", "true"),
        )

    async def ready_mailboxes(self) -> list[Mailbox]:
        """Return the mailboxes that synchronise, and learn what cancelled means."""
        statuses = await self._service.rows(
            "bookingstatuses", query={"$select": "status,msdyn_fieldservicestatus"}
        )
        self._cancelled = frozenset(
            row["bookingstatusid"]
            for row in statuses
            if row["status"] == CANCELLED
            or row["msdyn_fieldservicestatus"] == CANCELLED_FIELD_SERVICE
        )
        resources = defaultdict(set)
        people = {
            "$select": "_userid_value",
            "$filter": f"resourcetype eq {USER} and statecode eq 0",
        }
        for row in await self._service.rows("bookableresources", query=people):
            resources[row["_userid_value"]].add(row["bookableresourceid"])
        ready = {"$select": "emailaddress,_regardingobjectid_value", "$filter": READY}
        return [
            Mailbox(
                address=row["emailaddress"],
                user=row["_regardingobjectid_value"],
                resources=frozenset(resources[row["_regardingobjectid_value"]]),
            )
            for row in await self._service.rows("mailboxes", query=ready)
        ]

    async def visible(
        self, mailbox: Mailbox, first: datetime, end: datetime
    ) -> dict[str, Booking]:
        """Return the mailbox's bookings that start in between and its user may see."""
        if not mailbox.resources:
            return {}
        booked = " or ".join(
            f"_resource_value eq {resource}" for resource in sorted(mailbox.resources)
        )
        query = {
            "$select": BOOKING,
            "$filter": f"statecode eq 0 and starttime ge {_text(first)}"
            f" and starttime lt {_text(end)} and ({booked})",
        }
        rows = await self._service.rows(
            BOOKINGS, query=query, headers={"MSCRMCallerID": mailbox.user}
        )
        return {row["bookableresourcebookingid"]: self._booking(row) for row in rows}

    async def existing(self, ids: list[str]) -> dict[str, Booking]:
        """Return those of the bookings that exist, whoever may see them."""
        found = {}
        for at in range(0, len(ids), CHUNK):
            wanted = " or ".join(
                f"bookableresourcebookingid eq {id}" for id in ids[at : at + CHUNK]
            )
            query = {"$select": BOOKING, "$filter": wanted}
            for row in await self._service.rows(BOOKINGS, query=query):
                found[row["bookableresourcebookingid"]] = self._booking(row)
        return found

    async def facts(self, work_order: str) -> Facts:
        """Return what the work order says now; whatever is empty is left out."""
        row = await self._service.send(
            "GET",
            f"msdyn_workorders({work_order})",
            query={
                "$select": "msdyn_name,msdyn_workordersummary,msdyn_country,"
                + ",".join(f"msdyn_{part}" for part in ADDRESS),
                "$expand": "msdyn_Priority($select=msdyn_name),"
                "msdyn_WorkOrderType($select=msdyn_name),"
                "msdyn_PrimaryIncidentType($select=msdyn_name),"
                "msdyn_ServiceAccount($select=name,_primarycontactid_value)",
            },
        )
        account = row["msdyn_ServiceAccount"] or {}
        address = [row[f"msdyn_{part}"] for part in (*ADDRESS, "country")]
        told = {
            "Work order": row["msdyn_name"],
            "Priority": _name(row["msdyn_Priority"]),
            "Work order type": _name(row["msdyn_WorkOrderType"]),
            "Primary incident type": _name(row["msdyn_PrimaryIncidentType"]),
            "Summary": row["msdyn_workordersummary"],
            "Account": account.get("name"),
            "Primary contact": await self._contact(
                account.get("_primarycontactid_value")
            ),
        }
        return Facts(
            number=row["msdyn_name"],
            address=", ".join(part for part in address if part),
            lines=tuple(f"{label}: {text}" for label, text in told.items() if text),
        )

    async def _contact(self, contact: str | None) -> str | None:
        if contact is None:
            return None
        query = {"$select": "fullname"}
        try:
            row = await self._service.send("GET", f"contacts({contact})", query=query)
        except ServiceError as error:
            if error.status != 404:
                raise
            return None
        name: str | None = row["fullname"]
        return name

    def _booking(self, row: dict[str, Any]) -> Booking:
        return Booking(
            id=row["bookableresourcebookingid"],
            start=datetime.fromisoformat(row["starttime"]),
            end=datetime.fromisoformat(row["endtime"]),
            modified=datetime.fromisoformat(row["modifiedon"]),
            resource=row["_resource_value"],
            work_order=row["_msdyn_workorder_value"],
            cancelled=row["_bookingstatus_value"] in self._cancelled,
            work_location=row["msdyn_worklocation"],
            latitude=row["msdyn_latitude"],
            longitude=row["msdyn_longitude"],
        )


def _name(row: dict[str, Any] | None) -> str | None:
    return None if row is None else row["msdyn_name"]


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
