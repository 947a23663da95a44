"""`$expand`: section 4.5 of the fact sheet, traps 13, 16 and 37."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_booking,
    a_booking_status,
    a_contact,
    a_resource,
    a_user,
    an_account,
    as_a_user_with,
    error_of,
)

BOOKINGS = "bookableresource_bookableresourcebooking_Resource"


@pytest.fixture
def account(bench: Bench) -> str:
    """An account with a contact, two more of its own, and three tasks."""
    doe = a_contact(bench, "Doe", fax="1")
    account = an_account(bench, primarycontactid=doe)
    for name in ("Poe", "Roe"):
        a_contact(bench, name, parentcustomerid=("account", account))
    for subject in ("Call", "Write", "Visit"):
        values = {"subject": subject, "regardingobjectid": ("account", account)}
        bench.organization.create("task", values)
    return account


def _follow(bench: Bench, link: str, **headers: str) -> dict[str, Any]:
    assert link.startswith(API)
    return bench.read(link.removeprefix(API), **headers)


def _one(bench: Bench, account: str, expand: str, **headers: str) -> dict[str, Any]:
    target = f"/accounts?$select=name&$filter=accountid eq {account}&$expand={expand}"
    (found,) = bench.read(target, **headers)["value"]
    assert isinstance(found, dict)
    return found


def test_a_collection_brings_its_rows_with_the_lookup_back(
    bench: Bench, account: str
) -> None:
    """The child carries its back-lookup; the context names what was selected."""
    target = f"/accounts({account})?$select=name&$expand=Account_Tasks($select=subject)"

    found = bench.read(target)

    assert found["@odata.context"] == (
        f"{API}/$metadata#accounts(name,Account_Tasks(subject))/$entity"
    )
    tasks = found["Account_Tasks"]
    assert {one["subject"] for one in tasks} == {"Call", "Write", "Visit"}
    for one in tasks:
        assert set(one) == {
            *("@odata.etag", "subject", "activityid", "_regardingobjectid_value")
        }
        assert one["_regardingobjectid_value"] == account


@pytest.mark.parametrize(
    ("options", "subjects"),
    [
        ("$select=subject", ["Call", "Write", "Visit"]),
        ("$select=subject;$orderby=subject desc", ["Write", "Visit", "Call"]),
        ("$select=subject;$orderby=subject;$top=2", ["Call", "Visit"]),
        ("$select=subject;$top=0", []),
        ("$select=subject;$filter=contains(subject,'i')", ["Write", "Visit"]),
        ("$filter=subject eq 'Call';$select=subject", ["Call"]),
        ("$filter=subject eq 'none'", []),
        ("$filter=subject eq 'a;b' or subject eq 'Call'", ["Call"]),
    ],
)
def test_options_of_a_collection_are_parted_by_semicolons(
    bench: Bench, account: str, options: str, subjects: list[str]
) -> None:
    """Options per entry; the link restarts the same collection (trap 16)."""
    found = _one(bench, account, f"Account_Tasks({options})")

    assert [one["subject"] for one in found["Account_Tasks"]] == subjects
    again = _follow(bench, found["Account_Tasks@odata.nextLink"])["value"]
    assert sorted(one["subject"] for one in again) == sorted(subjects)
    if "$select" in options:
        assert all("scheduledstart" not in one for one in again)


def test_the_link_of_a_collection_restarts_without_paging(
    bench: Bench, account: str
) -> None:
    """Trap 16: whoever follows it without de-duplicating counts twice."""
    found = _one(bench, account, "Account_Tasks($select=subject)")
    link = found["Account_Tasks@odata.nextLink"]
    expected = f"{API}/accounts({account})/Account_Tasks?$select=subject"

    again = _follow(bench, link)

    assert link == expected
    assert "skiptoken" not in link
    ids = [one["activityid"] for one in found["Account_Tasks"]]
    assert [one["activityid"] for one in again["value"]] == ids
    assert "@odata.nextLink" not in again


def test_a_page_size_leaves_one_level_whole(bench: Bench, account: str) -> None:
    """Section 4.5: the base set is paged, the collection is not."""
    an_account(bench, "Other")
    target = (
        "/accounts?$select=name&$orderby=name&$expand=Account_Tasks($select=subject)"
    )

    page = bench.read(target, prefer="odata.maxpagesize=1")

    (found,) = page["value"]
    assert len(found["Account_Tasks"]) == 3
    assert "skiptoken" not in found["Account_Tasks@odata.nextLink"]
    second = _follow(bench, page["@odata.nextLink"], prefer="odata.maxpagesize=1")
    assert [one["name"] for one in second["value"]] == ["Other"]
    assert second["value"][0]["Account_Tasks"] == []


def test_nested_collections_are_paged_on_every_level(
    bench: Bench, account: str
) -> None:
    """Section 4.5: nested anywhere and maxpagesize; the links go on, not anew."""
    (poe,) = bench.organization.rows("contact", lastname="Poe")
    for subject in ("a", "b", "c"):
        values = {
            "subject": subject,
            "regardingobjectid": ("contact", str(poe["contactid"])),
        }
        bench.organization.create("task", values)
    expand = (
        "contact_customer_accounts($select=lastname;$filter=lastname ne 'Nobody';"
        "$expand=Contact_Tasks($select=subject)),Account_Tasks($select=subject)"
    )
    prefer = {"prefer": "odata.maxpagesize=2"}

    found = _one(bench, account, expand, **prefer)

    assert len(found["contact_customer_accounts"]) == 2
    assert "contact_customer_accounts@odata.nextLink" not in found
    by_name = {one["lastname"]: one for one in found["contact_customer_accounts"]}
    assert by_name["Roe"]["Contact_Tasks"] == []
    for parent, nav, names in (
        (by_name["Poe"], "Contact_Tasks", {"a", "b", "c"}),
        (found, "Account_Tasks", {"Call", "Write", "Visit"}),
    ):
        first = [one["subject"] for one in parent[nav]]
        rest = _follow(bench, parent[f"{nav}@odata.nextLink"], **prefer)
        second = [one["subject"] for one in rest["value"]]
        assert (len(first), len(second)) == (2, 1)
        assert {*first, *second} == names
        assert "@odata.nextLink" not in rest
        assert "scheduledstart" not in rest["value"][0]


def test_a_nested_page_goes_on_with_its_own_condition(
    bench: Bench, account: str
) -> None:
    """The link keeps `$select`, `$filter` and the nested entries."""
    for number in range(3):
        name = f"M{number}"
        a_contact(bench, name, parentcustomerid=("account", account))
    expand = (
        "contact_customer_accounts($select=lastname;$filter=startswith(lastname,'M');"
        "$expand=Contact_Tasks($select=subject))"
    )
    prefer = {"prefer": "odata.maxpagesize=2"}

    found = _one(bench, account, expand, **prefer)
    link = found["contact_customer_accounts@odata.nextLink"]
    rest = _follow(bench, link, **prefer)

    names = [one["lastname"] for one in found["contact_customer_accounts"]]
    names += [one["lastname"] for one in rest["value"]]
    assert sorted(names) == ["M0", "M1", "M2"]
    assert rest["value"][0]["Contact_Tasks"] == []


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
    found = _one(
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
        found = _one(bench, account, expand)["primarycontactid"]
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

    found = _one(bench, account, expand, **reader)
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
