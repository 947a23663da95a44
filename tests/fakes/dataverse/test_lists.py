"""Pages, counts and orders of lists: sections 4.4 and 4.6 of the fact sheet."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from tests.fakes.dataverse.makers import (
    API,
    MONDAY,
    Bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    error_of,
    header,
    json_of,
)

BOOKINGS = "/bookableresourcebookings"
NAVIGATION = "Microsoft.Dynamics.CRM.associatednavigationproperty"
NOBODY = "6d1b2a4e-0000-4000-8000-000000000009"


def _bookings(bench: Bench, count: int) -> list[str]:
    resource, status = a_resource(bench, a_user(bench)), a_booking_status(bench)
    return [
        a_booking(
            bench,
            resource,
            name=f"B{number}",
            bookingstatus=status,
            starttime=MONDAY + timedelta(hours=number),
        )
        for number in range(count)
    ]


def _pages(bench: Bench, target: str, **headers: str) -> list[list[dict[str, Any]]]:
    """The pages that a client gets who follows the links as they are."""
    found = [bench.read(target, **headers)]
    while "@odata.nextLink" in found[-1]:
        link = found[-1]["@odata.nextLink"]
        assert link.startswith(API)
        found.append(bench.read(link.removeprefix(API), **headers))
    return [page["value"] for page in found]


@pytest.mark.parametrize("order", ["", "&$orderby=starttime desc"])
def test_pages_bring_every_row_once(bench: Bench, order: str) -> None:
    """Section 4.6."""
    ids = _bookings(bench, 7)

    pages = _pages(
        bench, f"{BOOKINGS}?$select=name{order}", prefer="odata.maxpagesize=3"
    )

    assert [len(page) for page in pages] == [3, 3, 1]
    seen = [row["bookableresourcebookingid"] for page in pages for row in page]
    assert sorted(seen) == sorted(ids)
    if order:
        assert seen == list(reversed(ids))


def test_the_page_size_is_echoed_and_top_is_ignored_beside_it(bench: Bench) -> None:
    """Section 2.2 and trap 13."""
    _bookings(bench, 5)

    response = bench.send(
        "GET", f"{BOOKINGS}?$top=1", headers={"prefer": "odata.maxpagesize=2"}
    )

    assert len(json_of(response)["value"]) == 2
    assert header(response, "Preference-Applied") == "odata.maxpagesize=2"


def test_a_damaged_skip_token_is_refused(bench: Bench) -> None:
    """Section 4.6: 0x80041129."""
    response = bench.send("GET", f"{BOOKINGS}?$skiptoken=nonsense")

    assert error_of(response) == (400, "0x80041129")


def test_counts_stand_in_the_list_or_alone(bench: Bench) -> None:
    """Section 4.4 and trap 12: the text begins with a byte order mark."""
    _bookings(bench, 5)

    listed = bench.read(f"{BOOKINGS}?$select=name&$count=true&$top=2")
    alone = bench.send("GET", f"{BOOKINGS}/$count?$filter=name ne 'B0'")

    assert listed["@odata.count"] == 5
    assert len(listed["value"]) == 2
    assert alone.body == b"\xef\xbb\xbf4"
    assert header(alone, "Content-Type") == "text/plain"


def test_rows_are_sorted_also_through_a_lookup(bench: Bench) -> None:
    """Section 4.4; nulls first is inferred."""
    status, user = a_booking_status(bench), a_user(bench)
    for name, latitude in (("Zoe", 1.5), ("anna", None)):
        resource = a_resource(bench, user, name)
        a_booking(
            bench, resource, name=name, msdyn_latitude=latitude, bookingstatus=status
        )

    by_name = bench.read(f"{BOOKINGS}?$select=name&$orderby=Resource/name")
    by_latitude = bench.read(f"{BOOKINGS}?$select=name&$orderby=msdyn_latitude")

    assert [row["name"] for row in by_name["value"]] == ["anna", "Zoe"]
    assert [row["name"] for row in by_latitude["value"]] == ["anna", "Zoe"]


def test_an_order_by_a_lookup_is_by_the_name_that_it_shows(bench: Bench) -> None:
    """Inferred: the service sorts by the target's primary name."""
    status = a_booking_status(bench)
    names = {}
    for name in ("Zoe", "Adam", "Mia"):
        resource = a_resource(bench, a_user(bench, f"{name} Example"), name)
        names[a_booking(bench, resource, bookingstatus=status)] = name

    found = bench.read(f"{BOOKINGS}?$orderby=_resource_value desc")["value"]

    shown = [names[row["bookableresourcebookingid"]] for row in found]
    assert shown == ["Zoe", "Mia", "Adam"]


def test_a_page_comes_short_when_its_rows_are_hidden_and_still_goes_on(
    bench: Bench,
) -> None:
    """Trap 14: rows are trimmed after they were put on pages; nothing else ends it."""
    organization = bench.organization
    _bookings(bench, 4)
    mine = a_booking(
        bench,
        a_resource(bench, a_user(bench, "Zoe Example")),
        ownerid=organization.application_user,
    )
    role = organization.add_role("Own", {"prvReadbookableresourcebooking": 1})
    organization.set_roles(organization.application_user, [role])

    pages = _pages(bench, f"{BOOKINGS}?$select=name", prefer="odata.maxpagesize=1")

    assert len(pages) == 5
    assert sorted(len(page) for page in pages) == [0, 0, 0, 0, 1]
    assert [row["bookableresourcebookingid"] for page in pages for row in page] == [
        mine
    ]


def _token(page: dict[str, Any]) -> str:
    return str(page["@odata.nextLink"].partition("$skiptoken=")[2])


def test_a_token_holds_for_its_order_alone(bench: Bench) -> None:
    """Section 4.6: 0x80041129 for another order, 0x8004112a for the page."""
    _bookings(bench, 3)
    paged = {"prefer": "odata.maxpagesize=1"}
    token = _token(bench.read(f"{BOOKINGS}?$orderby=name", **paged))
    damaged = token.replace("pagenumber%3d%222", "pagenumber%3d%22x")

    same = bench.send("GET", f"{BOOKINGS}?$orderby=name&$skiptoken={token}")
    other = bench.send("GET", f"{BOOKINGS}?$orderby=starttime&$skiptoken={token}")
    page = bench.send("GET", f"{BOOKINGS}?$orderby=name&$skiptoken={damaged}")

    assert same.status == 200
    assert error_of(other) == (400, "0x80041129")
    assert error_of(page) == (400, "0x8004112a")


def test_a_token_has_the_documented_shape(bench: Bench) -> None:
    """Section 4.6: a cookie in a cookie, the inner one encoded twice."""
    _bookings(bench, 3)
    first = bench.read(f"{BOOKINGS}?$select=name", prefer="odata.maxpagesize=2")
    ids = [row["bookableresourcebookingid"].upper() for row in first["value"]]

    outer = unquote(_token(first))

    match = re.fullmatch(
        r'<cookie pagenumber="2" pagingcookie="([^"]*)" istracking="False" />', outer
    )
    assert match is not None
    assert match[1].startswith("%253ccookie%2520page%253d%25221%2522")
    assert unquote(unquote(match[1])) == (
        f'<cookie page="1"><bookableresourcebookingid last="{{{ids[1]}}}" '
        f'first="{{{ids[0]}}}" /></cookie>'
    )
