"""Calendars, master categories, settings, time zones, users."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, a_body, events_of


def test_default_calendar_is_the_only_one(graph: Graph, ann: Mailbox) -> None:
    """Listed, read by id and by name, and its events are the mailbox's."""
    (row,) = graph.get(f"/users/{ann.id}/calendars").rows

    assert (row["name"], row["isDefaultCalendar"]) == ("Calendar", True)
    assert row["owner"] == {"name": "Ann Ames", "address": "ann@contoso.example"}
    assert graph.get(f"/users/{ann.id}/calendar").json["id"] == row["id"]
    shown = graph.get(f"/users/{ann.id}/calendars/{row['id']}", "$select=id,name").json
    assert set(shown) == {"@odata.context", "id", "name"}
    path = f"/users/{ann.id}/calendars/{row['id']}/events"
    assert graph.post(path, a_body()).status == 201
    assert len(ann.events) == 1


def test_unknown_calendar(graph: Graph, ann: Mailbox) -> None:
    """Another id is not found, nonsense is malformed."""
    assert graph.get(f"/users/{ann.id}/calendars/AAMkAAAAAA==/events").status == 404
    answer = graph.get(f"/users/{ann.id}/calendars/no id/events")
    assert answer.code == "ErrorInvalidIdMalformed"


def test_master_categories(graph: Graph, ann: Mailbox) -> None:
    """Created, listed, recoloured, deleted; names unique and immutable (2.3)."""
    path = f"/users/{ann.id}/outlook/masterCategories"

    made = graph.post(path, {"displayName": "Tracked", "color": "Preset4"})

    assert (made.status, made.json["color"]) == (201, "preset4")
    assert [one.display_name for one in ann.categories] == ["Tracked"]
    twin = graph.post(path, {"displayName": "TRACKED", "color": "preset1"})
    assert (twin.status, twin.code) == (409, "nameAlreadyExists")
    assert graph.post(path, {"displayName": "x", "color": "red"}).status == 400
    assert graph.post(path, {"color": "preset1"}).status == 400
    item = f"{path}/{made.json['id']}"
    assert graph.patch(item, {"color": "preset5"}).json["color"] == "preset5"
    assert graph.patch(item, {"displayName": "y"}).status == 400
    assert graph.get(path).rows == [
        {"id": made.json["id"], "displayName": "Tracked", "color": "preset5"}
    ]
    assert graph.delete(item).status == 204
    assert graph.get(item).status == 404
    assert ann.categories == ()


def test_deleted_category_stays_on_events(graph: Graph, ann: Mailbox) -> None:
    """Names on events are free text (trap 40)."""
    category = ann.add_category("Tracked")
    graph.post(events_of(ann), a_body(categories=["Tracked", "Unlisted"]))

    ann.remove_category(category.id)

    assert ann.events[0].categories == ("Tracked", "Unlisted")


def test_mailbox_settings(graph: Graph, ann: Mailbox) -> None:
    """The time zone can be read and written."""
    path = f"/users/{ann.id}/mailboxSettings"
    assert graph.get(path).json["timeZone"] == "W. Europe Standard Time"
    assert graph.get(f"{path}/timeZone").json["value"] == "W. Europe Standard Time"

    answer = graph.patch(path, {"timeZone": "Tokyo Standard Time"})

    assert answer.json["timeZone"] == ann.time_zone == "Tokyo Standard Time"
    bad = graph.patch(path, {"timeZone": "Mars"})
    assert bad.code == "TimeZoneNotSupportedException"


def test_supported_time_zones(graph: Graph, ann: Mailbox) -> None:
    """In both standards."""
    path = f"/users/{ann.id}/outlook/supportedTimeZones"

    windows = [row["alias"] for row in graph.get(path).rows]
    iana = [
        row["alias"]
        for row in graph.get(
            f"{path}(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')"
        ).rows
    ]

    assert "W. Europe Standard Time" in windows
    assert "Europe/Berlin" in iana


def test_user(graph: Graph, ann: Mailbox) -> None:
    """By id or principal name, in any letter case."""
    shown = graph.get("/users/ANN%40CONTOSO.EXAMPLE", "$select=id,mail").json

    assert shown["id"] == ann.id
    assert shown["mail"] == "ann@contoso.example"
    assert set(shown) == {"@odata.context", "id", "mail"}
    assert graph.get(f"/users/{ann.id}", "$select=nonsense").code == "BadRequest"
