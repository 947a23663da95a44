"""The OpenAPI document: valid, complete, and what the server hands out."""

from __future__ import annotations

from openapi_spec_validator import validate

from fakes.admin import DOCUMENT
from fakes.admin.operations import OPERATIONS
from fakes.seeding import SCHEMA
from tests.fakes.admin.bench import Bench, talk


def test_the_document_is_valid_openapi() -> None:
    """A validator that others wrote says so."""
    validate(DOCUMENT)


def test_the_document_describes_every_operation_and_no_other() -> None:
    """A new operation asks for its description."""
    described = {
        path: {method.upper() for method in item}
        for path, item in DOCUMENT["paths"].items()
    }

    assert described == {path: set(found) for path, found in OPERATIONS.items()}


def test_the_seed_of_the_document_is_that_of_the_seed_file() -> None:
    """One schema, in one file."""
    seed = DOCUMENT["components"]["schemas"]["Seed"]

    assert seed["properties"] == SCHEMA["properties"]


def test_the_server_hands_the_document_out() -> None:
    """As it stands in the package."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("GET", "/openapi.json")

        assert answer.status == 200
        assert answer.json == DOCUMENT

    talk(conversation)
