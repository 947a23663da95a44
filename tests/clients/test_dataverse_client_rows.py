"""PowerPlatform-Dataverse-Client writes rows: one, many, by alternate key."""

from __future__ import annotations

import uuid

import pytest
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError
from PowerPlatform.Dataverse.models.upsert import UpsertItem

from tests.clients.served import Served

NOBODY = "00000000-0000-4000-8000-000000000009"


def _names(client: DataverseClient) -> dict[str, str]:
    """City by name of every account."""
    rows = client.records.list("account", select=["name", "address1_city"])
    return {row["name"]: row["address1_city"] for row in rows}


def test_a_row_is_created_and_read_back(client: DataverseClient) -> None:
    """The id comes from the header alone; `etag` is the row's version."""
    id = client.records.create("account", {"Name": "Fabrikam – Österreich"})

    found = client.records.retrieve("account", id, select=["name", "Telephone1"])

    assert found is not None
    assert uuid.UUID(id)
    assert found.data == {
        "accountid": id,
        "name": "Fabrikam – Österreich",
        "telephone1": None,
    }
    assert found.etag is not None
    assert found.etag.startswith('W/"')


def test_a_row_without_a_selection_has_every_column(client: DataverseClient) -> None:
    """Lookups by their value, empty columns as null."""
    id = client.records.create("contact", {"lastname": "Ito"})

    found = client.records.retrieve("contact", id)

    assert found is not None
    assert found["fullname"] == "Ito"
    assert found["_parentcustomerid_value"] is None
    assert found["statecode"] == 0


def test_a_missing_row_is_none(client: DataverseClient) -> None:
    """The client takes 404 for it."""
    assert client.records.retrieve("account", NOBODY) is None


def test_many_rows_are_created_in_order(client: DataverseClient) -> None:
    """By `CreateMultiple`; the ids follow the order of the rows."""
    names = [f"Account {number}" for number in range(5)]

    ids = client.records.create("account", [{"name": name} for name in names])

    found = [client.records.retrieve("account", id) for id in ids]
    assert [row["name"] for row in found if row] == names


def test_many_rows_are_created_whole_or_not_at_all(client: DataverseClient) -> None:
    """A single bad row spoils them (section 3.7)."""
    with pytest.raises(HttpError) as refused:
        client.records.create("account", [{"name": "Good"}, {"name": "x" * 5000}])

    assert refused.value.status_code == 400
    assert refused.value.details["service_error_code"] == "0x80044331"
    assert _names(client) == {}


def test_lookups_are_bound_and_expanded(client: DataverseClient) -> None:
    """A navigation name keeps its case; annotations come when asked for."""
    contact = client.records.create("contact", {"firstname": "Rene", "lastname": "Ito"})
    bound = {"name": "Fabrikam", "primarycontactid@odata.bind": f"/contacts({contact})"}
    id = client.records.create("account", bound)

    found = client.records.retrieve(
        "account",
        id,
        select=["name", "_primarycontactid_value", "statecode"],
        expand=["primarycontactid($select=fullname)"],
        include_annotations="*",
    )

    assert found is not None
    assert found["primarycontactid"]["fullname"] == "Rene Ito"
    formatted = "@OData.Community.Display.V1.FormattedValue"
    assert found[f"_primarycontactid_value{formatted}"] == "Rene Ito"
    assert found[f"statecode{formatted}"] == "Active"
    lookup = "_primarycontactid_value@Microsoft.Dynamics.CRM"
    assert found[f"{lookup}.lookuplogicalname"] == "contact"
    assert found[f"{lookup}.associatednavigationproperty"] == "primarycontactid"


def test_a_row_is_updated(client: DataverseClient) -> None:
    """What is not named stays."""
    id = client.records.create("account", {"name": "Old", "address1_city": "Graz"})

    client.records.update("account", id, {"name": "New"})

    assert _names(client) == {"New": "Graz"}


def test_an_update_never_creates(client: DataverseClient) -> None:
    """`If-Match: *` goes with it (trap 1)."""
    with pytest.raises(HttpError) as refused:
        client.records.update("account", NOBODY, {"name": "Ghost"})

    assert refused.value.status_code == 404
    assert refused.value.details["service_error_code"] == "0x80040217"
    assert _names(client) == {}


def test_one_change_is_made_to_many_rows(client: DataverseClient) -> None:
    """`UpdateMultiple` with the primary key in each target."""
    ids = client.records.create("account", [{"name": "A"}, {"name": "B"}])

    client.records.update("account", ids, {"address1_city": "Graz"})

    assert _names(client) == {"A": "Graz", "B": "Graz"}


