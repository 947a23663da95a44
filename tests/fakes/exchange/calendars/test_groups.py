"""Groups of calendars. Section 2.2."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, a_body


def a_group(graph: Graph, mailbox: Mailbox, name: str = "Crews") -> str:
    """The path of a new group."""
    answer = graph.post(f"/users/{mailbox.id}/calendarGroups", {"name": name})
    assert answer.status == 201
    return f"/users/{mailbox.id}/calendarGroups/{answer.json['id']}"


def test_every_mailbox_has_a_group(graph: Graph, ann: Mailbox) -> None:
    """With the default calendar; it cannot be deleted."""
    groups = f"/users/{ann.id}/calendarGroups"
    (group,) = graph.get(groups).rows

    assert group["name"] == "My Calendars"
    assert group["classId"] == "0006f0b7-0000-0000-c000-000000000046"
    (calendar,) = graph.get(f"{groups}/{group['id']}/calendars").rows
    assert calendar["isDefaultCalendar"] is True
    assert graph.delete(f"{groups}/{group['id']}").code == "ErrorInvalidRequest"


def test_a_group_has_calendars_of_its_own(graph: Graph, ann: Mailbox) -> None:
    """Events are reached through it; through another group they are not."""
    group = a_group(graph, ann)

    made = graph.post(f"{group}/calendars", {"name": "North"}).json

    assert [row["name"] for row in graph.get(f"{group}/calendars").rows] == ["North"]
    path = f"{group}/calendars/{made['id']}"
    assert graph.post(f"{path}/events", a_body("A")).status == 201
    assert graph.get(f"{path}/events").subjects == ["A"]
    first = graph.get(f"/users/{ann.id}/calendarGroups").rows[0]["id"]
    elsewhere = f"/users/{ann.id}/calendarGroups/{first}/calendars/{made['id']}"
    assert graph.get(f"{elsewhere}/events").status == 404
    assert graph.delete(path).status == 204


def test_names_are_taken_once_in_a_group(graph: Graph, ann: Mailbox) -> None:
    """Groups among one another, calendars within a group."""
    group = a_group(graph, ann)
    graph.post(f"{group}/calendars", {"name": "North"})

    assert graph.post(f"{group}/calendars", {"name": "NORTH"}).status == 409
    other = graph.post(f"/users/{ann.id}/calendars", {"name": "North"})
    assert other.status == 201
    twin = graph.post(f"/users/{ann.id}/calendarGroups", {"name": "crews"})
    assert (twin.status, twin.code) == (409, "ErrorFolderExists")


def test_a_group_is_renamed_and_deleted(graph: Graph, ann: Mailbox) -> None:
    """When no calendar stands in it any longer."""
    group = a_group(graph, ann)
    made = graph.post(f"{group}/calendars", {"name": "North"}).json

    assert graph.patch(group, {"name": "Teams"}).json["name"] == "Teams"
    assert graph.delete(group).status == 400
    graph.delete(f"{group}/calendars/{made['id']}")

    assert graph.delete(group).status == 204
    assert graph.get(group).code == "ErrorItemNotFound"
