"""The tables beside the plan: window, gate, triggers, content, cadence, tracking."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reference_impl.rules import (
    appointments,
    cadence,
    content,
    mailboxes,
    triggers,
    window,
)
from reference_impl.rules.actions import Nothing
from reference_impl.rules.appointments import CreateAppointment, TrackedItem
from reference_impl.rules.cadence import Activity
from reference_impl.rules.model import (
    Approval,
    DeliveryMethod,
    Importance,
    Mailbox,
    ServerProfile,
    ServerType,
    Settings,
    TestStatus,
    WorkOrder,
)
from tests.reference_impl.makers import (
    NOW,
    PROFILE,
    SETTINGS,
    TOMORROW,
    a_booking,
    a_mailbox,
)

SECOND = timedelta(seconds=1)
ORDER = WorkOrder(
    number="00042",
    priority="High",
    type="Repair",
    incident_type="Leak",
    summary="Mend <the> pipe",
    account="Example & Sons",
    account_contact="Nina Example",
    reporting_contact="Otto Example",
    address=("1 Main Street", "Sampletown"),
)


@pytest.mark.parametrize(
    ("offset", "is_inside"),
    [
        (-timedelta(days=7), True),
        (-timedelta(days=7) - SECOND, False),
        (timedelta(days=14), True),
        (timedelta(days=14) + SECOND, False),
        (timedelta(0), True),
    ],
)
def test_both_edges_of_the_window_are_inside(
    offset: timedelta, *, is_inside: bool
) -> None:
    assert window.contains(NOW + offset, NOW) is is_inside


@pytest.mark.parametrize(
    "mailbox",
    [
        a_mailbox(user_id=None),
        a_mailbox(address=""),
        a_mailbox(is_active=False),
        a_mailbox(profile=None),
        a_mailbox(profile=replace(PROFILE, is_active=False)),
        a_mailbox(
            profile=ServerProfile(is_active=True, server_type=ServerType.IMAP_SMTP)
        ),
        a_mailbox(approval=Approval.PENDING),
        a_mailbox(delivery_method=DeliveryMethod.NONE),
        a_mailbox(enabled_for_act=False),
        a_mailbox(act_status=TestStatus.FAILURE),
    ],
)
def test_one_obstacle_keeps_a_mailbox_out(mailbox: Mailbox) -> None:
    assert mailboxes.is_ready(a_mailbox(), SETTINGS)
    assert not mailboxes.is_ready(mailbox, SETTINGS)


def test_the_organisation_switch_keeps_every_mailbox_out() -> None:
    assert not mailboxes.is_ready(a_mailbox(), Settings())


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"start_at": TOMORROW + SECOND}, "BKG-058"),
        ({"end_at": TOMORROW + SECOND}, "BKG-059"),
        ({"work_location": 690970001}, "BKG-060"),
        ({"latitude": 48.1}, "BKG-060"),
        ({"longitude": 11.5}, "BKG-060"),
    ],
)
def test_each_trigger_column_fires_alone(change: dict[str, object], rule: str) -> None:
    booking = a_booking()
    written = triggers.columns_of(booking)

    assert triggers.fired(booking, written) == ()
    changed = replace(booking, **change)  # type: ignore[arg-type]  # a row of columns
    assert rule in triggers.fired(changed, written)


def test_nothing_is_refreshed_without_a_touch() -> None:
    assert triggers.refreshes_untouched() is False


def test_an_item_tells_everything_once_and_escapes_it() -> None:
    written = content.at_first_synchronisation(a_booking(), ORDER)

    assert written.subject == "00042 Example & Sons"
    assert written.location == "1 Main Street, Sampletown"
    assert written.importance is Importance.NORMAL
    assert written.attendees is None
    assert written.body_html == (
        "<p>Work Order: 00042</p>\n"
        "<p>Date: 3 March 2026</p>\n"
        "<p>Priority: High</p>\n"
        "<p>Location: 1 Main Street, Sampletown</p>\n"
        "<p>Work Order Type: Repair</p>\n"
        "<p>Primary Incident Type: Leak</p>\n"
        "<p>Work Order Summary: Mend &lt;the&gt; pipe</p>\n"
        "<p>Account: Example &amp; Sons</p>\n"
        "<p>Primary Contact: Nina Example</p>"
    )


def test_a_trigger_writes_what_a_first_synchronisation_writes() -> None:
    assert content.at_trigger(a_booking(), ORDER) == content.at_first_synchronisation(
        a_booking(), ORDER
    )


def test_empty_facts_leave_their_lines_out() -> None:
    written = content.at_first_synchronisation(a_booking(), WorkOrder())

    assert written.subject == "Booking"
    assert written.body_html == "<p>Date: 3 March 2026</p>"
    assert written.location == ""


def test_the_reporting_contact_stands_in_for_a_missing_one() -> None:
    order = replace(ORDER, account_contact=None)

    assert content.contact(order) == "Otto Example"


def test_coordinates_stand_in_for_a_missing_address() -> None:
    booking = a_booking(latitude=48.1, longitude=11.5)
    order = replace(ORDER, address=(), latitude=1.0, longitude=2.0)

    assert content.location(booking, order) == "48.1, 11.5"
    assert content.location(a_booking(latitude=48.1), order) == "1, 2"


def test_the_tag_comes_and_goes_with_the_setting() -> None:
    untagged = replace(SETTINGS, track_categorized_items=False)

    assert content.categories(SETTINGS) == ("Tracked to Dynamics 365",)
    assert content.categories(untagged) == ()


def test_letting_go_takes_the_tag_and_nothing_else() -> None:
    present = ("Blue", "tracked to dynamics 365", "Red")

    assert content.without_tag(present) == ("Blue", "Red")


def test_a_busy_mailbox_is_never_visited_less_often_than_a_quiet_one() -> None:
    busy = cadence.interval(cadence.activity(3))
    quiet = cadence.interval(cadence.activity(0))

    assert timedelta(minutes=10) <= busy <= quiet <= timedelta(minutes=15)
    assert cadence.next_visit_at(NOW, Activity.BUSY) == NOW + busy
    assert cadence.watch_at(NOW) == NOW + quiet


def test_a_failed_cycle_is_repeated_soon_and_then_less_often() -> None:
    waits = [cadence.retry_at(NOW, failures) - NOW for failures in (1, 2, 3, 9)]

    assert waits == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 10)]


def test_a_service_that_asks_to_wait_is_not_called_earlier() -> None:
    hour = timedelta(hours=1)

    assert cadence.recover_at(NOW, 1, hour) == NOW + hour
    assert cadence.recover_at(NOW, 1, None) == NOW + timedelta(minutes=1)
    assert cadence.recover_at(NOW, 1, timedelta(0)) > NOW


def a_tracked_item(*, is_of_booking: bool = False) -> TrackedItem:
    return TrackedItem(
        subject="Call",
        start_at=TOMORROW,
        end_at=TOMORROW,
        is_all_day=False,
        location="",
        ical_uid="uid",
        is_of_booking=is_of_booking,
    )


def test_tracking_an_item_makes_an_appointment() -> None:
    planned = appointments.plan(a_tracked_item(), a_mailbox(), Settings())

    assert isinstance(planned, CreateAppointment)


@pytest.mark.parametrize(
    ("is_of_booking", "mailbox"),
    [(True, a_mailbox()), (False, None), (False, a_mailbox(is_active=False))],
)
def test_tracking_makes_nothing_of_these(
    *, is_of_booking: bool, mailbox: Mailbox | None
) -> None:
    item = a_tracked_item(is_of_booking=is_of_booking)

    assert isinstance(appointments.plan(item, mailbox, SETTINGS), Nothing)
