"""Extended properties of several values. Section 3.10."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.attachments.files import an_event
from tests.fakes.exchange.graph import Graph, a_body, events_of

GUID = "00020329-0000-0000-c000-000000000046"
CREW = f"StringArray {{{GUID}}} Name Crew"
MULTI = "multiValueExtendedProperties"
EXPAND = f"$expand={MULTI}($filter=id eq '{CREW}')"


def crew(*names: str) -> dict[str, Any]:
    """The property as clients send it."""
    spelled = CREW.replace("c000", "C000")
    return {MULTI: [{"id": spelled, "value": list(names)}]}


def test_several_values_come_only_when_expanded(graph: Graph, ann: Mailbox) -> None:
    """A write's answer has none; a new write replaces the property's values."""
    event = an_event(graph, ann, **crew("Zoe", "Max"))
    assert MULTI not in graph.get(event).json
    assert graph.get(event, EXPAND).json[MULTI] == [
        {"id": CREW, "value": ["Zoe", "Max"]}
    ]

    graph.patch(event, crew("Eve"))

    assert graph.get(event, EXPAND).json[MULTI][0]["value"] == ["Eve"]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (f"ep/id eq '{CREW}' and ep/value eq 'max'", ["A"]),
        (f"ep/id eq '{CREW}' and ep/value/any(v: v eq 'Max')", ["A"]),
        (f"ep/id eq '{CREW}' and startswith(ep/value, 'e')", ["B"]),
        (f"ep/id eq '{CREW.replace('Crew', 'crew')}' and ep/value eq 'max'", []),
    ],
)
def test_events_are_found_by_one_of_the_values(
    graph: Graph, ann: Mailbox, condition: str, found: list[str]
) -> None:
    """Values in any letter case, names not."""
    graph.post(events_of(ann), a_body("A", **crew("Zoe", "Max")))
    graph.post(events_of(ann), a_body("B", **crew("Eve")))

    answer = graph.get(events_of(ann), f"$filter={MULTI}/Any(ep: {condition})")

    assert answer.subjects == found


def test_types_of_one_value_are_refused(graph: Graph, ann: Mailbox) -> None:
    """An array is an array."""
    single = CREW.replace("StringArray", "String")

    body = {**a_body(), MULTI: [{"id": single, "value": ["x"]}]}

    answer = graph.post(events_of(ann), body)

    assert answer.code == "ErrorPropertyValidationFailure"
