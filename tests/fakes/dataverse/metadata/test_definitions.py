"""`EntityDefinitions` and its sisters: sections 11.1 and 11.2."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import pytest

from fakes.dataverse.schema import TABLES
from tests.fakes.dataverse.makers import API, Bench, a_bench, error_of, json_of

DEFINITIONS: Final = "/EntityDefinitions"
CONTACT: Final = f"{DEFINITIONS}(LogicalName='contact')"
CAST: Final = "Microsoft.Dynamics.CRM."


def _names(bench: Bench, target: str, name: str = "LogicalName") -> list[str]:
    return [one[name] for one in bench.read(target)["value"]]


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
    found = _names(bench, f"{DEFINITIONS}?$filter={condition.format(CAST)}")

    assert inside in found
    assert outside not in found


@pytest.mark.parametrize(
    ("target", "status", "code"),
    [
        (f"{DEFINITIONS}?$filter=Nope eq 1", 400, "0x0"),
        (f"{DEFINITIONS}?$filter=LogicalName eq", 400, "0x80060888"),
        (f"{DEFINITIONS}?$filter=LogicalName eq 5", 400, "0x80060888"),
        (f"{DEFINITIONS}?$filter=IsCustomizable eq true", 400, "0x80060888"),
        (f"{DEFINITIONS}?$filter=IsCustomizable/No eq true", 400, "0x80060888"),
        (f"{DEFINITIONS}?$filter=year(CreatedOn) eq 1", 501, "0x80040219"),
        (f"{DEFINITIONS}?$select=Nope", 400, "0x0"),
        (f"{DEFINITIONS}?$expand=Nope", 400, "0x0"),
        (f"{DEFINITIONS}?$top=1", 400, "0x80060888"),
        (f"{DEFINITIONS}?$skip=1", 400, "0x80060888"),
        (f"{DEFINITIONS}?$orderby=LogicalName", 501, "0x80040219"),
        (f"{DEFINITIONS}/$count", 501, "0x80040219"),
        (f"{DEFINITIONS}/Attributes", 404, "0x8006088a"),
        (f"{DEFINITIONS}(contact)", 400, "0x80060888"),
        (f"{DEFINITIONS}(SchemaName='Contact')", 404, "0x8006088a"),
        (f"{CONTACT}/Nope", 404, "0x8006088a"),
        (f"{CONTACT}/Attributes?$select=MaxLength", 400, "0x0"),
        (f"{CONTACT}/Attributes?$filter=MaxLength eq 1", 400, "0x0"),
        (f"{CONTACT}/Attributes/{CAST}NopeMetadata", 404, "0x8006088a"),
        (f"{CONTACT}/Attributes(LogicalName='nope')", 404, "0x80040217"),
        (
            f"{CONTACT}/Attributes(LogicalName='fax')/{CAST}LookupAttributeMetadata",
            *(404, "0x80040217"),
        ),
    ],
)
def test_what_metadata_refuse(
    bench: Bench, target: str, status: int, code: str
) -> None:
    """Codes are those of section 8; that `$top` is refused is inferred."""
    assert error_of(bench.send("GET", target)) == (status, code)


@pytest.mark.parametrize("joint", [" or ", " and not "])
def test_conditions_without_end_are_refused(bench: Bench, joint: str) -> None:
    """Not a fault of the service, however long or deep."""
    for count in (300, 900):
        text = joint.join(["IsActivity eq true"] * count)

        refused = bench.send("GET", f"{DEFINITIONS}?$filter={text}")

        assert error_of(refused) == (400, "0x80060888")


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_nobody_writes_metadata_here(bench: Bench, method: str) -> None:
    """A gap of this fake, and said to be one."""
    for target in (CONTACT, "/RelationshipDefinitions", "/CreateEntities"):
        assert error_of(bench.send(method, target, {})) == (501, "0x80040219")


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


def test_choices_come_with_their_labels(bench: Bench) -> None:
    """What the Python client asks before it writes text: section 11.1."""
    found = bench.read(
        f"{DEFINITIONS}(LogicalName='bookingstatus')/Attributes/"
        f"{CAST}PicklistAttributeMetadata"
        "?$select=LogicalName&$expand=OptionSet($select=Options)"
    )

    by_name = {one["LogicalName"]: one for one in found["value"]}
    assert set(by_name) == {
        *("status", "msdyn_fieldservicestatus", "msdyn_optimizationmethod"),
    }
    one = by_name["status"]
    assert set(one) == {"LogicalName", "MetadataId", "OptionSet"}
    assert set(one["OptionSet"]) == {"Options", "MetadataId"}
    options = one["OptionSet"]["Options"]
    labels = {
        option["Value"]: option["Label"]["UserLocalizedLabel"]["Label"]
        for option in options
    }
    assert labels == {1: "Proposed", 2: "Committed", 3: "Canceled"}
    (label,) = options[0]["Label"]["LocalizedLabels"]
    assert label == options[0]["Label"]["UserLocalizedLabel"]
    assert set(label) == {
        *("Label", "LanguageCode", "IsManaged", "MetadataId", "HasChanged"),
    }


def test_a_global_choice_shows_on_the_column_and_by_itself(bench: Bench) -> None:
    column = bench.read(
        f"{DEFINITIONS}(LogicalName='msdyn_workorder')"
        "/Attributes(LogicalName='msdyn_worklocation')/"
        f"{CAST}PicklistAttributeMetadata"
        "?$select=LogicalName&$expand=OptionSet,GlobalOptionSet"
    )
    alone = bench.read("/GlobalOptionSetDefinitions(Name='msdyn_worklocation')")
    local = bench.read(
        f"{CONTACT}/Attributes(LogicalName='gendercode')/"
        f"{CAST}PicklistAttributeMetadata?$select=LogicalName&$expand=GlobalOptionSet"
    )

    assert column["GlobalOptionSet"]["MetadataId"] == alone["MetadataId"]
    assert column["OptionSet"]["IsGlobal"] is True
    assert [one["Value"] for one in alone["Options"]] == [
        *(690970000, 690970001, 690970002),
    ]
    assert local["GlobalOptionSet"] is None


def test_states_know_their_statuses(bench: Bench) -> None:
    path = f"{DEFINITIONS}(LogicalName='appointment')/Attributes"
    expand = "?$select=LogicalName&$expand=OptionSet"

    (state,) = bench.read(f"{path}/{CAST}StateAttributeMetadata{expand}")["value"]
    (status,) = bench.read(f"{path}/{CAST}StatusAttributeMetadata{expand}")["value"]

    assert [one["DefaultStatus"] for one in state["OptionSet"]["Options"]] == [
        *(1, 3, 4, 5),
    ]
    assert {one["Value"]: one["State"] for one in status["OptionSet"]["Options"]} == {
        1: 0,
        2: 0,
        3: 1,
        4: 2,
        5: 3,
        6: 3,
    }


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


def test_metadata_come_in_a_batch_too(bench: Bench) -> None:
    """A client sends long addresses as a batch with one GET (section 11.3)."""
    lines = [
        *("--b", "Content-Type: application/http", "Content-Transfer-Encoding: binary"),
        *("", f"GET {API}{CONTACT}?$select=LogicalName HTTP/1.1", "", ""),
        *("--b", "Content-Type: application/http", "Content-Transfer-Encoding: binary"),
        *("", f"GET {API}/$metadata HTTP/1.1", "", "", "--b--", ""),
    ]
    headers = {"content-type": "multipart/mixed; boundary=b"}

    answer = bench.send("POST", "/$batch", "\r\n".join(lines).encode(), headers)

    assert answer.status == 200
    assert b'"LogicalName":"contact"' in answer.body
    assert b"<edmx:Edmx" in answer.body


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
        names = _names(bench, f"{path}?$filter=AttributeType ne 'PartyList'")
        assert names == list(table.columns)
    parties = _names(
        bench,
        f"{DEFINITIONS}(LogicalName='appointment')/Attributes"
        f"?$filter=AttributeType eq {CAST}AttributeTypeCode'PartyList'",
    )
    assert parties == ["organizer", "requiredattendees", "optionalattendees"]


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
