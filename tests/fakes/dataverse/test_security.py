"""Depths, shares and ownership: section 1.5 of the fact sheet."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth, Rights
from tests.fakes.dataverse.makers import (
    Bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    error_of,
)

BOOKINGS = "/bookableresourcebookings"
READ = "prvReadbookableresourcebooking"


def _seen(bench: Bench, user: str) -> list[str]:
    found = bench.read(f"{BOOKINGS}?$select=name", mscrmcallerid=user)
    return [one["name"] for one in found["value"]]


@pytest.mark.parametrize(
    ("depth", "names"),
    [
        (Depth.BASIC, ["own"]),
        (Depth.LOCAL, ["own", "unit"]),
        (Depth.DEEP, ["own", "unit", "below"]),
        (Depth.GLOBAL, ["own", "unit", "below", "elsewhere"]),
    ],
)
def test_a_depth_decides_which_rows_are_seen(
    bench: Bench, depth: Depth, names: list[str]
) -> None:
    """Rows that may not be read are left out of lists without an error."""
    organization = bench.organization
    unit = organization.add_business_unit("Service")
    below = organization.add_business_unit("Service North", unit)
    role = organization.add_role("reader", {READ: depth})
    reader = a_user(bench, "Reader Example", business_unit=unit, roles=[role])
    owners = {
        "own": reader,
        "unit": a_user(bench, "Peer Example", business_unit=unit),
        "below": a_user(bench, "North Example", business_unit=below),
        "elsewhere": a_user(bench, "Other Example"),
    }
    resource, status = a_resource(bench, reader), a_booking_status(bench)
    for name, owner in owners.items():
        a_booking(bench, resource, name=name, ownerid=owner, bookingstatus=status)

    assert _seen(bench, reader) == names


def test_a_share_shows_a_row_until_it_ends(bench: Bench) -> None:
    """Section 1.5, "Row rights"."""
    role = bench.organization.add_role("reader", {READ: Depth.BASIC})
    reader = a_user(bench, roles=[role])
    booking = a_booking(bench, a_resource(bench, reader))
    assert _seen(bench, reader) == []

    bench.organization.share("bookableresourcebooking", booking, reader, Rights.READ)
    assert _seen(bench, reader) == ["Site visit"]

    bench.organization.unshare("bookableresourcebooking", booking, reader)
    assert _seen(bench, reader) == []


def test_a_share_grants_nothing_without_the_privilege(bench: Bench) -> None:
    """Section 1.5, "Row rights"."""
    role = bench.organization.add_role("nobody", {"prvReadAccount": Depth.BASIC})
    reader = a_user(bench, roles=[role])
    booking = a_booking(bench, a_resource(bench, reader))
    bench.organization.share("bookableresourcebooking", booking, reader, Rights.READ)

    response = bench.send(
        "GET", f"{BOOKINGS}({booking})", headers={"mscrmcallerid": reader}
    )

    assert error_of(response) == (403, "0x80040220")


def test_a_team_brings_roles_and_rows(bench: Bench) -> None:
    """Section 1.5: the union includes roles of teams."""
    organization = bench.organization
    role = organization.add_role("reader", {READ: Depth.BASIC})
    member = a_user(bench)
    team = organization.add_team("Crew", members=[member], roles=[role])
    a_booking(bench, a_resource(bench, member), ownerid=("team", team))

    assert _seen(bench, member) == ["Site visit"]


def test_a_single_row_that_is_hidden_is_forbidden_and_not_missing(
    bench: Bench,
) -> None:
    """Section 1.5: 403, not 404."""
    role = bench.organization.add_role("reader", {READ: Depth.BASIC})
    reader = a_user(bench, roles=[role])
    booking = a_booking(bench, a_resource(bench, reader))

    response = bench.send(
        "GET", f"{BOOKINGS}({booking})", headers={"mscrmcallerid": reader}
    )

    assert error_of(response) == (403, "0x80040220")


def test_losing_the_owner_hides_the_row(bench: Bench) -> None:
    """Trap 22: no error, the list is shorter."""
    role = bench.organization.add_role("reader", {READ: Depth.BASIC})
    reader, other = a_user(bench, roles=[role]), a_user(bench, "Omar Example")
    booking = a_booking(bench, a_resource(bench, reader), ownerid=reader)
    assert _seen(bench, reader) == ["Site visit"]

    bench.organization.assign("bookableresourcebooking", booking, other)

    assert _seen(bench, reader) == []


@pytest.mark.parametrize(
    ("privileges", "status"),
    [
        ({}, 403),
        ({"prvWritebookableresourcebooking": Depth.BASIC}, 403),
        ({"prvWritebookableresourcebooking": Depth.LOCAL}, 204),
    ],
)
def test_a_write_needs_a_depth_that_reaches_the_row(
    bench: Bench, privileges: dict[str, Depth], status: int
) -> None:
    """Section 1.5: Basic is for own rows alone."""
    role = bench.organization.add_role("writer", {READ: Depth.GLOBAL, **privileges})
    writer, owner = a_user(bench, roles=[role]), a_user(bench, "Omar Example")
    booking = a_booking(bench, a_resource(bench, owner), ownerid=owner)

    response = bench.send(
        "PATCH",
        f"{BOOKINGS}({booking})",
        {"name": "New"},
        headers={"mscrmcallerid": writer, "if-match": "*"},
    )

    assert response.status == status


def test_linking_needs_append_and_append_to(bench: Bench) -> None:
    """Section 1.5, "Linking rows"; nothing is written when one is missing."""
    own = dict.fromkeys(("prvCreateContact", "prvAppendContact"), Depth.BASIC)
    role = bench.organization.add_role("clerk", own)
    clerk = a_user(bench, roles=[role])
    account = bench.organization.create("account", {"name": "Fabrikam"})
    body = {
        "lastname": "Example",
        "parentcustomerid_account@odata.bind": f"/accounts({account})",
    }
    version = bench.organization.version

    response = bench.send("POST", "/contacts", body, headers={"mscrmcallerid": clerk})

    assert error_of(response) == (403, "0x80040220")
    assert bench.organization.version == version


def test_giving_a_row_away_needs_assign(bench: Bench) -> None:
    """Section 1.5, "Assign"."""
    role = bench.organization.add_role(
        "writer", {"prvWritebookableresourcebooking": Depth.GLOBAL}
    )
    writer = a_user(bench, roles=[role])
    booking = a_booking(bench, a_resource(bench, writer))

    response = bench.send(
        "PATCH",
        f"{BOOKINGS}({booking})",
        {"ownerid@odata.bind": f"/systemusers({writer})"},
        headers={"mscrmcallerid": writer},
    )

    assert error_of(response) == (403, "0x80040220")


def test_activities_share_their_privileges(bench: Bench) -> None:
    """Section 1.5: prvReadActivity is for appointments and tasks alike."""
    role = bench.organization.add_role("reader", {"prvReadActivity": Depth.GLOBAL})
    reader = a_user(bench, roles=[role])
    bench.organization.create("task", {"subject": "Call"})

    assert len(bench.read("/tasks", mscrmcallerid=reader)["value"]) == 1
    assert bench.read("/appointments", mscrmcallerid=reader)["value"] == []


@pytest.mark.parametrize(
    ("table", "depth", "names"),
    [
        ("systemuser", Depth.BASIC, {"Reader Example"}),
        ("systemuser", Depth.LOCAL, {"Reader Example", "Peer Example"}),
        ("usersettings", Depth.BASIC, {"Reader Example"}),
        ("usersettings", Depth.LOCAL, {"Reader Example", "Peer Example"}),
    ],
)
def test_users_are_seen_by_their_business_unit(
    bench: Bench, table: str, depth: Depth, names: set[str]
) -> None:
    """A user owns itself and its settings; the unit is the user's."""
    organization = bench.organization
    unit = organization.add_business_unit("Service")
    held = {"prvReadUser": depth, "prvReadUserSettings": depth}
    role = organization.add_role("reader", held)
    reader = a_user(bench, "Reader Example", business_unit=unit, roles=[role])
    a_user(bench, "Peer Example", business_unit=unit)
    a_user(bench, "Other Example")
    sets = {"systemuser": "systemusers", "usersettings": "usersettingscollection"}

    found = bench.read(f"/{sets[table]}", mscrmcallerid=reader)

    users = [
        organization.get("systemuser", one["systemuserid"]) for one in found["value"]
    ]
    assert {user["fullname"] for user in users if user} == names


def test_the_organisation_is_read_with_any_depth(bench: Bench) -> None:
    """Its row belongs to nobody."""
    role = bench.organization.add_role("reader", {"prvReadOrganization": Depth.BASIC})
    reader = a_user(bench, roles=[role])

    found = bench.read("/organizations?$select=name", mscrmcallerid=reader)

    assert len(found["value"]) == 1
    refused = bench.send("POST", "/organizations", {"name": "Second"})
    assert refused.status == 405


def test_a_condition_on_a_related_row_finds_nothing_that_is_hidden(
    bench: Bench,
) -> None:
    """Sections 1.5 and 4.2: what may not be read is as null (inferred)."""
    role = bench.organization.add_role(
        "reader", {READ: Depth.GLOBAL, "prvReadBookableResource": Depth.BASIC}
    )
    reader = a_user(bench, "Reader Example", roles=[role])
    other = a_resource(bench, a_user(bench), "Nina")
    a_booking(bench, other)
    target = f"{BOOKINGS}?$filter=Resource/name eq 'Nina'"

    hidden = bench.read(target, mscrmcallerid=reader)["value"]
    shown = bench.read(target)["value"]

    assert (len(hidden), len(shown)) == (0, 1)
