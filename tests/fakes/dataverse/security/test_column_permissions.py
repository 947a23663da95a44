"""Who may read and write a secured column: section 1.6, trap 10."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    a_user,
    error_of,
    nothing_is_written,
    row_of,
)
from tests.fakes.dataverse.security.columns import COLUMN, a_clerk, a_profile, read_by

ADMINISTRATORS = "572329c1-a042-4e22-be47-367c6374ea45"


@pytest.mark.parametrize(
    ("allowed", "read", "created", "updated"),
    [
        ({}, None, (403, "0x8004f502"), (403, "0x8004f507")),
        ({"canread": 4}, "42", (403, "0x8004f502"), (403, "0x8004f507")),
        ({"cancreate": 4}, None, None, (403, "0x8004f507")),
        ({"canupdate": 4}, None, (403, "0x8004f502"), None),
        ({"canread": 4, "cancreate": 4, "canupdate": 4}, "42", None, None),
    ],
)
def test_every_permission_allows_one_thing(
    secured: Bench,
    allowed: dict[str, int],
    read: str | None,
    created: tuple[int, str] | None,
    updated: tuple[int, str] | None,
) -> None:
    """403 with the code of the action; nothing is written."""
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured, **allowed)
    assert read_by(secured, contact, clerk) == read
    body = {"lastname": "New", COLUMN: "7"}
    target = f"/contacts({contact})"

    for method, path, sent, refusal in (
        ("POST", "/contacts", body, created),
        ("PATCH", target, {COLUMN: "7"}, updated),
        ("PUT", f"{target}/{COLUMN}", {"value": "7"}, updated),
        ("DELETE", f"{target}/{COLUMN}", None, updated),
    ):
        version = secured.organization.version
        response = secured.send(method, path, sent, clerk)
        if refusal is None:
            assert response.status == 204
        else:
            assert error_of(response) == refusal
            assert secured.organization.version == version


def test_a_refused_column_keeps_the_others_from_being_written(secured: Bench) -> None:
    """All or nothing; without the column the same request passes."""
    contact = a_contact(secured)
    clerk = a_clerk(secured)
    target = f"/contacts({contact})"

    with nothing_is_written(secured):
        response = secured.send("PATCH", target, {"fax": "1", COLUMN: None}, clerk)

    assert error_of(response) == (403, "0x8004f507")
    assert secured.send("PATCH", target, {"fax": "1"}, clerk).status == 204


def test_writing_back_what_read_as_null_erases_the_value(secured: Bench) -> None:
    """Trap 10: who may update and not read destroys what it never saw."""
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured, canupdate=4)
    seen = secured.read(f"/contacts({contact})?$select=lastname,{COLUMN}", **clerk)

    body = {"lastname": seen["lastname"], COLUMN: seen[COLUMN]}
    response = secured.send("PATCH", f"/contacts({contact})", body, clerk)

    assert response.status == 204
    assert row_of(secured, "contact", contact)[COLUMN] is None


def test_a_team_brings_its_profiles(secured: Bench) -> None:
    """N:N with users and teams; the end of a membership is the end of it."""
    organization = secured.organization
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured)
    team = organization.add_team("Crew", members=[clerk["mscrmcallerid"]])
    assert read_by(secured, contact, clerk) is None

    body = {"@odata.id": f"{API}/teams({team})"}
    profile = a_profile(secured, canread=4)
    link = f"/fieldsecurityprofiles({profile})/teamprofiles_association"
    assert secured.send("POST", f"{link}/$ref", body).status == 204
    assert read_by(secured, contact, clerk) == "42"

    assert secured.send("DELETE", f"{link}({team})/$ref").status == 204
    assert read_by(secured, contact, clerk) is None


def test_a_changed_permission_counts_at_once(secured: Bench) -> None:
    """Section 1.6 by the Web API; what was read before is forgotten."""
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured, canread=0)
    target = f"/contacts?$select={COLUMN}&$filter=contactid eq {contact}"
    assert secured.read(target, **clerk)["value"][0][COLUMN] is None
    (permission,) = secured.organization.rows("fieldpermission")

    path = f"/fieldpermissions({permission['fieldpermissionid']})"
    assert secured.send("PATCH", path, {"canread": 4}).status == 204
    assert secured.read(target, **clerk)["value"][0][COLUMN] == "42"

    assert secured.send("DELETE", path).status == 204
    assert secured.read(target, **clerk)["value"][0][COLUMN] is None


def test_a_deleted_profile_takes_its_permissions_along(secured: Bench) -> None:
    """And what they allowed."""
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured, canread=4)
    (profile,) = secured.organization.rows("fieldsecurityprofile", name="Profile")
    assert read_by(secured, contact, clerk) == "42"

    path = f"/fieldsecurityprofiles({profile['fieldsecurityprofileid']})"
    assert secured.send("DELETE", path).status == 204

    assert secured.organization.rows("fieldpermission") == ()
    assert secured.organization.rows("systemuserprofiles") == ()
    assert read_by(secured, contact, clerk) is None


def test_the_profile_of_administrators_allows_all(secured: Bench) -> None:
    """Section 1.6: a well-known id, without a single permission."""
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured)
    profile = secured.read(f"/fieldsecurityprofiles({ADMINISTRATORS})?$select=name")
    body = {"@odata.id": f"{API}/fieldsecurityprofiles({ADMINISTRATORS})"}
    link = f"/systemusers({clerk['mscrmcallerid']})/systemuserprofiles_association"

    joined = secured.send("POST", f"{link}/$ref", body)

    assert profile["name"] == "System Administrator"
    assert joined.status == 204
    assert read_by(secured, contact, clerk) == "42"
    patched = secured.send("PATCH", f"/contacts({contact})", {COLUMN: "7"}, clerk)
    assert patched.status == 204


def test_a_permission_needs_a_secured_column(secured: Bench) -> None:
    """0x8004f508; the status is inferred."""
    organization = secured.organization
    profile = organization.create("fieldsecurityprofile", {"name": "Profile"})
    body: dict[str, Any] = {
        "entityname": "contact",
        "attributelogicalname": "lastname",
        "canread": 4,
        "fieldsecurityprofileid@odata.bind": f"/fieldsecurityprofiles({profile})",
    }

    with nothing_is_written(secured):
        refused = secured.send("POST", "/fieldpermissions", body)
    allowed = secured.send(
        "POST", "/fieldpermissions", {**body, "attributelogicalname": COLUMN}
    )

    assert error_of(refused) == (400, "0x8004f508")
    assert allowed.status == 204


def test_securing_a_column_is_undone_by_a_snapshot(bench: Bench) -> None:
    """Also in answers that have been kept."""
    contact, clerk = a_contact(bench, governmentid="42"), a_clerk(bench)
    before = bench.organization.snapshot()
    target = f"/contacts?$select={COLUMN}"
    assert bench.read(target, **clerk)["value"][0][COLUMN] == "42"

    bench.organization.secure_column("contact", COLUMN)
    assert bench.read(target, **clerk)["value"][0][COLUMN] is None
    bench.organization.restore(before)

    assert bench.read(target, **clerk)["value"][0][COLUMN] == "42"
    assert read_by(bench, contact, clerk) == "42"


def test_a_column_must_exist_to_be_secured(bench: Bench) -> None:
    """The harness is told its mistake."""
    with pytest.raises(ValueError, match="nosuch"):
        bench.organization.secure_column("contact", "nosuch")


def test_no_user_is_needed_for_the_platform_to_write(secured: Bench) -> None:
    """Column security is for callers of the Web API."""
    user = a_user(secured)
    contact = a_contact(secured, governmentid="42", ownerid=user)

    secured.organization.update("contact", contact, {COLUMN: "7"}, by=user)

    assert row_of(secured, "contact", contact)[COLUMN] == "7"
