"""Deletions: sections 3.1 and 8 of the fact sheet."""

from __future__ import annotations

import pytest

from fakes.dataverse.errors import DataverseError
from fakes.dataverse.rights import Depth, Rights
from tests.fakes.dataverse.makers import (
    Bench,
    a_booking,
    a_booking_status,
    a_contact,
    a_resource,
    a_user,
    a_work_order,
    an_account,
    as_a_user_with,
    error_of,
    nothing_is_written,
    row_of,
)

MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"


@pytest.mark.parametrize("table", ["bookableresource", "bookingstatus"])
def test_a_row_that_another_needs_stays(bench: Bench, table: str) -> None:
    """405 0x80040227: a required lookup restricts; nothing else is unlinked."""
    ids = {"bookableresource": a_resource(bench, a_user(bench))}
    ids["bookingstatus"] = a_booking_status(bench)
    booking = a_booking(
        bench, ids["bookableresource"], bookingstatus=ids["bookingstatus"]
    )
    # Something that would be unlinked on the way, were it not refused.
    an_account(bench, msdyn_preferredresource=ids["bookableresource"])
    sets = {"bookableresource": "bookableresources", "bookingstatus": "bookingstatuses"}
    target = f"/{sets[table]}({ids[table]})"

    with nothing_is_written(bench):
        response = bench.send("DELETE", target)
    with nothing_is_written(bench), pytest.raises(DataverseError):
        bench.organization.delete(table, ids[table])

    assert error_of(response) == (405, "0x80040227")
    assert bench.send("DELETE", f"/bookableresourcebookings({booking})").status == 204
    assert bench.send("DELETE", target).status == 204


def test_other_lookups_let_go(bench: Bench) -> None:
    """They are null; the rows have a new version and are told as updates."""
    account = an_account(bench)
    contact = a_contact(bench, parentcustomerid=("account", account))
    task = bench.organization.create(
        "task", {"subject": "Call", "regardingobjectid": ("account", account)}
    )
    version = bench.organization.version

    assert bench.send("DELETE", f"/accounts({account})").status == 204

    assert row_of(bench, "contact", contact)["parentcustomerid"] is None
    assert row_of(bench, "task", task)["regardingobjectid"] is None
    kinds = {
        change.table: change.kind
        for change in bench.organization.changed_since(version)
        if change.table != "activityparty"  # what it does about them is inferred
    }
    assert kinds == {"contact": "update", "task": "update", "account": "delete"}


def test_parties_go_with_their_activity(bench: Bench) -> None:
    """Section 9.5: they exist only below it; the contact stays and lets go."""
    contact = a_contact(bench)
    body = {
        "subject": "Call",
        "task_activity_parties": [
            {
                "partyid_contact@odata.bind": f"/contacts({contact})",
                "participationtypemask": 5,
            }
        ],
    }
    assert bench.send("POST", "/tasks", body).status == 204
    (task,) = bench.organization.rows("task")

    assert bench.send("DELETE", f"/tasks({task['activityid']})").status == 204

    left = bench.organization.rows("activityparty", activityid=task["activityid"])
    assert left == ()
    assert bench.organization.get("contact", contact) is not None


@pytest.mark.parametrize("along", [True, False])
def test_bookings_go_with_their_work_order_where_so_set(
    bench: Bench,
    along: bool,  # noqa: FBT001 - the row of the table above
) -> None:
    """By the Web API as from Python; a snapshot brings the setting back."""
    before = bench.organization.snapshot()
    bench.organization.cascade_work_order_deletion = along
    order = a_work_order(bench)
    booking = a_booking(bench, a_resource(bench, a_user(bench)), msdyn_workorder=order)

    assert bench.send("DELETE", f"/msdyn_workorders({order})").status == 204

    row = bench.organization.get("bookableresourcebooking", booking)
    assert (row is None) is along
    assert row is None or row["msdyn_workorder"] is None
    bench.organization.restore(before)
    assert bench.organization.cascade_work_order_deletion is False


def test_an_undone_deletion_brings_everything_back(bench: Bench) -> None:
    """Also what plug-ins wrote to a row that was about to go."""
    organization = bench.organization
    organization.cascade_work_order_deletion = True
    order = a_work_order(bench)
    resource = a_resource(bench, a_user(bench))
    for _ in range(2):
        a_booking(bench, resource, msdyn_workorder=order)
    tables = ("msdyn_workorder", "bookableresourcebooking", "account")
    rows = {table: [dict(one) for one in organization.rows(table)] for table in tables}
    before = organization.snapshot()

    assert bench.send("DELETE", f"/msdyn_workorders({order})").status == 204
    assert organization.rows("bookableresourcebooking") == ()
    organization.restore(before)

    for table in tables:
        assert [dict(one) for one in organization.rows(table)] == rows[table]
    found = bench.read(f"/msdyn_workorders?$filter=msdyn_workorderid eq {order}")
    assert len(found["value"]) == 1


def test_a_row_that_changed_on_its_way_out_is_not_found_again(bench: Bench) -> None:
    """Its bookings go first and roll up to it; indexes hold neither version of it."""
    organization = bench.organization
    organization.cascade_work_order_deletion = True
    columns = ["msdyn_systemstatus", "msdyn_name"]
    organization.define_key("msdyn_workorder", "status", columns)
    for number in range(40):  # more than are found without an index
        organization.create("msdyn_workorder", {"msdyn_name": f"{number}"})
    order = organization.create("msdyn_workorder", {"msdyn_name": "last"})
    a_booking(bench, a_resource(bench, a_user(bench)), msdyn_workorder=order)

    assert bench.send("DELETE", f"/msdyn_workorders({order})").status == 204

    for status in (690970000, 690970001):
        key = f"msdyn_systemstatus={status},msdyn_name='last'"
        found = bench.send("GET", f"/msdyn_workorders({key})")
        assert error_of(found) == (404, "0x80060891")


