"""Calendars beside the default one, and events in them. Section 2.2."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import RECORD, Graph, a_body, at, path_of
from tests.fakes.exchange.meetings import BOB, copy_of, sent

WINDOW = "startDateTime=2026-03-01&endDateTime=2026-04-01"


def a_calendar(graph: Graph, mailbox: Mailbox, name: str = "Field") -> str:
    """The path of a new calendar."""
    answer = graph.post(f"/users/{mailbox.id}/calendars", {"name": name})
    assert answer.status == 201
    return f"/users/{mailbox.id}/calendars/{answer.json['id']}"


def test_a_new_calendar_is_listed(graph: Graph, ann: Mailbox) -> None:
    """Removable, in the mailbox owner's hands; the default one is neither lost."""
    path = a_calendar(graph, ann)

    rows = graph.get(f"/users/{ann.id}/calendars").rows

    assert [row["name"] for row in rows] == ["Calendar", "Field"]
    assert [row["isRemovable"] for row in rows] == [False, True]
    assert graph.get(path).json["owner"]["address"] == "ann@contoso.example"
    assert "groupClassId" not in rows[0]  # of beta only


def test_a_calendar_is_found_by_its_name(graph: Graph, ann: Mailbox) -> None:
    """As clients look for one."""
    a_calendar(graph, ann)

    query = "$filter=name eq 'Field'&$top=1&$select=name"

    (row,) = graph.get(f"/users/{ann.id}/calendars", query).rows
    assert row["name"] == "Field"


def test_a_calendar_is_changed(graph: Graph, ann: Mailbox) -> None:
    """Name and colour; the change key moves."""
    path = a_calendar(graph, ann)
    before = graph.get(path).json

    after = graph.patch(path, {"name": "Crew", "color": "LightRed"}).json

    assert (after["name"], after["color"]) == ("Crew", "lightRed")
    assert (after["id"], after["changeKey"] == before["changeKey"]) == (
        before["id"],
        False,
    )


def test_the_default_calendar_may_be_renamed_but_not_deleted(
    graph: Graph, ann: Mailbox
) -> None:
    """By id or as `calendar`."""
    path = f"/users/{ann.id}/calendars/{ann.calendar.id}"

    assert graph.patch(f"/users/{ann.id}/calendar", {"name": "Work"}).status == 200
    assert graph.get(path).json["name"] == "Work"

    refused = graph.delete(path)
    assert (refused.status, refused.code) == (400, "ErrorInvalidRequest")
    assert graph.delete(f"/users/{ann.id}/calendar").status == 405


def test_a_deleted_calendar_takes_its_events_along(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """They lie in Deleted Items; attendees are not told."""
    path = a_calendar(graph, ann)
    graph.post(f"{path}/events", a_body("A", attendees=(BOB,)))
    told = sent(graph)

    assert graph.delete(path).status == 204

    assert [event.subject for event in ann.deleted_events] == ["A"]
    assert graph.get(path).code == "ErrorItemNotFound"
    assert graph.get(f"{path}/events").status == 404
    assert sent(graph) == told
    assert not copy_of(bob).is_cancelled


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "field"}, 409),
        ({"name": " "}, 400),
        ({}, 400),
        ({"name": "x", "color": "red"}, 400),
        ({"name": "x", "nonsense": 1}, 400),
    ],
)
def test_bad_calendars_are_refused(
    graph: Graph, ann: Mailbox, body: dict[str, object], status: int
) -> None:
    """And none is made."""
    a_calendar(graph, ann)

    assert graph.post(f"/users/{ann.id}/calendars", body).status == status

    assert len(list(ann.calendars)) == 2


def test_events_stand_in_their_own_calendar(graph: Graph, ann: Mailbox) -> None:
    """Lists, views and delta rounds of one do not show those of another."""
    path = a_calendar(graph, ann)
    default = f"/users/{ann.id}/calendars/{ann.calendar.id}"
    links = {
        one: graph.get(f"{one}/calendarView/delta", WINDOW).json["@odata.deltaLink"]
        for one in (path, default)
    }

    made = graph.post(f"{path}/events", a_body("A")).json

    assert graph.get(f"{path}/events").subjects == ["A"]
    assert graph.get(f"{path}/calendarView", WINDOW).subjects == ["A"]
    assert graph.follow(links[path]).subjects == ["A"]
    assert graph.get(f"{default}/events").subjects == []
    assert graph.get(f"{default}/calendarView", WINDOW).subjects == []
    assert graph.follow(links[default]).rows == []
    assert graph.get(f"{path}/events/{made['id']}").status == 200
    assert graph.get(f"{default}/events/{made['id']}").status == 404
    assert graph.get(path_of(ann, made["id"])).json["subject"] == "A"


def test_an_event_leads_to_its_calendar(graph: Graph, ann: Mailbox) -> None:
    """Until it lies in Deleted Items."""
    path = a_calendar(graph, ann)
    made = graph.post(f"{path}/events", a_body("A")).json
    event = path_of(ann, made["id"])

    assert graph.get(f"{event}/calendar", "$select=name").json["name"] == "Field"

    graph.delete(event)
    assert graph.get(f"{event}/calendar").status == 404


def test_an_event_cannot_be_moved(graph: Graph, ann: Mailbox) -> None:
    """There is no such action in v1.0."""
    path = a_calendar(graph, ann)
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))

    answer = graph.post(
        f"{path_of(ann, event.id)}/move", {"destinationId": path.rpartition("/")[2]}
    )

    assert (answer.status, answer.code) == (404, "ResourceNotFound")


def test_calendars_have_extended_properties(graph: Graph, ann: Mailbox) -> None:
    """Written with the calendar and by PATCH, shown when expanded, found by value."""
    body = {
        "name": "Field",
        "singleValueExtendedProperties": [{"id": RECORD, "value": "R-1"}],
    }
    made = graph.post(f"/users/{ann.id}/calendars", body).json
    path = f"/users/{ann.id}/calendars/{made['id']}"
    other = RECORD.replace("fieldsyncRecord", "other")
    graph.patch(path, {"singleValueExtendedProperties": [{"id": other, "value": "2"}]})

    name = "singleValueExtendedProperties"
    shown = graph.get(path, f"$expand={name}($filter=id eq '{RECORD}')").json
    found = graph.get(
        f"/users/{ann.id}/calendars",
        f"$filter={name}/Any(ep: ep/id eq '{other}' and ep/value eq '2')",
    )

    assert [one["value"] for one in shown[name]] == ["R-1"]
    assert [row["name"] for row in found.rows] == ["Field"]
    assert name not in made


def test_owners_have_calendars_too(graph: Graph, ann: Mailbox) -> None:
    """From Python, without HTTP."""
    calendar = ann.calendars.add("Field")

    ann.create_event(subject="A", start=at(3), end=at(3, 10), calendar=calendar)

    path = f"/users/{ann.id}/calendars/{calendar.id}/events"
    assert graph.get(path).subjects == ["A"]
    assert ann.calendars.find("FIELD") == calendar
    assert ann.events == ()
