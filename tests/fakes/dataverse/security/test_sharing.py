"""Granting, changing and ending a share of a row: sections 1.5 and 10."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from fakes.dataverse.rights import Depth, Rights
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    a_user,
    as_a_user_with,
    error_of,
    nothing_is_written,
)
from tests.fakes.dataverse.security.shares import (
    BASIC,
    NAMESPACE,
    a_grant,
    a_principal,
    a_target,
    mask_of,
    shares_of,
)

MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"


def test_a_grant_adds_a_change_replaces_and_an_end_removes(bench: Bench) -> None:
    """Section 10: all three answer 204."""
    contact, reader = a_contact(bench), as_a_user_with(bench, BASIC)
    user = reader["mscrmcallerid"]
    target = f"/contacts({contact})"

    def said(action: str, body: object) -> object:
        response = bench.send("POST", f"/{action}", body)
        assert (response.status, response.body) == (204, b"")
        return mask_of(bench, contact)

    assert bench.send("GET", target, headers=reader).status == 403
    assert said("GrantAccess", a_grant(contact, user, "ReadAccess")) == 1
    assert bench.send("GET", target, headers=reader).status == 200
    assert bench.send("PATCH", target, {"fax": "1"}, reader).status == 403
    assert said("GrantAccess", a_grant(contact, user, "WriteAccess, AppendAccess")) == 7
    assert bench.send("PATCH", target, {"fax": "1"}, reader).status == 204
    assert said("ModifyAccess", a_grant(contact, user, "ReadAccess,ShareAccess")) == (
        1 | 262144
    )
    assert bench.send("PATCH", target, {"fax": "1"}, reader).status == 403
    revoke = {"Target": a_target(contact), "Revokee": a_principal(user)}
    assert said("RevokeAccess", revoke) is None
    assert bench.send("GET", target, headers=reader).status == 403
    assert said("RevokeAccess", revoke) is None
    assert bench.performed[0] == "contact.read"
    assert bench.performed[1] == "function"


@pytest.mark.parametrize("action", ["GrantAccess", "ModifyAccess"])
@pytest.mark.parametrize("before", [0, 1])
def test_a_mask_of_none_changes_nothing(bench: Bench, action: str, before: int) -> None:
    """Section 10: neither a share that is there nor one that is not."""
    contact, user = a_contact(bench), a_user(bench)
    if before:
        bench.organization.share("contact", contact, user, before)

    with nothing_is_written(bench):
        response = bench.send("POST", f"/{action}", a_grant(contact, user, "None"))

    assert response.status == 204
    assert len(shares_of(bench, contact)) == before


@pytest.mark.parametrize(
    ("right", "flag"),
    [
        ("ReadAccess", 1),
        ("WriteAccess", 2),
        ("AppendAccess", 4),
        ("AppendToAccess", 16),
        ("CreateAccess", 32),
        ("DeleteAccess", 65536),
        ("ShareAccess", 262144),
        ("AssignAccess", 524288),
    ],
)
def test_every_right_has_its_flag(bench: Bench, right: str, flag: int) -> None:
    """Section 1.5, AccessRights; read back by its word."""
    contact, user = a_contact(bench), a_user(bench)

    bench.send("POST", "/GrantAccess", a_grant(contact, user, right))

    assert mask_of(bench, contact) == flag
    assert [one["AccessMask"] for one in shares_of(bench, contact)] == [right]


def test_shares_are_listed_with_their_principals(bench: Bench) -> None:
    """Users and teams, rights with a comma and a blank between them."""
    contact, user = a_contact(bench), a_user(bench)
    team = bench.organization.add_team("Crew")
    for holder, kind, mask in (
        (user, "systemuser", "ReadAccess,WriteAccess"),
        (team, "team", "ReadAccess"),
    ):
        body = a_grant(contact, holder, mask, kind)
        assert bench.send("POST", "/GrantAccess", body).status == 204

    first, second = shares_of(bench, contact)

    assert first["AccessMask"] == "ReadAccess, WriteAccess"
    assert first["Principal"]["systemuserid"] == user
    assert second["Principal"]["teamid"] == team
    assert second["Principal"]["@odata.type"].endswith(f"{NAMESPACE}.team")


def test_a_team_shares_with_its_members(bench: Bench) -> None:
    """Section 1.5: row rights are a union over teams."""
    contact, reader = a_contact(bench), as_a_user_with(bench, BASIC)
    team = bench.organization.add_team("Crew", members=[reader["mscrmcallerid"]])
    bench.send("POST", "/GrantAccess", a_grant(contact, team, "ReadAccess", "team"))

    assert bench.send("GET", f"/contacts({contact})", headers=reader).status == 200
    bench.organization.security.enlist(team, ())
    assert bench.send("GET", f"/contacts({contact})", headers=reader).status == 403


@pytest.mark.parametrize("action", ["GrantAccess", "ModifyAccess", "RevokeAccess"])
def test_sharing_needs_share_on_the_row(bench: Bench, action: str) -> None:
    """Section 1.5: by a role's depth, or by a share of the row itself."""
    contact, friend = a_contact(bench), a_user(bench)
    sharer = as_a_user_with(
        bench,
        {**BASIC, "prvReadContact": Depth.GLOBAL, "prvReadUser": Depth.GLOBAL},
    )
    body = a_grant(contact, friend, "ReadAccess")
    if action == "RevokeAccess":
        body = {"Target": a_target(contact), "Revokee": a_principal(friend)}

    with nothing_is_written(bench):
        refused = bench.send("POST", f"/{action}", body, sharer)
    bench.organization.share("contact", contact, sharer["mscrmcallerid"], Rights.SHARE)
    allowed = bench.send("POST", f"/{action}", body, sharer)

    assert error_of(refused) == (403, "0x80040220")
    assert allowed.status == 204


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Target": None}, 400),
        ({"Target": {}}, 400),
        ({"Target": {"@odata.type": f"{NAMESPACE}.contact"}}, 400),
        ({"Target": {"contactid": MISSING}}, 400),
        ({"Target": {"contactid": MISSING, "@odata.type": "nosuch"}}, 400),
        ({"Target": {"contactid": 5, "@odata.type": f"{NAMESPACE}.contact"}}, 400),
        ({"Target": a_target("x")}, 400),
        ({"Target": a_target(MISSING)}, 404),
        ({"Target": {"@odata.id": f"contacts({MISSING})"}}, 404),
        ({"Target": {"@odata.id": "contacts"}}, 400),
        ({"PrincipalAccess": None}, 400),
        ({"PrincipalAccess": {"AccessMask": "ReadAccess"}}, 400),
    ],
)
def test_a_malformed_grant_writes_nothing(
    bench: Bench, change: dict[str, Any], status: int
) -> None:
    """400 for the body, 404 for the row."""
    body = {**a_grant(a_contact(bench), a_user(bench), "ReadAccess"), **change}

    with nothing_is_written(bench):
        response = bench.send("POST", "/GrantAccess", body)

    assert response.status == status


