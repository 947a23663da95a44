"""PowerPlatform-Dataverse-Client reads lists: filters, order, pages, FetchXML, SQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError, ValidationError
from PowerPlatform.Dataverse.models.filters import FilterExpression, col, raw
from PowerPlatform.Dataverse.models.query_builder import ExpandOption
from PowerPlatform.Dataverse.models.record import QueryResult

from tests.clients.served import Served


def _three(client: DataverseClient) -> None:
    """Three accounts that differ in every column that the tests look at."""
    rows: list[dict[str, Any]] = [
        {"name": "Adatum", "address1_city": "Graz", "numberofemployees": 10},
        {"name": "Fabrikam", "address1_city": "O'Fallon", "numberofemployees": 20},
        {"name": "Contoso & Co", "numberofemployees": 30},
    ]
    client.records.create("account", rows)


A, C, F = "Adatum", "Contoso & Co", "Fabrikam"
MADE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = "Microsoft.Dynamics.CRM.Today(PropertyName='createdon')"


@pytest.mark.parametrize(
    ("filter", "names"),
    [
        ("address1_city eq 'O''Fallon'", [F]),
        (col("address1_city") == "O'Fallon", [F]),
        (col("numberofemployees") > 10, [C, F]),
        (col("name").contains("& c"), [C]),
        (col("name").startswith("fab") | (col("name") == "adatum"), [A, F]),
        (~(col("name").endswith("tum")), [C, F]),
        (col("name").in_([A, C]), [A, C]),
        (col("numberofemployees").in_([10, 20]), [A, F]),
        (col("numberofemployees").not_in([10, 20]), [C]),
        (col("numberofemployees").between(15, 30), [C, F]),
        (col("address1_city").is_null(), [C]),
        (col("address1_city").like("O'%"), [F]),
        (col("createdon") < MADE, [A, C, F]),
        (raw(TODAY), [A, C, F]),
    ],
)
def test_filters_find_their_rows(
    client: DataverseClient, filter: str | FilterExpression, names: list[str]
) -> None:
    """Text and the client's own expressions, form-encoded by requests."""
    _three(client)

    found = client.records.list(
        "account", filter=filter, select=["name"], orderby=["name"]
    )

    assert [row["name"] for row in found] == names


def test_an_order_goes_down_and_a_top_ends_it(client: DataverseClient) -> None:
    """Each in its option."""
    _three(client)

    found = client.records.list(
        "account", select=["name"], orderby=["numberofemployees desc"], top=2
    )

    assert [row["name"] for row in found] == ["Contoso & Co", "Fabrikam"]


def test_pages_are_followed_to_the_end(client: DataverseClient, served: Served) -> None:
    """The link comes back as it was given, with the same preferences."""
    names = [f"Account {number:02}" for number in range(23)]
    client.records.create("account", [{"name": name} for name in names])
    served.forget()

    pages = list(
        client.records.list_pages(
            "account",
            select=["name"],
            filter="startswith(name,'Account')",
            orderby=["name"],
            page_size=10,
            count=True,
            include_annotations="*",
        )
    )

    assert [len(page) for page in pages] == [10, 10, 3]
    assert [row["name"] for page in pages for row in page] == names
    targets = [entry["target"] for entry in served.asked("dataverse")]
    assert len(targets) == 3
    assert all("skiptoken" in target for target in targets[1:])


def test_pages_without_an_order_hold_each_row_once(client: DataverseClient) -> None:
    """Ids are the order then."""
    ids = client.records.create("account", [{"name": "Same"}] * 7)

    found = client.records.list("account", select=["name"], page_size=2)

    assert sorted(row["accountid"] for row in found) == sorted(ids)


