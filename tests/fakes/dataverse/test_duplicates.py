"""Duplicate detection: sections 2.1 and 8 of the fact sheet, trap 2."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.makers import (
    Bench,
    a_contact,
    an_account,
    error_of,
    json_of,
    nothing_is_written,
)

ASKED = {"mscrm.suppressduplicatedetection": "false"}
DOE = {"lastname": "Doe", "emailaddress1": "a@b.example"}


@pytest.fixture
def ruled(bench: Bench) -> Bench:
    """Contacts with one name and address, or one birthday, are duplicates."""
    bench.organization.add_duplicate_rule("contact", ["lastname", "emailaddress1"])
    bench.organization.add_duplicate_rule("contact", ["birthdate"])
    return bench


@pytest.mark.parametrize("header", [None, "true", "True", ""])
def test_rules_are_off_unless_a_request_asks(ruled: Bench, header: str | None) -> None:
    """Section 2.1: off by default on the API."""
    ruled.organization.create("contact", DOE)
    headers = {} if header is None else {"mscrm.suppressduplicatedetection": header}

    assert ruled.send("POST", "/contacts", DOE, headers).status == 204


@pytest.mark.parametrize(
    "body",
    [
        DOE,
        {"lastname": "DOE", "emailaddress1": "A@b.example", "firstname": "x"},
        {"lastname": "Roe", "birthdate": "1990-02-01"},
    ],
)
def test_a_duplicate_is_refused_where_that_is_asked(
    ruled: Bench, body: dict[str, str]
) -> None:
    """412 0x80040333; dates are compared as they are stored."""
    ruled.organization.create("contact", {**DOE, "birthdate": "1990-02-01"})

    with nothing_is_written(ruled):
        response = ruled.send("POST", "/contacts", body, ASKED)

    assert error_of(response) == (412, "0x80040333")


@pytest.mark.parametrize(
    "body", [{"lastname": "Doe"}, {"lastname": "Doe", "emailaddress1": "c@b.example"}]
)
def test_what_differs_in_one_column_is_no_duplicate(
    ruled: Bench, body: dict[str, str]
) -> None:
    """A column without a value makes nothing equal."""
    a_contact(ruled, "Doe")
    ruled.organization.create("contact", DOE)

    assert ruled.send("POST", "/contacts", body, ASKED).status == 204


def test_an_update_can_make_a_duplicate(ruled: Bench) -> None:
    """The columns that the update leaves alone count, too; the row itself does not."""
    ruled.organization.create("contact", DOE)
    other = a_contact(ruled, "Roe", emailaddress1="a@b.example")
    target = f"/contacts({other})"

    with nothing_is_written(ruled):
        clashing = ruled.send("PATCH", target, {"lastname": "doe"}, ASKED)
        put = ruled.send("PUT", f"{target}/lastname", {"value": "Doe"}, ASKED)
    same = ruled.send("PATCH", target, {"lastname": "Roe"}, ASKED)

    assert error_of(clashing) == error_of(put) == (412, "0x80040333")
    assert same.status == 204


def test_an_update_beside_the_rule_is_not_looked_at(ruled: Bench) -> None:
    """Two rows are duplicates already; changing something else is no new one."""
    for _ in range(2):
        contact = ruled.organization.create("contact", DOE)

    response = ruled.send("PATCH", f"/contacts({contact})", {"fax": "1"}, ASKED)

    assert response.status == 204


def test_a_duplicate_deep_in_a_body_undoes_all(ruled: Bench) -> None:
    """The header is for every row of the request."""
    ruled.organization.create("contact", DOE)
    body = {"name": "Fabrikam", "primarycontactid": DOE}

    with nothing_is_written(ruled):
        response = ruled.send("POST", "/accounts", body, ASKED)

    assert error_of(response) == (412, "0x80040333")


def test_three_refusals_share_a_status(ruled: Bench) -> None:
    """Trap 2: 412 is told apart by its code alone; trap 3: as numbers."""
    ruled.organization.define_key("account", "number", ["accountnumber"])
    account = an_account(ruled, accountnumber="A-1")
    ruled.organization.create("contact", DOE)
    answers = [
        ruled.send("PATCH", f"/accounts({account})", {}, {"if-match": 'W/"1"'}),
        ruled.send("POST", "/accounts", {"accountid": account, "name": "x"}),
        ruled.send("POST", "/accounts", {"name": "x", "accountnumber": "a-1"}),
        ruled.send("POST", "/contacts", DOE, ASKED),
    ]

    assert {one.status for one in answers} == {412}
    assert [int(json_of(one)["error"]["code"], 16) for one in answers] == [
        0x80060882,
        0x80040237,
        0x80060892,
        0x80040333,
    ]
