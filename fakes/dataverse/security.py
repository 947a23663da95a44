"""Who may do what: roles, depths, business units, shares (sections 1.4, 1.5)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from fakes.dataverse import errors
from fakes.dataverse.schema.model import Ownership, Table

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row

Verb: TypeAlias = Literal[
    "Create", "Read", "Write", "Delete", "Assign", "Share", "Append", "AppendTo"
]


class Depth(IntEnum):
    """How far a privilege reaches; NONE is its absence."""

    NONE = 0
    BASIC = 1  # own rows
    LOCAL = 2  # own business unit
    DEEP = 3  # own business unit and those below
    GLOBAL = 4  # the organisation


class Rights(IntFlag):
    """What a share grants on one row: the flags of section 1.5."""

    READ = 1
    WRITE = 2
    APPEND = 4
    APPEND_TO = 16
    CREATE = 32
    DELETE = 65536
    SHARE = 262144
    ASSIGN = 524288


_RIGHT: Final[Mapping[Verb, Rights]] = {
    "Read": Rights.READ,
    "Write": Rights.WRITE,
    "Append": Rights.APPEND,
    "AppendTo": Rights.APPEND_TO,
    "Create": Rights.CREATE,
    "Delete": Rights.DELETE,
    "Share": Rights.SHARE,
    "Assign": Rights.ASSIGN,
}
ACT_ON_BEHALF: Final = "prvactonbehalfofanotheruser"
Privileges: TypeAlias = Mapping[str, Depth]


class Everything(dict[str, Depth]):
    """Every privilege for the whole organisation: System Administrator."""

    def __missing__(self, key: str) -> Depth:
        return Depth.GLOBAL


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
            raise errors.denied(self.user, f"prv{verb}{table.privilege}", table.name)
        return found


@functools.cache
def _lower(verb: Verb, privilege: str) -> str:
    return f"prv{verb}{privilege}".lower()


class Security:
    """The roles, units, teams and shares of one organisation."""

    def __init__(self, organization: Database) -> None:
        self._organization = organization
        self.roles: dict[str, Privileges] = {}
        self.spelling: dict[str, str] = {}  # of privileges, by their lower case
        self._roles_of: dict[str, tuple[str, ...]] = {}  # by user or team
        self._members: dict[str, tuple[str, ...]] = {}  # by team
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
        self.roles[role] = privileges
        self.forget()

    def give(self, holder: str, roles: tuple[str, ...]) -> None:
        """A user or team has exactly these roles."""
        self._roles_of[holder] = roles
        self.forget()

    def roles_of(self, holder: str) -> tuple[str, ...]:
        """The roles of a user or team, in the order given."""
        return self._roles_of.get(holder, ())

    def has_role(self, user: str) -> bool:
        """Whether the user has a role, by itself or by a team."""
        return bool(self._roles_of.get(user)) or any(
            user in members and self._roles_of.get(team)
            for team, members in self._members.items()
        )

    def enlist(self, team: str, members: tuple[str, ...]) -> None:
        """The team has exactly these members."""
        self._members[team] = members
        self.forget()

    def principal(self, user: str) -> Principal:
        """The user with everything that decides on access."""
        found = self._principals.get(user)
        if found is None:
            found = self._principals[user] = self._work_out(user)
        return found

    def _work_out(self, user: str) -> Principal:
        row = self._organization.row("systemuser", user)
        unit = str(row.values["businessunitid"])
        teams = [team for team, members in self._members.items() if user in members]
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
        for role in roles:
            privileges = self.roles[role]
            if isinstance(privileges, Everything):
                return privileges
            for name, depth in privileges.items():
                union[name] = max(depth, union.get(name, Depth.NONE))
        return union

    def _below(self, unit: str) -> list[str]:
        found = [unit]
        for row in self._organization.rows_of("businessunit").by_id.values():
            if row.values["parentbusinessunitid"] == unit:
                found.extend(self._below(row.id))
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
            privilege = f"prv{verb}{row.table.privilege}"
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
        right = _RIGHT[verb]
        principal = caller.principal
        for share in self._organization.rows_of("principalobjectaccess").equal(
            "objectid", row.id
        ):
            holder = share.values["principalid"]
            mask = share.values["accessrightsmask"]
            if holder != principal.user and holder not in principal.teams:
                continue
            if isinstance(mask, int) and mask & right:
                return True
        return False
