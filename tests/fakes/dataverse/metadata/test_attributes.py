"""Definitions of columns: section 11.2."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.dataverse.schema import TABLES
from tests.fakes.dataverse.makers import Bench, json_of
from tests.fakes.dataverse.metadata.addresses import (
    CAST,
    CONTACT,
    DEFINITIONS,
    names_in,
)


@pytest.mark.parametrize(
    ("table", "column", "kind", "wanted"),
    [
        ("contact", "firstname", "String", {"MaxLength": 50, "Format": "Text"}),
        ("contact", "emailaddress1", "String", {"Format": "Email"}),
        ("contact", "description", "Memo", {"MaxLength": 2000}),
        ("contact", "birthdate", "DateTime", {"Format": "DateOnly"}),
        ("task", "percentcomplete", "Integer", {"MinValue": 0, "MaxValue": 100}),
        ("task", "actualstart", "DateTime", {"Format": "DateOnly"}),
        ("task", "scheduledend", "DateTime", {"Format": "DateAndTime"}),
        ("account", "revenue", "Money", {"Precision": 4}),
        ("mailbox", "enabledforact", "Boolean", {"DefaultValue": True}),
        ("contact", "parentcustomerid", "Lookup", {"Targets": ["account", "contact"]}),
        ("contact", "ownerid", "Lookup", {"Targets": ["systemuser", "team"]}),
        ("contact", "contactid", "UniqueIdentifier", {}),
        ("contact", "versionnumber", "BigInt", {"MinValue": -(2**63)}),
        ("msdyn_workorder", "msdyn_latitude", "Double", {"Precision": 5}),
    ],
)
def test_a_cast_shows_what_a_type_has(
    bench: Bench, table: str, column: str, kind: str, wanted: dict[str, Any]
) -> None:
    """Section 11.2: typed properties need a cast segment."""
    path = f"{DEFINITIONS}(LogicalName='{table}')/Attributes(LogicalName='{column}')"
    plain = bench.read(path)

    cast = bench.read(f"{path}/{CAST}{kind}AttributeMetadata")

    assert plain["@odata.type"] == f"#{CAST}{kind}AttributeMetadata"
    assert "@odata.type" not in cast
    assert {name: cast[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("table", "column", "behaviour"),
    [
        ("contact", "birthdate", "DateOnly"),
        ("appointment", "scheduledstart", "UserLocal"),
        ("appointment", "formattedscheduledstart", "TimeZoneIndependent"),
    ],
)
def test_dates_tell_their_behaviour(
    bench: Bench, table: str, column: str, behaviour: str
) -> None:
    """Section 3.4."""
    (one,) = bench.read(
        f"{DEFINITIONS}(LogicalName='{table}')/Attributes/"
        f"{CAST}DateTimeAttributeMetadata?$select=DateTimeBehavior"
        f"&$filter=LogicalName eq '{column}'"
        f" and DateTimeBehavior/Value eq '{behaviour}'"
    )["value"]

    assert one["DateTimeBehavior"] == {"Value": behaviour}


@pytest.mark.parametrize(
    ("table", "column", "wanted"),
    [
        ("contact", "fullname", (False, False, "None")),
        ("contact", "lastname", (True, True, "ApplicationRequired")),
        ("contact", "contactid", (True, False, "SystemRequired")),
        ("bookableresourcebooking", "starttime", (True, True, "SystemRequired")),
        ("contact", "overriddencreatedon", (True, False, "None")),
        ("mailbox", "enabledforact", (False, True, "None")),
        ("mailbox", "actstatus", (False, False, "None")),
    ],
)
def test_a_column_says_who_may_write_it(
    bench: Bench, table: str, column: str, wanted: tuple[bool, bool, str]
) -> None:
    """Sections 3.5, 9.1: what the service alone writes counts as read-only."""
    one = bench.read(
        f"{DEFINITIONS}(LogicalName='{table}')/Attributes(LogicalName='{column}')"
        "?$select=IsValidForCreate,IsValidForUpdate,RequiredLevel,IsValidForRead"
    )

    level = one["RequiredLevel"]["Value"]
    assert (one["IsValidForCreate"], one["IsValidForUpdate"], level) == wanted
    assert one["IsValidForRead"] is True


def test_a_column_is_written_only_when_its_definition_says_so(bench: Bench) -> None:
    """Not valid for create: ignored there (section 9.1), written later."""
    body = {"name": "Spare", "enabledforact": False}

    made = bench.send("POST", "/mailboxes", body, {"prefer": "return=representation"})
    path = f"/mailboxes({json_of(made)['mailboxid']})"
    bench.send("PATCH", path, {"enabledforact": False, "importsequencenumber": 7})

    assert json_of(made)["enabledforact"] is True
    after = bench.read(f"{path}?$select=enabledforact,importsequencenumber")
    assert (after["enabledforact"], after["importsequencenumber"]) == (False, None)


def test_columns_can_be_expanded_chosen_and_filtered(bench: Bench) -> None:
    found = bench.read(
        f"{CONTACT}?$select=LogicalName&$expand=Attributes("
        "$select=LogicalName,AttributeType;$filter=AttributeType eq 'Memo'),Keys"
    )

    assert found["Keys"] == []
    assert {one["AttributeType"] for one in found["Attributes"]} == {"Memo"}
    assert set(found["Attributes"][0]) == {
        *("@odata.type", "LogicalName", "AttributeType", "MetadataId"),
    }


def test_every_column_has_a_definition(bench: Bench) -> None:
    """With party lists, which are no properties of the wire (section 9.5)."""
    for table in TABLES.values():
        path = f"{DEFINITIONS}(LogicalName='{table.name}')/Attributes"
        names = names_in(bench, f"{path}?$filter=AttributeType ne 'PartyList'")
        assert names == list(table.columns)
    parties = names_in(
        bench,
        f"{DEFINITIONS}(LogicalName='appointment')/Attributes"
        f"?$filter=AttributeType eq {CAST}AttributeTypeCode'PartyList'",
    )
    assert parties == ["organizer", "requiredattendees", "optionalattendees"]
