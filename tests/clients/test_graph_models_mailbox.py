"""What a mailbox has beside its items is what the metadata of v1.0 says."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from msgraph.generated.models.calendar import Calendar
from msgraph.generated.models.calendar_collection_response import (
    CalendarCollectionResponse,
)
from msgraph.generated.models.calendar_group import CalendarGroup
from msgraph.generated.models.calendar_group_collection_response import (
    CalendarGroupCollectionResponse,
)
from msgraph.generated.models.event import Event
from msgraph.generated.models.mailbox_settings import MailboxSettings
from msgraph.generated.models.outlook_category import OutlookCategory
from msgraph.generated.models.outlook_category_collection_response import (
    OutlookCategoryCollectionResponse,
)
from msgraph.generated.models.user import User
from msgraph.generated.models.user_collection_response import UserCollectionResponse
from msgraph.generated.users.item.outlook.supported_languages import (
    supported_languages_get_response as languages,
)
from msgraph.generated.users.item.outlook.supported_time_zones import (
    supported_time_zones_get_response as supported,
)

from tests.clients.served import Served
from tests.clients.tour import Tour, missing

TIMES: Final[dict[str, Any]] = {
    "start": {"dateTime": "2026-03-03T09:00:00", "timeZone": "UTC"},
    "end": {"dateTime": "2026-03-03T10:00:00", "timeZone": "UTC"},
}


def test_a_calendar_has_every_member(tour: Tour) -> None:
    """Alone and in the list."""
    read = tour.get(f"{tour.organiser}/calendar", Calendar)
    listed = tour.get(f"{tour.organiser}/calendars", CalendarCollectionResponse)

    assert missing(read, Calendar) == {
        "calendarPermissions",
        "calendarView",
        "events",
        "multiValueExtendedProperties",
        "singleValueExtendedProperties",
    }
    assert missing(listed["value"][0], Calendar) == missing(read, Calendar)


def test_calendars_beside_and_their_groups_have_every_member(tour: Tour) -> None:
    """Made, listed, changed."""
    path = f"{tour.organiser}/calendarGroups"
    group = tour.post(path, {"name": "Tours"}, CalendarGroup)
    calendars = f"{path}/{quote(group['id'])}/calendars"
    made = tour.post(calendars, {"name": "North", "color": "lightRed"}, Calendar)

    tour.get(path, CalendarGroupCollectionResponse)
    (listed,) = tour.get(calendars, CalendarCollectionResponse)["value"]
    own = f"{tour.organiser}/calendars/{quote(made['id'])}"
    changed = tour.patch(own, {"name": "South"}, Calendar)
    event = tour.post(f"{own}/events", TIMES, Event)

    renamed = tour.patch(
        f"{path}/{quote(group['id'])}", {"name": "Rounds"}, CalendarGroup
    )
    tour.get(f"{path}/{quote(group['id'])}", CalendarGroup)

    default = tour.get(f"{tour.organiser}/calendar", Calendar)
    assert missing(group, CalendarGroup) == missing(renamed, CalendarGroup)
    assert missing(group, CalendarGroup) == {"calendars"}
    assert set(made) == set(changed) == set(default)
    assert set(listed) == set(default) - {"@odata.context"}
    tour.get(f"{own}/events/{quote(event['id'])}/calendar", Calendar)


def test_the_master_categories_have_every_member(tour: Tour) -> None:
    """Made, changed, read, listed."""
    path = f"{tour.organiser}/outlook/masterCategories"
    made = tour.post(
        path, {"displayName": "Field", "color": "preset3"}, OutlookCategory
    )
    own = f"{path}/{made['id']}"

    changed = tour.patch(own, {"color": "none"}, OutlookCategory)
    tour.get(own, OutlookCategory)
    tour.get(path, OutlookCategoryCollectionResponse)

    assert missing(made, OutlookCategory) == missing(changed, OutlookCategory) == set()


def test_the_mailbox_settings_have_every_member(tour: Tour) -> None:
    """Read and changed."""
    path = f"{tour.organiser}/mailboxSettings"

    read = tour.get(path, MailboxSettings)
    tour.patch(path, {"timeZone": "Tokyo Standard Time"}, MailboxSettings)

    assert missing(read, MailboxSettings) == set()


def test_zones_and_languages_are_what_the_models_say(tour: Tour) -> None:
    """Zones by either kind of name."""
    path = f"{tour.organiser}/outlook/supportedTimeZones"

    windows = tour.get(path, supported.SupportedTimeZonesGetResponse)
    iana = tour.get(
        f"{path}(TimeZoneStandard='Iana')", supported.SupportedTimeZonesGetResponse
    )

    tour.get(
        f"{tour.organiser}/outlook/supportedLanguages",
        languages.SupportedLanguagesGetResponse,
    )
    assert windows["value"] != iana["value"]
    assert set(windows["value"][0]) == {"alias", "displayName"}


def test_a_user_has_the_members_of_a_bare_request(tour: Tour) -> None:
    """The eleven of the documented default."""
    read = tour.get(tour.organiser, User)
    listed = tour.get("/users", UserCollectionResponse)["value"]

    assert len([name for name in read if not name.startswith("@")]) == 11
    assert {name: read[name] for name in listed[0]} in listed


def test_refusals_are_what_the_model_of_errors_says(tour: Tour) -> None:
    """Whichever layer refuses."""
    events = f"{tour.organiser}/events"
    made = tour.post(events, TIMES, Event)

    refusals = [
        tour.refused("GET", f"{events}/AAMk="),
        tour.refused("GET", "/users/nobody@contoso.example/events"),
        tour.refused("GET", "/users/nobody@contoso.example"),
        tour.refused("GET", "/me/events"),
        tour.refused("GET", f"{events}?$filter=recurrence ne null"),
        tour.refused("GET", f"{tour.organiser}/calendarView"),
        tour.refused("POST", events, {"subject": "No times"}),
        tour.refused("PUT", events, {}),
        tour.refused("POST", f"{events}/{quote(made['id'])}/accept", {}),
        tour.refused("GET", f"{tour.organiser}/people"),
        tour.refused("POST", "/$batch", {"requests": "none"}),
    ]

    statuses = [status for status, _ in refusals]
    assert statuses == [400, 404, 404, 400, 400, 400, 400, 405, 400, 501, 400]


def test_a_refusal_for_too_many_requests_is_what_the_model_says(
    tour: Tour, served: Served
) -> None:
    """With a code and a status in its inner error (section 6)."""
    throttled = {"kind": "answer", "status": 429, "retry_after_s": 1}
    served.let_fail("calendar.read", throttled, service="exchange")

    assert tour.refused("GET", f"{tour.organiser}/calendar")[0] == 429
