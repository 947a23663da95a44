"""Extended properties of folders, of one value and of several. Section 3.10."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.extensions.test_several_values import EXPAND, MULTI, crew
from tests.fakes.exchange.graph import RECORD, Graph

SINGLE = "singleValueExtendedProperties"
NAMES = {"calendars": "name"}  # elsewhere it is called `displayName`


@pytest.mark.parametrize("kind", ["calendars", "contactFolders", "mailFolders"])
def test_a_folder_has_extended_properties(
    graph: Graph, ann: Mailbox, kind: str
) -> None:
    """Written with the folder and by PATCH; those not named stay."""
    every = f"/users/{ann.id}/{kind}"
    single = {SINGLE: [{"id": RECORD, "value": "R-1"}]}
    name = NAMES.get(kind, "displayName")
    made = graph.post(every, {name: "Field", **single, **crew("Zoe")})
    assert made.status == 201
    path = f"{every}/{made.json['id']}"

    other = {"id": RECORD.replace("fieldsyncRecord", "other"), "value": "2"}

    after = graph.patch(path, {SINGLE: [other], **crew("Eve")})

    assert (after.status, MULTI in after.json) == (200, False)
    assert graph.get(path, EXPAND).json[MULTI][0]["value"] == ["Eve"]
    one = graph.get(path, f"$expand={SINGLE}($filter=id eq '{RECORD}')").json[SINGLE]
    assert one[0]["value"] == "R-1"
