"""Business units, roles, users and teams of a seed, in the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.dataverse import Depth
from fakes.dataverse.values import guid
from fakes.seeding.names import row_called, values_of

if TYPE_CHECKING:
    from fakes.seeding.document import Document
    from fakes.tenant import Tenant


def plant_business_unit(tenant: Tenant, one: Document) -> str:
    """The id of the new unit."""
    dataverse = tenant.dataverse
    parent = one.get("parent")
    above = None if parent is None else row_called(dataverse, "businessunit", parent)
    return dataverse.add_business_unit(one["name"], above)


def plant_role(tenant: Tenant, one: Document) -> str:
    """The id of the role, new or not, which has exactly these privileges.

    Raises:
        ValueError: it is the one without which nobody could do anything.
    """
    dataverse, name = tenant.dataverse, one["name"]
    privileges = {
        privilege: Depth[depth.upper()]
        for privilege, depth in one["privileges"].items()
    }
    if not dataverse.rows("role", name=name):
        return dataverse.add_role(name, privileges)
    role = row_called(dataverse, "role", name)
    if role == dataverse.system_administrator:
        msg = f"the role {name} always has every privilege"
        raise ValueError(msg)
    dataverse.set_privileges(role, privileges)
    return role


def plant_user(tenant: Tenant, one: Document) -> str:
    """The id of the new user, who has a mailbox in Exchange unless that is refused."""
    dataverse, email = tenant.dataverse, one["email"]
    unit, roles = one.get("business_unit"), one.get("roles")
    user = dataverse.add_user(
        name=one["name"],
        email=email,
        business_unit=unit and row_called(dataverse, "businessunit", unit),
        roles=(dataverse.system_administrator,)
        if roles is None
        else tuple(row_called(dataverse, "role", name) for name in roles),
        id=_id(one),
    )
    for table, id, section in (
        ("systemuser", user, "columns"),
        ("usersettings", user, "settings"),
        ("mailbox", str(dataverse.mailbox_of(user)["mailboxid"]), "mailbox_row"),
    ):
        if columns := one.get(section):
            dataverse.update(table, id, values_of(dataverse, table, columns))
    if one.get("mailbox", True):
        zone = one.get("time_zone", "UTC")
        tenant.exchange.add_mailbox(email, name=one["name"], time_zone=zone)
    return user


def _id(one: Document) -> str | None:
    text = one.get("id")
    if text is not None and guid(text) is None:
        msg = f"'{text}' is no GUID"
        raise ValueError(msg)
    return text


def plant_team(tenant: Tenant, one: Document) -> str:
    """The id of the new team."""
    dataverse = tenant.dataverse
    return dataverse.add_team(
        one["name"],
        members=tuple(
            row_called(dataverse, "systemuser", name) for name in one.get("members", ())
        ),
        roles=tuple(
            row_called(dataverse, "role", name) for name in one.get("roles", ())
        ),
    )
