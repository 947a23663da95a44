"""What shows of a secured column to those who may not read it: section 1.6."""

from __future__ import annotations

import json

import pytest

from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    an_account,
    as_a_user_with,
    error_of,
    json_of,
)
from tests.fakes.dataverse.security.columns import CLERK, COLUMN, a_clerk, read_by


def test_a_secured_value_reads_as_null_and_never_as_an_error(secured: Bench) -> None:
    """Indistinguishable from empty: rows, lists, properties, whole rows."""
    contact = a_contact(secured, governmentid="42")
    clerk = a_clerk(secured)

    assert read_by(secured, contact, clerk) is None
    assert read_by(secured, contact, {}) == "42"
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


def test_delta_rows_hide_the_column_too(secured: Bench) -> None:
    """Section 1.6: null in delta rows (inferred)."""
    clerk = a_clerk(secured)
    track = {**clerk, "prefer": "odata.track-changes"}
    first = secured.read(f"/contacts?$select={COLUMN}", **track)
    a_contact(secured, governmentid="42")

    link = str(first["@odata.deltaLink"]).removeprefix(API)

    assert [one[COLUMN] for one in secured.read(link, **clerk)["value"]] == [None]
    assert [one[COLUMN] for one in secured.read(link)["value"]] == ["42"]


def test_the_row_and_the_message_name_no_hidden_value(secured: Bench) -> None:
    """A refusal tells the column and not what stands in it."""
    contact = a_contact(secured, governmentid="42-secret")
    clerk = a_clerk(secured)

    response = secured.send("PATCH", f"/contacts({contact})", {COLUMN: "7"}, clerk)

    message = json_of(response)["error"]["message"]
    assert COLUMN in message
    assert "42-secret" not in json.dumps(message)
