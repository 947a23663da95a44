"""`fieldsync contract` prints what a vendor's tools can read."""

from __future__ import annotations

import json

import pytest
import yaml

from harness.cli import main
from harness.contract import KINDS, openapi, schema


@pytest.mark.parametrize("output", ["yaml", "json"])
def test_the_whole_contract_is_printed_in_one_piece(
    output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same document in both forms, without YAML's anchors."""
    code = main(["contract", "--format", output])

    text = capsys.readouterr().out
    assert code == 0
    assert "&id" not in text
    assert (json.loads if output == "json" else yaml.safe_load)(text) == openapi()


@pytest.mark.parametrize("kind", KINDS)
def test_one_schema_is_printed(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """For a validator in the vendor's language."""
    code = main(["contract", "--schema", kind, "--format", "json"])

    assert code == 0
    assert json.loads(capsys.readouterr().out) == schema(kind)


def test_an_unknown_schema_is_told_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, one sentence."""
    code = main(["contract", "--schema", "sesion"])

    told = capsys.readouterr().err
    assert code == 2
    assert "'sesion'" in told
    assert "'session'" in told
