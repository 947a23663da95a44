"""Who may do what: roles, depths, business units, shares (sections 1.4, 1.5)."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors
from fakes.dataverse.rights import (
    RIGHT,
    Depth,
    Everything,
    Privileges,
    Rights,
    Verb,
)
from fakes.dataverse.schema.model import Ownership, Table

if TYPE_CHECKING:
    from collections.abc import Collection

    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row

ACT_ON_BEHALF: Final = "prvactonbehalfofanotheruser"
_ROLES: Final = {"systemuser": "systemuserroles", "team": "teamroles"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """One user with everything that decides on access."""

    user: str
    unit: str
    below: frozenset[str]  # the unit and those below it
    teams: frozenset[str]
    privileges: Privileges
    application: bool

    def depth(self, privilege: str) -> Depth:
        """How far a privilege, named in lower case, reaches."""
        privileges = self.privileges
        if privilege in privileges or isinstance(privileges, Everything):
            return privileges[privilege]
        return Depth.NONE


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """Who a request acts as, and who sent it; the same unless impersonating."""

    principal: Principal
    real: Principal

    @property
    def user(self) -> str:
        """The user that the request acts as."""
        return self.principal.user

    @property
    def on_behalf(self) -> str | None:
        """The real sender of an impersonated request; None otherwise."""
        return None if self.real is self.principal else self.real.user

    def depth(self, verb: Verb, table: Table) -> Depth:
        """How far the privilege reaches: the lesser of both (section 1.4)."""
        name = _lower(verb, table.privilege)
        own = self.principal.depth(name)
        if self.real is self.principal:
            return own
        return min(own, self.real.depth(name))

    def demand(self, verb: Verb, table: Table) -> Depth:
        """How far the privilege reaches, at least some way.

        Raises:
            DataverseError: the caller does not have it at all.
        """
        found = self.depth(verb, table)
        if found is Depth.NONE:
            raise errors.denied(
                self.user, f"prv{verb}{table.privilege_name}", table.name
            )
        return found

    def demand_other(self, privilege: str, table: Table) -> None:
        """The caller has a privilege that belongs to no verb, to some depth.

        Raises:
            DataverseError: it has not.
        """
        name = privilege.lower()
        if Depth.NONE in {self.principal.depth(name), self.real.depth(name)}:
            raise errors.denied(self.user, privilege, table.name)


@functools.cache
def _lower(verb: Verb, privilege: str) -> str:
    return f"prv{verb}{privilege}".lower()


class Security:
    """The roles, units, teams and shares of one organisation."""

    def __init__(self, organization: Database) -> None:
        self._organization = organization
        self.spelling: dict[str, str] = {}  # of privileges, by their lower case
        self._principals: dict[str, Principal] = {}
        self.edition = 0  # rises with every change

    def forget(self) -> None:
        """Users, units, roles or teams have changed: everything is worked out anew."""
        self._principals.clear()
        self.edition += 1

    def define(self, role: str, privileges: Privileges) -> None:
        """The role has exactly these privileges; names without regard to case."""
        if not isinstance(privileges, Everything):
            self.spelling.update({name.lower(): name for name in privileges})
            privileges = {
                name.lower(): Depth(depth) for name, depth in privileges.items()
            }
        known = self._organization.customization
        added = {**known.privileges, role: privileges}
        self._organization.customize(replace(known, privileges=added))

    def give(self, holder: str, roles: Collection[str]) -> None:
        """A user or team has exactly these roles."""
        kind = self._organization.reference(("systemuser", "team"), holder).table
        self._organization.join(_ROLES[kind], kind, holder, roles)

    def roles_of(self, holder: str) -> tuple[str, ...]:
        """The roles of a user or team, in the order given."""
        rows = self._organization.rows_of
        found = [
            *rows("systemuserroles").equal("systemuserid", holder),
            *rows("teamroles").equal("teamid", holder),
        ]
        return tuple(str(row.values["roleid"]) for row in found)

    def teams_of(self, user: str) -> tuple[str, ...]:
        """The teams that the user is a member of."""
        found = self._organization.rows_of("teammembership").equal("systemuserid", user)
        return tuple(str(row.values["teamid"]) for row in found)

    def has_role(self, user: str) -> bool:
        """Whether the user has a role, by itself or by a team."""
        return any(self.roles_of(one) for one in (user, *self.teams_of(user)))

    def enlist(self, team: str, members: Collection[str]) -> None:
        """The team has exactly these members."""
        self._organization.join("teammembership", "team", team, members)

    def principal(self, user: str) -> Principal:
        """The user with everything that decides on access."""
        found = self._principals.get(user)
        if found is None:
            found = self._principals[user] = self._work_out(user)
        return found

    def _work_out(self, user: str) -> Principal:
        row = self._organization.row("systemuser", user)
        unit = str(row.values["businessunitid"])
        teams = self.teams_of(user)
        roles = [role for one in (user, *teams) for role in self.roles_of(one)]
        return Principal(
            user=user,
            unit=unit,
            below=frozenset(self._below(unit)),
            teams=frozenset(teams),
            privileges=self._union(roles),
            application=row.values["applicationid"] is not None,
        )

    def _union(self, roles: list[str]) -> Privileges:
        union: dict[str, Depth] = {}
        known = self._organization.customization.privileges
        for role in roles:
            privileges = known.get(role, {})
            if isinstance(privileges, Everything):
                return privileges
            for name, depth in privileges.items():
                union[name] = max(depth, union.get(name, Depth.NONE))
        return union

    def _below(self, unit: str) -> list[str]:
        """The unit and those below it; a circle of units is gone round once."""
        found, held = [unit], self._organization.rows_of("businessunit")
        for one in found:
            below = held.equal("parentbusinessunitid", one)
            found += [row.id for row in below if row.id not in found]
        return found

    def may(self, caller: Caller, verb: Verb, row: Row) -> bool:
        """Whether the caller may do that to the row (section 1.5).

        A share grants nothing to whom the privilege is missing altogether.
        """
        depth = caller.depth(verb, row.table)
        if depth is Depth.NONE or depth is Depth.GLOBAL:
            return depth is Depth.GLOBAL
        return self._reaches(caller, depth, row) or self._shared(caller, verb, row)

    def check(self, caller: Caller, verb: Verb, row: Row) -> None:
        """The caller may do that to the row.

        Raises:
            DataverseError: no.
        """
        if not self.may(caller, verb, row):
            privilege = f"prv{verb}{row.table.privilege_name}"
            raise errors.denied(caller.user, privilege, row.table.name)

    def _reaches(self, caller: Caller, depth: Depth, row: Row) -> bool:
        principal = caller.principal
        owner, unit = self.owner_and_unit(row)
        if unit is None:  # owned by the organisation or by nobody
            return True
        if owner == principal.user or owner in principal.teams:
            return True
        if depth is Depth.LOCAL:
            return unit == principal.unit
        return depth is Depth.DEEP and unit in principal.below

    def owner_and_unit(self, row: Row) -> tuple[str | None, str | None]:
        """Who owns the row, and in which business unit; a user owns itself."""
        values = row.values
        kind = row.table.ownership
        if kind is Ownership.USER:
            return str(values["ownerid"]), str(values["owningbusinessunit"])
        if kind is Ownership.BUSINESS:
            unit = values.get("businessunitid")
            if row.table.name == "usersettings":
                owner = self._organization.row("systemuser", row.id)
                unit = owner.values["businessunitid"]
            return row.id, str(unit or row.id)
        return None, None

    def _shared(self, caller: Caller, verb: Verb, row: Row) -> bool:
        return RIGHT[verb] in self.shared_with(caller.principal, row.id)

    def shared_with(self, principal: Principal, id: str) -> Rights:
        """What has been shared of a row with the user, by itself or by a team."""
        found = Rights(0)
        for share in self._organization.rows_of("principalobjectaccess").equal(
            "objectid", id
        ):
            holder, mask = (
                share.values["principalid"],
                share.values["accessrightsmask"],
            )
            if holder == principal.user or holder in principal.teams:
                assert isinstance(mask, int)
                found |= Rights(mask)
        return found
