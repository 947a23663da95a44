"""Who may enter, and on whose behalf: sections 1.1, 1.3 and 1.4 of the fact sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    API,
    ROOT,
    Bench,
    a_booking,
    a_resource,
    a_user,
    error_of,
    from_an_application_with,
    header,
    json_of,
)

BOOKINGS = "/bookableresourcebookings"


@pytest.mark.parametrize("authorization", ["", "Bearer nonsense", "Basic abc"])
def test_without_a_token_the_challenge_names_authority_and_resource(
    bench: Bench, authorization: str
) -> None:
    """Section 1.1: both keys are needed by .NET clients."""
    response = bench.send("GET", "/WhoAmI", headers={"authorization": authorization})

    assert response.status == 401
    assert response.body == b""
    challenge = header(response, "WWW-Authenticate")
    tenant = bench.directory.tenant_id
    assert challenge == (
        f"Bearer authorization_uri=http://127.0.0.1:8080/t1/login/{tenant}/oauth2/"
        f"authorize, resource_id={ROOT}/"
    )


def test_a_token_for_another_resource_is_refused(bench: Bench) -> None:
    """Section 1.1: the audience is the organisation's address."""
    token = bench.directory.issue(bench.application, audience="https://other.example")

    response = bench.send(
        "GET", "/WhoAmI", headers={"authorization": f"Bearer {token}"}
    )

    assert response.status == 401


def test_a_token_with_a_slash_behind_the_audience_is_taken(bench: Bench) -> None:
    """Section 1.1: with or without a slash at the end."""
    token = bench.directory.issue(bench.application, audience=f"{ROOT}/")

    response = bench.send(
        "GET", "/WhoAmI", headers={"authorization": f"Bearer {token}"}
    )

    assert response.status == 200


def test_an_expired_token_is_refused(bench: Bench) -> None:
    """Section 1.1: expiry is judged by the tenant's clock."""
    bench.clock.move_to(bench.clock.now() + timedelta(days=401))

    assert bench.send("GET", "/WhoAmI").status == 401


@pytest.mark.parametrize("path", ["/WhoAmI", "/WhoAmI()"])
def test_who_am_i_names_the_application_user(bench: Bench, path: str) -> None:
    """Section 1.3, both spellings."""
    assert bench.read(path) == {
        "@odata.context": f"{API}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse",
        "BusinessUnitId": bench.organization.root_business_unit,
        "UserId": bench.organization.application_user,
        "OrganizationId": bench.organization.organization_id,
    }


def test_who_am_i_is_a_function(bench: Bench) -> None:
    """Section 1.3: a POST answers 404 with an empty code."""
    assert error_of(bench.send("POST", "/WhoAmI", {})) == (404, "")


def test_an_application_without_a_user_may_not_enter(bench: Bench) -> None:
    """Section 1.1: 0x80072560."""
    stranger = bench.directory.register_application("stranger")
    token = bench.directory.issue(stranger, audience=ROOT)

    response = bench.send(
        "GET", "/WhoAmI", headers={"authorization": f"Bearer {token}"}
    )

    assert error_of(response) == (403, "0x80072560")


def test_a_disabled_application_user_may_not_enter(bench: Bench) -> None:
    """Section 1.1: 0x80040225."""
    organization = bench.organization
    organization.update(
        "systemuser", organization.application_user, {"isdisabled": True}
    )

    assert error_of(bench.send("GET", "/WhoAmI")) == (403, "0x80040225")


def test_a_user_without_a_role_may_not_enter(bench: Bench) -> None:
    """Section 1.1: 0x80042f09."""
    bench.organization.set_roles(bench.organization.application_user, ())

    assert error_of(bench.send("GET", "/WhoAmI")) == (403, "0x80042f09")


