"""Secured columns: section 1.6 of the fact sheet, traps 10 and 35."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    a_user,
    an_account,
    as_a_user_with,
    error_of,
    from_an_application_with,
    json_of,
    nothing_is_written,
    row_of,
)

COLUMN = "governmentid"
ADMINISTRATORS = "572329c1-a042-4e22-be47-367c6374ea45"
CLERK = dict.fromkeys(
    (
        *("prvReadContact", "prvWriteContact", "prvCreateContact", "prvReadAccount"),
        *("prvAppendContact", "prvAppendToAccount", "prvCreateAccount"),
        *("prvAppendAccount", "prvAppendToContact", "prvReadsystemuser"),
    ),
    Depth.GLOBAL,
)


@pytest.fixture
def secured(bench: Bench) -> Bench:
    """A column of contacts is guarded, and one row has a value there."""
    bench.organization.secure_column("contact", COLUMN)
    return bench


def a_profile(bench: Bench, **allowed: int) -> str:
    """The id of a profile with a permission for the column: `canread=4`."""
    organization = bench.organization
    profile = organization.create("fieldsecurityprofile", {"name": "Profile"})
    values = {"entityname": "contact", "attributelogicalname": COLUMN, **allowed}
    organization.create(
        "fieldpermission", {**values, "fieldsecurityprofileid": profile}
    )
    return profile


def a_clerk(
    bench: Bench, name: str = "Clerk Example", /, **allowed: int
) -> dict[str, str]:
    """The headers of a user with a profile of these permissions."""
    headers = as_a_user_with(bench, CLERK, name)
    if allowed:
        ids = {
            "systemuserid": headers["mscrmcallerid"],
            "fieldsecurityprofileid": a_profile(bench, **allowed),
        }
        bench.organization.associate("systemuserprofiles", **ids)
    return headers


def _read(bench: Bench, contact: str, headers: dict[str, str]) -> object:
    return bench.read(f"/contacts({contact})?$select={COLUMN}", **headers)[COLUMN]


def test_a_secured_value_reads_as_null_and_never_as_an_error(secured: Bench) -> None:
    """Indistinguishable from empty: rows, lists, properties, whole rows."""
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured)

    assert _read(secured, contact, clerk) is None
    assert _read(secured, contact, {}) == "42"
    listed = secured.read(f"/contacts?$select={COLUMN}", **clerk)["value"]
    assert [one[COLUMN] for one in listed] == [None]
    whole = secured.read(f"/contacts({contact})", **clerk)
    assert whole[COLUMN] is None
    assert whole["lastname"] == "Example"
    target = f"/contacts({contact})/{COLUMN}"
    assert secured.send("GET", target, headers=clerk).status == 204
    assert secured.read(target)["value"] == "42"


def test_a_hidden_value_shows_nowhere_else(secured: Bench) -> None:
    """Expanded rows, annotations, representations, collections."""
    contact = a_contact(secured, governmentid="42-secret")
    account = an_account(secured, primarycontactid=contact)
    clerk = a_clerk(secured)
    every = {"prefer": 'odata.include-annotations="*"'}

    answers = [
        secured.send("GET", target, headers={**clerk, **every})
        for target in (
            f"/accounts({account})?$expand=primarycontactid",
            f"/accounts?$expand=primarycontactid($select={COLUMN})",
            f"/accounts({account})/primarycontactid",
            f"/contacts({contact})",
            "/contacts",
        )
    ]
    patched = secured.send(
        "PATCH",
        f"/contacts({contact})",
        {"lastname": "Doe"},
        {**clerk, "prefer": "return=representation"},
    )

    for response in (*answers, patched):
        assert response.status == 200
        assert COLUMN.encode() in response.body
        assert b"42-secret" not in response.body


def test_a_hidden_lookup_expands_to_null(bench: Bench) -> None:
    """The lookup's own value, and the row behind it."""
    bench.organization.secure_column("contact", "parentcustomerid")
    account = an_account(bench)
    contact = a_contact(bench, parentcustomerid=("account", account))
    clerk = as_a_user_with(bench, CLERK)

    found = bench.read(
        f"/contacts({contact})?$select=_parentcustomerid_value"
        "&$expand=parentcustomerid_account($select=name)",
        **clerk,
    )
    link = f"/contacts({contact})/parentcustomerid_account"

    assert found["_parentcustomerid_value"] is None
    assert found["parentcustomerid_account"] is None
    assert bench.send("GET", link, headers=clerk).status == 204
    assert bench.send("GET", f"{link}/$ref", headers=clerk).status == 204
    assert bench.read(link)["accountid"] == account


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
    assert _read(secured, contact, clerk) == read
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


