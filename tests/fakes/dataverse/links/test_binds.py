"""How a link is spelt, in binds and in references: section 3.2, traps 5 to 8."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth, Rights
from tests.fakes.dataverse.makers import (
    API,
    ROOT,
    Bench,
    a_booking,
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


@pytest.mark.parametrize(
    "form",
    [
        "/accounts({id})",
        "accounts({id})",
        "accounts({upper})",
        "{api}/accounts({id})",
        "{root}/api/data/v9.0/accounts({id})",
        "/api/data/v9.2/accounts({id})",
        "accounts(accountid={id})",
        "accounts(accountnumber='a%2F1')",
        "accounts(accountnumber='A/1')",
    ],
)
@pytest.mark.parametrize("way", ["bind", "put", "post"])
def test_every_spelling_of_an_address_names_the_row(
    bench: Bench, form: str, way: str
) -> None:
    """Rooted, relative, absolute, by key; in binds and in `@odata.id`."""
    bench.organization.define_key("account", "number", ["accountnumber"])
    account = an_account(bench, accountnumber="a/1")
    contact = a_contact(bench)
    address = form.format(id=account, upper=account.upper(), api=API, root=ROOT)
    target = f"/contacts({contact})"
    nav = "parentcustomerid_account"

    match way:
        case "bind":
            response = bench.send("PATCH", target, {f"{nav}@odata.bind": address})
        case "put":
            body = {"@odata.id": address}
            response = bench.send("PUT", f"{target}/{nav}/$ref", body)
        case _:
            other = an_account(bench, "Other")
            body = {"@odata.id": address}
            response = bench.send(
                "POST", f"/accounts({other})/account_parent_account/$ref", body
            )
            assert response.status == 204
            assert row_of(bench, "account", account)["parentaccountid"] == other
            return

    assert response.status == 204
    assert row_of(bench, "contact", contact)["parentcustomerid"] == account


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("parentcustomerid", (400, "0x80048d19")),  # trap 6: no such property
        ("ParentCustomerId_Account", (400, "0x80048d19")),  # trap 5: case counts
        ("_parentcustomerid_value", (400, "0x80048d19")),
        ("nosuch", (400, "0x80048d19")),
    ],
)
def test_a_bind_needs_the_exact_navigation_name(
    bench: Bench, name: str, refusal: tuple[int, str]
) -> None:
    """Traps 5 and 6."""
    account, contact = an_account(bench), a_contact(bench)
    body = {f"{name}@odata.bind": f"/accounts({account})"}

    with nothing_is_written(bench):
        response = bench.send("PATCH", f"/contacts({contact})", body)

    assert error_of(response) == refusal


def test_activities_suffix_their_regarding_and_their_owner(bench: Bench) -> None:
    """Trap 7: the same lookup has another name on each activity."""
    account, user = an_account(bench), a_user(bench)
    address, owner = f"/accounts({account})", f"/systemusers({user})"
    good = {
        "subject": "Call",
        "regardingobjectid_account_task@odata.bind": address,
        "ownerid_task@odata.bind": owner,
    }
    assert bench.send("POST", "/tasks", good).status == 204
    for bad in (
        "regardingobjectid_account_appointment",
        "regardingobjectid",
        "regardingobjectid_account",
    ):
        with nothing_is_written(bench):
            body = {"subject": "x", f"{bad}@odata.bind": address}
            response = bench.send("POST", "/tasks", body)
        assert error_of(response) == (400, "0x80048d19"), bad
    with nothing_is_written(bench):
        body = {"subject": "x", "ownerid_appointment@odata.bind": owner}
        other = bench.send("POST", "/tasks", body)
    assert error_of(other) == (400, "0x80048d19")


def test_a_lookup_is_read_by_its_value_name_and_written_by_its_link(
    bench: Bench,
) -> None:
    """Trap 8: `$select=ownerid` gives no id; `_x_value` takes none."""
    account = an_account(bench)
    whole = bench.read(f"/accounts({account})?$select=_ownerid_value")
    bare = bench.read(f"/accounts({account})?$select=ownerid")

    with nothing_is_written(bench):
        response = bench.send(
            "PATCH",
            f"/accounts({account})",
            {"_ownerid_value": bench.organization.application_user},
        )

    assert whole["_ownerid_value"] == row_of(bench, "account", account)["ownerid"]
    assert "ownerid" not in bare
    assert error_of(response) == (400, "0x80048d19")


def test_a_field_service_link_in_lower_case_is_forgiven_and_noted(
    bench: Bench,
) -> None:
    """Section 13: a bind is accepted (inferred), and told to the harness."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))
    order = a_work_order(bench)
    body = {"msdyn_workorder@odata.bind": f"/msdyn_workorders({order})"}

    response = bench.send("PATCH", f"/bookableresourcebookings({booking})", body)

    assert response.status == 204
    row = row_of(bench, "bookableresourcebooking", booking)
    assert row["msdyn_workorder"] == order
    assert bench.organization.remarks == [
        "msdyn_workorder of bookableresourcebooking, which is spelt msdyn_WorkOrder"
    ]


def test_a_field_service_link_in_lower_case_is_forgiven_in_an_address(
    bench: Bench,
) -> None:
    """Section 13: accepted (inferred)."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))
    order = a_work_order(bench)
    body = {"@odata.id": f"{API}/msdyn_workorders({order})"}
    target = f"/bookableresourcebookings({booking})/msdyn_workorder/$ref"

    response = bench.send("PUT", target, body)

    assert response.status == 204
    row = row_of(bench, "bookableresourcebooking", booking)
    assert row["msdyn_workorder"] == order


def test_a_share_of_append_to_is_enough_for_one_row(bench: Bench) -> None:
    """Section 1.5: rights of a row are role depth and shares together."""
    account = an_account(bench)
    names = ("prvReadAccount", "prvAppendToAccount", "prvCreateContact")
    headers = as_a_user_with(
        bench, {**dict.fromkeys(names, Depth.BASIC), "prvAppendContact": Depth.BASIC}
    )
    body = {
        "lastname": "Doe",
        "parentcustomerid_account@odata.bind": f"/accounts({account})",
    }
    assert bench.send("POST", "/contacts", body, headers).status == 403

    bench.organization.share(
        "account", account, headers["mscrmcallerid"], Rights.APPEND_TO
    )

    assert bench.send("POST", "/contacts", body, headers).status == 204
