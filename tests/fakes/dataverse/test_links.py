"""Lookups, owners and single properties: section 3.2 of the fact sheet."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_booking,
    a_resource,
    a_user,
    a_work_order,
)

BOOKINGS = "/bookableresourcebookings"
NEW = "6d1b2a4e-0000-4000-8000-000000000001"


@pytest.mark.parametrize("body", [{"msdyn_WorkOrder": None}, {"m@odata.bind": None}])
def test_a_lookup_is_cleared_by_null(bench: Bench, body: dict[str, None]) -> None:
    """Section 3.2."""
    resource = a_resource(bench, a_user(bench))
    booking = a_booking(bench, resource, msdyn_workorder=a_work_order(bench))
    written = {
        name.replace("m@", "msdyn_WorkOrder@"): value for name, value in body.items()
    }

    response = bench.send("PATCH", f"{BOOKINGS}({booking})", written)

    assert response.status == 204
    row = bench.organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert row["msdyn_workorder"] is None


def test_a_lookup_is_set_and_cleared_by_reference(bench: Bench) -> None:
    """Section 3.2: PUT and DELETE of nav/$ref."""
    booking, order = (
        a_booking(bench, a_resource(bench, a_user(bench))),
        a_work_order(bench),
    )
    target = f"{BOOKINGS}({booking})/msdyn_WorkOrder/$ref"

    put = bench.send("PUT", target, {"@odata.id": f"{API}/msdyn_workorders({order})"})
    linked = bench.organization.get("bookableresourcebooking", booking)
    cleared = bench.send("DELETE", target)
    bare = bench.organization.get("bookableresourcebooking", booking)

    assert (put.status, cleared.status) == (204, 204)
    assert linked is not None
    assert bare is not None
    assert linked["msdyn_workorder"] == order
    assert bare["msdyn_workorder"] is None
    assert bench.performed[0] == "bookableresourcebooking.ref"


def test_one_property_is_written_and_emptied(bench: Bench) -> None:
    """Section 3.1: PUT and DELETE of a property."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))

    put = bench.send("PUT", f"{BOOKINGS}({booking})/name", {"value": "Other"})
    named = bench.read(f"{BOOKINGS}({booking})/name")["value"]
    emptied = bench.send("DELETE", f"{BOOKINGS}({booking})/name")

    assert (put.status, named, emptied.status) == (204, "Other", 204)
    assert bench.send("GET", f"{BOOKINGS}({booking})/name").status == 204


def test_an_owner_is_assigned_by_a_patch(bench: Bench) -> None:
    """Section 1.5: PATCH of ownerid."""
    booking, user = (
        a_booking(bench, a_resource(bench, a_user(bench))),
        a_user(bench, "Omar Example"),
    )

    bench.send(
        "PATCH",
        f"{BOOKINGS}({booking})",
        {"ownerid@odata.bind": f"/systemusers({user})"},
    )

    row = bench.organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert row["ownerid"] == row["owninguser"] == user


@pytest.mark.parametrize("name", ["ownerid", "ownerid_task"])
def test_activities_take_both_spellings_of_the_owner(bench: Bench, name: str) -> None:
    """Section 9.5 (inferred for the unsuffixed one)."""
    user = a_user(bench)
    body = {"subject": "Call", f"{name}@odata.bind": f"/systemusers({user})"}

    assert bench.send("POST", "/tasks", body).status == 204

    (row,) = bench.organization.rows("task")
    assert row["ownerid"] == user
