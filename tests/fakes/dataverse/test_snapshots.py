"""Snapshots taken before and restored after administrators have been at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    a_user,
    an_account,
    as_a_user_with,
)

READ = {"prvReadContact": Depth.BASIC, "prvReadAccount": Depth.LOCAL}
PROBES = (
    "/contacts?$select=lastname,governmentid&$orderby=lastname",
    "/accounts?$select=name",
    "/accounts(accountnumber='A-1')",
    "/contacts({contact})",
)


def _answers(bench: Bench, headers: dict[str, str], contact: str) -> list[object]:
    """What the user and the administrator are answered now."""
    found: list[object] = []
    for probe in PROBES:
        for one in ({}, headers):
            response = bench.send("GET", probe.format(contact=contact), headers=one)
            found.append((response.status, response.body))
    return found


def _share_all(bench: Bench, ids: dict[str, str]) -> None:
    bench.organization.share("contact", ids["contact"], ids["user"], 1)


def _by_team(bench: Bench, ids: dict[str, str]) -> None:
    role = bench.organization.add_role("all", {"prvReadContact": Depth.GLOBAL})
    bench.organization.add_team("Crew", members=[ids["user"]], roles=[role])


def _by_api(bench: Bench, ids: dict[str, str]) -> None:
    admin = bench.organization.system_administrator
    target = f"/systemusers({ids['user']})/systemuserroles_association/$ref"
    body = {"@odata.id": f"{API}/roles({admin})"}
    assert bench.send("POST", target, body).status == 204


def _by_deletion(bench: Bench, ids: dict[str, str]) -> None:
    assert bench.send("DELETE", f"/roles({ids['role']})").status == 204
    assert bench.send("DELETE", f"/contacts({ids['contact']})").status == 204


CHANGES: dict[str, Callable[[Bench, dict[str, str]], Any]] = {
    "privileges": lambda bench, ids: bench.organization.set_privileges(
        ids["role"], {"prvReadContact": Depth.GLOBAL}
    ),
    "roles": lambda bench, ids: bench.organization.set_roles(ids["user"], []),
    "roles by the Web API": _by_api,
    "team": _by_team,
    "share": _share_all,
    "deletion": _by_deletion,
    "key": lambda bench, _: bench.organization.define_key(
        "account", "number", ["accountnumber"]
    ),
    "secured column": lambda bench, _: bench.organization.secure_column(
        "contact", "governmentid"
    ),
    "owner": lambda bench, ids: bench.organization.assign(
        "contact", ids["contact"], ids["user"]
    ),
    "unit": lambda bench, ids: bench.organization.update(
        "systemuser",
        ids["user"],
        {"businessunitid": bench.organization.add_business_unit("Elsewhere")},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_restored_snapshot_answers_as_before(bench: Bench, change: str) -> None:
    """To the byte, and again after the same change has been made anew."""
    organization = bench.organization
    headers = as_a_user_with(bench, READ)
    user = headers["mscrmcallerid"]
    contact = a_contact(bench, governmentid="42")
    a_contact(bench, "Own", ownerid=user, governmentid="43")
    an_account(bench, accountnumber="A-1")
    (role,) = organization.security.roles_of(user)
    ids = {"user": user, "contact": contact, "role": role}
    first = _answers(bench, headers, contact)
    before = organization.snapshot()

    CHANGES[change](bench, ids)
    changed = _answers(bench, headers, contact)
    organization.restore(before)
    restored = _answers(bench, headers, contact)
    CHANGES[change](bench, ids)
    again = _answers(bench, headers, contact)

    statuses = [one[0] for one in restored if isinstance(one, tuple)]
    assert statuses == [one[0] for one in first if isinstance(one, tuple)]
    assert restored[:4] == first[:4]
    assert restored[6:] == first[6:]
    assert changed != first
    assert [one[0] for one in again if isinstance(one, tuple)] == [
        one[0] for one in changed if isinstance(one, tuple)
    ]


def test_a_refused_request_leaves_rights_as_they_were(bench: Bench) -> None:
    """A deep body that fails has joined a team on the way; it has not."""
    organization = bench.organization
    role = organization.add_role("all", {"prvReadContact": Depth.GLOBAL})
    plain = organization.add_role("plain", {"prvReadAccount": Depth.GLOBAL})
    user = a_user(bench, roles=[plain])
    headers = {"mscrmcallerid": user}
    unit = f"/businessunits({organization.root_business_unit})"
    body = {
        "name": "Crew",
        "businessunitid@odata.bind": unit,
        "teammembership_association@odata.bind": [f"/systemusers({user})"],
        "teamroles_association@odata.bind": [f"/roles({role})"],
        "teammembership_association": [{"lastname": "No unit"}],
    }

    assert bench.send("POST", "/teams", body).status == 400

    assert bench.send("GET", "/contacts", headers=headers).status == 403
    del body["teammembership_association"]
    assert bench.send("POST", "/teams", body).status == 204
    assert bench.send("GET", "/contacts", headers=headers).status == 200


@pytest.mark.parametrize("tracked", [True, False])
def test_tracking_is_switched_and_brought_back(
    bench: Bench,
    tracked: bool,  # noqa: FBT001 - a parameter of the table above
) -> None:
    """Section 5.2: which tables are tracked is configurable."""
    target = "/contacts" if not tracked else "/mailboxes"
    table = "contact" if not tracked else "mailbox"
    track = {"prefer": "odata.track-changes"}
    normal = bench.send("GET", target, headers=track).status
    before = bench.organization.snapshot()

    bench.organization.track_changes(table, wanted=tracked)
    switched = bench.send("GET", target, headers=track).status
    bench.organization.restore(before)

    assert (normal, switched) == ((400, 200) if tracked else (200, 400))
    assert bench.send("GET", target, headers=track).status == normal
