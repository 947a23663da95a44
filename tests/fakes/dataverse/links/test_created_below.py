"""A row created below a collection: section 3.2."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.links.makers import BOOKINGS_OF, MISSING
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_booking_status,
    a_resource,
    a_user,
    a_work_order,
    an_account,
    error_of,
    header,
    new_id,
    nothing_is_written,
    row_of,
)


def _booking_body(bench: Bench) -> dict[str, object]:
    resource = a_resource(bench, a_user(bench))
    return {
        "name": "Site visit",
        "starttime": "2026-03-02T10:00:00Z",
        "endtime": "2026-03-02T11:00:00Z",
        "Resource@odata.bind": f"/bookableresources({resource})",
        "BookingStatus@odata.bind": f"/bookingstatuses({a_booking_status(bench)})",
    }


def test_a_row_is_created_below_a_collection(bench: Bench) -> None:
    """Section 3.2: it belongs to the row above, whatever the body says."""
    order, other = a_work_order(bench), a_work_order(bench)
    body = _booking_body(bench)
    body["msdyn_WorkOrder@odata.bind"] = f"/msdyn_workorders({other})"

    response = bench.send("POST", f"/msdyn_workorders({order})/{BOOKINGS_OF}", body)

    assert response.status == 204
    made = new_id(response)
    entity = header(response, "OData-EntityId")
    assert entity == f"{API}/bookableresourcebookings({made})"
    assert row_of(bench, "bookableresourcebooking", made)["msdyn_workorder"] == order


def test_a_user_is_created_below_a_team(bench: Bench) -> None:
    """Through a many-to-many relationship."""
    organization = bench.organization
    team = organization.add_team("Crew")
    unit = f"/businessunits({organization.root_business_unit})"
    body = {"lastname": "New", "businessunitid@odata.bind": unit}

    response = bench.send("POST", f"/teams({team})/teammembership_association", body)

    (member,) = organization.rows("teammembership", teamid=team)
    assert member["systemuserid"] == new_id(response)


@pytest.mark.parametrize(
    ("target", "body", "refusal"),
    [
        (
            "/msdyn_workorders({order})/{nav}",
            {"name": "x", "nosuch": 1},
            (400, "0x80048d19"),
        ),
        (
            "/msdyn_workorders({order})/{nav}",
            {"name": "x"},
            (400, "0x80040203"),
        ),  # no start
        (
            "/accounts({account})/contact_customer_accounts",
            {"lastname": "x", "Contact_Tasks": [{"percentcomplete": 101}]},
            (400, "0x8004431a"),
        ),
        ("/msdyn_workorders({missing})/{nav}", {"name": "x"}, (404, "0x80040217")),
        ("/msdyn_workorders({order})/nosuch", {"name": "x"}, (404, "0x8006088a")),
        (
            "/teams({order})/teammembership_association",
            {"lastname": "x"},
            (404, "0x80040217"),
        ),
    ],
)
def test_nothing_comes_below_where_it_cannot(
    bench: Bench, target: str, body: dict[str, object], refusal: tuple[int, str]
) -> None:
    """A bad body, a missing row, an unknown collection."""
    order = a_work_order(bench)
    path = target.format(
        order=order, account=an_account(bench), missing=MISSING, nav=BOOKINGS_OF
    )

    with nothing_is_written(bench):
        response = bench.send("POST", path, body)

    assert error_of(response) == refusal
