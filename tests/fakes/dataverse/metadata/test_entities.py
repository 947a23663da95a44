"""Definitions of tables: sections 11.1 and 11.2."""

from __future__ import annotations

from uuid import UUID

import pytest

from fakes.dataverse.schema import TABLES
from tests.fakes.dataverse.makers import API, Bench, a_bench, error_of
from tests.fakes.dataverse.metadata.addresses import (
    CAST,
    CONTACT,
    DEFINITIONS,
    names_in,
)


def test_a_client_finds_the_set_of_a_table(bench: Bench) -> None:
    """The first question of the Python client; the id always comes (section 11.2)."""
    found = bench.read(
        f"{DEFINITIONS}?%24select=LogicalName%2CEntitySetName%2CPrimaryIdAttribute"
        "&%24filter=LogicalName+eq+%27msdyn_priority%27"
    )

    (one,) = found["value"]
    assert UUID(one.pop("MetadataId"))
    assert one == {
        "LogicalName": "msdyn_priority",
        "EntitySetName": "msdyn_priorities",
        "PrimaryIdAttribute": "msdyn_priorityid",
    }
    assert found["@odata.context"] == (
        f"{API}/$metadata#EntityDefinitions"
        "(LogicalName,EntitySetName,PrimaryIdAttribute)"
    )


def test_an_unknown_table_is_an_empty_list_by_filter_and_404_by_key(
    bench: Bench,
) -> None:
    """Section 11.1."""
    assert bench.read(f"{DEFINITIONS}?$filter=LogicalName eq 'nope'")["value"] == []
    missing = bench.send("GET", f"{DEFINITIONS}(LogicalName='nope')")
    assert error_of(missing) == (404, "0x80040217")
    assert error_of(
        bench.send("GET", f"{DEFINITIONS}(11111111-0000-0000-0000-000000000000)")
    ) == (404, "0x80040217")


def test_the_whole_list_comes_in_one_answer(bench: Bench) -> None:
    """Not paged, whatever size is preferred: section 11.2."""
    found = bench.read(
        f"{DEFINITIONS}?$select=EntitySetName,LogicalName",
        prefer="odata.maxpagesize=2",
        cache_control="no-cache",
    )

    assert "@odata.nextLink" not in found
    assert {one["LogicalName"]: one["EntitySetName"] for one in found["value"]} == {
        table.name: table.entity_set for table in TABLES.values()
    }


@pytest.mark.parametrize(
    ("condition", "inside", "outside"),
    [
        ("OwnershipType eq {}OwnershipTypes'UserOwned'", "contact", "organization"),
        ("OwnershipType ne {}OwnershipTypes'UserOwned'", "role", "contact"),
        ("OwnershipType eq 'OrganizationOwned'", "savedquery", "contact"),
        ("ChangeTrackingEnabled eq true", "systemuser", "mailbox"),
        ("not (ChangeTrackingEnabled eq true)", "mailbox", "systemuser"),
        ("IsPrivate eq false and (ObjectTypeCode lt 3)", "account", "task"),
        ("IsActivity eq true or LogicalName eq 'role'", "role", "contact"),
        ("IsCustomizable/Value eq true and IsIntersect eq true", "teamroles", "team"),
        ("startswith(LogicalName,'msdyn_')", "msdyn_priority", "account"),
        ("endswith(EntitySetName,'set')", "principalobjectaccess", "account"),
        ("contains(LogicalName,'sync')", "syncerror", "account"),
        ("PrimaryNameAttribute eq null", "usersettings", "contact"),
        ("LogicalName in ('contact','account')", "contact", "task"),
        ("SchemaName eq 'it''s' or SchemaName eq 'Contact'", "contact", "task"),
    ],
)
def test_a_filter_keeps_what_it_describes(
    bench: Bench, condition: str, inside: str, outside: str
) -> None:
    """Section 11.2: enum literals, managed properties."""
    found = names_in(bench, f"{DEFINITIONS}?$filter={condition.format(CAST)}")

    assert inside in found
    assert outside not in found


