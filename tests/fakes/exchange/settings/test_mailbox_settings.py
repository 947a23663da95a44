"""Mailbox settings: each is read and written. Section 2.3."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph


def settings_of(mailbox: Mailbox) -> str:
    """The path of the settings."""
    return f"/users/{mailbox.id}/mailboxSettings"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeZone", "Europe/Berlin"),
        ("timeZone", "Tokyo Standard Time"),
        ("dateFormat", "dd.MM.yyyy"),
        ("timeFormat", "h:mm tt"),
        ("delegateMeetingMessageDeliveryOptions", "sendToDelegateAndPrincipal"),
    ],
)
def test_a_setting_is_read_as_it_was_written(
    graph: Graph, ann: Mailbox, name: str, value: str
) -> None:
    """Among the others, and by its own path."""
    path = settings_of(ann)
    before = graph.get(path).json

    after = graph.patch(path, {name: value}).json

    assert after[name] == value
    assert graph.get(f"{path}/{name.upper()}").json["value"] == value
    hours = before["workingHours"]
    if name == "timeZone":
        hours = {**hours, "timeZone": {"name": value}}
    assert after == {**before, name: value, "workingHours": hours}


def test_working_hours_keep_what_is_not_named(graph: Graph, ann: Mailbox) -> None:
    """They may be in a time zone of their own."""
    path = settings_of(ann)

    graph.patch(
        path,
        {"workingHours": {"daysOfWeek": ["Saturday"], "startTime": "09:30:00.0000000"}},
    )
    after = graph.patch(path, {"workingHours": {"timeZone": {"name": "UTC"}}}).json

    assert after["workingHours"] == {
        "daysOfWeek": ["saturday"],
        "startTime": "09:30:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": "UTC"},
    }
    shown = graph.get(f"{path}/workingHours").json
    assert shown["startTime"] == "09:30:00.0000000"


def test_automatic_replies_are_scheduled(graph: Graph, ann: Mailbox) -> None:
    """Between two moments; texts in and out of the organisation."""
    wanted = {
        "status": "Scheduled",
        "externalAudience": "contactsOnly",
        "internalReplyMessage": "Away",
        "externalReplyMessage": "Out",
        "scheduledStartDateTime": {
            "dateTime": "2026-03-09T08:00:00",
            "timeZone": "W. Europe Standard Time",
        },
        "scheduledEndDateTime": {
            "dateTime": "2026-03-10T08:00:00",
            "timeZone": "UTC",
        },
    }

    answer = graph.patch(settings_of(ann), {"automaticRepliesSetting": wanted})

    shown = answer.json["automaticRepliesSetting"]
    assert (shown["status"], shown["externalAudience"]) == ("scheduled", "contactsOnly")
    assert shown["scheduledStartDateTime"] == {
        "dateTime": "2026-03-09T07:00:00.0000000",
        "timeZone": "UTC",
    }
    assert ann.settings.automatic_replies.internal_message == "Away"


def test_replies_are_written_before_they_are_switched_on(
    graph: Graph, ann: Mailbox
) -> None:
    """Without the moments that scheduled ones need; what is not named stays."""
    path = settings_of(ann)
    graph.patch(path, {"automaticRepliesSetting": {"internalReplyMessage": "Away"}})

    answer = graph.patch(path, {"automaticRepliesSetting": {"status": "alwaysEnabled"}})

    shown = answer.json["automaticRepliesSetting"]
    assert (shown["status"], shown["internalReplyMessage"]) == ("alwaysEnabled", "Away")


def test_the_language_is_one_of_those_supported(graph: Graph, ann: Mailbox) -> None:
    """Its name comes with it."""
    rows = graph.get(f"/users/{ann.id}/outlook/supportedLanguages").rows
    assert {"locale": "de-DE", "displayName": "German (Germany)"} in rows

    answer = graph.patch(settings_of(ann), {"language": {"locale": "de-de"}})

    assert answer.json["language"] == {
        "locale": "de-DE",
        "displayName": "German (Germany)",
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"timeZone": "Mars"}, 400),
        ({"timeZone": None}, 400),
        ({"dateFormat": "whenever"}, 400),
        ({"timeFormat": ""}, 400),
        ({"language": {"locale": "tlh"}}, 400),
        ({"nonsense": 1}, 400),
        ({"delegateMeetingMessageDeliveryOptions": "x"}, 400),
        ({"workingHours": {"startTime": "25:00"}}, 400),
        ({"workingHours": {"startTime": "18:00:00"}}, 400),
        ({"workingHours": {"daysOfWeek": ["someday"]}}, 400),
        ({"workingHours": {"timeZone": {"name": "Mars"}}}, 400),
        ({"automaticRepliesSetting": {"status": "scheduled"}}, 400),
        ({"automaticRepliesSetting": {"externalAudience": "me"}}, 400),
        (
            {
                "workingHours": {
                    "timeZone": {
                        "@odata.type": "#microsoft.graph.customTimeZone",
                        "name": "Customized Time Zone",
                    }
                }
            },
            501,
        ),
    ],
)
def test_bad_settings_are_refused(
    graph: Graph, ann: Mailbox, body: dict[str, Any], status: int
) -> None:
    """And nothing of the body is written."""
    path = settings_of(ann)
    before = graph.get(path).json

    answer = graph.patch(path, {"timeFormat": "HH:mm:ss", **body})

    assert answer.status == status
    assert graph.get(path).json == before


def test_the_purpose_is_read_only(graph: Graph, ann: Mailbox) -> None:
    """It says what kind of mailbox it is."""
    room = graph.exchange.add_mailbox(
        "attic@contoso.example", name="Attic", kind="room"
    )

    graph.patch(settings_of(ann), {"userPurpose": "room"})

    assert graph.get(f"{settings_of(ann)}/userPurpose").json["value"] == "user"
    assert graph.get(settings_of(room)).json["userPurpose"] == "room"


def test_a_snapshot_takes_settings_back(graph: Graph, ann: Mailbox) -> None:
    """With everything else in the mailbox."""
    snapshot = graph.exchange.snapshot()
    before = graph.get(settings_of(ann)).json
    graph.patch(settings_of(ann), {"dateFormat": "d/M/yy", "timeZone": "UTC"})

    graph.exchange.restore(snapshot)

    assert graph.get(settings_of(ann)).json == before


def test_one_setting_is_not_written_by_its_path(graph: Graph, ann: Mailbox) -> None:
    """v1.0 has PATCH of all only; an unknown one is none."""
    path = f"{settings_of(ann)}/timeZone"

    assert graph.patch(path, {"value": "UTC"}).status == 405
    assert graph.get(f"{settings_of(ann)}/nonsense").code == "BadRequest"


def test_categories_are_cut_and_selected(graph: Graph, ann: Mailbox) -> None:
    """With a link to the rest."""
    for name in ("A", "B", "C"):
        ann.add_category(name)
    path = f"/users/{ann.id}/outlook/masterCategories"

    page = graph.get(path, "$top=2&$select=displayName")

    assert [row["displayName"] for row in page.rows] == ["A", "B"]
    assert all(set(row) == {"id", "displayName"} for row in page.rows)
    rest = graph.follow(page.json["@odata.nextLink"])
    assert [row["displayName"] for row in rest.rows] == ["C"]
    assert graph.get(path, "$select=nonsense").code == "BadRequest"
