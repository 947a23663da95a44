"""The people of a scenario: technicians with mailbox and resource, the customer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fakes import Tenant
from fakes.exchange import Mailbox
from harness.errors import HarnessError
from harness.world.estate import READY_MAILBOX, Estate
from harness.world.moments import START

CUSTOMER_ADDRESS: Final = "customer@customer.example"
OUTSIDER_ADDRESS: Final = "somebody.else@fabrikam.example"
_USER_RESOURCE: Final = 3  # bookableresource.resourcetype (dataverse-webapi, 9.8)
_TIME_ZONE_CODES: Final = {  # usersettings.timezonecode
    "UTC": 92,
    "Europe/Berlin": 110,
    "America/New_York": 35,
    "Asia/Kolkata": 190,
    "Australia/Sydney": 255,
    "Pacific/Auckland": 290,
}


class Role(StrEnum):
    """Who acts, as features call them."""

    TECHNICIAN = "the technician"
    SECOND = "the second technician"


@dataclass(frozen=True, slots=True, kw_only=True)
class Technician:
    """A worker: user, bookable resource and mailbox are one person."""

    role: Role
    user_id: str
    resource_id: str
    mailbox_row: str
    mailbox: Mailbox


class Cast:
    """Everybody who takes part, by role."""

    def __init__(self, tenant: Tenant, estate: Estate) -> None:
        self._tenant = tenant
        self._estate = estate
        self._technicians: dict[Role, Technician] = {}

    def add_technician(
        self, role: Role, *, is_ready: bool = True, time_zone: str = "UTC"
    ) -> Technician:
        """A technician who can be booked, with or without a ready mailbox."""
        dataverse = self._tenant.dataverse
        local_part = role.removeprefix("the ").replace(" ", ".")
        address = f"{local_part}@fabrikam.example"
        name = self._estate.person(role.name)
        user_id = dataverse.add_user(
            name=name, email=address, roles=(self._estate.technician_role,)
        )
        if time_zone not in _TIME_ZONE_CODES:
            known = ", ".join(_TIME_ZONE_CODES)
            raise HarnessError(
                f"no code for the time zone {time_zone!r}; known: {known}"
            )
        zone = _TIME_ZONE_CODES[time_zone]
        dataverse.update(
            "usersettings",
            user_id,
            {"timezonecode": zone, "isresourcebookingexchangesyncenabled": True},
        )
        resource_id = dataverse.create(
            "bookableresource",
            {
                "name": name,
                "resourcetype": _USER_RESOURCE,
                "userid": user_id,
                "timezone": zone,
            },
        )
        self._estate.add_appointment_filter(user_id)
        technician = Technician(
            role=role,
            user_id=user_id,
            resource_id=resource_id,
            mailbox_row=str(dataverse.mailbox_of(user_id)["mailboxid"]),
            mailbox=self._tenant.exchange.add_mailbox(
                address, name=name, time_zone=time_zone
            ),
        )
        if is_ready:
            self.make_ready(technician)
        self._technicians[role] = technician
        return technician

    def make_ready(self, technician: Technician) -> None:
        """The mailbox is approved, tested and enabled, whichever column one reads."""
        self._tenant.dataverse.update(
            "mailbox",
            technician.mailbox_row,
            {
                **READY_MAILBOX,
                "emailserverprofile": self._estate.server_profile,
                "testmailboxaccesscompletedon": START,
            },
        )

    def __getitem__(self, role: Role) -> Technician:
        try:
            return self._technicians[role]
        except KeyError:
            msg = f"{role} does not take part; a Given step must introduce them"
            raise HarnessError(msg) from None

    def __iter__(self) -> Iterator[Technician]:
        return iter(self._technicians.values())
