"""Series in answers are what the metadata of v1.0 says, field by field."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

import pytest
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_collection_response import EventCollectionResponse
from msgraph.generated.users.item.calendar_view.delta.delta_get_response import (
    DeltaGetResponse,
)

from tests.clients.tour import Tour

YEAR: Final = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2027-03-01T00:00:00Z"
WEEKLY: Final[dict[str, Any]] = {
    "type": "weekly",
    "interval": 1,
    "daysOfWeek": ["tuesday"],
    "firstDayOfWeek": "monday",
}
NUMBERED: Final[dict[str, Any]] = {
    "type": "numbered",
    "startDate": "2026-03-03",
    "numberOfOccurrences": 3,
}


def _series(
    tour: Tour, pattern: dict[str, Any], reach: dict[str, Any]
) -> dict[str, Any]:
    """A series from 3 March on, as it is answered."""
    body = {
        "subject": "Round",
        "start": {"dateTime": "2026-03-03T09:00:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-03-03T10:00:00", "timeZone": "Europe/Berlin"},
        "recurrence": {"pattern": pattern, "range": reach},
    }
    made: dict[str, Any] = tour.post(f"{tour.organiser}/events", body, Event)
    return made


@pytest.mark.parametrize(
    "pattern",
    [
        {"type": "daily", "interval": 2},
        WEEKLY,
        {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 3},
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["tuesday"]},
        {"type": "absoluteYearly", "interval": 1, "dayOfMonth": 3, "month": 3},
        {
            "type": "relativeYearly",
            "interval": 1,
            "daysOfWeek": ["tuesday"],
            "month": 3,
            "index": "first",
        },
    ],
    ids=lambda pattern: str(pattern["type"]),
)
@pytest.mark.parametrize(
    "reach",
    [
        NUMBERED,
        {"type": "endDate", "startDate": "2026-03-03", "endDate": "2026-12-31"},
        {"type": "noEnd", "startDate": "2026-03-03"},
    ],
    ids=lambda reach: str(reach["type"]),
)
def test_every_pattern_is_what_the_model_says(
    tour: Tour, pattern: dict[str, Any], reach: dict[str, Any]
) -> None:
    """Unused fields come back as zeros (section 3.5)."""
    made = _series(tour, pattern, reach)

    seen = tour.get(f"{tour.organiser}/calendarView?{YEAR}", EventCollectionResponse)

    answered = made["recurrence"]
    assert answered["pattern"].items() >= pattern.items()
    assert answered["range"].items() >= reach.items()
    assert {row["type"] for row in seen["value"]} == {"occurrence"}


def test_occurrences_and_exceptions_are_what_the_model_says(tour: Tour) -> None:
    """Alone, in lists, in the delta; the master tells of those cancelled."""
    made = _series(tour, WEEKLY, NUMBERED)
    events, own = f"{tour.organiser}/events", quote(made["id"])
    listed = tour.get(f"{events}/{own}/instances?{YEAR}", EventCollectionResponse)
    first, second, third = (quote(row["id"]) for row in listed["value"])
    tour.get(f"{events}/{first}", Event)

    changed = tour.patch(f"{events}/{second}", {"subject": "Other"}, Event)
    tour.delete(f"{events}/{third}")
    left = tour.get(f"{events}/{own}/instances?{YEAR}", EventCollectionResponse)
    rows = tour.get(f"{tour.organiser}/calendarView/delta?{YEAR}", DeltaGetResponse)
    told = tour.get(f"{events}/{own}?$select=subject,cancelledOccurrences", Event)

    assert changed["type"] == "exception"
    assert changed["originalStart"].startswith("2026-03-10T08:00:00")
    assert [row["type"] for row in left["value"]] == ["occurrence", "exception"]
    assert sorted(row["type"] for row in rows["value"]) == [
        "exception",
        "occurrence",
        "seriesMaster",
    ]
    assert len(told["cancelledOccurrences"]) == 1