@pytest.mark.parametrize("name", ["mscrmcallerid", "callerobjectid"])
def test_a_request_may_act_as_another_user(bench: Bench, name: str) -> None:
    """Section 1.4: both headers, and the columns that tell them apart."""
    organization = bench.organization
    user = a_user(bench, roles=[organization.system_administrator])
    row = organization.get("systemuser", user)
    assert row is not None
    ids = {"mscrmcallerid": user, "callerobjectid": row["azureactivedirectoryobjectid"]}

    response = bench.send(
        "POST", "/accounts", {"name": "Fabrikam"}, headers={name: str(ids[name])}
    )

    assert response.status == 204
    (account,) = organization.rows("account", name="Fabrikam")
    assert account["createdby"] == user
    assert account["createdonbehalfby"] == organization.application_user
    assert account["ownerid"] == user


def test_impersonation_gives_the_lesser_rights_of_both(bench: Bench) -> None:
    """Section 1.4 and trap 35: an administrator sees what the weak user sees."""
    organization = bench.organization
    role = organization.add_role(
        "worker", {"prvReadBookableResourceBooking": Depth.BASIC}
    )
    user = a_user(bench, roles=[role])
    resource = a_resource(bench, user)
    own = a_booking(bench, resource, ownerid=user)
    a_booking(bench, resource)

    found = bench.read(f"{BOOKINGS}?$select=name", mscrmcallerid=user)

    ids = [one["bookableresourcebookingid"] for one in found["value"]]
    assert ids == [own]
    refused = bench.send("GET", "/accounts", headers={"mscrmcallerid": user})
    assert error_of(refused) == (403, "0x80040220")


def test_a_weak_sender_sees_no_more_by_acting_for_a_strong_user(
    bench: Bench,
) -> None:
    """Trap 35: the intersection takes from both; stamps reveal the sender."""
    organization = bench.organization
    weak = {
        "prvActOnBehalfOfAnotherUser": Depth.GLOBAL,
        "prvReadContact": Depth.BASIC,
        "prvCreateContact": Depth.BASIC,
    }
    sender = from_an_application_with(bench, weak)
    strong = a_user(bench, roles=[organization.system_administrator])
    headers = {**sender, "mscrmcallerid": strong}
    organization.create("contact", {"lastname": "Other"})

    made = bench.send("POST", "/contacts", {"lastname": "Own"}, headers=headers)
    seen = bench.read("/contacts?$select=lastname", **headers)["value"]
    refused = bench.send("GET", "/accounts", headers=headers)

    assert made.status == 204
    assert [one["lastname"] for one in seen] == ["Own"]
    assert error_of(refused) == (403, "0x80040220")
    (row,) = organization.rows("contact", lastname="Own")
    assert (row["createdby"], row["ownerid"]) == (strong, strong)
    assert row["createdonbehalfby"] == bench.read("/WhoAmI", **sender)["UserId"]


def test_nobody_acts_for_another_without_the_privilege(bench: Bench) -> None:
    """Section 1.4: 0x8004a110."""
    organization = bench.organization
    role = organization.add_role("plain", {"prvReadAccount": Depth.GLOBAL})
    organization.set_roles(organization.application_user, [role])
    user = a_user(bench, roles=[role])

    response = bench.send("GET", "/accounts", headers={"mscrmcallerid": user})

    assert error_of(response) == (403, "0x8004a110")


@pytest.mark.parametrize(
    ("id", "status"),
    [("nonsense", 400), ("6d1b2a4e-0000-4000-8000-000000000009", 403)],
)
def test_the_impersonated_user_must_exist(bench: Bench, id: str, status: int) -> None:
    """Section 1.4: 400 malformed, 403 unknown (inferred)."""
    response = bench.send("GET", "/accounts", headers={"mscrmcallerid": id})

    assert response.status == status


def test_who_am_i_under_impersonation_is_the_other_user(bench: Bench) -> None:
    """Section 1.4 (inferred)."""
    user = a_user(bench, roles=[bench.organization.system_administrator])

    response = bench.send("GET", "/WhoAmI", headers={"mscrmcallerid": user})

    assert json_of(response)["UserId"] == user
