"""Choices, states and their labels: sections 11.1 and 11.2."""

from __future__ import annotations

from tests.fakes.dataverse.makers import Bench
from tests.fakes.dataverse.metadata.addresses import CAST, CONTACT, DEFINITIONS


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
