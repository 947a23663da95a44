"""Messages of the organisation, and messages there are not: sections 4.4 and 10."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.fakes.dataverse.makers import (
    Bench,
    a_contact,
    as_a_user_with,
    error_of,
    nothing_is_written,
)
from tests.fakes.dataverse.security.shares import BASIC


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
