"""Open extensions of an event. Section 3.10."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.attachments.files import an_event
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of

NAME = "com.contoso.booking"
FULL = f"microsoft.graph.openTypeExtension.{NAME}"


def an_extension(**values: object) -> dict[str, object]:
    """An extension's body."""
    return {
        "@odata.type": "microsoft.graph.openTypeExtension",
        "extensionName": NAME,
        **values,
    }


@pytest.mark.parametrize("name", [NAME, FULL])
def test_an_extension_is_read_by_either_name(
    graph: Graph, ann: Mailbox, name: str
) -> None:
    """The answer to the write shows it; its id carries the type."""
    event = an_event(graph, ann)

    made = graph.post(f"{event}/extensions", an_extension(row="R-1", parts=[1, 2]))

    assert made.status == 201
    shown = {key: value for key, value in made.json.items() if "context" not in key}
    assert shown == {
        "@odata.type": "#microsoft.graph.openTypeExtension",
        "id": FULL,
        "extensionName": NAME,
        "row": "R-1",
        "parts": [1, 2],
    }
    assert graph.get(f"{event}/extensions/{name}").json == made.json
    assert graph.get(f"{event}/extensions").rows == [shown]


def test_an_extension_is_written_beside_the_event(graph: Graph, ann: Mailbox) -> None:
    """No change key, no change, no delta row tells of it."""
    event = an_event(graph, ann)
    window = "startDateTime=2026-03-01&endDateTime=2026-04-01"
    path = f"/users/{ann.id}/calendarView/delta"
    link = graph.get(path, window).json["@odata.deltaLink"]
    before = graph.get(event).json

    graph.post(f"{event}/extensions", an_extension(row="R-1"))
    graph.patch(f"{event}/extensions/{NAME}", {"row": "R-2"})

    assert graph.get(event).json == before
    assert graph.follow(link).rows == []


def test_an_update_keeps_what_it_does_not_name(graph: Graph, ann: Mailbox) -> None:
    """Null takes a value away."""
    event = an_event(graph, ann)
    graph.post(f"{event}/extensions", an_extension(a=1, b=2, c=3))

    shown = graph.patch(f"{event}/extensions/{FULL}", {"b": 5, "c": None}).json

    assert (shown["a"], shown["b"]) == (1, 5)
    assert "c" not in shown


def test_a_deleted_extension_is_gone(graph: Graph, ann: Mailbox) -> None:
    """It alone."""
    event = an_event(graph, ann)
    graph.post(f"{event}/extensions", an_extension(a=1))
    graph.post(f"{event}/extensions", an_extension(extensionName="other"))

    assert graph.delete(f"{event}/extensions/{NAME}").status == 204

    assert graph.get(f"{event}/extensions/{NAME}").code == "ErrorItemNotFound"
    assert len(graph.get(f"{event}/extensions").rows) == 1


def test_extensions_come_with_the_event(graph: Graph, ann: Mailbox) -> None:
    """The answer to the POST has them, unlike extended properties."""
    body = a_body(extensions=[an_extension(row="R-1")])

    created = graph.post(events_of(ann), body).json

    assert [one["row"] for one in created["extensions"]] == ["R-1"]
    event = path_of(ann, created["id"])
    assert "extensions" not in graph.get(event).json


@pytest.mark.parametrize("name", [NAME, FULL])
def test_expand_shows_the_extension_asked_for(
    graph: Graph, ann: Mailbox, name: str
) -> None:
    """In a list, too, and as it is now."""
    event = an_event(graph, ann)
    graph.post(f"{event}/extensions", an_extension(row="R-1"))
    graph.post(f"{event}/extensions", an_extension(extensionName="other"))
    expand = f"$expand=extensions($filter=id eq '{name}')"
    graph.get(events_of(ann), expand)

    graph.patch(f"{event}/extensions/{NAME}", {"row": "R-2"})

    (row,) = graph.get(events_of(ann), expand).rows
    assert [one["row"] for one in row["extensions"]] == ["R-2"]


@pytest.mark.parametrize(
    "body",
    [
        {"row": "R-1"},
        an_extension(row={"deep": 1}),
        an_extension(rows=[[1]]),
        an_extension(rows=[{"deep": 1}]),
    ],
)
def test_only_named_primitives_and_arrays_are_taken(
    graph: Graph, ann: Mailbox, body: dict[str, object]
) -> None:
    """Anything else is refused."""
    event = an_event(graph, ann)

    assert graph.post(f"{event}/extensions", body).status == 400

    assert graph.get(f"{event}/extensions").rows == []


def test_a_name_is_taken_once(graph: Graph, ann: Mailbox) -> None:
    """A second POST of the name changes nothing."""
    event = an_event(graph, ann)
    graph.post(f"{event}/extensions", an_extension(row="R-1"))

    assert graph.post(f"{event}/extensions", an_extension(row="R-2")).status == 409

    assert graph.get(f"{event}/extensions/{NAME}").json["row"] == "R-1"


def test_an_occurrence_with_an_extension_is_no_exception(
    graph: Graph, ann: Mailbox
) -> None:
    """It alone has it, and is bare in delta rounds as before."""
    weekly = {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
        "range": {"type": "noEnd", "startDate": "2026-03-03"},
    }
    series = an_event(graph, ann, recurrence=weekly)
    window = "startDateTime=2026-03-01&endDateTime=2026-03-15"
    first, second = graph.get(f"{series}/instances", window).rows
    before = graph.get(f"/users/{ann.id}/calendarView/delta", window).rows

    made = graph.post(
        f"{path_of(ann, first['id'])}/extensions", an_extension(row="R-1")
    )

    assert made.status == 201
    assert graph.get(f"/users/{ann.id}/calendarView/delta", window).rows == before
    expand = "$expand=extensions"
    rows = graph.get(f"{series}/instances", f"{window}&{expand}").rows
    assert [one["row"] for one in rows[0]["extensions"]] == ["R-1"]
    assert rows[0]["type"] == "occurrence"
    for path in (series, path_of(ann, second["id"])):
        assert graph.get(path, expand).json["extensions"] == []
    graph.patch(path_of(ann, first["id"]), {"subject": "Changed"})
    kept = graph.get(path_of(ann, first["id"]), expand).json
    assert (kept["type"], len(kept["extensions"])) == ("exception", 1)
