"""msgraph-sdk plans meetings: free and busy times, forwarding, meetings online."""

from __future__ import annotations

from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.exchange_id_format import ExchangeIdFormat
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.online_meeting_provider_type import (
    OnlineMeetingProviderType,
)
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.users.item.calendar.get_schedule import (
    get_schedule_post_request_body as schedule,
)
from msgraph.generated.users.item.events.item.forward import (
    forward_post_request_body as forward,
)
from msgraph.generated.users.item.translate_exchange_ids import (
    translate_exchange_ids_post_request_body as translate,
)

from tests.clients.graph_sdk import Sdk, a_time, an_event

IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


def test_free_and_busy_times_are_told(graph: Sdk) -> None:
    """Hour by hour, and event by event."""
    organiser, attendee = graph.served.mailboxes
    busy = an_event("Private", hour=9, show_as=FreeBusyStatus.Oof)
    graph.run(graph.attendee.events.post(busy))
    body = schedule.GetSchedulePostRequestBody(
        schedules=[attendee, organiser],
        start_time=a_time("2026-03-03T08:00:00"),
        end_time=a_time("2026-03-03T12:00:00"),
        availability_view_interval=60,
    )

    told = graph.run(graph.organiser.calendar.get_schedule.post(body)).value

    assert {one.schedule_id: one.availability_view for one in told} == {
        attendee: "0300",
        organiser: "0000",
    }
    (taken,) = told[0].schedule_items
    assert taken.status is FreeBusyStatus.Oof
    assert taken.start.date_time.startswith("2026-03-03T09:00:00")


def test_a_meeting_is_forwarded(graph: Sdk) -> None:
    """Whoever it is forwarded to has it in the calendar (section 2.2)."""
    made = graph.run(graph.organiser.events.post(an_event("Kick-off")))
    to = EmailAddress(address=graph.served.mailboxes[1])
    body = forward.ForwardPostRequestBody(
        to_recipients=[Recipient(email_address=to)], comment="You, too?"
    )

    graph.run(graph.organiser.events.by_event_id(made.id).forward.post(body))

    (copy,) = graph.get(graph.attendee.events).value
    assert (copy.subject, copy.i_cal_u_id) == ("Kick-off", made.i_cal_u_id)


def test_a_meeting_may_be_online(graph: Sdk) -> None:
    """With somewhere to join it."""
    teams = OnlineMeetingProviderType.TeamsForBusiness
    wanted = an_event(is_online_meeting=True, online_meeting_provider=teams)

    made = graph.run(graph.organiser.events.post(wanted))

    assert made.online_meeting_provider is teams
    assert made.online_meeting.join_url.startswith("https://")


def test_ids_are_translated(graph: Sdk) -> None:
    """Into what the preference for immutable ids gives (section 3.2)."""
    made = graph.run(graph.organiser.events.post(an_event()))
    (immutable,) = graph.get(graph.organiser.events, headers=IMMUTABLE).value
    body = translate.TranslateExchangeIdsPostRequestBody(
        input_ids=[made.id],
        source_id_type=ExchangeIdFormat.RestId,
        target_id_type=ExchangeIdFormat.RestImmutableEntryId,
    )

    (found,) = graph.run(graph.organiser.translate_exchange_ids.post(body)).value

    assert (found.source_id, found.target_id) == (made.id, immutable.id)
