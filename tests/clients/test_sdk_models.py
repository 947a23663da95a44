"""The comparison with msgraph-sdk's models finds what it is there to find."""

from __future__ import annotations

from typing import Any

import pytest
from msgraph.generated.models.event import Event

from tests.clients.sdk_models import differences


@pytest.mark.parametrize(
    ("answer", "difference"),
    [
        ({"colour": "red"}, "Event.colour: the model does not know it"),
        (
            {"start": {"zone": "UTC"}},
            "DateTimeTimeZone.zone: the model does not know it",
        ),
        ({"subject": 5}, "Event.subject: 5 comes back as None"),
        ({"isAllDay": "true"}, "Event.isAllDay: 'true' comes back as None"),
        ({"showAs": "Busy"}, "Event.showAs: 'Busy' comes back as 'busy'"),
        ({"showAs": "asleep"}, "Event.showAs: 'asleep' comes back as None"),
        ({"categories": ["a", 3]}, "Event.categories[1]: 3 comes back as None"),
        (
            {"attendees": [{"type": "guest"}]},
            "Event.attendees[0].type: 'guest' comes back as None",
        ),
        (
            {"recurrence": {"pattern": {"daysOfWeek": ["monday", "blursday"]}}},
            "Event.recurrence.pattern.daysOfWeek[1]: 'blursday' comes back as None",
        ),
        (
            {"createdDateTime": "2026-03-02T08:00:00"},
            "Event.created_date_time: an instant without offset, 2026-03-02T08:00:00",
        ),
        ({"start": "2026-03-02"}, "Event.start: '2026-03-02' comes back as {}"),
        ({"attendees": {}}, "Event.attendees: {} comes back as []"),
    ],
)
def test_a_difference_is_found(answer: dict[str, Any], difference: str) -> None:
    """And told by its path."""
    assert difference in differences(answer, Event)


@pytest.mark.parametrize(
    "answer",
    [
        {"@odata.context": "x", "@odata.etag": "y", "subject": None},
        {"attendees": [], "attendees@odata.context": "x"},
        {"createdDateTime": "2026-03-02T08:00:00.1234567Z"},
        {"extensions": [{"@odata.type": "#microsoft.graph.openTypeExtension", "a": 1}]},
        {"attachments": [{"@odata.type": "#microsoft.graph.fileAttachment"}]},
        {"recurrence": {"range": {"type": "noEnd", "endDate": "0001-01-01"}}},
    ],
)
def test_what_is_as_the_model_says_is_no_difference(answer: dict[str, Any]) -> None:
    """Annotations, nulls, seven digits, members of open types."""
    assert differences(answer, Event) == []