def test_collections_and_lookups_are_expanded(client: DataverseClient) -> None:
    """The builder nests options with `;`."""
    contact = client.records.create("contact", {"lastname": "Ito"})
    bind = {"primarycontactid@odata.bind": f"/contacts({contact})"}
    account = client.records.create("account", {"name": "Fabrikam", **bind})
    for subject in ("Call", "Write", "Pay"):
        task = {
            "subject": subject,
            "regardingobjectid_account_task@odata.bind": f"/accounts({account})",
        }
        client.records.create("task", task)
    tasks = (
        ExpandOption("Account_Tasks")
        .select("subject")
        .filter("subject ne 'Pay'")
        .order_by("subject", descending=True)
        .top(1)
    )

    found = (
        client.query.builder("account")
        .select("name")
        .where(col("name") == "Fabrikam")
        .expand(ExpandOption("primarycontactid").select("lastname"), tasks)
        .include_formatted_values()
        .execute()
    )

    assert isinstance(found, QueryResult)
    (row,) = found
    assert row["primarycontactid"]["lastname"] == "Ito"
    assert [task["subject"] for task in row["Account_Tasks"]] == ["Write"]


def test_an_unknown_column_in_a_filter_is_an_error(client: DataverseClient) -> None:
    """400 with a code and a text that names the column."""
    with pytest.raises(HttpError) as refused:
        client.records.list("account", filter="colour eq 'red'")

    assert refused.value.status_code == 400
    assert refused.value.details["service_error_code"]
    assert "colour" in refused.value.message


FETCH = """
<fetch {paging}>
  <entity name="account">
    <attribute name="name" />
    <order attribute="name" />
    <filter><condition attribute="name" operator="begins-with" value="A &amp; " />
    </filter>
  </entity>
</fetch>
"""


def test_fetchxml_pages_by_its_cookie(client: DataverseClient) -> None:
    """Decoded twice by the client; without one it would warn, and that is an error."""
    names = [f"A & {number:02}" for number in range(12)]
    client.records.create("account", [{"name": name} for name in [*names, "Other"]])

    pages = list(
        client.query.fetchxml(FETCH.format(paging='count="5"')).execute_pages()
    )

    assert [len(page) for page in pages] == [5, 5, 2]
    assert [row["name"] for page in pages for row in page] == names


def test_fetchxml_with_a_top_is_one_page(client: DataverseClient) -> None:
    """More rows are no reason to go on."""
    client.records.create("account", [{"name": f"A & {n}"} for n in range(5)])

    found = client.query.fetchxml(FETCH.format(paging='top="3"')).execute()

    assert len(found) == 3


def test_fetchxml_leaves_empty_columns_out(client: DataverseClient) -> None:
    """Unlike OData (trap 9)."""
    client.records.create("account", {"telephone1": "1", "name": "Adatum"})
    xml = """<fetch><entity name="account"><attribute name="name"/>
    <attribute name="address1_city"/></entity></fetch>"""

    (found,) = client.query.fetchxml(xml).execute()

    assert "address1_city" not in found


def test_fetchxml_with_an_unknown_column_is_an_error(client: DataverseClient) -> None:
    """0x80041103 (section 4.8)."""
    xml = '<fetch><entity name="account"><attribute name="colour"/></entity></fetch>'

    with pytest.raises(HttpError) as refused:
        client.query.fetchxml(xml).execute()

    assert refused.value.status_code == 400
    assert refused.value.details["service_error_code"] == "0x80041103"


def test_sql_is_refused_clearly(client: DataverseClient) -> None:
    """The fake has none: 501 that says so, never an answer to something else."""
    with pytest.raises(HttpError) as refused:
        client.query.sql("SELECT name FROM account")

    assert refused.value.status_code == 501
    assert "sql" in refused.value.message.lower()
    assert refused.value.subcode == "http_501"


def test_sql_that_the_client_forbids_never_leaves_it(
    client: DataverseClient, served: Served
) -> None:
    """Its own validation comes first."""
    with pytest.raises(ValidationError):
        client.query.sql("DELETE FROM account")

    assert served.asked("dataverse") == []
