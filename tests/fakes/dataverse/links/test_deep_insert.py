"""Rows within rows, written in one request: section 3.2, deep insert."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.links.makers import MISSING
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    as_a_user_with,
    error_of,
    header,
    json_of,
    new_id,
    nothing_is_written,
    row_of,
)


def test_rows_of_several_levels_come_into_being_together(bench: Bench) -> None:
    """Objects for lookups, arrays for collections; the root's address comes back."""
    body = {
        "name": "Fabrikam",
        "primarycontactid": {
            "lastname": "Doe",
            "Contact_Tasks": [{"subject": "Call"}, {"subject": "Write"}],
        },
        "Account_Tasks": [
            {"subject": "Visit", "scheduledstart": "2026-03-02T10:00:00Z"}
        ],
        "contact_customer_accounts": [{"lastname": "Roe", "Contact_Tasks": []}],
    }

    response = bench.send("POST", "/accounts", body)

    organization = bench.organization
    account = new_id(response)
    assert response.status == 204
    assert header(response, "OData-EntityId") == f"{API}/accounts({account})"
    (doe,) = organization.rows("contact", lastname="Doe")
    (roe,) = organization.rows("contact", lastname="Roe")
    assert row_of(bench, "account", account)["primarycontactid"] == doe["contactid"]
    assert (doe["parentcustomerid"], roe["parentcustomerid"]) == (None, account)
    regarding = {
        str(one["subject"]): one["regardingobjectid"]
        for one in organization.rows("task")
    }
    doe_id = doe["contactid"]
    assert regarding == {"Call": doe_id, "Write": doe_id, "Visit": account}


def test_permissions_come_with_their_profile(bench: Bench) -> None:
    """One-to-many below a field security profile."""
    bench.organization.secure_column("contact", "governmentid")
    body = {
        "name": "Readers",
        "lk_fieldpermission_fieldsecurityprofileid": [
            {
                "entityname": "contact",
                "attributelogicalname": "governmentid",
                "canread": 4,
            }
        ],
    }

    response = bench.send("POST", "/fieldsecurityprofiles", body)

    (permission,) = bench.organization.rows("fieldpermission", canread=4)
    assert permission["fieldsecurityprofileid"] == new_id(response)


@pytest.mark.parametrize(
    ("inner", "refusal"),
    [
        ({"lastname": "x" * 51}, (400, "0x80044331")),
        ({"nosuch": 1}, (400, "0x80048d19")),
        ({"gendercode": 9}, (400, "0x8004431a")),
        ({"birthdate": "soon"}, (400, "0x80040239")),
        ({"_parentcustomerid_value": MISSING}, (400, "0x80048d19")),
        (
            {"transactioncurrencyid@odata.bind": f"/pricelevels({MISSING})"},
            (400, "0x80048d19"),
        ),
        (
            {"transactioncurrencyid@odata.bind": f"/transactioncurrencies({MISSING})"},
            (404, "0x80040217"),
        ),
        (
            {"Contact_Tasks": [{"subject": "a"}, {"statuscode": 99}]},
            (400, "0x8004431a"),
        ),
        ({"Contact_Tasks": [{"percentcomplete": 101}]}, (400, "0x8004431a")),
        ({"Contact_Tasks": {"subject": "a"}}, (400, "0x80048d19")),
        ({"Contact_Tasks": ["a"]}, (400, "0x80048d19")),
        ({"parentcustomerid": {"name": "x"}}, (400, "0x80048d19")),
        ({"ownerid": {"lastname": "x"}}, (400, "0x80048d19")),
    ],
)
def test_a_failure_deep_inside_undoes_all(
    bench: Bench, inner: dict[str, Any], refusal: tuple[int, str]
) -> None:
    """All rows in one transaction, the good ones in front of the bad one, too."""
    body = {
        "name": "Fabrikam",
        "primarycontactid": {"lastname": "Good"},
        "contact_customer_accounts": [{"lastname": "Good"}, {"lastname": "A", **inner}],
    }

    with nothing_is_written(bench):
        response = bench.send("POST", "/accounts", body)

    assert error_of(response) == refusal
    assert bench.organization.rows("account") == ()
    assert bench.organization.rows("contact") == ()


