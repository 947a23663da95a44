"""Which mailboxes policies and roles of Exchange open (section 1.4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from fakes.exchange.access_policy import ROLES, AccessRules, Reach
from fakes.exchange.permissions import Area

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
APP, OTHER = "App-1", "app-2"
NINA, OMAR = "nina@contoso.example", "omar@contoso.example"


def restricted(*members: str) -> AccessRules:
    return AccessRules().with_policy(APP, "RestrictAccess", members, seen_from=NOW)


def reached(rules: AccessRules, client_id: str = APP, at: datetime = NOW) -> set[str]:
    """The mailboxes whose calendars the application may reach."""
    return {
        one for one in (NINA, OMAR) if rules.allows(client_id, one, "Calendars", at=at)
    }


def test_without_a_policy_every_mailbox_is_reached() -> None:
    """The default of consent."""
    assert reached(AccessRules()) == {NINA, OMAR}


def test_restrict_leaves_the_members_of_the_group() -> None:
    """Of its own application alone; letter case says nothing."""
    rules = restricted(NINA.upper())

    assert reached(rules, APP.lower()) == {NINA}
    assert reached(rules, OTHER) == {NINA, OMAR}


def test_deny_takes_the_members_out_and_goes_before_restrict() -> None:
    """Alone, and beside a group that holds the same mailbox."""
    denied = AccessRules().with_policy(APP, "DenyAccess", [NINA], seen_from=NOW)
    both = restricted(NINA, OMAR).with_policy(APP, "DenyAccess", [NINA], seen_from=NOW)

    assert reached(denied) == {OMAR}
    assert reached(both) == {OMAR}


def test_two_restricting_groups_are_as_one() -> None:
    """Each opens its members."""
    rules = restricted(NINA).with_policy(APP, "RestrictAccess", [OMAR], seen_from=NOW)

    assert reached(rules) == {NINA, OMAR}


def test_to_do_is_not_narrowed() -> None:
    """Trap 34; nor is the directory. Everything else of a mailbox is."""
    rules = restricted()
    areas: tuple[Reach, ...] = (*get_args(Area), "EWS")

    open_ = {area for area in areas if rules.allows(APP, NINA, area, at=NOW)}

    assert open_ == {"Tasks", "Directory"}


def test_a_change_is_seen_from_its_instant_on() -> None:
    """Neither the coming nor the going of a policy is seen before."""
    rules = AccessRules().with_policy(
        APP, "RestrictAccess", [NINA], seen_from=NOW + HOUR
    )
    rules = rules.without(APP.upper(), seen_from=NOW + 3 * HOUR)

    seen = [reached(rules, at=NOW + hours * HOUR) for hours in range(4)]

    assert seen == [{NINA, OMAR}, {NINA}, {NINA}, {NINA, OMAR}]


def test_a_policy_that_is_gone_keeps_its_end() -> None:
    """Taking away what was taken away changes nothing."""
    rules = restricted(NINA).without(APP, seen_from=NOW + HOUR)

    assert rules.without(APP, seen_from=NOW + 9 * HOUR) == rules
    assert rules.without(OTHER, seen_from=NOW) == rules


def test_a_role_gives_its_permission_in_its_scope() -> None:
    """Nobody has consented to anything."""
    rules = AccessRules().with_role(
        APP, "Application Calendars.ReadWrite", [NINA.upper()], seen_from=NOW
    )

    assert rules.assigned(APP, NINA, at=NOW) == {"Calendars.ReadWrite"}
    assert rules.assigned(APP, OMAR, at=NOW) == frozenset()
    assert rules.assigned(OTHER, NINA, at=NOW) == frozenset()
    assert rules.assigned(APP, NINA, at=NOW - HOUR) == frozenset()


def test_consent_defeats_a_scope() -> None:
    """Grants add up: what is consented to is not narrowed by a role."""
    rules = AccessRules().with_role(APP, "Application Mail.Read", [NINA], seen_from=NOW)

    found = rules.effective(APP, OMAR, "Mail", consented=["Mail.ReadWrite"], at=NOW)

    assert found == {"Mail.ReadWrite"}


def test_a_role_holds_where_a_policy_narrows_consent() -> None:
    """What the role gives remains, what was consented to does not."""
    rules = restricted(OMAR).with_role(APP, "Application Calendars.Read", seen_from=NOW)

    found = rules.effective(
        APP, NINA, "Calendars", consented=["Calendars.ReadWrite"], at=NOW
    )

    assert found == {"Calendars.Read"}


def test_roles_are_named_as_exchange_names_them() -> None:
    """No `.All`, no To Do; EWS has a name of its own."""
    assert ROLES["Application Mail.ReadBasic"] == "Mail.ReadBasic"
    assert ROLES["Application EWS.AccessAsApp"] == "full_access_as_app"
    assert not [one for one in ROLES if "Tasks" in one or one.endswith(".All")]
    with pytest.raises(ValueError, match="no role"):
        AccessRules().with_role(APP, "Application Tasks.Read.All", seen_from=NOW)
