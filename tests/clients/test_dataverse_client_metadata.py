"""PowerPlatform-Dataverse-Client asks what tables there are."""

from __future__ import annotations

import uuid

import pytest
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError, MetadataError


def test_a_table_tells_of_itself(client: DataverseClient) -> None:
    """Names as their case is, for a name in any case."""
    found = client.tables.get("BookableResourceBooking")

    assert found is not None
    assert found.logical_name == "bookableresourcebooking"
    assert found.schema_name == "BookableResourceBooking"
    assert found.entity_set_name == "bookableresourcebookings"
    assert found.primary_id_attribute == "bookableresourcebookingid"
    assert found.primary_name_attribute == "name"
    assert uuid.UUID(found.metadata_id)


def test_an_unknown_table_is_none(client: DataverseClient) -> None:
    """An empty list, not 404."""
    assert client.tables.get("new_unknown") is None


def test_rows_of_an_unknown_table_are_a_metadata_error(client: DataverseClient) -> None:
    """Before anything is sent to it."""
    with pytest.raises(MetadataError) as refused:
        client.records.list("new_unknown")

    assert refused.value.subcode == "metadata_entityset_not_found"


def test_tables_are_listed(client: DataverseClient) -> None:
    """Those that are not private, with further conditions."""
    every = {one["LogicalName"] for one in client.tables.list()}

    tracked = client.tables.list(
        filter="ChangeTrackingEnabled eq true", select=["LogicalName"]
    )
    own = client.tables.list(filter="startswith(LogicalName,'msdyn_')")

    assert {"account", "contact", "msdyn_workorder"} <= every
    names = {one["LogicalName"] for one in tracked}
    assert "contact" in names
    assert "mailbox" not in names
    assert {one["LogicalName"] for one in own} == {
        *("msdyn_workorder", "msdyn_workordertype"),
        *("msdyn_priority", "msdyn_incidenttype"),
    }


def test_columns_are_listed(client: DataverseClient) -> None:
    """Virtual ones are left out by the client's own condition."""
    found = client.query.sql_columns("contact")

    by_name = {one["name"]: one for one in found}
    assert by_name["contactid"]["is_pk"]
    assert by_name["fullname"]["is_name"]
    assert by_name["gendercode"]["type"] == "Picklist"
    assert by_name["parentcustomerid"]["type"] == "Customer"


def test_columns_of_one_type_are_listed(client: DataverseClient) -> None:
    """By a condition of the caller's."""
    found = client.tables.list_columns(
        "contact",
        select=["LogicalName", "AttributeType"],
        filter="AttributeType eq 'Memo' and AttributeType ne 'Virtual'",
    )

    assert {one["AttributeType"] for one in found} == {"Memo"}
    assert "description" in {one["LogicalName"] for one in found}


def test_a_column_tells_of_itself(client: DataverseClient) -> None:
    """For a name in any case; None when there is none."""
    found = client.tables.get_column("contact", "FirstName")

    assert found is not None
    assert (found["SchemaName"], found["MaxLength"]) == ("FirstName", 50)
    assert client.tables.get_column("contact", "colour") is None


def test_columns_come_with_what_their_types_have(client: DataverseClient) -> None:
    """In one request, RetrieveMetadataChanges, without a cast."""
    one = client.tables.get_column("contact", "lastname", typed=True)
    every = client.tables.list_columns("contact", typed=True)

    assert one is not None
    assert (one["LogicalName"], one["MaxLength"]) == ("lastname", 50)
    assert len(every) >= len(client.tables.list_columns("contact"))
    with pytest.raises(MetadataError):
        client.tables.list_columns("new_unknown", typed=True)


def test_relationships_say_how_lookups_are_bound(client: DataverseClient) -> None:
    """The navigation name of each target (section 11.1)."""
    found = client.query.odata_expands("bookableresourcebooking")

    by_column = {one["lookup_attribute"]: one for one in found}
    assert by_column["bookingstatus"]["nav_property"] == "BookingStatus"
    assert by_column["bookingstatus"]["target_entity_set"] == "bookingstatuses"


def test_a_relationship_is_found_by_its_name(client: DataverseClient) -> None:
    """One to many and many to many; None when there is none."""
    one = client.tables.get_relationship("Contact_Tasks")
    several = client.tables.list_table_relationships(
        "team", select=["SchemaName", "ReferencedEntity"]
    )

    assert one is not None
    assert (one.referenced_entity, one.referencing_entity) == ("contact", "task")
    names = {each["SchemaName"] for each in several}
    assert {"teammembership_association", "business_unit_teams"} <= names
    assert client.tables.get_relationship("new_unknown") is None


def test_alternate_keys_are_listed(client: DataverseClient) -> None:
    """Those that were defined."""
    found = client.tables.get_alternate_keys("contact")

    by_name = {one.schema_name: one.key_attributes for one in found}
    assert by_name["new_person"] == ["emailaddress1", "lastname"]


def test_tables_cannot_be_made(client: DataverseClient) -> None:
    """The fake's tables are data of its own: 501 that says so."""
    with pytest.raises(HttpError) as refused:
        client.tables.create("new_Product", {"new_Price": "decimal"})

    assert refused.value.status_code == 501