def test_the_platforms_own_lookups_bring_no_new_rows(bench: Bench) -> None:
    """Section 3.5: read-only."""
    unit = f"/businessunits({bench.organization.root_business_unit})"
    user = {"lastname": "New", "businessunitid@odata.bind": unit}

    for nav in ("createdby", "modifiedby", "owningbusinessunit"):
        with nothing_is_written(bench):
            body = {
                "name": "Fabrikam",
                nav: user if nav != "owningbusinessunit" else {"name": "New"},
            }
            response = bench.send("POST", "/accounts", body)
        assert error_of(response) == (400, "0x80040203"), nav


def _nested(depth: int) -> dict[str, Any]:
    body: dict[str, Any] = {"name": "innermost"}
    for _ in range(depth):
        body = {"name": "outer", "parentaccountid": body}
    return body


@pytest.mark.parametrize(("depth", "status"), [(16, 204), (17, 400), (900, 400)])
def test_rows_stand_only_so_deep_in_a_body(
    bench: Bench, depth: int, status: int
) -> None:
    """The limit is inferred; beyond it nothing is written."""
    version = bench.organization.version

    response = bench.send("POST", "/accounts", _nested(depth))

    assert response.status == status
    written = len(bench.organization.rows("account"))
    assert written == (depth + 1 if status == 204 else 0)
    assert (bench.organization.version == version) is (status == 400)


def test_every_row_inside_needs_its_privileges(bench: Bench) -> None:
    """Create for each, Append and AppendTo for each link (section 1.5)."""
    body = {"name": "Fabrikam", "primarycontactid": {"lastname": "Doe"}}
    needed = [
        "prvCreateAccount",
        "prvCreateContact",
        "prvAppendAccount",
        "prvAppendToContact",
    ]
    for missing in needed:
        rest = {name: Depth.BASIC for name in needed if name != missing}
        headers = as_a_user_with(bench, rest, f"{missing} Example")
        with nothing_is_written(bench):
            refused = bench.send("POST", "/accounts", body, headers)
        assert error_of(refused) == (403, "0x80040220"), missing

    headers = as_a_user_with(bench, dict.fromkeys(needed, Depth.BASIC), "All Example")
    response = bench.send("POST", "/accounts", body, headers)

    assert response.status == 204
    (contact,) = bench.organization.rows("contact")
    assert contact["ownerid"] == headers["mscrmcallerid"]
    assert contact["createdonbehalfby"] == bench.organization.application_user


def test_a_representation_shows_what_came_along(bench: Bench) -> None:
    """Section 3.1: `$select` and `$expand` are honoured on create."""
    body = {
        "name": "Fabrikam",
        "primarycontactid": {"lastname": "Doe"},
        "Account_Tasks": [{"subject": "Call"}],
    }
    target = (
        "/accounts?$select=name&$expand=primarycontactid($select=lastname),"
        "Account_Tasks($select=subject)"
    )

    response = bench.send(
        "POST", target, body, headers={"prefer": "return=representation"}
    )

    found = json_of(response)
    assert response.status == 201
    assert header(response, "OData-EntityId") is None
    assert found["primarycontactid"]["lastname"] == "Doe"
    assert [one["subject"] for one in found["Account_Tasks"]] == ["Call"]


def test_a_secured_lookup_is_guarded_in_a_deep_body_too(bench: Bench) -> None:
    """Section 1.6: create without permission is 0x8004f502."""
    bench.organization.secure_column("account", "primarycontactid")
    names = ("CreateAccount", "CreateContact", "AppendAccount", "AppendToContact")
    headers = as_a_user_with(bench, {f"prv{one}": Depth.GLOBAL for one in names})
    body = {"name": "Fabrikam", "primarycontactid": {"lastname": "Doe"}}

    with nothing_is_written(bench):
        response = bench.send("POST", "/accounts", body, headers)

    assert error_of(response) == (403, "0x8004f502")
