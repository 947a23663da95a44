"""How metadata may be asked for, and what they refuse: sections 8, 11.2 and 11.3."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.makers import API, Bench, error_of
from tests.fakes.dataverse.metadata.addresses import CAST, CONTACT, DEFINITIONS


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