@pytest.mark.parametrize(
    "query",
    [
        f"/contacts?$filter={COLUMN} eq '42'",
        f"/contacts?$filter={COLUMN} eq null",
        f"/contacts?$filter=lastname eq 'x' or contains({COLUMN},'4')",
        f"/contacts?$orderby={COLUMN}",
        f"/contacts?$orderby=lastname,{COLUMN} desc",
        f"/contacts/$count?$filter={COLUMN} ne null",
        f"/accounts?$filter=primarycontactid/{COLUMN} eq '42'",
        f"/accounts?$orderby=primarycontactid/{COLUMN}",
        f"/accounts?$expand=contact_customer_accounts($filter={COLUMN} eq '42')",
        f"/accounts?$filter=contact_customer_accounts/any(c:c/{COLUMN} eq '42')",
    ],
)
def test_a_hidden_column_is_no_condition_and_no_order(
    secured: Bench, query: str
) -> None:
    """403 0x8004f506 (status inferred), also behind links; else values would leak."""
    contact = a_contact(secured, governmentid="42")
    account = an_account(secured, primarycontactid=contact)
    secured.organization.update(
        "contact", contact, {"parentcustomerid": ("account", account)}
    )
    clerk, reader = a_clerk(secured), a_clerk(secured, "Reader Example", canread=4)

    refused = secured.send("GET", query, headers=clerk)
    allowed = secured.send("GET", query, headers=reader)

    assert error_of(refused) == (403, "0x8004f506")
    assert allowed.status == 200


def test_an_unsecured_condition_is_free(secured: Bench) -> None:
    """Only the column itself is guarded."""
    a_contact(secured)

    found = secured.read("/contacts?$filter=lastname eq 'Example'", **a_clerk(secured))

    assert len(found["value"]) == 1


def test_a_team_brings_its_profiles(secured: Bench) -> None:
    """N:N with users and teams; the end of a membership is the end of it."""
    organization = secured.organization
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured)
    team = organization.add_team("Crew", members=[clerk["mscrmcallerid"]])
    assert _read(secured, contact, clerk) is None

    body = {"@odata.id": f"{API}/teams({team})"}
    profile = a_profile(secured, canread=4)
    link = f"/fieldsecurityprofiles({profile})/teamprofiles_association"
    assert secured.send("POST", f"{link}/$ref", body).status == 204
    assert _read(secured, contact, clerk) == "42"

    assert secured.send("DELETE", f"{link}({team})/$ref").status == 204
    assert _read(secured, contact, clerk) is None


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
    assert _read(secured, contact, clerk) == "42"

    path = f"/fieldsecurityprofiles({profile['fieldsecurityprofileid']})"
    assert secured.send("DELETE", path).status == 204

    assert secured.organization.rows("fieldpermission") == ()
    assert secured.organization.rows("systemuserprofiles") == ()
    assert _read(secured, contact, clerk) is None


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
    assert _read(secured, contact, clerk) == "42"
    patched = secured.send("PATCH", f"/contacts({contact})", {COLUMN: "7"}, clerk)
    assert patched.status == 204


