"""Sharing, access and functions of the organisation: sections 1.5 and 10."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from fakes.dataverse.rights import Depth, Rights
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    a_user,
    an_account,
    as_a_user_with,
    error_of,
    json_of,
    nothing_is_written,
    row_of,
)

NAMESPACE = "Microsoft.Dynamics.CRM"
MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"
BASIC = {f"prv{verb}Contact": Depth.BASIC for verb in ("Read", "Write", "Share")}


def a_target(contact: str) -> dict[str, str]:
    """A contact as the parameter of an action."""
    return {"contactid": contact, "@odata.type": f"{NAMESPACE}.contact"}


def a_principal(user: str, kind: str = "systemuser") -> dict[str, str]:
    """A user or a team as the parameter of an action."""
    return {f"{kind}id": user, "@odata.type": f"{NAMESPACE}.{kind}"}


def a_grant(contact: str, user: str, mask: str, kind: str = "systemuser") -> Any:
    """The body of GrantAccess and ModifyAccess."""
    return {
        "Target": a_target(contact),
        "PrincipalAccess": {"Principal": a_principal(user, kind), "AccessMask": mask},
    }


def _mask(bench: Bench, contact: str) -> object:
    shares = bench.organization.rows("principalobjectaccess", objectid=contact)
    assert len(shares) <= 1
    return shares[0]["accessrightsmask"] if shares else None


def _shares(bench: Bench, contact: str) -> list[dict[str, Any]]:
    target = quote(json.dumps({"@odata.id": f"contacts({contact})"}))
    found = bench.read(f"/RetrieveSharedPrincipalsAndAccess(Target=@t)?@t={target}")
    accesses: list[dict[str, Any]] = found["PrincipalAccesses"]
    return accesses


def test_a_grant_adds_a_change_replaces_and_an_end_removes(bench: Bench) -> None:
    """Section 10: all three answer 204."""
    contact, reader = a_contact(bench), as_a_user_with(bench, BASIC)
    user = reader["mscrmcallerid"]
    target = f"/contacts({contact})"

    def said(action: str, body: object) -> object:
        response = bench.send("POST", f"/{action}", body)
        assert (response.status, response.body) == (204, b"")
        return _mask(bench, contact)

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
    assert len(_shares(bench, contact)) == before


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

    assert _mask(bench, contact) == flag
    assert [one["AccessMask"] for one in _shares(bench, contact)] == [right]


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

    first, second = _shares(bench, contact)

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
        {**BASIC, "prvReadContact": Depth.GLOBAL, "prvReadsystemuser": Depth.GLOBAL},
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

    assert _mask(bench, contact) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/GrantAccess"),
        ("GET", "/BulkDelete"),
        ("POST", "/WhoAmI"),
        ("POST", "/RetrieveVersion()"),
        ("POST", "/RetrieveTotalRecordCount(EntityNames=@p)"),
        ("DELETE", "/WhoAmI"),
        ("POST", "/GrantAccess()"),
        ("GET", "/contacts/Microsoft.Dynamics.CRM.CreateMultiple"),
    ],
)
def test_the_wrong_verb_finds_no_message(bench: Bench, method: str, path: str) -> None:
    """Section 1.3: 404 with an empty code (trap 3)."""
    with nothing_is_written(bench):
        response = bench.send(method, path, {})

    assert error_of(response) == (404, "")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/Nonsense()", 404),
        ("/Microsoft.Dynamics.CRM.WhoAmI", 404),
        ("/SendEmail", 501),
        ("/InitializeFrom()", 501),
    ],
)
def test_unknown_messages_are_missing_and_known_ones_a_gap(
    bench: Bench, path: str, status: int
) -> None:
    """Section 10: unbound messages must not carry the namespace."""
    assert bench.send("POST", path, {}).status == status


def _rights(bench: Bench, user: str, target: str, **headers: str) -> str:
    function = f"{NAMESPACE}.RetrievePrincipalAccess(Target=@t)?@t={quote(target)}"
    found: str = bench.read(f"/systemusers({user})/{function}", **headers)[
        "AccessRights"
    ]
    return found


def test_access_is_the_union_of_roles_teams_and_shares(bench: Bench) -> None:
    """Section 10: a comma and a blank between them, None without any."""
    reader = as_a_user_with(bench, BASIC)
    user = reader["mscrmcallerid"]
    own, other = a_contact(bench, ownerid=user), a_contact(bench)

    def rights(contact: str) -> str:
        return _rights(bench, user, f"{{'@odata.id':'contacts({contact})'}}")

    assert rights(own) == "ReadAccess, WriteAccess, ShareAccess"
    assert rights(other) == "None"
    bench.organization.share("contact", other, user, Rights.WRITE | Rights.DELETE)
    assert rights(other) == "WriteAccess"  # no Delete privilege at all (1.5)
    admin = bench.organization.application_user
    every = _rights(bench, admin, f"{{'@odata.id':'contacts({other})'}}")
    assert every.split(", ") == [
        "ReadAccess",
        "WriteAccess",
        "AppendAccess",
        "AppendToAccess",
        "CreateAccess",
        "DeleteAccess",
        "ShareAccess",
        "AssignAccess",
    ]


@pytest.mark.parametrize(
    "form",
    [
        "{{'@odata.id':'accounts({id})'}}",
        '{{"@odata.id":"accounts({id})"}}',
        '{{"@odata.id":"{api}/accounts({id})"}}',
        "{{\"@odata.id\":\"accounts(accountnumber='O''B')\"}}",
    ],
)
def test_a_target_is_named_in_single_or_double_quotes(bench: Bench, form: str) -> None:
    """Section 10 shows single ones; JSON has double ones."""
    bench.organization.define_key("account", "number", ["accountnumber"])
    account = an_account(bench, accountnumber="O'B")
    user = as_a_user_with(bench, {"prvReadAccount": Depth.GLOBAL})["mscrmcallerid"]

    found = _rights(bench, user, form.format(id=account, api=API))

    assert found == "ReadAccess"


@pytest.mark.parametrize("inline", [True, False])
def test_parameters_stand_inline_or_behind_an_alias(
    bench: Bench,
    inline: bool,  # noqa: FBT001 - a parameter of the table above
) -> None:
    """Section 10."""
    contact = a_contact(bench)
    target = f"{{'@odata.id':'contacts({contact})'}}"
    call = f"(Target={quote(target)})" if inline else f"(Target=@x)?@x={quote(target)}"

    found = bench.read(f"/RetrieveSharedPrincipalsAndAccess{call}")

    assert found == {
        "@odata.context": (
            f"{API}/$metadata#{NAMESPACE}.RetrieveSharedPrincipalsAndAccessResponse"
        ),
        "PrincipalAccesses": [],
    }


@pytest.mark.parametrize(
    "call",
    [
        "",
        "()",
        "(Target=@t)",
        "(Target=@t)?@t=nonsense",
        "(Target=@t)?@t={}",
        "(Target=@t)?@t=[]",
        "(Target=@t)?@t={'@odata.id':5}",
        "(Target)",
    ],
)
def test_a_function_without_its_target_is_refused(bench: Bench, call: str) -> None:
    """400, however it is missing."""
    response = bench.send("GET", f"/RetrieveSharedPrincipalsAndAccess{call}")

    assert response.status == 400


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


@pytest.mark.parametrize(
    "call",
    ['(EntityNames=@p)?@p=["contact","task"]', '(EntityNames=["contact","task"])'],
)
def test_rows_of_tables_are_counted(bench: Bench, call: str) -> None:
    """Section 4.4: exact totals as keys and values."""
    a_contact(bench)
    a_contact(bench)

    found = bench.read(f"/RetrieveTotalRecordCount{call}")

    collection = found["EntityRecordCountCollection"]
    assert collection["Keys"] == ["contact", "task"]
    assert collection["Values"] == [2, 0]
    assert collection["Count"] == 2


@pytest.mark.parametrize(
    ("names", "status"), [('["nosuch"]', 400), ("contact", 400), ("[1]", 400)]
)
def test_unknown_tables_are_not_counted(bench: Bench, names: str, status: int) -> None:
    """And neither is anything that is no array of names."""
    response = bench.send(
        "GET", f"/RetrieveTotalRecordCount(EntityNames=@p)?@p={names}"
    )

    assert response.status == status


def test_counting_needs_read(bench: Bench) -> None:
    """Section 1.5."""
    reader = as_a_user_with(bench, BASIC)
    path = '/RetrieveTotalRecordCount(EntityNames=@p)?@p=["{}"]'

    assert bench.send("GET", path.format("contact"), headers=reader).status == 200
    refused = bench.send("GET", path.format("account"), headers=reader)
    assert error_of(refused) == (403, "0x80040220")


def test_the_version_and_the_organisation_are_told(bench: Bench) -> None:
    """Section 10, with and without parentheses, and with the typed parameter."""
    versions = [bench.read(f"/RetrieveVersion{one}")["Version"] for one in ("", "()")]
    kind = quote("Microsoft.Dynamics.CRM.EndpointAccessType'Default'")
    found = bench.read(f"/RetrieveCurrentOrganization(AccessType=@p1)?@p1={kind}")

    assert versions[0] == versions[1]
    assert versions[0].startswith("9.2.")
    detail = found["Detail"]
    assert detail["OrganizationId"] == bench.read("/WhoAmI")["OrganizationId"]
    assert detail["State"] == "Enabled"
    endpoints = detail["Endpoints"]
    assert endpoints["Count"] == len(endpoints["Keys"]) == len(endpoints["Values"])


def test_a_former_owner_keeps_a_share_where_so_set(bench: Bench) -> None:
    """Section 1.5, "Assign": PATCH of the owner, sharetopreviousowneronassign."""
    organization = bench.organization
    former, new = a_user(bench), a_user(bench, "Omar Example")
    contact = a_contact(bench, ownerid=former)
    target, body = (
        f"/contacts({contact})",
        {"ownerid@odata.bind": f"/systemusers({new})"},
    )
    assert bench.send("PATCH", target, body).status == 204
    assert _mask(bench, contact) is None

    organization.update(
        "organization",
        organization.organization_id,
        {"sharetopreviousowneronassign": True},
    )
    back = {"ownerid@odata.bind": f"/systemusers({former})"}
    assert bench.send("PATCH", target, back).status == 204

    (share,) = organization.rows("principalobjectaccess", objectid=contact)
    assert share["principalid"] == new
    assert row_of(bench, "contact", contact)["ownerid"] == former
    # Assigned to whom it belongs already: nothing is kept.
    assert bench.send("PATCH", target, back).status == 204
    assert len(organization.rows("principalobjectaccess")) == 1


def test_assigning_needs_assign_however_it_is_spelt(bench: Bench) -> None:
    """Section 1.5: PATCH, PUT of the reference, either name of an activity's owner."""
    names = ("ReadActivity", "WriteActivity", "AppendActivity", "AppendTosystemuser")
    clerk = as_a_user_with(bench, {f"prv{one}": Depth.GLOBAL for one in names})
    task = bench.organization.create("task", {"subject": "Call"})
    owner = f"/systemusers({clerk['mscrmcallerid']})"

    with nothing_is_written(bench):
        answers = [
            bench.send("PATCH", f"/tasks({task})", {f"{nav}@odata.bind": owner}, clerk)
            for nav in ("ownerid", "ownerid_task")
        ]
        answers.append(
            bench.send(
                "PUT",
                f"/tasks({task})/ownerid/$ref",
                {"@odata.id": f"{API}{owner}"},
                clerk,
            )
        )

    assert [error_of(one) for one in answers] == [(403, "0x80040220")] * 3


