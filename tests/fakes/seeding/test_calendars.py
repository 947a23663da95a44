"""Calendars and rooms of a seed."""

from __future__ import annotations

from tests.fakes.seeding.makers import a_tenant, planted, refusal

ANN = {"address": "ann@contoso.example", "calendars": ["Field"]}
ATTIC = {"address": "attic@contoso.example", "kind": "room"}
VISIT = {
    "mailbox": "ann@contoso.example",
    "subject": "Visit",
    "start": "2026-03-03T09:00:00Z",
    "end": "2026-03-03T10:00:00Z",
}


def test_events_are_planted_in_the_calendar_that_they_name() -> None:
    """By its name, in any letter case; without one in the default calendar."""
    tenant = a_tenant()

    planted({"mailboxes": [ANN], "events": [{**VISIT, "calendar": "field"}]}, tenant)

    ann = tenant.exchange.mailbox("ann@contoso.example")
    field = ann.calendars.find("Field")
    assert field is not None
    assert [one.subject for one in ann.stores.events.in_folder(field.id)] == ["Visit"]
    assert ann.events == ()


def test_a_planted_room_answers() -> None:
    """As any room does."""
    tenant = a_tenant()

    planted(
        {
            "mailboxes": [ANN, ATTIC],
            "events": [{**VISIT, "attendees": ["attic@contoso.example"]}],
        },
        tenant,
    )

    (event,) = tenant.exchange.mailbox("ann@contoso.example").events
    assert event.attendees[0].response == "accepted"


def test_unknown_calendars_are_refused() -> None:
    """And so is another kind of mailbox than the one that is there."""
    found = refusal({"mailboxes": [ANN], "events": [{**VISIT, "calendar": "x"}]})
    assert "has no calendar 'x'" in str(found)

    found = refusal({"mailboxes": [ATTIC, {**ATTIC, "kind": "user"}]})
    assert "that of a room" in str(found)
