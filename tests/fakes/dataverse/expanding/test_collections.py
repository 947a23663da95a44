"""Collections behind `$expand`: rows, links, pages (section 4.5)."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.expanding.makers import account_with, follow
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    an_account,
)

BOOKINGS = "bookableresource_bookableresourcebooking_Resource"


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
    found = account_with(bench, account, f"Account_Tasks({options})")

    assert [one["subject"] for one in found["Account_Tasks"]] == subjects
    again = follow(bench, found["Account_Tasks@odata.nextLink"])["value"]
    assert sorted(one["subject"] for one in again) == sorted(subjects)
    if "$select" in options:
        assert all("scheduledstart" not in one for one in again)


def test_the_link_of_a_collection_restarts_without_paging(
    bench: Bench, account: str
) -> None:
    """Trap 16: whoever follows it without de-duplicating counts twice."""
    found = account_with(bench, account, "Account_Tasks($select=subject)")
    link = found["Account_Tasks@odata.nextLink"]
    expected = f"{API}/accounts({account})/Account_Tasks?$select=subject"

    again = follow(bench, link)

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
    second = follow(bench, page["@odata.nextLink"], prefer="odata.maxpagesize=1")
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

    found = account_with(bench, account, expand, **prefer)

    assert len(found["contact_customer_accounts"]) == 2
    assert "contact_customer_accounts@odata.nextLink" not in found
    by_name = {one["lastname"]: one for one in found["contact_customer_accounts"]}
    assert by_name["Roe"]["Contact_Tasks"] == []
    for parent, nav, names in (
        (by_name["Poe"], "Contact_Tasks", {"a", "b", "c"}),
        (found, "Account_Tasks", {"Call", "Write", "Visit"}),
    ):
        first = [one["subject"] for one in parent[nav]]
        rest = follow(bench, parent[f"{nav}@odata.nextLink"], **prefer)
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

    found = account_with(bench, account, expand, **prefer)
    link = found["contact_customer_accounts@odata.nextLink"]
    rest = follow(bench, link, **prefer)

    names = [one["lastname"] for one in found["contact_customer_accounts"]]
    names += [one["lastname"] for one in rest["value"]]
    assert sorted(names) == ["M0", "M1", "M2"]
    assert rest["value"][0]["Contact_Tasks"] == []
