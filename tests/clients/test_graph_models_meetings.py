"""What helps to plan meetings is, in answers, what the metadata of v1.0 says."""

from __future__ import annotations

from typing import Any, Final

from msgraph.generated.models.event import Event
from msgraph.generated.models.online_meeting_info import OnlineMeetingInfo
from msgraph.generated.models.schedule_information import ScheduleInformation
from msgraph.generated.users.item.calendar.get_schedule import (
    get_schedule_post_response as schedule,
)
from msgraph.generated.users.item.translate_exchange_ids import (
    translate_exchange_ids_post_response as translate,
)

from tests.clients.tour import Tour, missing

TIMES: Final[dict[str, Any]] = {
    "start": {"dateTime": "2026-03-03T09:00:00", "timeZone": "UTC"},
    "end": {"dateTime": "2026-03-03T10:00:00", "timeZone": "UTC"},
}


def test_a_meeting_online_is_what_the_model_says(tour: Tour) -> None:
    """With all that is needed to join it."""
    online = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}

    made = tour.post(f"{tour.organiser}/events", {**TIMES, **online}, Event)

    assert "joinUrl" in made["onlineMeeting"]
    assert missing(made["onlineMeeting"], OnlineMeetingInfo) <= {
        "conferenceId",
        "phones",
        "quickDial",
        "tollFreeNumbers",
        "tollNumber",
    }


def test_translated_ids_are_what_the_model_says(tour: Tour) -> None:
    """Into each of the formats."""
    made = tour.post(f"{tour.organiser}/events", TIMES, Event)
    path = f"{tour.organiser}/translateExchangeIds"

    for target in ("ewsId", "entryId", "restImmutableEntryId", "immutableEntryId"):
        asked = {
            "inputIds": [made["id"]],
            "sourceIdType": "restId",
            "targetIdType": target,
        }
        answer = tour.post(path, asked, translate.TranslateExchangeIdsPostResponse)

        assert set(answer["value"][0]) >= {"sourceId", "targetId"}


def test_schedules_are_what_the_model_says(tour: Tour) -> None:
    """Of mailboxes that are there; one that is not there is an error of its own."""
    tour.post(
        f"{tour.attendee}/events", {**TIMES, "location": {"displayName": "X"}}, Event
    )
    asked = {
        "schedules": [tour.attendee_address, "nobody@contoso.example"],
        "startTime": {"dateTime": "2026-03-03T08:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-03-03T12:00:00", "timeZone": "UTC"},
    }

    path = f"{tour.organiser}/calendar/getSchedule"
    told = tour.post(path, asked, schedule.GetSchedulePostResponse)["value"]

    known, unknown = told
    assert missing(known, ScheduleInformation) <= {"error"}
    assert unknown["error"]["message"]
