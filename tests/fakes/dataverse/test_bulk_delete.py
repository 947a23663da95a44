"""BulkDelete: many rows by their keys, all of them or none (section 3.7)."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from fakes.wire import Response
from tests.fakes.dataverse.makers import (
    Bench,
    a_booking,
    a_booking_status,
    a_contact,
    a_resource,
    a_user,
    an_account,
    as_a_user_with,
    error_of,
    json_of,
    nothing_is_written,
)

NAMESPACE = "Microsoft.Dynamics.CRM"
MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"
NEW = "6d1b2a4e-0000-4000-8000-000000000001"


def a_query(table: str, ids: list[str], **condition: object) -> dict[str, object]:
    """A query as the Python client sends it."""
    return {
        "@odata.type": f"{NAMESPACE}.QueryExpression",
        "EntityName": table,
        "ColumnSet": {"AllColumns": False, "Columns": []},
        "Criteria": {
            "FilterOperator": "And",
            "Conditions": [
                {
                    "AttributeName": f"{table}id",
                    "Operator": "In",
                    "Values": [{"Value": one, "Type": "System.Guid"} for one in ids],
                    **condition,
                }
            ],
        },
    }


def _delete(bench: Bench, *queries: object, **headers: str) -> Response:
    body = {
        "QuerySet": list(queries),
        "JobName": "Bulk",
        "SendEmailNotification": False,
    }
    return bench.send("POST", "/BulkDelete", body, headers)


def test_rows_are_deleted_in_bulk(bench: Bench) -> None:
    """200 with the id of a job; unknown and repeated ids do no harm."""
    first, second, third = (an_account(bench, name) for name in "abc")
    contact = a_contact(bench)

    response = _delete(
        bench,
        a_query("account", [first, second.upper(), first, MISSING]),
        a_query("contact", [contact]),
    )

    assert response.status == 200
    assert len(json_of(response)["JobId"]) == 36
    assert [row["accountid"] for row in bench.organization.rows("account")] == [third]
    assert bench.organization.rows("contact") == ()


def test_a_row_that_goes_along_with_another_is_deleted_once(bench: Bench) -> None:
    """A cascade within one job."""
    organization = bench.organization
    organization.secure_column("contact", "fax")
    profile = organization.create("fieldsecurityprofile", {"name": "p"})
    permission = organization.create(
        "fieldpermission",
        {
            "entityname": "contact",
            "attributelogicalname": "fax",
            "fieldsecurityprofileid": profile,
        },
    )

    response = _delete(
        bench,
        a_query("fieldsecurityprofile", [profile]),
        a_query("fieldpermission", [permission]),
    )

    assert response.status == 200
    assert organization.rows("fieldpermission") == ()


@pytest.mark.parametrize(
    ("queries", "status"),
    [
        ([], 400),
        (["x"], 400),
        ([{"EntityName": "nosuch"}], 400),
        ([{"EntityName": "account"}], 400),
        ([{"EntityName": "account", "Criteria": {"Conditions": []}}], 501),
        ([a_query("account", [], Operator="Equal")], 501),
        ([a_query("account", [], AttributeName="name")], 501),
    ],
)
def test_other_queries_are_refused_or_a_gap(
    bench: Bench, queries: list[object], status: int
) -> None:
    """Never a silent deletion of other rows."""
    an_account(bench)

    with nothing_is_written(bench):
        response = _delete(bench, *queries)

    assert response.status == status


def test_one_row_that_stays_keeps_all(bench: Bench) -> None:
    """Restricted, forbidden: the fake's job is all or nothing (inferred)."""
    status = a_booking_status(bench)
    free = a_booking_status(bench, "Free")
    a_booking(bench, a_resource(bench, a_user(bench)), bookingstatus=status)
    clerk = as_a_user_with(bench, {"prvDeletebookingstatus": Depth.BASIC})

    with nothing_is_written(bench):
        restricted = _delete(bench, a_query("bookingstatus", [free, status]))
        forbidden = _delete(bench, a_query("bookingstatus", [free]), **clerk)
        without = _delete(bench, a_query("account", []), **clerk)

    assert error_of(restricted) == (405, "0x80040227")
    assert error_of(forbidden) == error_of(without) == (403, "0x80040220")