def test_a_row_is_not_created_for_others_beyond_the_depth(bench: Bench) -> None:
    """Create at Basic is for own rows; a team's row is the member's own."""
    maker = as_a_user_with(bench, {"prvCreateContact": Depth.BASIC})
    other = a_user(bench, "Omar Example")
    team = bench.organization.add_team("Crew", members=[maker["mscrmcallerid"]])
    for owner, status in (
        (f"/systemusers({other})", 403),
        (f"/systemusers({maker['mscrmcallerid']})", 204),
        (f"/teams({team})", 204),
    ):
        version = bench.organization.version
        body = {"lastname": "Doe", "ownerid@odata.bind": owner}

        response = bench.send("POST", "/contacts", body, maker)

        assert response.status == status
        assert (bench.organization.version == version) is (status == 403)


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


def test_privileges_tell_the_greatest_depth(bench: Bench) -> None:
    """Section 10: roles of the user and of its teams add up."""
    organization = bench.organization
    weak = organization.add_role("weak", {"prvReadContact": Depth.BASIC})
    strong = organization.add_role("strong", {"prvreadcontact": Depth.DEEP})
    user = a_user(bench, roles=[weak])
    organization.add_team("Crew", members=[user], roles=[strong])

    response = bench.send(
        "GET", f"/systemusers({user})/{NAMESPACE}.RetrieveUserPrivileges()"
    )

    (one,) = json_of(response)["RolePrivileges"]
    assert one["Depth"] == "Deep"
    assert one["PrivilegeName"].lower() == "prvreadcontact"
