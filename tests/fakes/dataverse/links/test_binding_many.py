"""Rows that are there, bound to a new one: `collnav@odata.bind`, section 3.2."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.links.makers import BOOKINGS_OF, MISSING
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_booking,
    a_resource,
    a_user,
    a_work_order,
    error_of,
    new_id,
    nothing_is_written,
    row_of,
)


def test_members_of_a_new_team_are_new_or_bound(bench: Bench) -> None:
    """Many-to-many: both forms in one body."""
    organization = bench.organization
    unit = f"/businessunits({organization.root_business_unit})"
    old = a_user(bench)
    role = organization.add_role("reader", {"prvReadAccount": Depth.GLOBAL})
    body = {
        "name": "Crew",
        "businessunitid@odata.bind": unit,
        "teammembership_association@odata.bind": [f"/systemusers({old})"],
        "teammembership_association": [
            {"lastname": "New", "businessunitid@odata.bind": unit}
        ],
        "teamroles_association@odata.bind": [f"{API}/roles({role})"],
    }

    response = bench.send("POST", "/teams", body)

    team = new_id(response)
    (new,) = organization.rows("systemuser", lastname="New")
    members = organization.rows("teammembership", teamid=team)
    assert {one["systemuserid"] for one in members} == {old, new["systemuserid"]}
    # Security knows at once: the role of the team lets its members in.
    seen = bench.send("GET", "/accounts", headers={"mscrmcallerid": old})
    assert seen.status == 200


def test_existing_rows_are_bound_to_a_new_one(bench: Bench) -> None:
    """`collnav@odata.bind` on create: the lookups of the others point at it."""
    resource = a_resource(bench, a_user(bench))
    first, second = a_booking(bench, resource), a_booking(bench, resource)
    body = {
        "name": "Fabrikam",
        f"{BOOKINGS_OF}@odata.bind": [],
    }
    order = {
        "msdyn_name": "00042",
        f"{BOOKINGS_OF}@odata.bind": [
            f"/bookableresourcebookings({first})",
            f"{API}/bookableresourcebookings({second})",
        ],
    }

    refused = bench.send("POST", "/accounts", body)
    response = bench.send("POST", "/msdyn_workorders", order)

    assert error_of(refused) == (400, "0x80048d19")  # no property of accounts
    for booking in (first, second):
        row = row_of(bench, "bookableresourcebooking", booking)
        assert row["msdyn_workorder"] == new_id(response)


@pytest.mark.parametrize(
    ("bound", "refusal"),
    [
        ([f"/bookableresourcebookings({MISSING})"], (404, "0x80040217")),
        (["/accounts(1)"], (400, "0x80048d19")),
        ([1], (400, "0x80048d19")),
        ("/bookableresourcebookings(1)", (400, "0x80048d19")),
        (None, (400, "0x80048d19")),
    ],
)
def test_what_cannot_be_bound_creates_nothing(
    bench: Bench, bound: object, refusal: tuple[int, str]
) -> None:
    """An unknown row, another table, no list."""
    body = {"msdyn_name": "1", f"{BOOKINGS_OF}@odata.bind": bound}

    with nothing_is_written(bench):
        response = bench.send("POST", "/msdyn_workorders", body)

    assert error_of(response) == refusal


def test_many_are_bound_on_create_only(bench: Bench) -> None:
    """Section 3.2: POST only; nor does an update bring new rows."""
    order = a_work_order(bench)
    booking = a_booking(bench, a_resource(bench, a_user(bench)))
    for body in (
        {f"{BOOKINGS_OF}@odata.bind": [f"/bookableresourcebookings({booking})"]},
        {BOOKINGS_OF: [{"name": "x"}]},
        {"msdyn_ServiceAccount": {"name": "x"}},
    ):
        with nothing_is_written(bench):
            response = bench.send("PATCH", f"/msdyn_workorders({order})", body)
        assert error_of(response) == (400, "0x80048d19")