def test_each_row_gets_its_own_change(client: DataverseClient) -> None:
    """Paired by position."""
    ids = client.records.create("account", [{"name": "A"}, {"name": "B"}])
    cities = [{"address1_city": "Graz"}, {"address1_city": "Linz"}]

    client.records.update("account", ids, cities)

    assert _names(client) == {"A": "Graz", "B": "Linz"}


def test_many_updates_are_all_or_nothing(client: DataverseClient) -> None:
    """One target that is not there spoils them."""
    id = client.records.create("account", {"name": "A", "address1_city": "Graz"})

    with pytest.raises(HttpError) as refused:
        client.records.update("account", [id, NOBODY], {"address1_city": "Linz"})

    assert refused.value.status_code == 404
    assert _names(client) == {"A": "Graz"}


def test_upsert_creates_and_then_updates(client: DataverseClient) -> None:
    """By an alternate key with an apostrophe, doubled by the client."""
    key = {"accountnumber": "O'Brien & Sons/1"}
    for city in ("Graz", "Linz"):
        record = {"name": "Fabrikam", "address1_city": city}
        client.records.upsert("account", [UpsertItem(key, record)])

    (found,) = client.records.list("account", select=["accountnumber", "address1_city"])
    assert found["accountnumber"] == "O'Brien & Sons/1"
    assert found["address1_city"] == "Linz"


def test_many_upserts_go_by_their_keys(client: DataverseClient) -> None:
    """`UpsertMultiple` with `@odata.id`; a key may have several columns."""
    keys = [
        {"emailaddress1": "a@contoso.example", "lastname": name} for name in ("A", "B")
    ]
    client.records.upsert("contact", [UpsertItem(keys[0], {"firstname": "Old"})])

    client.records.upsert(
        "contact", [UpsertItem(key, {"firstname": "New"}) for key in keys]
    )

    rows = client.records.list("contact", select=["fullname"], orderby=["lastname"])
    assert [row["fullname"] for row in rows] == ["New A", "New B"]


def test_a_key_that_is_not_defined_is_refused(client: DataverseClient) -> None:
    """400, not an empty answer (section 3.3)."""
    item = UpsertItem({"telephone1": "1"}, {"name": "Fabrikam"})

    with pytest.raises(HttpError) as refused:
        client.records.upsert("account", [item])

    assert refused.value.status_code == 400


def test_choices_are_written_by_their_labels(client: DataverseClient) -> None:
    """The client looks them up in the metadata, whatever their case."""
    id = client.records.create("contact", {"lastname": "Ito", "gendercode": "female"})

    found = client.records.retrieve("contact", id, select=["gendercode"])

    assert found is not None
    assert found["gendercode"] == 2


def test_a_label_that_no_choice_has_is_refused(client: DataverseClient) -> None:
    """The client sends it as it is; the server takes no text for a number."""
    with pytest.raises(HttpError) as refused:
        client.records.create("contact", {"lastname": "Ito", "gendercode": "Klingon"})

    assert refused.value.status_code == 400


def test_a_row_is_deleted(client: DataverseClient) -> None:
    """And is none afterwards."""
    id = client.records.create("account", {"name": "Fabrikam"})

    client.records.delete("account", id)

    assert client.records.retrieve("account", id) is None


def test_deleting_twice_is_an_error(client: DataverseClient) -> None:
    """404 for what is gone."""
    with pytest.raises(HttpError) as refused:
        client.records.delete("account", NOBODY)

    assert refused.value.status_code == 404


def test_bulk_deletion_is_a_job(client: DataverseClient) -> None:
    """`BulkDelete` with the ids as its condition; others stay."""
    ids = client.records.create("account", [{"name": name} for name in "ABC"])

    job = client.records.delete("account", ids[:2])

    assert uuid.UUID(str(job))
    assert set(_names(client)) == {"C"}


def test_many_rows_are_deleted_one_by_one(client: DataverseClient) -> None:
    """Without the bulk action, when asked so."""
    ids = client.records.create("account", [{"name": name} for name in "ABC"])

    job = client.records.delete("account", ids[1:], use_bulk_delete=False)

    assert job is None
    assert set(_names(client)) == {"A"}


def test_every_request_carries_what_the_client_says_of_itself(
    client: DataverseClient, served: Served
) -> None:
    """The fake takes the headers as they are; one call has one correlation id."""
    client.records.create("account", {"name": "Fabrikam"})

    calls = served.asked("dataverse")
    headers = [
        {name.lower(): value for name, value in call["request"]["headers"]}
        for call in calls
    ]
    assert len({one["x-ms-correlation-id"] for one in headers}) == 1
    assert len({one["x-ms-client-request-id"] for one in headers}) == len(calls)
    assert all(one["user-agent"].startswith("DataverseSvcPython") for one in headers)
