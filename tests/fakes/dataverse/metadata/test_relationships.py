"""Definitions of relationships: section 11.2."""

from __future__ import annotations

from tests.fakes.dataverse.makers import Bench, error_of
from tests.fakes.dataverse.metadata.addresses import CAST, CONTACT, DEFINITIONS


def test_relationships_are_seen_from_both_sides(bench: Bench) -> None:
    select = (
        "?$select=SchemaName,ReferencedEntity,ReferencingEntity,ReferencingAttribute"
    )

    many = bench.read(f"{CONTACT}/OneToManyRelationships{select}")["value"]
    one = bench.read(
        f"{DEFINITIONS}(LogicalName='task')/ManyToOneRelationships{select}"
    )["value"]
    alone = bench.read("/RelationshipDefinitions(SchemaName='Contact_Tasks')")

    (from_contact,) = [row for row in many if row["SchemaName"] == "Contact_Tasks"]
    (from_task,) = [row for row in one if row["SchemaName"] == "Contact_Tasks"]
    assert from_contact == from_task
    assert from_contact["ReferencingAttribute"] == "regardingobjectid"
    assert alone["@odata.type"] == f"#{CAST}OneToManyRelationshipMetadata"
    assert alone["ReferencingEntityNavigationPropertyName"] == (
        "regardingobjectid_contact_task"
    )
    assert alone["ReferencedEntityNavigationPropertyName"] == "Contact_Tasks"
    assert alone["MetadataId"] == from_contact["MetadataId"]


def test_activities_name_their_owner_with_a_suffix(bench: Bench) -> None:
    """Section 9.5; an owner points at users and teams, called `owner`."""
    found = bench.read(
        f"{DEFINITIONS}(LogicalName='task')/ManyToOneRelationships"
        "?$filter=ReferencingAttribute eq 'ownerid'"
    )

    (one,) = found["value"]
    assert one["ReferencedEntity"] == "owner"
    assert one["ReferencingEntityNavigationPropertyName"] == "ownerid_task"


def test_many_to_many_relationships_name_their_intersect_table(bench: Bench) -> None:
    found = bench.read(
        f"{DEFINITIONS}(LogicalName='team')/ManyToManyRelationships"
        "?$filter=SchemaName eq 'teammembership_association'"
    )

    (one,) = found["value"]
    assert one["IntersectEntityName"] == "teammembership"
    assert (one["Entity1LogicalName"], one["Entity2LogicalName"]) == (
        *("systemuser", "team"),
    )
    refused = bench.send(
        "GET",
        f"{DEFINITIONS}(LogicalName='team')/ManyToManyRelationships"
        "?$select=ReferencedEntity",
    )
    assert error_of(refused) == (400, "0x0")


def test_relationships_have_names_and_ids_of_their_own(bench: Bench) -> None:
    found = bench.read("/RelationshipDefinitions?$select=SchemaName")["value"]

    assert len({one["SchemaName"] for one in found}) == len(found)
    assert len({one["MetadataId"] for one in found}) == len(found)
    kept = bench.read(
        f"/RelationshipDefinitions/{CAST}OneToManyRelationshipMetadata"
        "?$select=SchemaName&$filter=ReferencedEntity eq 'bookableresource'"
    )["value"]
    assert "bookableresource_bookableresourcebooking_Resource" in {
        one["SchemaName"] for one in kept
    }
