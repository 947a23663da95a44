"""What a user may do with a row, as functions tell it: section 10."""

from __future__ import annotations

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
    json_of,
)
from tests.fakes.dataverse.security.shares import BASIC, NAMESPACE


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
