"""What Microsoft's Python client makes of our metadata (client-expectations 6.1).

Its HTTP session is led straight into the fake's service; no socket is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import requests
from azure.core.credentials import AccessToken
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError, MetadataError

from fakes.wire import Request
from tests.fakes.dataverse.makers import ROOT, Bench, a_bench

HOST: Final = "https://org.example"


class _Credential:
    """Gives the bench's token, whatever it is asked for."""

    def __init__(self, bench: Bench) -> None:
        self._token = bench.token.removeprefix("Bearer ")

    def get_token(self, *_scopes: str, **_more: Any) -> AccessToken:
        """The token, valid long enough."""
        return AccessToken(self._token, 2**40)


class _Adapter(requests.adapters.BaseAdapter):
    """Answers prepared requests from the bench."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench

    def send(  # type: ignore[override]  # the rest is for the network
        self, request: requests.PreparedRequest, **_more: Any
    ) -> requests.Response:
        """The fake's answer as the library hands it on."""
        url = urlsplit(str(request.url))
        body = request.body
        answer = self._bench.perform(
            Request(
                method=str(request.method),
                path=url.path,
                query=url.query,
                headers={
                    name.lower(): str(value) for name, value in request.headers.items()
                },
                body=body if isinstance(body, bytes) else str(body or "").encode(),
                root_url=ROOT,
            )
        )
        found = requests.Response()
        found.status_code = answer.status
        found.headers.update(dict(answer.headers))
        found._content = answer.body
        found.url, found.request = str(request.url), request
        return found

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[DataverseClient]:
    bench = a_bench()
    adapter = _Adapter(bench)
    monkeypatch.setattr(requests.Session, "get_adapter", lambda *_, **__: adapter)
    bench.organization.define_key("account", "new_number", ("accountnumber",))
    with DataverseClient(HOST, _Credential(bench)) as found:
        yield found


def test_it_finds_a_table_and_misses_another(client: DataverseClient) -> None:
    found = client.tables.get("BookingStatus")

    assert found is not None
    assert (found.logical_name, found.entity_set_name) == (
        *("bookingstatus", "bookingstatuses"),
    )
    assert found.primary_id_attribute == "bookingstatusid"
    assert found.metadata_id
    assert client.tables.get("new_nothing") is None


def test_it_lists_tables(client: DataverseClient) -> None:
    found = client.tables.list(
        filter="startswith(LogicalName,'msdyn_')", select=["LogicalName"]
    )

    assert {one["LogicalName"] for one in found} == {
        *("msdyn_workorder", "msdyn_workordertype"),
        *("msdyn_priority", "msdyn_incidenttype"),
    }


def test_it_writes_choices_by_their_labels(client: DataverseClient) -> None:
    """It reads every choice of a table before it writes a text."""
    id = client.records.create(
        "bookingstatus", {"name": "On the way", "status": "committed"}
    )

    row = client.records.retrieve("bookingstatus", id, select=["status", "name"])
    assert row is not None
    assert (row["status"], row["name"]) == (2, "On the way")


def test_it_lists_columns(client: DataverseClient) -> None:
    found = client.tables.list_columns(
        "contact",
        select=["LogicalName", "AttributeType"],
        filter="AttributeType eq 'Memo' and AttributeType ne 'Virtual'",
    )

    assert {one["AttributeType"] for one in found} == {"Memo"}
    assert "description" in {one["LogicalName"] for one in found}


def test_it_reads_one_column(client: DataverseClient) -> None:
    found = client.tables.get_column("contact", "FirstName")

    assert found is not None
    assert (found["SchemaName"], found["MaxLength"]) == ("FirstName", 50)
    assert client.tables.get_column("contact", "new_nothing") is None


def test_it_reads_typed_columns_in_one_request(client: DataverseClient) -> None:
    """By RetrieveMetadataChanges; typed properties come without a cast."""
    one = client.tables.get_column("contact", "firstname", typed=True)
    every = client.tables.list_columns("contact", typed=True)

    assert one is not None
    assert (one["MaxLength"], one["AttributeType"]) == (50, "String")
    assert len(every) > len(client.tables.list_columns("contact")) - 1
    with pytest.raises(MetadataError):
        client.tables.list_columns("new_nothing", typed=True)


def test_it_reads_relationships(client: DataverseClient) -> None:
    one = client.tables.get_relationship("Contact_Tasks")
    several = client.tables.list_table_relationships(
        "team", select=["SchemaName", "ReferencedEntity"]
    )

    assert one is not None
    assert (one.referenced_entity, one.referencing_entity) == ("contact", "task")
    names = {each["SchemaName"] for each in several}
    assert {"teammembership_association", "business_unit_teams"} <= names


def test_it_reads_alternate_keys(client: DataverseClient) -> None:
    (key,) = client.tables.get_alternate_keys("account")

    assert (key.schema_name, key.key_attributes) == ("new_number", ["accountnumber"])


def test_it_is_told_that_tables_cannot_be_made_here(client: DataverseClient) -> None:
    with pytest.raises(HttpError) as raised:
        client.tables.create("new_Tool", {"new_Name": "string"})

    assert raised.value.status_code == 501