def _share(bench: Bench, contact: str, principal: str, **access: bool) -> None:
    bench.organization.create(
        "principalobjectattributeaccess",
        {
            "attributelogicalname": COLUMN,
            "objectid": contact,
            "objecttypecode": "contact",
            "principalid": principal,
            **access,
        },
    )


def test_one_value_is_shared_with_one_user(secured: Bench) -> None:
    """Per-row sharing: this row, this user, this kind of access."""
    one, other = (a_contact(secured, governmentid=text) for text in ("42", "43"))
    clerk, second = a_clerk(secured), a_clerk(secured, "Second Example")
    _share(secured, one, clerk["mscrmcallerid"], readaccess=True)

    assert _read(secured, one, clerk) == "42"
    assert _read(secured, other, clerk) is None
    assert _read(secured, one, second) is None
    target = f"/contacts({one})"
    refused = secured.send("PATCH", target, {COLUMN: "7"}, clerk)
    assert error_of(refused) == (403, "0x8004f507")
    _share(secured, one, clerk["mscrmcallerid"], updateaccess=True)
    assert secured.send("PATCH", target, {COLUMN: "7"}, clerk).status == 204


def a_sender(bench: Bench, **allowed: int) -> dict[str, str]:
    """The headers of another application that may act for others."""
    privileges = {**CLERK, "prvActOnBehalfOfAnotherUser": Depth.GLOBAL}
    headers = from_an_application_with(bench, privileges)
    ids = {
        "systemuserid": str(bench.read("/WhoAmI", **headers)["UserId"]),
        "fieldsecurityprofileid": a_profile(bench, **allowed),
    }
    bench.organization.associate("systemuserprofiles", **ids)
    return headers


@pytest.mark.parametrize(
    ("real", "other", "seen"),
    [(0, 0, None), (4, 0, None), (0, 4, None), (4, 4, "42")],
)
def test_impersonation_shows_what_both_may_read(
    secured: Bench, real: int, other: int, seen: str | None
) -> None:
    """Section 1.4 and trap 35: the intersection, for columns as for rows."""
    contact = a_contact(secured, governmentid="42")
    sender = a_sender(secured, canread=real)
    acting = a_clerk(secured, canread=other)

    assert _read(secured, contact, {**sender, **acting}) == seen


def test_a_value_shared_with_one_of_both_stays_hidden(secured: Bench) -> None:
    """Sharing does not widen the intersection."""
    contact = a_contact(secured, governmentid="42")
    sender = a_sender(secured)
    acting = a_clerk(secured)
    _share(
        secured, contact, acting["mscrmcallerid"], readaccess=True, updateaccess=True
    )

    assert _read(secured, contact, {**sender, **acting}) is None
    assert _read(secured, contact, acting) == "42"  # the administrator sends
    refused = secured.send(
        "PATCH", f"/contacts({contact})", {COLUMN: "7"}, {**sender, **acting}
    )
    assert error_of(refused) == (403, "0x8004f507")


def test_delta_rows_hide_the_column_too(secured: Bench) -> None:
    """Section 1.6: null in delta rows (inferred)."""
    clerk = a_clerk(secured)
    track = {**clerk, "prefer": "odata.track-changes"}
    first = secured.read(f"/contacts?$select={COLUMN}", **track)
    a_contact(secured, governmentid="42")

    link = str(first["@odata.deltaLink"]).removeprefix(API)

    assert [one[COLUMN] for one in secured.read(link, **clerk)["value"]] == [None]
    assert [one[COLUMN] for one in secured.read(link)["value"]] == ["42"]


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
    assert _read(bench, contact, clerk) == "42"


def test_the_row_and_the_message_name_no_hidden_value(secured: Bench) -> None:
    """A refusal tells the column and not what stands in it."""
    contact = a_contact(secured, governmentid="42-secret")
    clerk = a_clerk(secured)

    response = secured.send("PATCH", f"/contacts({contact})", {COLUMN: "7"}, clerk)

    message = json_of(response)["error"]["message"]
    assert COLUMN in message
    assert "42-secret" not in json.dumps(message)


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
