"""RetrieveMetadataChanges, as far as clients ask it: section 11.1."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

import pytest

from tests.fakes.dataverse.makers import Bench, error_of, json_of

NAMES: Final = ["LogicalName", "Attributes"]


def _target(query: Any) -> str:
    text = query if isinstance(query, str) else json.dumps(query)
    return f"/RetrieveMetadataChanges(Query=@p1)?@p1={quote(text)}"


def _equals(name: str, value: str, word: str = "Equals") -> dict[str, Any]:
    typed = {"Type": "System.String", "Value": value}
    return {"PropertyName": name, "ConditionOperator": word, "Value": typed}


def _tables(bench: Bench, **query: Any) -> list[dict[str, Any]]:
    response = bench.send("GET", _target(query))
    found: list[dict[str, Any]] = json_of(response)["EntityMetadata"]
    return found


def test_columns_come_with_the_properties_of_their_type(bench: Bench) -> None:
    (table,) = _tables(
        bench,
        Properties={"PropertyNames": NAMES},
        Criteria={"Conditions": [_equals("LogicalName", "contact")]},
        AttributeQuery={
            "Properties": {"PropertyNames": ["LogicalName", "MaxLength", "Targets"]},
            "Criteria": {
                "FilterOperator": "Or",
                "Conditions": [
                    _equals("LogicalName", "lastname"),
                    _equals("SchemaName", "ParentCustomerId"),
                ],
            },
        },
    )

    text, lookup = table["Attributes"]
    assert text.pop("MetadataId")
    assert text == {
        "@odata.type": "#Microsoft.Dynamics.CRM.StringAttributeMetadata",
        "LogicalName": "lastname",
        "MaxLength": 50,
    }
    assert lookup["Targets"] == ["account", "contact"]
    assert set(table) == {"LogicalName", "MetadataId", "Attributes"}


def test_criteria_nest_and_compare_flags(bench: Bench) -> None:
    found = _tables(
        bench,
        Properties={"PropertyNames": ["LogicalName"]},
        Criteria={
            "Conditions": [_equals("IsActivity", "true")],
            "Filters": [{"Conditions": [_equals("LogicalName", "task", "NotEquals")]}],
        },
    )

    assert [one["LogicalName"] for one in found] == [
        *("appointment", "recurringappointmentmaster"),
    ]
    assert all("Attributes" not in one for one in found)


def test_every_property_can_be_asked_for(bench: Bench) -> None:
    (table,) = _tables(
        bench,
        Properties={"AllProperties": True},
        Criteria={"Conditions": [_equals("ObjectTypeCode", "2")]},
        AttributeQuery={"Properties": {"AllProperties": True}},
    )

    assert table["EntitySetName"] == "contacts"
    assert table["Attributes"][0]["AttributeType"] == "Uniqueidentifier"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("no json", 400, "0x80060888"),
        ([], 400, "0x80060888"),
        ({"Criteria": []}, 400, "0x80060888"),
        ({"Criteria": {"Conditions": 5}}, 400, "0x80060888"),
        ({"Criteria": {"Conditions": [5]}}, 400, "0x80060888"),
        ({"Criteria": {"Conditions": [{"PropertyName": []}]}}, 400, "0x0"),
        ({"Properties": {"PropertyNames": "Keys"}}, 400, "0x80060888"),
        ({"Properties": {"PropertyNames": [[]]}}, 400, "0x80060888"),
        ({"Criteria": 5}, 400, "0x80060888"),
        ({"RelationshipQuery": {}}, 501, "0x80040219"),
        ({"Properties": {"PropertyNames": ["Keys"]}}, 501, "0x80040219"),
        ({"Criteria": {"Conditions": [_equals("Nope", "x")]}}, 400, "0x0"),
        (
            {"Criteria": {"Conditions": [_equals("LogicalName", "x", "In")]}},
            *(501, "0x80040219"),
        ),
        ({"Criteria": {"FilterOperator": "Xor"}}, 400, "0x80060888"),
    ],
)
def test_what_a_metadata_query_may_not_say(
    bench: Bench, query: object, status: int, code: str
) -> None:
    assert error_of(bench.send("GET", _target(query))) == (status, code)


def test_filters_within_filters_have_an_end(bench: Bench) -> None:
    """Refused, not a fault of the service."""
    criteria: dict[str, Any] = {}
    for _ in range(400):
        criteria = {"Filters": [criteria]}

    refused = bench.send("GET", _target({"Criteria": criteria}))

    assert error_of(refused) == (400, "0x80060888")


def test_changes_since_a_stamp_are_a_gap(bench: Bench) -> None:
    target = "/RetrieveMetadataChanges(Query=@p1,ClientVersionStamp=@p2)?@p1={}&@p2='1'"

    assert error_of(bench.send("GET", target)) == (501, "0x80040219")