def test_a_deleted_team_leaves_nothing_behind(bench: Bench) -> None:
    """Memberships, roles, and what was shared with it."""
    organization = bench.organization
    role = organization.add_role("reader", {"prvReadContact": Depth.GLOBAL})
    plain = organization.add_role("plain", {"prvReadAccount": Depth.GLOBAL})
    user = a_user(bench, roles=[plain])
    team = organization.add_team("Crew", members=[user], roles=[role])
    contact = a_contact(bench)
    organization.share("contact", contact, team, Rights.READ)
    headers = {"mscrmcallerid": user}
    assert bench.send("GET", "/contacts", headers=headers).status == 200

    assert bench.send("DELETE", f"/teams({team})").status == 204

    for table in ("teammembership", "teamroles", "principalobjectaccess"):
        assert organization.rows(table) == (), table
    assert bench.send("GET", "/contacts", headers=headers).status == 403


def test_a_deleted_role_gives_nothing_any_more(bench: Bench) -> None:
    """Its holders lose it at once."""
    organization = bench.organization
    role = organization.add_role("reader", {"prvReadContact": Depth.GLOBAL})
    user = a_user(bench, roles=[role])
    headers = {"mscrmcallerid": user}
    assert bench.send("GET", "/contacts", headers=headers).status == 200

    assert bench.send("DELETE", f"/roles({role})").status == 204

    refused = bench.send("GET", "/contacts", headers=headers)
    assert error_of(refused) == (403, "0x80042f09")


def test_an_owner_cannot_be_deleted(bench: Bench) -> None:
    """A team that owns rows is needed by them."""
    team = bench.organization.add_team("Crew")
    contact = a_contact(bench, ownerid=("team", team))

    with nothing_is_written(bench):
        response = bench.send("DELETE", f"/teams({team})")

    assert error_of(response) == (405, "0x80040227")
    assert bench.send("DELETE", f"/contacts({contact})").status == 204
    assert bench.send("DELETE", f"/teams({team})").status == 204


def test_a_deleted_row_takes_its_shares_along(bench: Bench) -> None:
    """Of the row, and of its secured columns."""
    organization = bench.organization
    contact, user = a_contact(bench), a_user(bench)
    organization.share("contact", contact, user, Rights.READ)
    organization.create(
        "principalobjectattributeaccess",
        {"objectid": contact, "principalid": user, "attributelogicalname": "fax"},
    )

    assert bench.send("DELETE", f"/contacts({contact})").status == 204

    assert organization.rows("principalobjectaccess") == ()
    assert organization.rows("principalobjectattributeaccess") == ()


@pytest.mark.parametrize(
    ("target", "refusal"),
    [
        ("/mailboxes({mailbox})", (400, "0x8005e200")),
        ("/systemusers({user})", (405, "0x80040315")),
        ("/usersettingscollection({user})", (405, "0x80040315")),
        ("/organizations({organization})", (405, "0x80040315")),
        ("/businessunits({unit})", (405, "0x80040227")),
        (f"/accounts({MISSING})", (404, "0x80040217")),
    ],
)
def test_some_rows_stay(bench: Bench, target: str, refusal: tuple[int, str]) -> None:
    """Sections 3.6 and 9.1, and the platform's own tables (inferred)."""
    user = a_user(bench)
    path = target.format(
        user=user,
        mailbox=bench.organization.mailbox_of(user)["mailboxid"],
        organization=bench.organization.organization_id,
        unit=bench.organization.root_business_unit,
    )

    with nothing_is_written(bench):
        response = bench.send("DELETE", path)

    assert error_of(response) == refusal


@pytest.mark.parametrize(
    ("condition", "refusal"),
    [('W/"1"', (412, "0x80060882")), ("*", None), (None, None)],
)
def test_a_deletion_can_depend_on_the_version(
    bench: Bench, condition: str | None, refusal: tuple[int, str] | None
) -> None:
    """Section 3.1: If-Match; the present version deletes, another one does not."""
    account = an_account(bench)
    headers = {} if condition is None else {"if-match": condition}
    version = bench.organization.version

    response = bench.send("DELETE", f"/accounts({account})", headers=headers)

    if refusal is None:
        assert response.status == 204
        assert bench.organization.get("account", account) is None
    else:
        assert error_of(response) == refusal
        assert bench.organization.version == version
        tag = bench.read(f"/accounts({account})")["@odata.etag"]
        kept = bench.send("DELETE", f"/accounts({account})", headers={"if-match": tag})
        assert kept.status == 204


@pytest.mark.parametrize(
    ("privileges", "status"),
    [
        ({}, 403),
        ({"prvDeleteAccount": Depth.BASIC}, 403),
        ({"prvDeleteAccount": Depth.LOCAL}, 204),
    ],
)
def test_a_deletion_needs_its_privilege(
    bench: Bench, privileges: dict[str, Depth], status: int
) -> None:
    """Section 1.5: the depth reaches the row, or a share does."""
    account = an_account(bench)
    headers = as_a_user_with(bench, {"prvReadAccount": Depth.GLOBAL, **privileges})
    version = bench.organization.version

    response = bench.send("DELETE", f"/accounts({account})", headers=headers)

    assert response.status == status
    if status == 403:
        assert error_of(response) == (403, "0x80040220")
        assert bench.organization.version == version


def test_a_parent_of_itself_can_be_deleted(bench: Bench) -> None:
    """A row that refers to itself is no obstacle."""
    account = an_account(bench)
    bench.organization.update("account", account, {"parentaccountid": account})

    assert bench.send("DELETE", f"/accounts({account})").status == 204
