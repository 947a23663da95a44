"""The OpenAPI document: valid, complete, in one piece."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from harness.contract import KINDS, faults, openapi, schema

ERRORS = {"NoJson": 400, "Unknown": 404, "Refused": 422, "Broken": 500}
ERRORS["Unsupported"] = 501


def nodes(node: object) -> Iterator[dict[str, Any]]:
    """Every object inside the node."""
    if isinstance(node, dict):
        yield node
        for one in node.values():
            yield from nodes(one)
    elif isinstance(node, list):
        for one in node:
            yield from nodes(one)


def test_the_document_is_valid_openapi() -> None:
    """A validator that others wrote says so."""
    validate(openapi())


def test_the_document_needs_no_other_file() -> None:
    """A generator of server stubs takes it as it is."""
    references = [one["$ref"] for one in nodes(openapi()) if "$ref" in one]

    assert references
    assert all(reference.startswith("#/components/") for reference in references)


def test_the_document_has_the_six_calls() -> None:
    """Three are required."""
    calls = {
        f"{method.upper()} {path}": call["tags"]
        for path, item in openapi()["paths"].items()
        for method, call in item.items()
        if method != "parameters"
    }

    assert calls == {
        "GET /v1/implementation": ["required"],
        "PUT /v1/sessions/{id}": ["required"],
        "POST /v1/sessions/{id}/advance": ["required"],
        "POST /v1/sessions/{id}/signals": ["optional"],
        "GET /v1/sessions/{id}": ["optional"],
        "DELETE /v1/sessions/{id}": ["optional"],
    }


def test_each_error_shows_a_problem_of_its_status() -> None:
    """What a vendor copies is right."""
    responses = openapi()["components"]["responses"]

    assert set(responses) == set(ERRORS)
    for name, status in ERRORS.items():
        example = responses[name]["content"]["application/problem+json"]["example"]
        assert example["status"] == status
        assert faults("problem", example) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_valid_and_stands_alone(kind: str) -> None:
    """Also for readers that know no other schema of ours."""
    found = schema(kind)

    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$id"] == f"urn:fieldsync:contract:1:{kind}"
    assert '"$ref"' not in json.dumps(found)


@pytest.mark.parametrize("kind", KINDS)
def test_each_member_is_described(kind: str) -> None:
    """The schema is what a vendor reads."""
    members = [
        (name, member)
        for one in nodes(schema(kind))
        if one.get("type") == "object"
        for name, member in one.get("properties", {}).items()
    ]

    assert members
    assert [name for name, member in members if "description" not in member] == []
