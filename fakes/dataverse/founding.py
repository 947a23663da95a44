"""What a new organisation holds before anybody writes to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fakes.dataverse.column_security import ADMINISTRATORS
from fakes.dataverse.rights import Everything

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.entra import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """The ids of the first rows."""

    unit: str
    administrator: str  # the role
    application_user: str


def found(organization: Database, application: Application) -> Founded:
    """The rows of a new organisation exist.

    Settings have their documented defaults (section 9.3); the application's user is a
    System Administrator, hence may act on behalf of others (section 1.4).
    """
    make = organization.identifiers.guid
    system = organization.system_user = make()
    organization.organization_id = make()
    unit = make()
    organization.create(
        "businessunit", {"businessunitid": unit, "name": "fieldsync"}, by=system
    )
    organization.create(
        "organization",
        {"organizationid": organization.organization_id, "name": "fieldsync"},
        by=system,
    )
    organization.create(
        "systemuser",
        {
            "systemuserid": system,
            "lastname": "SYSTEM",
            "businessunitid": unit,
            "accessmode": 3,
            "islicensed": False,
        },
        by=system,
    )
    organization.create(
        "fieldsecurityprofile",
        {"fieldsecurityprofileid": ADMINISTRATORS, "name": "System Administrator"},
        by=system,
    )
    role = organization.create(
        "role", {"name": "System Administrator", "businessunitid": unit}, by=system
    )
    organization.security.define(role, Everything())
    user = organization.create(
        "systemuser",
        {
            "firstname": "#",
            "lastname": application.display_name,
            "applicationid": application.client_id,
            "azureactivedirectoryobjectid": application.object_id,
            "businessunitid": unit,
            "accessmode": 4,
            "islicensed": False,
        },
        by=system,
    )
    organization.security.give(user, (role,))
    organization.security.give(system, (role,))
    return Founded(
        unit=unit,
        administrator=role,
        application_user=user,
    )
