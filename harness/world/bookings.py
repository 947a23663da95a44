"""Bookings as the dispatcher makes and changes them in Field Service."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from fakes.dataverse import Organization
from harness.errors import HarnessError, PrerequisiteFailed
from harness.world.cast import Cast, Role
from harness.world.estate import Estate
from harness.world.workorders import Fact, WorkOrders, address

TABLE: Final = "bookableresourcebooking"
_HOUR: Final = timedelta(hours=1)
_SOLID: Final = 1
_ONSITE: Final = 690970000
_FACILITY: Final = 690970001


class Kind(StrEnum):
    """Resources that are no technician with a ready mailbox (BKG-017)."""

    GENERIC = "a generic resource"
    CONTACT = "a contact resource"
    USER = "a user without a ready mailbox"
    EQUIPMENT = "an equipment resource"
    ACCOUNT = "an account resource"
    CREW = "a crew"
    FACILITY = "a facility"
    POOL = "a pool"


_RESOURCE_TYPES: Final = {
    Kind.GENERIC: 1,
    Kind.CONTACT: 2,
    Kind.USER: 3,
    Kind.EQUIPMENT: 4,
    Kind.ACCOUNT: 5,
    Kind.CREW: 6,
    Kind.FACILITY: 7,
    Kind.POOL: 8,
}


class Part(StrEnum):
    """The columns that say where a booking takes place (BKG-060)."""

    WORK_LOCATION = "work location"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"


@dataclass(slots=True, kw_only=True)
class Booking:
    """A booking, what it says at present, and every time that it ever had."""

    name: str
    row_id: str
    order: str | None
    who: Role | Kind
    start: datetime
    end: datetime
    number: str | None = None
    numbers: list[str] = field(default_factory=list)
    times: list[tuple[datetime, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.times.append((self.start, self.end))
        if self.number:
            self.numbers.append(self.number)


class Bookings:
    """The bookings of a scenario, by name."""

    def __init__(
        self, dataverse: Organization, estate: Estate, cast: Cast, orders: WorkOrders
    ) -> None:
        self._dataverse = dataverse
        self._estate = estate
        self._cast = cast
        self._orders = orders
        self._bookings: dict[str, Booking] = {}
        self._resources: dict[Kind, str] = {}

    def __getitem__(self, name: str) -> Booking:
        try:
            return self._bookings[name]
        except KeyError:
            raise HarnessError(f"no step made the booking {name!r}") from None

    def __iter__(self) -> Iterator[Booking]:
        return iter(self._bookings.values())

    def book(
        self,
        who: Role | Kind,
        name: str,
        start: datetime,
        *,
        order: str | None,
        length: timedelta = _HOUR,
    ) -> Booking:
        """A new booking; its work order is made if the title is new."""
        work_order = self._orders.ensure(order) if order is not None else None
        values: dict[str, Any] = {
            "name": name,
            "starttime": start,
            "endtime": start + length,
            "duration": length // timedelta(minutes=1),
            "bookingtype": _SOLID,
            "bookingstatus": self._estate.statuses["Scheduled"],
            "resource": self._resource(who),
            "msdyn_worklocation": _ONSITE,
            "msdyn_latitude": 53.8,
            "msdyn_longitude": -1.55,
            "ownerid": ("systemuser", self._estate.dispatcher),
        }
        if work_order is not None:
            values["msdyn_workorder"] = work_order.row_id
        booking = Booking(
            name=name,
            row_id=self._dataverse.create(TABLE, values, by=self._estate.dispatcher),
            order=order,
            who=who,
            start=start,
            end=start + length,
            number=work_order.facts[Fact.NUMBER] if work_order else None,
        )
        self._bookings[name] = booking
        return booking

    def reschedule(self, name: str, *, start: datetime, end: datetime) -> None:
        """The booking has new times."""
        booking = self[name]
        length = (end - start) // timedelta(minutes=1)
        self._save(name, {"starttime": start, "endtime": end, "duration": length})
        booking.start, booking.end = start, end
        booking.times.append((start, end))

    def save_times_unchanged(self, name: str) -> None:
        """The times are written again, with the values that they have."""
        booking = self[name]
        self._save(name, {"starttime": booking.start, "endtime": booking.end})

    def relocate(self, name: str, place: str) -> None:
        """The visit takes place elsewhere: new address, new coordinates."""
        booking = self[name]
        if booking.order is None:
            raise HarnessError(f"{name!r} has no work order to relocate")
        order = self._orders[booking.order]
        self._dataverse.update(
            "msdyn_workorder",
            order.row_id,
            address(place),
            by=self._estate.dispatcher,
        )
        order.facts[Fact.LOCATION] = place
        latitude, longitude = coordinates(place)
        self._save(name, {"msdyn_latitude": latitude, "msdyn_longitude": longitude})

    def change_part(self, name: str, part: Part) -> None:
        """One of the booking's own location columns says something else."""
        match part:
            case Part.WORK_LOCATION:
                self._save(name, {"msdyn_worklocation": _FACILITY})
            case Part.LATITUDE:
                self._save(name, {"msdyn_latitude": 51.45})
            case Part.LONGITUDE:
                self._save(name, {"msdyn_longitude": -2.58})

    def reassign(self, name: str, who: Role | Kind) -> None:
        """Another resource is booked."""
        self._save(name, {"resource": self._resource(who)})
        self[name].who = who

    def set_status(self, name: str, status: str) -> None:
        """The booking has that booking status."""
        self._save(name, {"bookingstatus": self._estate.statuses[status]})

    def complete(self, name: str, end: datetime) -> None:
        """The booking is completed, and its end is when that happened."""
        booking = self[name]
        length = (end - booking.start) // timedelta(minutes=1)
        status = self._estate.statuses["Completed"]
        self._save(name, {"bookingstatus": status, "endtime": end, "duration": length})
        booking.end = end
        booking.times.append((booking.start, end))

    def rename(self, name: str, new: str) -> None:
        """The booking's own name is another; features go on calling it `name`."""
        self._save(name, {"name": new})

    def set_order(self, name: str, title: str | None) -> None:
        """The booking belongs to that work order, or to none."""
        booking = self[name]
        order = self._orders.ensure(title) if title is not None else None
        self._save(name, {"msdyn_workorder": order.row_id if order else None})
        booking.order = title
        if order is not None:
            booking.number = order.facts[Fact.NUMBER]
            booking.numbers.append(booking.number)

    def hide(self, name: str) -> None:
        """The booking belongs to somebody in another region (logical deletion)."""
        self._require(name)
        self._dataverse.assign(TABLE, self[name].row_id, self._estate.outsider)

    def delete(self, name: str) -> None:
        """The row is gone."""
        self._require(name)
        self._dataverse.delete(TABLE, self[name].row_id, by=self._estate.dispatcher)

    def row(self, name: str) -> Mapping[str, Any] | None:
        """The row as it stands; None when it is gone."""
        return self._dataverse.get(TABLE, self[name].row_id)

    def _require(self, name: str) -> None:
        """The row is there to be changed.

        Raises:
            PrerequisiteFailed: somebody has deleted it.
        """
        if self.row(name) is None:
            raise PrerequisiteFailed(
                f"The booking {name!r} is gone from Dataverse, so the dispatcher "
                "cannot do anything with it."
            )

    def _save(self, name: str, changes: Mapping[str, Any]) -> None:
        self._require(name)
        self._dataverse.update(
            TABLE, self[name].row_id, changes, by=self._estate.dispatcher
        )

    def _resource(self, who: Role | Kind) -> str:
        if isinstance(who, Role):
            return self._cast[who].resource_id
        if who not in self._resources:
            self._resources[who] = self._other_resource(who)
        return self._resources[who]

    def _other_resource(self, kind: Kind) -> str:
        name = kind.partition(" ")[2]
        values: dict[str, Any] = {"name": name, "resourcetype": _RESOURCE_TYPES[kind]}
        if kind is Kind.USER:
            values["userid"] = self._dataverse.add_user(
                name=self._estate.person("unready"),
                email="unready@fabrikam.example",
                roles=(self._estate.technician_role,),
            )
        return self._dataverse.create("bookableresource", values)


def coordinates(place: str) -> tuple[float, float]:
    """A point on the map for the place: the same for the same, else another."""
    point = zlib.crc32(place.encode())
    return 50 + point % 900 / 100, -5 + point // 900 % 900 / 100
