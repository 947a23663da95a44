"""Which mailboxes an application may reach: the only place that decides it.

Section 1.4 of the fact sheet. Without a policy, permissions that an administrator of
the directory has consented to reach every mailbox. Exchange may say otherwise, twice:

- an application access policy narrows what consent has opened to a group's mailboxes
  (`RestrictAccess`) or takes a group's mailboxes out (`DenyAccess`). It covers mail,
  mailbox settings, calendars, contacts and EWS, but not To Do (trap 34);
- a role assignment (RBAC for Applications) gives a permission that nobody has consented
  to, in a scope of mailboxes. It adds to consent, and narrows nothing.

Values only: a tenant keeps one `AccessRules` and puts another in its place. A change is
seen from the instant on that it was made with.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

from fakes.entra import KNOWN_PERMISSIONS
from fakes.exchange.permissions import Area

Right: TypeAlias = Literal["RestrictAccess", "DenyAccess"]
Reach: TypeAlias = Area | Literal["EWS"]
_NOT_COVERED: Final = frozenset({"Directory", "Tasks"})  # by either mechanism
_EWS_ROLE: Final = "Application EWS.AccessAsApp"


def _roles() -> dict[str, str]:
    """The permission that each Exchange role gives; none is called `….All`."""
    prefixes = ("Calendars.", "Contacts.", "Mail.", "MailboxSettings.")
    names = (
        one
        for one in KNOWN_PERMISSIONS
        if one.startswith(prefixes) and not one.endswith(".All")
    )
    plain = {f"Application {one}": one for one in names}
    return {**plain, _EWS_ROLE: "full_access_as_app"}


ROLES: Final = _roles()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timed:
    """Seen from an instant on, and until another; None is for ever."""

    client_id: str
    seen_from: datetime
    seen_until: datetime | None = None

    def is_seen(self, client_id: str, at: datetime) -> bool:
        """Whether the service knows at that instant that it is the application's."""
        return (
            self.client_id == client_id.lower()
            and self.seen_from <= at
            and (self.seen_until is None or at < self.seen_until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(_Timed):
    """An application access policy, bound to the members of a group."""

    right: Right
    members: frozenset[str]  # addresses, lower case


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(_Timed):
    """A role of RBAC for Applications, given in a scope."""

    permission: str
    scope: frozenset[str] | None  # addresses, lower case; None: every mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRules:
    """Every policy and assignment of a tenant, with those that have been taken away."""

    policies: tuple[Policy, ...] = ()
    assignments: tuple[Assignment, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether consent alone decides."""
        return not (self.policies or self.assignments)

    def allows(
        self, client_id: str, address: str, area: Reach, *, at: datetime
    ) -> bool:
        """Whether what was consented to reaches this mailbox, as to that kind of data.

        DenyAccess goes before RestrictAccess; several groups of the same right are as
        one (inferred).
        """
        if area in _NOT_COVERED:
            return True
        mailbox = address.lower()
        seen = [one for one in self.policies if one.is_seen(client_id, at)]
        if any(mailbox in one.members for one in seen if one.right == "DenyAccess"):
            return False
        open_to = [one.members for one in seen if one.right == "RestrictAccess"]
        return not open_to or any(mailbox in members for members in open_to)

    def assigned(self, client_id: str, address: str, *, at: datetime) -> frozenset[str]:
        """The permissions that role assignments give in this mailbox.

        Access policies do not narrow them (inferred).
        """
        mailbox = address.lower()
        return frozenset(
            one.permission
            for one in self.assignments
            if one.is_seen(client_id, at)
            and (one.scope is None or mailbox in one.scope)
        )

    def effective(
        self,
        client_id: str,
        address: str,
        area: Reach,
        *,
        consented: Collection[str],
        at: datetime,
    ) -> frozenset[str]:
        """What the application may do in this mailbox: consent, narrowed, and roles."""
        open_ = self.allows(client_id, address, area, at=at)
        given = self.assigned(client_id, address, at=at)
        return given.union(consented) if open_ else given

    def with_policy(
        self,
        client_id: str,
        right: Right,
        members: Collection[str],
        *,
        seen_from: datetime,
    ) -> AccessRules:
        """These rules and one more policy."""
        policy = Policy(
            client_id=client_id.lower(),
            right=right,
            members=frozenset(one.lower() for one in members),
            seen_from=seen_from,
        )
        return replace(self, policies=(*self.policies, policy))

    def with_role(
        self,
        client_id: str,
        role: str,
        scope: Collection[str] | None = None,
        *,
        seen_from: datetime,
    ) -> AccessRules:
        """These rules and one more role of the application, in that scope.

        Raises:
            ValueError: Exchange has no such role.
        """
        permission = ROLES.get(role)
        if permission is None:
            msg = f"'{role}' is no role; known: {', '.join(sorted(ROLES))}"
            raise ValueError(msg)
        assignment = Assignment(
            client_id=client_id.lower(),
            permission=permission,
            scope=None if scope is None else frozenset(one.lower() for one in scope),
            seen_from=seen_from,
        )
        return replace(self, assignments=(*self.assignments, assignment))

    def without(self, client_id: str, *, seen_from: datetime) -> AccessRules:
        """These rules, of which none is the application's from that instant on."""

        def ended(one: _Timed) -> bool:
            return one.client_id == client_id.lower() and one.seen_until is None

        return AccessRules(
            policies=tuple(
                replace(one, seen_until=seen_from) if ended(one) else one
                for one in self.policies
            ),
            assignments=tuple(
                replace(one, seen_until=seen_from) if ended(one) else one
                for one in self.assignments
            ),
        )
