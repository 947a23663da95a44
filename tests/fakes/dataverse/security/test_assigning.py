"""Giving rows to others: section 1.5, "Assign"."""

from __future__ import annotations

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    a_user,
    as_a_user_with,
    error_of,
    nothing_is_written,
    row_of,
)
from tests.fakes.dataverse.security.shares import mask_of


def test_a_former_owner_keeps_a_share_where_so_set(bench: Bench) -> None:
    """Section 1.5, "Assign": PATCH of the owner, sharetopreviousowneronassign."""
    organization = bench.organization
    former, new = a_user(bench), a_user(bench, "Omar Example")
    contact = a_contact(bench, ownerid=former)
    target, body = (
        f"/contacts({contact})",
        {"ownerid@odata.bind": f"/systemusers({new})"},
    )
    assert bench.send("PATCH", target, body).status == 204
    assert mask_of(bench, contact) is None

    organization.update(
        "organization",
        organization.organization_id,
        {"sharetopreviousowneronassign": True},
    )
    back = {"ownerid@odata.bind": f"/systemusers({former})"}
    assert bench.send("PATCH", target, back).status == 204

    (share,) = organization.rows("principalobjectaccess", objectid=contact)
    assert share["principalid"] == new
    assert row_of(bench, "contact", contact)["ownerid"] == former
    # Assigned to whom it belongs already: nothing is kept.
    assert bench.send("PATCH", target, back).status == 204
    assert len(organization.rows("principalobjectaccess")) == 1


def test_assigning_needs_assign_however_it_is_spelt(bench: Bench) -> None:
    """Section 1.5: PATCH, PUT of the reference, either name of an activity's owner."""
    names = ("ReadActivity", "WriteActivity", "AppendActivity", "AppendTosystemuser")
    clerk = as_a_user_with(bench, {f"prv{one}": Depth.GLOBAL for one in names})
    task = bench.organization.create("task", {"subject": "Call"})
    owner = f"/systemusers({clerk['mscrmcallerid']})"

    with nothing_is_written(bench):
        answers = [
            bench.send("PATCH", f"/tasks({task})", {f"{nav}@odata.bind": owner}, clerk)
            for nav in ("ownerid", "ownerid_task")
        ]
        answers.append(
            bench.send(
                "PUT",
                f"/tasks({task})/ownerid/$ref",
                {"@odata.id": f"{API}{owner}"},
                clerk,
            )
        )

    assert [error_of(one) for one in answers] == [(403, "0x80040220")] * 3


def test_a_row_is_not_created_for_others_beyond_the_depth(bench: Bench) -> None:
    """Create at Basic is for own rows; a team's row is the member's own."""
    maker = as_a_user_with(bench, {"prvCreateContact": Depth.BASIC})
    other = a_user(bench, "Omar Example")
    team = bench.organization.add_team("Crew", members=[maker["mscrmcallerid"]])
    for owner, status in (
        (f"/systemusers({other})", 403),
        (f"/systemusers({maker['mscrmcallerid']})", 204),
        (f"/teams({team})", 204),
    ):
        version = bench.organization.version
        body = {"lastname": "Doe", "ownerid@odata.bind": owner}

        response = bench.send("POST", "/contacts", body, maker)

        assert response.status == status
        assert (bench.organization.version == version) is (status == 403)
