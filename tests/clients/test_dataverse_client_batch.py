"""PowerPlatform-Dataverse-Client sends `$batch`: references, atomicity, failures."""

from __future__ import annotations

from typing import Any

import pytest
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError
from PowerPlatform.Dataverse.models.upsert import UpsertItem

from tests.clients.served import Served

NOBODY = "00000000-0000-4000-8000-000000000009"


def _names(client: DataverseClient, table: str = "account") -> list[str]:
    column = "fullname" if table == "contact" else "name"
    rows = client.records.list(table, select=[column], orderby=[column])
    return [row[column] for row in rows]


def test_operations_of_every_kind_answer_in_order(client: DataverseClient) -> None:
    """Filters stand in the request line with raw blanks."""
    old, gone = client.records.create("account", [{"name": "Old"}, {"name": "Gone"}])
    batch = client.batch.new()
    batch.records.create("account", {"name": "One – Eins"})
    batch.records.create("account", [{"name": "Two"}, {"name": "Three"}])
    batch.records.update("account", old, {"name": "New"})
    batch.records.delete("account", gone)
    batch.records.upsert(
        "account", [UpsertItem({"accountnumber": "9"}, {"name": "Up"})]
    )
    batch.records.retrieve("account", old, select=["name"])
    batch.records.list(
        "account",
        filter="name eq 'One – Eins' or name eq 'Two'",
        select=["name"],
        orderby=["name desc"],
        top=5,
        include_annotations="*",
    )
    batch.tables.get("account")

    result = batch.execute()

    assert not result.has_errors
    statuses = [one.status_code for one in result.responses]
    assert statuses == [204, 200, 204, 204, 204, 200, 200, 200]
    data: list[Any] = [one.data for one in result.responses]
    assert len(data[1]["Ids"]) == 2
    assert data[5]["name"] == "New"
    assert [row["name"] for row in data[6]["value"]] == ["Two", "One – Eins"]
    assert data[7]["value"][0]["EntitySetName"] == "accounts"
    assert client.records.retrieve("account", result.entity_ids[0]) is not None
    assert _names(client) == ["New", "One – Eins", "Three", "Two", "Up"]


def test_change_sets_refer_to_what_they_have_made(client: DataverseClient) -> None:
    """`$1` in a binding, `PATCH $1`; numbers go on in the second change set."""
    batch = client.batch.new()
    for name in ("Ito", "Moran"):
        with batch.changeset() as changes:
            contact = changes.records.create("contact", {"lastname": name})
            bind = {"primarycontactid@odata.bind": contact}
            changes.records.create("account", {"name": f"{name} Ltd", **bind})
            changes.records.update("contact", contact, {"firstname": "Rene"})

    result = batch.execute()

    assert not result.has_errors
    assert [one.content_id for one in result.responses] == list("123456")
    assert _names(client, "contact") == ["Rene Ito", "Rene Moran"]
    rows = client.records.list(
        "account", select=["name"], expand=["primarycontactid($select=fullname)"]
    )
    found = {row["name"]: row["primarycontactid"]["fullname"] for row in rows}
    assert found == {"Ito Ltd": "Rene Ito", "Moran Ltd": "Rene Moran"}


def test_a_change_set_is_undone_as_a_whole(client: DataverseClient) -> None:
    """One part tells of the failure (trap 33); what came before it stays."""
    batch = client.batch.new()
    batch.records.create("account", {"name": "Before"})
    with batch.changeset() as changes:
        changes.records.create("account", {"name": "Undone"})
        changes.records.delete("account", NOBODY)
    batch.records.create("account", {"name": "Never"})

    result = batch.execute()

    assert [one.status_code for one in result.responses] == [204, 404]
    (failure,) = result.failed
    assert failure.error_code == "0x80040217"
    assert failure.content_id == "2"
    assert failure.error_message
    assert _names(client) == ["Before"]


def test_errors_can_be_passed_over(client: DataverseClient) -> None:
    """`odata.continue-on-error`: everything is answered."""
    batch = client.batch.new()
    batch.records.create("account", {"name": "First"})
    batch.records.update("account", NOBODY, {"name": "Ghost"})
    batch.records.list("account", filter="colour eq 1")
    batch.records.create("account", {"name": "Last"})

    result = batch.execute(continue_on_error=True)

    assert [one.status_code for one in result.responses] == [204, 404, 400, 204]
    assert _names(client) == ["First", "Last"]


def test_what_is_not_supported_is_one_failed_part(client: DataverseClient) -> None:
    """501 in its part, the rest goes on."""
    batch = client.batch.new()
    batch.query.sql("SELECT name FROM account")
    batch.records.create("account", {"name": "Last"})

    result = batch.execute(continue_on_error=True)

    assert [one.status_code for one in result.responses] == [501, 204]
    assert "sql" in str(result.failed[0].error_message).lower()


def test_a_throttled_batch_is_raised(client: DataverseClient, served: Served) -> None:
    """An outer 429 with JSON instead of parts (section 7)."""
    client.records.create("account", {"name": "Warm"})
    served.limit_requests(0)
    batch = client.batch.new()
    batch.records.create("account", {"name": "Late"})

    with pytest.raises(HttpError) as refused:
        batch.execute()

    assert refused.value.status_code == 429
    assert refused.value.details["retry_after"] > 0
