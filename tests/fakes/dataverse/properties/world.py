"""Bookings and what they hang on, twice: as plain rows and in a fake Dataverse."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from fakes.dataverse import Limits
from tests.fakes.dataverse.makers import MONDAY, Bench, a_bench, a_booking_status
from tests.fakes.dataverse.properties.conditions import Id, Moment, Row

BOOKINGS: Final = "bookableresource_bookableresourcebooking_Resource"
NAMES: Final = (
    "Alpha",
    "ALPHA",
    "beta 50%",
    "be_ta",
    "Gamma's",
    "[x]y",
    "a-b",
    "ÄÖ",
    "z",
)
NUMBERS: Final = (None, -2.5, 0.0, 1.0, 2.0, 10.25)
WHOLES: Final = (None, -3, 0, 1, 2, 60)
SECONDS: Final = (0, 1, -1, 3600, 16 * 3600, 86_400, -86_400)
ZONES: Final = {
    92: "UTC",
    4: "America/Los_Angeles",
    95: "Europe/Budapest",
    235: "Asia/Tokyo",
}


@dataclass(frozen=True, slots=True)
class World:
    """A bench, and the rows that were put there."""

    bench: Bench
    bookings: tuple[Row, ...]
    resources: tuple[Row, ...]

    def members(self, resource: Row) -> list[Row]:
        """The bookings of a resource."""
        id = resource["bookableresourceid"]
        return [one for one in self.bookings if one["_resource_value"] == id]

    def moment(self, zone: int) -> Moment:
        """Now, for a caller whose settings name that time zone from here on."""
        organization = self.bench.organization
        settings = {"timezonecode": zone}
        organization.update("usersettings", organization.application_user, settings)
        return Moment(self.bench.clock.now(), ZoneInfo(ZONES[zone]))


def instants(random: random.Random) -> datetime:
    """An instant near now, often on the edge of a day, an hour or a month."""
    days = random.choice((0, 0, 0, 1, -1, 7, -7, 8, -8, 28, -30, 31, 365, -400))
    at = MONDAY + timedelta(days=days, seconds=random.choice(SECONDS))
    midnight = random.random() < 0.3
    return at.replace(hour=0, minute=0) if midnight else at


@functools.cache
def world(size: int) -> World:
    """So many bookings, of a few resources and work orders."""
    seeded = random.Random(size)  # noqa: S311 - not a secret
    bench = a_bench()
    organization = bench.organization
    organization.limits = Limits(requests=None, execution_time=None)
    accounts = [
        {"name": name, "id": Id(organization.create("account", {"name": name}))}
        for name in ("Fabrikam", "Contoso")
    ]
    orders = [_order(bench, seeded, accounts) for _ in range(4)]
    resources = tuple(_resource(bench, seeded) for _ in range(5))
    a_booking_status(bench)
    # The last resource has no bookings.
    bookings = tuple(
        _booking(bench, seeded, resource=seeded.choice(resources[:-1]), orders=orders)
        for _ in range(size)
    )
    return World(bench, bookings, resources)


def _order(
    bench: Bench, seeded: random.Random, accounts: list[dict[str, Any]]
) -> dict[str, Any]:
    account = seeded.choice((None, *accounts))
    values = {
        "msdyn_workordersummary": seeded.choice((None, *NAMES)),
        "msdyn_latitude": seeded.choice(NUMBERS),
        "msdyn_serviceaccount": account and account["id"],
    }
    id = Id(bench.organization.create("msdyn_workorder", values))
    return {**values, "id": id, "account": account and account["name"]}


def _resource(bench: Bench, seeded: random.Random) -> Row:
    name = seeded.choice(NAMES)
    email = f"p{seeded.randrange(10**9)}@contoso.example"
    user = bench.organization.add_user(name="A B", email=email)
    values = {"name": name, "resourcetype": 3, "userid": user}
    return {
        "bookableresourceid": Id(bench.organization.create("bookableresource", values)),
        "name": name,
        "_userid_value": Id(user),
        "UserId/internalemailaddress": email,
    }


def _booking(
    bench: Bench, seeded: random.Random, *, resource: Row, orders: list[dict[str, Any]]
) -> dict[str, Any]:
    order = seeded.choice((None, *orders))
    start = instants(seeded)
    own = {
        "name": seeded.choice((None, *NAMES)),
        "starttime": start,
        "endtime": start + timedelta(minutes=seeded.choice((0, 30, 60))),
        "msdyn_estimatedarrivaltime": seeded.choice((None, start, instants(seeded))),
        "msdyn_latitude": seeded.choice(NUMBERS),
        "msdyn_longitude": seeded.choice(NUMBERS),
        "msdyn_estimatedtravelduration": seeded.choice(WHOLES),
        "bookingtype": seeded.choice((1, 2)),
        "msdyn_allowoverlapping": seeded.choice((None, True, False)),
    }
    links = {
        "resource": resource["bookableresourceid"],
        "bookingstatus": bench.organization.rows("bookingstatus")[0]["bookingstatusid"],
        "msdyn_workorder": order and order["id"],
    }
    id = Id(bench.organization.create("bookableresourcebooking", {**own, **links}))
    beyond: dict[str, Any] = order or dict.fromkeys(
        ("msdyn_workordersummary", "msdyn_latitude", "account")
    )
    return {
        **own,
        "bookableresourcebookingid": id,
        "_resource_value": resource["bookableresourceid"],
        "_msdyn_workorder_value": links["msdyn_workorder"],
        "Resource/name": resource["name"],
        "msdyn_WorkOrder/msdyn_workordersummary": beyond["msdyn_workordersummary"],
        "msdyn_WorkOrder/msdyn_latitude": beyond["msdyn_latitude"],
        "msdyn_WorkOrder/msdyn_ServiceAccount/name": beyond["account"],
    }
