"""Change tracking: section 5 of the fact sheet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakes.dataverse.rights import Depth
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
)

BOOKINGS = "/bookableresourcebookings"
TRACK = {"prefer": "odata.track-changes"}


def _start(bench: Bench, **headers: str) -> dict[str, Any]:
    prefer = ",".join(["odata.track-changes", *headers.values()])
    return bench.read(f"{BOOKINGS}?$select=name", prefer=prefer)


def _follow(bench: Bench, found: dict[str, Any]) -> dict[str, Any]:
    return bench.read(found["@odata.deltaLink"].removeprefix(API))


def test_the_first_read_brings_all_rows_and_a_link_before_them(bench: Bench) -> None:
    """Section 5.1; the link has the documented look."""
    a_booking(bench, a_resource(bench, a_user(bench)))

    response = bench.send("GET", f"{BOOKINGS}?$select=name", headers=TRACK)
    found = _start(bench)

    assert header(response, "Preference-Applied") == "odata.track-changes"
    assert list(found) == ["@odata.context", "@odata.deltaLink", "value"]
    assert len(found["value"]) == 1
    version = bench.organization.version
    assert found["@odata.deltaLink"] == (
        f"{API}{BOOKINGS}?$select=name&$deltatoken="
        f"{version}%2103%2f02%2f2026%2008%3a00%3a00"
    )


def test_a_quiet_time_brings_nothing_and_a_new_link(bench: Bench) -> None:
    """Section 5.1, "Nothing new"."""
    start = _start(bench)
    bench.clock.move_to(MONDAY + timedelta(minutes=15))

    found = _follow(bench, start)

    assert found["@odata.context"] == (
        f"{API}/$metadata#bookableresourcebookings(name)/$delta"
    )
    assert found["value"] == []
    assert found["@odata.deltaLink"] != start["@odata.deltaLink"]


def test_changes_come_once_by_version_and_deletions_after_them(bench: Bench) -> None:
    """Section 5.2 and trap 19: a deletion carries the bare id alone."""
    resource, status = a_resource(bench, a_user(bench)), a_booking_status(bench)
    first, second, third = (
        a_booking(bench, resource, name=name, bookingstatus=status)
        for name in ("one", "two", "three")
    )
    start = _start(bench)

    bench.organization.delete("bookableresourcebooking", third)
    bench.organization.update("bookableresourcebooking", second, {"name": "two b"})
    bench.organization.update("bookableresourcebooking", first, {"name": "one b"})
    bench.organization.update("bookableresourcebooking", second, {"name": "two c"})
    brief = a_booking(bench, resource, bookingstatus=status)
    bench.organization.delete("bookableresourcebooking", brief)
    found = _follow(bench, start)

    assert [one.get("name") for one in found["value"]] == ["one b", "two c", None, None]
    assert found["value"][0]["@odata.etag"].startswith('W/"')
    assert found["value"][2:] == [
        {
            "@odata.context": f"{API}/$metadata#bookableresourcebookings/"
            "$deletedEntity",
            "id": id,
            "reason": "deleted",
        }
        for id in (third, brief)
    ]
    assert _follow(bench, found)["value"] == []


def test_changes_are_counted_as_text(bench: Bench) -> None:
    """Section 5.1, "Count"."""
    link = _start(bench)["@odata.deltaLink"].removeprefix(API)
    a_booking(bench, a_resource(bench, a_user(bench)))

    response = bench.send("GET", link.replace("?", "/$count?", 1))

    assert response.body.endswith(b"1")


def test_a_paged_first_read_has_its_link_on_the_last_page(bench: Bench) -> None:
    """Section 5.1; what changes between the pages is in the first delta."""
    resource, status = a_resource(bench, a_user(bench)), a_booking_status(bench)
    ids = [a_booking(bench, resource, bookingstatus=status) for _ in range(3)]

    first = _start(bench, size="odata.maxpagesize=2")
    assert "@odata.deltaLink" not in first
    bench.organization.update("bookableresourcebooking", ids[0], {"name": "between"})
    rest = bench.read(
        first["@odata.nextLink"].removeprefix(API),
        prefer="odata.track-changes,odata.maxpagesize=2",
    )
    found = _follow(bench, rest)

    seen = {row["bookableresourcebookingid"] for row in first["value"] + rest["value"]}
    assert seen == set(ids)
    assert [row["name"] for row in found["value"]] == ["between"]


@pytest.mark.parametrize(
    "option",
    ["$filter=name eq 'x'", "$orderby=name", "$top=1", "$expand=Resource"],
)
def test_other_options_are_refused(bench: Bench, option: str) -> None:
    """Section 5.2 and trap 17."""
    response = bench.send("GET", f"{BOOKINGS}?{option}", headers=TRACK)

    assert error_of(response) == (400, "0x80060888")


def test_a_table_without_tracking_says_so(bench: Bench) -> None:
    """Section 5.2: mailbox is not tracked, 0x80072491."""
    response = bench.send("GET", "/mailboxes", headers=TRACK)

    assert error_of(response) == (400, "0x80072491")


def test_tracking_needs_to_read_the_whole_organisation(bench: Bench) -> None:
    """Section 5.2."""
    role = bench.organization.add_role(
        "reader", {"prvReadbookableresourcebooking": Depth.DEEP}
    )
    user = a_user(bench, roles=[role])

    response = bench.send("GET", BOOKINGS, headers={**TRACK, "mscrmcallerid": user})

    assert error_of(response) == (403, "0x80040220")


@pytest.mark.parametrize(("days", "status"), [(7, 200), (8, 400)])
def test_a_link_expires_with_the_organisations_setting(
    bench: Bench, days: int, status: int
) -> None:
    """Section 5.2: expirechangetrackingindays, by default 7, in virtual time."""
    link = _start(bench)["@odata.deltaLink"].removeprefix(API)
    bench.clock.move_to(MONDAY + timedelta(days=days))

    response = bench.send("GET", link)

    assert response.status == status
    if status == 400:
        assert error_of(response) == (400, "0x80044352")


def test_a_broken_link_is_refused(bench: Bench) -> None:
    """Section 5.2 (inferred)."""
    response = bench.send("GET", f"{BOOKINGS}?$deltatoken=nonsense")

    assert response.status == 400


def test_more_changes_than_fit_go_on_behind_a_link(bench: Bench) -> None:
    """Section 5.1: at most 5000 in one answer (that changes are paged is inferred).

    What changes between the pages comes with the next delta link, not twice.
    """
    create = bench.organization.create
    start = bench.read("/contacts?$select=lastname", **TRACK)
    ids = [create("contact", {"lastname": str(number)}) for number in range(5002)]
    bench.organization.delete("contact", ids.pop(7))

    first = _follow(bench, start)
    late = create("contact", {"lastname": "late"})
    second = bench.read(first["@odata.nextLink"].removeprefix(API))
    third = _follow(bench, second)

    assert "@odata.deltaLink" not in first
    assert len(first["value"]) == 5000
    changed = [row["contactid"] for row in first["value"] + second["value"][:-1]]
    assert changed == ids
    assert second["value"][-1]["reason"] == "deleted"
    assert [row["contactid"] for row in third["value"]] == [late]