def test_a_table_is_the_same_by_its_name_and_by_its_id(bench: Bench) -> None:
    one = bench.read(CONTACT)
    other = bench.read(f"{DEFINITIONS}({one['MetadataId']})")
    quoted = bench.read(f"{DEFINITIONS}(MetadataId={one['MetadataId'].upper()})")

    assert one.pop("@odata.context").endswith("#EntityDefinitions('contact')/$entity")
    assert one == {name: value for name, value in other.items() if name in one}
    assert quoted["SchemaName"] == "Contact"


def test_ids_are_the_same_in_every_organisation() -> None:
    """Derived from names, not drawn."""
    one = a_bench(seed=1).read(f"{CONTACT}?$select=LogicalName")
    other = a_bench(seed=2).read(f"{CONTACT}?$select=LogicalName")

    assert one == other
    assert one["MetadataId"] == "aa87e06f-bcd5-5c12-a7f0-b3c5cd23c696"


def test_a_table_has_the_flags_of_section_11_2(bench: Bench) -> None:
    found = bench.read(CONTACT)

    assert {
        name: found[name]
        for name in (
            *("SchemaName", "ObjectTypeCode", "OwnershipType", "IsActivity"),
            *("ChangeTrackingEnabled", "IsOptimisticConcurrencyEnabled"),
            *("PrimaryNameAttribute", "IsIntersect", "LogicalCollectionName"),
        )
    } == {
        "SchemaName": "Contact",
        "ObjectTypeCode": 2,
        "OwnershipType": "UserOwned",
        "IsActivity": False,
        "ChangeTrackingEnabled": True,
        "IsOptimisticConcurrencyEnabled": True,
        "PrimaryNameAttribute": "fullname",
        "IsIntersect": False,
        "LogicalCollectionName": "contacts",
    }
    assert found["DisplayName"]["UserLocalizedLabel"]["Label"] == "Contact"


def test_what_administrators_set_up_shows() -> None:
    """Secured columns, alternate keys, tracked tables: of one organisation alone."""
    bench, other = a_bench(), a_bench()
    bench.organization.secure_column("contact", "governmentid")
    bench.organization.define_key("contact", "new_number", ("governmentid",))
    bench.organization.track_changes("mailbox", wanted=True)

    column = f"{CONTACT}/Attributes(LogicalName='governmentid')?$select=IsSecured"
    mailbox = f"{DEFINITIONS}(LogicalName='mailbox')?$select=ChangeTrackingEnabled"
    (key,) = bench.read(f"{CONTACT}/Keys")["value"]
    assert key["KeyAttributes"] == ["governmentid"]
    assert (key["SchemaName"], key["EntityKeyIndexStatus"]) == ("new_number", "Active")
    assert bench.read(column)["IsSecured"] is True
    assert bench.read(mailbox)["ChangeTrackingEnabled"] is True
    assert other.read(f"{CONTACT}/Keys")["value"] == []
    assert other.read(column)["IsSecured"] is False
    assert other.read(mailbox)["ChangeTrackingEnabled"] is False


def test_a_property_has_an_address(bench: Bench) -> None:
    assert bench.read(f"{CONTACT}/EntitySetName") == {
        "@odata.context": f"{API}/$metadata#EntityDefinitions('contact')/EntitySetName",
        "value": "contacts",
    }


def test_questions_about_metadata_are_journalled_as_such(bench: Bench) -> None:
    bench.read(f"{CONTACT}?$select=LogicalName")
    bench.send("GET", "/$metadata")

    assert bench.performed == ["metadata", "metadata"]


def test_the_service_document_names_every_set(bench: Bench) -> None:
    """Section 11.2."""
    found = bench.read("/")

    assert found["@odata.context"] == f"{API}/$metadata"
    assert found["value"] == [
        {"name": one.entity_set, "kind": "EntitySet", "url": one.entity_set}
        for one in TABLES.values()
    ]
