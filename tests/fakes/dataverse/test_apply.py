"""`$apply`: section 4.4 of the fact sheet."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import API, Bench, a_user, error_of


@pytest.fixture
def accounts(bench: Bench) -> Bench:
    """Two accounts in Oslo, one in Rome, one nowhere; Ann is contact of two."""
    create = bench.organization.create
    ann = create("contact", {"firstname": "Ann", "lastname": "Example"})
    for name, city, people, contact in (
        ("A", "Oslo", 10, ann),
        ("B", "oslo", 21, None),
        ("C", "Rome", 6, ann),
        ("D", None, None, None),
    ):
        values = {
            "name": name,
            "address1_city": city,
            "numberofemployees": people,
            "primarycontactid": contact,
        }
        create("account", values)
    return bench


def _applied(bench: Bench, text: str, rest: str = "") -> list[dict[str, Any]]:
    found = bench.read(f"/accounts?$apply={text}{rest}")["value"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("$count as n", 4),
        ("numberofemployees with sum as n", 37),
        ("numberofemployees with average as n", 12),  # of 37 by 3 (inferred)
        ("numberofemployees with min as n", 6),
        ("numberofemployees with max as n", 21),
        ("address1_city with countdistinct as n", 2),
        ("primarycontactid/fullname with countdistinct as n", 1),
        ("_primarycontactid_value with countdistinct as n", 1),
    ],
)
def test_a_figure_is_made_of_all_rows(
    accounts: Bench, figure: str, value: object
) -> None:
    """Nulls do not count; the item has neither key nor entity tag."""
    assert _applied(accounts, f"aggregate({figure})") == [{"n": value}]


def test_figures_stand_side_by_side(accounts: Bench) -> None:
    """The context names them."""
    text = "aggregate($count as n,numberofemployees with max as most)"

    answer = accounts.read(f"/accounts?$apply={text}")

    assert answer["@odata.context"] == f"{API}/$metadata#accounts(n,most)"
    assert answer["value"] == [{"n": 4, "most": 21}]


def test_rows_are_grouped_without_regard_to_case(accounts: Bench) -> None:
    """Null is a group of its own, and shown: this is OData (trap 9)."""
    found = _applied(accounts, "groupby((address1_city),aggregate($count as n))")

    assert found == [
        {"address1_city": "Oslo", "n": 2},
        {"address1_city": "Rome", "n": 1},
        {"address1_city": None, "n": 1},
    ]


def test_groups_may_be_all_that_is_asked_for(accounts: Bench) -> None:
    """Distinct values, also through a lookup (the shape is inferred)."""
    found = _applied(accounts, "groupby((primarycontactid/fullname,statecode))")

    assert found == [
        {"primarycontactid": {"fullname": "Ann Example"}, "statecode": 0},
        {"primarycontactid": {"fullname": None}, "statecode": 0},
    ]


def test_a_filter_comes_first(accounts: Bench) -> None:
    """Parentheses, quotes and slashes within it are its own."""
    condition = "contains(name,'/)') or primarycontactid/lastname eq 'example'"

    assert _applied(
        accounts, f"filter({condition})/filter(name ne 'C')/aggregate($count as n)"
    ) == [{"n": 1}]


def test_results_are_sorted_and_cut(accounts: Bench) -> None:
    """`$orderby` and `$top` go with the results."""
    text = "groupby((address1_city),aggregate($count as n))"

    found = _applied(accounts, text, "&$orderby=n desc,address1_city&$top=2")

    assert [one["address1_city"] for one in found] == ["Oslo", None]


def test_an_instant_in_a_filter_is_read(accounts: Bench) -> None:
    """As in `$filter`."""
    before = "filter(createdon lt 2026-03-02T08:00:00Z)/aggregate($count as n)"
    until = "filter(createdon le 2026-03-02T08:00:00Z)/aggregate($count as n)"

    assert _applied(accounts, before) == [{"n": 0}]
    assert _applied(accounts, until) == [{"n": 4}]


def test_what_a_caller_may_not_read_is_no_group(accounts: Bench) -> None:
    """The contact is not the reader's own."""
    privileges = {"prvReadaccount": Depth.GLOBAL, "prvReadcontact": Depth.BASIC}
    role = accounts.organization.add_role("reader", privileges)
    reader = a_user(accounts, roles=[role])
    target = "/accounts?$apply=groupby((primarycontactid/fullname))"

    found = accounts.read(target, mscrmcallerid=reader)["value"]

    assert found == [{"primarycontactid": {"fullname": None}}]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 400),
        ("aggregate", 400),
        ("aggregate()", 400),
        ("aggregate(", 400),
        ("aggregate($count)", 400),
        ("aggregate(name with sum as n)", 400),
        ("aggregate(nosuch with sum as n)", 400),
        ("aggregate($count as n,$count as n)", 400),
        ("groupby(name)", 400),
        ("groupby((name)", 400),
        ("groupby((nosuch))", 400),
        ("groupby(())", 400),
        ("filter(name eq)/aggregate($count as n)", 400),
        ("groupby((name))&$orderby=nosuch", 400),
        ("groupby((name))&$filter=name eq 'x'", 501),
        ("filter(name eq 'x')", 501),
        ("compute(name as x)", 501),
        ("aggregate(numberofemployees with median as n)", 501),
        ("groupby((name))/aggregate($count as n)", 501),
        ("groupby((name),filter(name eq 'x'))", 501),
        ("groupby((" + "a/" * 3000 + "name))", 400),
        ("(" * 3000, 400),
    ],
)
def test_what_is_refused_and_what_is_a_gap(
    accounts: Bench, text: str, status: int
) -> None:
    """Section 4.4 names a part of `$apply`; the rest is 501."""
    response = accounts.send("GET", f"/accounts?$apply={text}")

    assert error_of(response)[0] == status


def test_more_than_50000_rows_are_refused(
    accounts: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Section 4.4; the limit is inferred, and lowered here."""
    monkeypatch.setattr("fakes.dataverse.aggregates.MOST_ROWS", 3)

    response = accounts.send("GET", "/accounts?$apply=aggregate($count as n)")

    assert error_of(response) == (400, "0x8004e023")
