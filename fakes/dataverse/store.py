"""The organisation: what administrators do to it, on top of its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fakes.dataverse import settings
from fakes.dataverse.database import Database
from fakes.dataverse.founding import found
from fakes.dataverse.rights import Depth, Rights
from fakes.dataverse.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from fakes.clock import VirtualClock
    from fakes.dataverse.limits import Limits
    from fakes.dataverse.rights import Privileges
    from fakes.dataverse.rows import Row
    from fakes.entra import Application


class Organization(Database):
    """One Dataverse environment in memory."""

    def __init__(
        self,
        *,
        seed: int,
        clock: VirtualClock,
        tenant_id: str,
        application: Application,
    ) -> None:
        super().__init__(seed=seed, clock=clock)
        self.tenant_id = tenant_id
        self.remarks: list[str] = []  # what a client did that only the fake forgives
        founded = found(self, application)
        self.root_business_unit = founded.unit
        self.system_administrator = founded.administrator
        self.application_user = founded.application_user

    @property
    def cascade_work_order_deletion(self) -> bool:
        """Whether a work order takes its bookings along when it is deleted."""
        return self.customization.cascade_work_order_deletion

    @cascade_work_order_deletion.setter
    def cascade_work_order_deletion(self, wanted: bool) -> None:
        self.customize(replace(self.customization, cascade_work_order_deletion=wanted))

    def secure_column(self, table: str, column: str) -> None:
        """Column security guards the column (section 1.6).

        Raises:
            ValueError: the table has no such column.
        """
        _columns(table, column)
        known = self.customization.secured
        secured = {**known, table: known.get(table, frozenset()) | {column}}
        self.customize(replace(self.customization, secured=secured))

    def define_key(self, table: str, name: str, columns: Sequence[str]) -> None:
        """The table has an alternate key (section 3.3); rows that clash stay.

        Raises:
            ValueError: the table has no such columns.
        """
        found = _columns(table, *columns)
        known = self.customization.keys
        keys = {**known, table: {**known.get(table, {}), name: found}}
        self.customize(replace(self.customization, keys=keys))

    def add_duplicate_rule(self, table: str, columns: Sequence[str]) -> None:
        """Rows with equal values in these columns are duplicates (section 2.1).

        Raises:
            ValueError: the table has no such columns.
        """
        found = _columns(table, *columns)
        known = self.customization.duplicate_rules
        rules = {**known, table: (*known.get(table, ()), found)}
        self.customize(replace(self.customization, duplicate_rules=rules))

    def track_changes(self, table: str, *, wanted: bool) -> None:
        """Changes of the table can be asked for, or not (section 5.2)."""
        _columns(table)
        tracked = {**self.customization.tracked, table: wanted}
        self.customize(replace(self.customization, tracked=tracked))

    @property
    def limits(self) -> Limits:
        """The service protection limits (section 7)."""
        return self.customization.limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        self.customize(replace(self.customization, limits=limits))

    @property
    def organization_row(self) -> Mapping[str, object]:
        """The only row of `organization`."""
        return self.row("organization", self.organization_id).view

    def remark(self, text: str | None) -> None:
        """A client did something that only the fake forgives; told once."""
        if text is not None and text not in self.remarks:
            self.remarks.append(text)

    def assign(
        self, table: str, id: str, owner_id: str, *, by: str | None = None
    ) -> None:
        """The row belongs to that user or team.

        The former owner keeps a share if the organisation is set so (section 1.5).
        """
        before = self.row(table, id)
        self.update(table, id, {"ownerid": owner_id}, by=by)
        self.keep_share(before)

    def keep_share(self, before: Row) -> None:
        """Who owned the row before it was assigned keeps a share, if that is set."""
        if self.organization_row["sharetopreviousowneronassign"]:
            everything = Rights.READ | Rights.WRITE | Rights.APPEND | Rights.APPEND_TO
            former = str(before.values["ownerid"])
            rights = everything | Rights.SHARE
            self.share(before.table.name, before.id, former, rights)

    def share(
        self, table: str, id: str, user_id: str, rights: Rights | int = Rights.READ
    ) -> None:
        """The user or team has these rights on the row besides those it had."""
        self.row(table, id)
        for share in self._shares(id, user_id):
            mask = share.values["accessrightsmask"]
            added = {
                "accessrightsmask": int(rights) | int(str(mask)),
                "changedon": self.now(),
            }
            self.amend("principalobjectaccess", share.id, added)
            return
        self.create(
            "principalobjectaccess",
            {
                "objectid": id,
                "objecttypecode": table,
                "principalid": user_id,
                "principaltypecode": self.reference(
                    ("systemuser", "team"), user_id
                ).table,
                "accessrightsmask": int(rights),
                "changedon": self.now(),
            },
        )

    def unshare(self, table: str, id: str, user_id: str) -> None:
        """The user or team has no share in the row."""
        self.row(table, id)
        for share in self._shares(id, user_id):
            self.remove(share)

    def _shares(self, id: str, principal: str) -> list[Row]:
        shares = self._rows["principalobjectaccess"].equal("objectid", id)
        return [one for one in shares if one.values["principalid"] == principal]

    def add_business_unit(self, name: str, parent: str | None = None) -> str:
        """The id of a new business unit, below the root unless said otherwise."""
        above = parent or self.root_business_unit
        return self.create(
            "businessunit", {"name": name, "parentbusinessunitid": above}
        )

    def add_role(self, name: str, privileges: Mapping[str, Depth | int]) -> str:
        """The id of a new role, e.g. `{"prvReadbookableresource": Depth.BASIC}`."""
        values = {"name": name, "businessunitid": self.root_business_unit}
        id = self.create("role", values)
        self.security.define(id, _depths(privileges))
        return id

    def set_privileges(self, role: str, privileges: Mapping[str, Depth | int]) -> None:
        """The role has exactly these privileges from now on."""
        self.security.define(self.row("role", role).id, _depths(privileges))

    def set_roles(self, holder: str, roles: Collection[str]) -> None:
        """The user or team has exactly these roles from now on."""
        self.security.give(holder, tuple(self.row("role", one).id for one in roles))

    def add_team(
        self, name: str, *, members: Collection[str] = (), roles: Collection[str] = ()
    ) -> str:
        """The id of a new team in the root business unit."""
        values = {"name": name, "businessunitid": self.root_business_unit}
        id = self.create("team", values)
        self.security.enlist(id, tuple(members))
        self.set_roles(id, roles)
        return id

    def add_user(
        self,
        *,
        name: str,
        email: str,
        business_unit: str | None = None,
        roles: Collection[str] = (),
        id: str | None = None,
    ) -> str:
        """The id of a new user, with settings and a mailbox as the platform makes them.

        The mailbox is neither approved nor tested.
        """
        first, _, last = name.rpartition(" ")
        user = self.create(
            "systemuser",
            {
                "systemuserid": id,
                "firstname": first or None,
                "lastname": last,
                "internalemailaddress": email,
                "domainname": email,
                "businessunitid": business_unit or self.root_business_unit,
            },
        )
        self.set_roles(user, roles)
        return user

    def mailbox_of(self, user_id: str) -> Mapping[str, object]:
        """The mailbox row of a user."""
        box = self.row("systemuser", user_id).values["defaultmailbox"]
        return self.row("mailbox", str(box)).view

    def set_org_setting(
        self, name: str, value: str | None, *, by: str | None = None
    ) -> None:
        """One element of `orgdborgsettings` has that value; None takes it out."""
        text = self.organization_row["orgdborgsettings"]
        new = settings.with_setting(str(text) if text else None, name, value)
        changes = {"orgdborgsettings": new}
        self.update("organization", self.organization_id, changes, by=by)


def _columns(table: str, *names: str) -> tuple[str, ...]:
    found = TABLES.get(table)
    missing = [name for name in names if found and name not in found.columns]
    if found is None or missing:
        msg = f"no column {', '.join(missing)} of {table}" if found else table
        raise ValueError(msg)
    return names


def _depths(privileges: Mapping[str, Depth | int]) -> Privileges:
    return {name: Depth(depth) for name, depth in privileges.items()}
