"""`$metadata` before the OData committee's own validators: XSD, JSON schema, parser."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from tests.fakes.dataverse.makers import a_bench

# Python's expressions do not know Unicode classes; our names are plain ones.
_LETTERS = re.compile(r"\\\\p\{\w+\}")
PLAIN = "/$metadata"
ANNOTATED = "/$metadata?annotations=true"
both = pytest.mark.parametrize("target", [PLAIN, ANNOTATED])


def _document(target: str) -> bytes:
    bench = a_bench()
    bench.organization.define_key("contact", "new_number", ("governmentid",))
    return bench.send("GET", target).body


def _parsed(folder: Path, xml: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["node", "csdl.js"],  # noqa: S607 - the fixture has found it
        cwd=folder,
        input=xml,
        capture_output=True,
        timeout=60,
        check=False,
    )


@both
def test_the_published_xml_schema_accepts_the_document(
    node_folder: Path, target: str
) -> None:
    """The XSD that the OData committee publishes with its parser."""
    folder = node_folder / "node_modules" / "odata-csdl" / "schemas"
    schema = etree.XMLSchema(etree.parse(str(folder / "edmx.xsd")))

    accepted = schema.validate(etree.fromstring(_document(target)))

    assert accepted, str(schema.error_log)


@both
def test_a_strict_parser_reads_the_document(node_folder: Path, target: str) -> None:
    """Its JSON form is valid by the published JSON schema, too."""
    done = _parsed(node_folder, _document(target))

    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["messages"] == []
    folder = node_folder / "node_modules" / "odata-csdl" / "schemas"
    text = (folder / "csdl.schema.json").read_text("utf-8")
    schema = json.loads(_LETTERS.sub(r"\\\\w", text))
    jsonschema.validate(found["json"], schema)
    container = found["json"]["Microsoft.Dynamics.CRM"]["System"]
    assert container["bookableresourcebookings"]["$Type"].endswith(
        ".bookableresourcebooking"
    )


def test_the_validators_refuse_a_broken_document(node_folder: Path) -> None:
    """Otherwise the tests above would prove nothing."""
    broken = _document(PLAIN).replace(b"<PropertyRef ", b"<PropertyReference ")
    folder = node_folder / "node_modules" / "odata-csdl" / "schemas"
    schema = etree.XMLSchema(etree.parse(str(folder / "edmx.xsd")))

    accepted = schema.validate(etree.fromstring(broken))

    assert not accepted
    assert _parsed(node_folder, broken).returncode != 0
