"""Rows that join and leave a collection or a team: section 3.2."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.links.makers import TASKS, a_task
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_user,
    an_account,
    as_a_user_with,
    error_of,
    nothing_is_written,
    row_of,
)


def _regarding(bench: Bench, task: str) -> object:
    return row_of(bench, "task", task)["regardingobjectid"]


def _members(bench: Bench, team: str) -> set[str]:
    target = f"/teams({team})/teammembership_association?$select=fullname"
    return {one["systemuserid"] for one in bench.read(target)["value"]}


def test_rows_join_and_leave_a_collection(bench: Bench) -> None:
    """POST and both forms of DELETE on collnav/$ref; nothing is deleted."""
    account, first, second = an_account(bench), a_task(bench), a_task(bench)
    target = f"/accounts({account})/{TASKS}"
    for task in (first, second):
        body = {"@odata.id": f"{API}/tasks({task})"}
        assert bench.send("POST", f"{target}/$ref", body).status == 204
        assert _regarding(bench, task) == account
    assert bench.performed[-1] == "account.ref"

    by_key = bench.send("DELETE", f"{target}({first})/$ref")
    by_id = bench.send("DELETE", f"{target}/$ref?$id={API}/tasks({second})")

    assert (by_key.status, by_id.status) == (204, 204)
    assert _regarding(bench, first) is None
    assert _regarding(bench, second) is None


def test_users_join_and_leave_a_team(bench: Bench) -> None:
    """Many-to-many, from either side; the rights follow at once."""
    organization = bench.organization
    role = organization.add_role("reader", {"prvReadAccount": Depth.GLOBAL})
    plain = organization.add_role("plain", {"prvReadContact": Depth.GLOBAL})
    user = a_user(bench, roles=[plain])
    team = organization.add_team("Crew", roles=[role])
    headers = {"mscrmcallerid": user}
    members = f"/teams({team})/teammembership_association"
    teams = f"/systemusers({user})/teammembership_association"
    assert bench.send("GET", "/accounts", headers=headers).status == 403

    body = {"@odata.id": f"{API}/systemusers({user})"}
    assert bench.send("POST", f"{members}/$ref", body).status == 204
    assert bench.send("GET", "/accounts", headers=headers).status == 200
    assert _members(bench, team) == {user}
    assert bench.send("DELETE", f"{teams}({team})/$ref").status == 204
    assert bench.send("GET", "/accounts", headers=headers).status == 403

    body = {"@odata.id": f"{API}/teams({team})"}
    assert bench.send("POST", f"{teams}/$ref", body).status == 204
    assert _members(bench, team) == {user}
    gone = bench.send("DELETE", f"{members}/$ref?$id=/systemusers({user})")
    assert gone.status == 204
    assert _members(bench, team) == set()


def test_joining_twice_is_joining_once(bench: Bench) -> None:
    """A pair of rows belongs together or not."""
    user, team = a_user(bench), bench.organization.add_team("Crew")
    body = {"@odata.id": f"{API}/systemusers({user})"}
    target = f"/teams({team})/teammembership_association/$ref"

    assert bench.send("POST", target, body).status == 204
    bench.send("POST", target, body)

    assert len(bench.organization.rows("teammembership", teamid=team)) == 1


@pytest.mark.parametrize(
    "missing", ["prvWriteActivity", "prvAppendActivity", "prvAppendToAccount"]
)
def test_joining_a_collection_needs_append_and_append_to(
    bench: Bench, missing: str
) -> None:
    """Section 1.5, "Linking rows"; nothing is written without."""
    account, task = an_account(bench), a_task(bench)
    needed = ("WriteActivity", "AppendActivity", "AppendToAccount")
    held = {f"prv{one}": Depth.GLOBAL for one in needed}
    held.pop(missing)
    reads = ("prvReadAccount", "prvReadActivity")
    headers = as_a_user_with(bench, {**held, **dict.fromkeys(reads, Depth.GLOBAL)})
    body = {"@odata.id": f"{API}/tasks({task})"}

    with nothing_is_written(bench):
        response = bench.send(
            "POST", f"/accounts({account})/{TASKS}/$ref", body, headers
        )

    assert error_of(response) == (403, "0x80040220")


@pytest.mark.parametrize("missing", ["AppendTeam", "AppendTosystemuser"])
def test_joining_a_team_needs_append_and_append_to(bench: Bench, missing: str) -> None:
    """Section 1.5, for many-to-many; leaving needs Append."""
    team, user = bench.organization.add_team("Crew"), a_user(bench)
    held = {"prvReadTeam", "prvReadUser", "prvAppendTeam"}
    held |= {"prvAppendToUser"}
    held -= {f"prv{missing}", f"prv{missing.replace('systemuser', 'User')}"}
    headers = as_a_user_with(bench, dict.fromkeys(held, Depth.GLOBAL), "Weak Example")
    body = {"@odata.id": f"{API}/systemusers({user})"}
    target = f"/teams({team})/teammembership_association"

    with nothing_is_written(bench):
        response = bench.send("POST", f"{target}/$ref", body, headers)

    assert error_of(response) == (403, "0x80040220")
