"""Single rows behind `$expand`, refusals, rights, annotations (section 4.5)."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.expanding.makers import account_with
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    an_account,
    as_a_user_with,
    error_of,
)

BOOKINGS = "bookableresource_bookableresourcebooking_Resource"


def test_single_rows_nest_without_a_tag(bench: Bench, account: str) -> None:
    """Trap 37; an empty lookup is null; all columns come without `$select`."""
    found = bench.read(
        f"/accounts({account})?$select=name"
        "&$expand=primarycontactid($select=lastname;"
        "$expand=ownerid($select=fullname),parentcustomerid_account($select=name)),"
        "parentaccountid"
    )

    contact = found["primarycontactid"]
    assert contact["lastname"] == "Doe"
    assert "@odata.etag" not in contact
    assert contact["ownerid"]["fullname"]
    assert contact["parentcustomerid_account"] is None
    assert found["parentaccountid"] is None


def test_a_not_modified_answer_never_comes_with_expanded_rows(
    bench: Bench, account: str
) -> None:
    """Trap 37: nor with annotations."""
    tag = bench.read(f"/accounts({account})")["@odata.etag"]
    condition = {"if-none-match": tag}
    every = {"prefer": 'odata.include-annotations="*"'}

    plain = bench.send("GET", f"/accounts({account})", headers=condition)
    expanded = bench.send(
        "GET", f"/accounts({account})?$expand=primarycontactid", headers=condition
    )
    annotated = bench.send(
        "GET", f"/accounts({account})", headers={**condition, **every}
    )

    assert [one.status for one in (plain, expanded, annotated)] == [304, 200, 200]


def test_a_lookup_expands_to_its_address(bench: Bench, account: str) -> None:
    """`$expand=nav/$ref`, null when the lookup is."""
    (doe,) = bench.organization.rows("contact", lastname="Doe")
    found = bench.read(
        f"/accounts({account})?$select=name&$expand=primarycontactid/$ref,"
        "parentaccountid/$ref"
    )

    reference = {"@odata.id": f"{API}/contacts({doe['contactid']})"}
    assert found["primarycontactid"] == reference
    assert found["parentaccountid"] is None


@pytest.mark.parametrize(
    "expand",
    [
        "Account_Tasks/$ref",
        "primarycontactid/fullname",
        "primarycontactid/$count",
        "primarycontactid/$ref($select=lastname)",
        "primarycontactid($orderby=lastname)",
        "primarycontactid($top=1)",
        "primarycontactid($levels=2)",
        "Account_Tasks($count=true)",
        "Account_Tasks($skip=1)",
        "Account_Tasks($search=x)",
        "Account_Tasks($select=subject",
        "contact_customer_accounts($expand=Contact_Tasks($orderby=subject))",
        "contact_customer_accounts($expand=Contact_Tasks($top=1))",
        "primarycontactid($expand=Contact_Tasks($top=1))",
        ",".join(["primarycontactid"] * 16),
    ],
)
def test_what_expand_does_not_take_is_refused(
    bench: Bench, account: str, expand: str
) -> None:
    """Section 4.5, Restrictions: 0x80060888; at most 15 entries (4.1)."""
    response = bench.send("GET", f"/accounts({account})?$expand={expand}")

    assert error_of(response) == (400, "0x80060888")


@pytest.mark.parametrize("expand", ["nosuch", "name", "PrimaryContactId", "ownerid_x"])
def test_an_unknown_property_is_not_expanded(
    bench: Bench, account: str, expand: str
) -> None:
    """Trap 5: the case counts; code 0x0 of the parser (section 8)."""
    response = bench.send("GET", f"/accounts({account})?$expand={expand}")

    assert error_of(response) == (400, "0x0")


def test_a_nested_collection_takes_select_and_filter(
    bench: Bench, account: str
) -> None:
    """Only these two below another entry."""
    found = account_with(
        bench,
        account,
        "primarycontactid($select=lastname;"
        "$expand=Contact_Tasks($select=subject;$filter=subject eq 'x'))",
    )

    assert found["primarycontactid"]["Contact_Tasks"] == []


def test_a_condition_on_a_lookup_hides_the_row_behind_it(
    bench: Bench, account: str
) -> None:
    """Inferred: a row that fails the condition is as none."""
    for name, hidden in (("Doe", False), ("Other", True)):
        expand = f"primarycontactid($select=lastname;$filter=lastname eq '{name}')"
        found = account_with(bench, account, expand)["primarycontactid"]
        assert (found is None) is hidden


def test_members_of_a_team_expand(bench: Bench) -> None:
    """Many-to-many, from both sides; principals bring `ownerid`."""
    user = a_user(bench)
    team = bench.organization.add_team("Crew", members=[user])

    found = bench.read(
        f"/teams({team})?$select=name"
        "&$expand=teammembership_association($select=fullname)"
    )
    other = bench.read(
        f"/systemusers({user})?$select=fullname"
        "&$expand=teammembership_association($select=name)"
    )

    (member,) = found["teammembership_association"]
    assert (member["systemuserid"], member["ownerid"]) == (user, user)
    assert [one["name"] for one in other["teammembership_association"]] == ["Crew"]


def test_expanded_rows_are_those_that_may_be_read(bench: Bench, account: str) -> None:
    """Section 1.5: collections are trimmed, lookups are null (inferred)."""
    reader = as_a_user_with(
        bench,
        {
            "prvReadAccount": Depth.GLOBAL,
            "prvReadContact": Depth.BASIC,
            "prvReadActivity": Depth.BASIC,
        },
    )
    own = {"subject": "Own", "regardingobjectid": ("account", account)}
    bench.organization.create("task", {**own, "ownerid": reader["mscrmcallerid"]})
    stranger = as_a_user_with(bench, {"prvReadAccount": Depth.GLOBAL}, "Other Example")
    expand = "primarycontactid($select=lastname),Account_Tasks($select=subject)"

    found = account_with(bench, account, expand, **reader)
    target = f"/accounts({account})?$expand="

    assert found["primarycontactid"] is None
    assert [one["subject"] for one in found["Account_Tasks"]] == ["Own"]
    for entry in ("primarycontactid", "Account_Tasks"):
        refused = bench.send("GET", f"{target}{entry}", headers=stranger)
        assert error_of(refused) == (403, "0x80040220")


def test_annotations_reach_expanded_rows(bench: Bench) -> None:
    """Section 2.4: on the lookups of children, too; null ones have none."""
    user = a_user(bench)
    resource = a_resource(bench, user)
    status = a_booking_status(bench)
    a_booking(bench, resource, bookingstatus=status)

    found = bench.read(
        f"/bookableresources({resource})?$select=name&$expand={BOOKINGS}"
        "($select=name,_bookingstatus_value,_msdyn_workorder_value)",
        prefer='odata.include-annotations="*"',
    )

    (booking,) = found[BOOKINGS]
    formatted = "OData.Community.Display.V1.FormattedValue"
    assert booking[f"_bookingstatus_value@{formatted}"] == "Scheduled"
    navigation = "Microsoft.Dynamics.CRM.associatednavigationproperty"
    assert booking[f"_bookingstatus_value@{navigation}"] == "BookingStatus"
    assert f"_msdyn_workorder_value@{formatted}" not in booking
    assert booking["_msdyn_workorder_value"] is None


def test_top_gives_way_to_a_page_size(bench: Bench) -> None:
    """Trap 13: `$top` is ignored with maxpagesize; the link lacks the page size."""
    for number in range(4):
        an_account(bench, f"A{number}")
    target = "/accounts?$select=name&$top=1"

    assert len(bench.read(target)["value"]) == 1
    page = bench.read(target, prefer="odata.maxpagesize=3")

    assert len(page["value"]) == 3
    assert "maxpagesize" not in page["@odata.nextLink"]
    assert error_of(bench.send("GET", "/accounts?$skip=1")) == (400, "0x80060888")