@pytest.mark.parametrize("mask", ["Read", "ReadAccess;WriteAccess", "readaccess"])
def test_an_unknown_right_is_refused(bench: Bench, mask: str) -> None:
    """Words of the enumeration only."""
    body = a_grant(a_contact(bench), a_user(bench), mask)

    with nothing_is_written(bench):
        response = bench.send("POST", "/GrantAccess", body)

    assert error_of(response) == (400, "0x80048d19")


def test_rows_are_shared_with_users_and_teams_only(bench: Bench) -> None:
    """Section 10: a principal."""
    contact = a_contact(bench)
    body = a_grant(contact, a_user(bench), "ReadAccess")
    body["PrincipalAccess"]["Principal"] = a_target(contact)

    with nothing_is_written(bench):
        response = bench.send("POST", "/GrantAccess", body)

    assert error_of(response) == (400, "0x80048d19")


def test_parameters_name_rows_by_address_and_principals_by_ownerid(
    bench: Bench,
) -> None:
    """Section 10; the hash before a type is taken, too."""
    contact, user = a_contact(bench), a_user(bench)
    body = {
        "Target": {"@odata.id": f"{API}/contacts({contact})"},
        "PrincipalAccess": {
            "Principal": {"ownerid": user, "@odata.type": f"#{NAMESPACE}.systemuser"},
            "AccessMask": "ReadAccess",
        },
    }

    assert bench.send("POST", "/GrantAccess", body).status == 204

    assert mask_of(bench, contact) == 1


def test_shares_of_a_row_that_cannot_be_read_are_not_told(bench: Bench) -> None:
    """Section 1.5: 403."""
    contact, reader = a_contact(bench), as_a_user_with(bench, BASIC)
    target = f"{{'@odata.id':'contacts({contact})'}}"

    response = bench.send(
        "GET",
        f"/RetrieveSharedPrincipalsAndAccess(Target=@t)?@t={quote(target)}",
        headers=reader,
    )

    assert error_of(response) == (403, "0x80040220")


def test_shares_are_a_table_to_read_only(bench: Bench) -> None:
    """Section 9.7: principalobjectaccess; trap 38 spells its set."""
    contact, user = a_contact(bench), a_user(bench)
    bench.send("POST", "/GrantAccess", a_grant(contact, user, "ReadAccess"))

    (share,) = bench.read(f"/principalobjectaccessset?$filter=objectid eq {contact}")[
        "value"
    ]
    with nothing_is_written(bench):
        created = bench.send("POST", "/principalobjectaccessset", {"objectid": contact})
        target = f"/principalobjectaccessset({share['principalobjectaccessid']})"
        deleted = bench.send("DELETE", target)

    assert (share["principalid"], share["accessrightsmask"]) == (user, 1)
    assert created.status == 405
    assert deleted.status == 405
