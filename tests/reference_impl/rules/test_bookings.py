"""The plan of one pair, section by section."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reference_impl.rules import bookings, eligibility, triggers
from reference_impl.rules.actions import (
    CancelItem,
    CreateItem,
    DeleteItem,
    ForgetLink,
    NoteCancellation,
    Nothing,
    UnlinkItem,
    UpdateItem,
)
from reference_impl.rules.model import (
    BookingStatus,
    DeliveryMethod,
    Link,
    ResourceType,
    SchedulingStatus,
    Settings,
    Snapshot,
    Touch,
    UnlinkCause,
    Unlinked,
    UserId,
)
from tests.reference_impl.makers import (
    CANCELED,
    NOW,
    SETTINGS,
    TOMORROW,
    a_booking,
    a_deletion,
    a_link,
    a_mailbox,
    a_resource,
    a_snapshot,
    an_item,
)

PROPAGATING = replace(SETTINGS, propagate_cancellations=True)
DISTINCT = replace(SETTINGS, distinct_deletes=True)
HOUR = timedelta(hours=1)
MOVED = a_snapshot(booking=a_booking(start_at=TOMORROW + HOUR))
DISABLED = a_mailbox(delivery_method=DeliveryMethod.NONE)
YESTERDAY = NOW - timedelta(days=1)


def kinds(
    snapshot: Snapshot, link: Link, settings: Settings = SETTINGS
) -> tuple[type, ...]:
    return tuple(
        type(action) for action in bookings.plan(snapshot, link, settings, NOW)
    )


def test_every_action_names_its_rules() -> None:
    for snapshot in (a_snapshot(), a_deletion(), MOVED):
        for link in (None, a_link(), Unlinked(cause=UnlinkCause.LEFT_VIEW)):
            for action in bookings.plan(snapshot, link, SETTINGS, NOW):
                assert action.rules


@pytest.mark.parametrize(
    "snapshot", [a_snapshot(mailbox=DISABLED), a_deletion(mailbox=DISABLED)]
)
@pytest.mark.parametrize("link", [None, a_link()])
def test_a_mailbox_that_is_not_ready_gets_nothing(
    snapshot: Snapshot, link: Link
) -> None:
    assert kinds(snapshot, link) == (Nothing,)


def test_a_touched_booking_in_the_view_gets_an_item() -> None:
    assert kinds(a_snapshot(), None) == (CreateItem,)


def test_a_booking_deleted_before_its_first_cycle_leaves_nothing() -> None:
    assert kinds(a_deletion(), None) == (Nothing,)


@pytest.mark.parametrize(
    "snapshot",
    [
        a_snapshot(booking=a_booking(work_order_id=None)),
        a_snapshot(resource=a_resource(type=ResourceType.EQUIPMENT)),
        a_snapshot(resource=a_resource(user_id=None)),
        a_snapshot(resource=a_resource(user_id=UserId("user-2"))),
        a_snapshot(booking=a_booking(start_at=NOW - timedelta(days=9))),
        a_snapshot(booking=a_booking(start_at=NOW + timedelta(days=16))),
        a_snapshot(readable=False),
        a_snapshot(booking=a_booking(status=CANCELED)),
        a_snapshot(touch=Touch.NONE),
    ],
)
def test_a_booking_outside_the_view_gets_no_item(snapshot: Snapshot) -> None:
    assert kinds(snapshot, None) == (Nothing,)


def test_time_alone_lets_a_booking_in_only_if_the_engine_is_told_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(eligibility, "PASSIVE_WINDOW_ENTRY", True)

    assert kinds(a_snapshot(touch=Touch.NONE), None) == (CreateItem,)


def test_a_touch_that_is_no_trigger_leaves_the_item_alone() -> None:
    assert kinds(a_snapshot(), a_link()) == (Nothing,)


def test_a_trigger_updates_the_very_item() -> None:
    assert kinds(MOVED, a_link()) == (UpdateItem,)


def test_a_refresh_updates_without_a_trigger() -> None:
    assert kinds(a_snapshot(touch=Touch.REFRESH), a_link()) == (UpdateItem,)


def test_an_adopted_item_is_written_whatever_it_was_made_with() -> None:
    assert kinds(a_snapshot(), a_link(is_adopted=True)) == (UpdateItem,)


def test_a_booking_moved_into_the_past_week_is_an_ordinary_update() -> None:
    snapshot = a_snapshot(booking=a_booking(start_at=NOW - timedelta(days=2)))

    assert kinds(snapshot, a_link()) == (UpdateItem,)


def test_an_item_that_the_worker_deleted_comes_back_at_a_trigger_only() -> None:
    assert kinds(a_snapshot(), a_link(is_gone=True)) == (Nothing,)
    assert kinds(MOVED, a_link(is_gone=True)) == (CreateItem,)


def test_an_item_without_its_tag_is_let_go_at_a_trigger() -> None:
    [action] = bookings.plan(MOVED, a_link(item=an_item(categories=())), SETTINGS, NOW)

    assert isinstance(action, UnlinkItem)
    assert action.cause is UnlinkCause.UNTRACKED


def test_an_untracked_item_is_never_driven_again() -> None:
    link = Unlinked(cause=UnlinkCause.UNTRACKED)

    assert kinds(MOVED, link) == (Nothing,)
    assert kinds(a_deletion(), link) == (Nothing,)


def test_a_booking_that_left_and_entered_again_gets_a_new_item() -> None:
    link = Unlinked(cause=UnlinkCause.LEFT_VIEW)

    assert kinds(MOVED, link) == (CreateItem,)
    assert kinds(a_snapshot(readable=False), link) == (Nothing,)


@pytest.mark.parametrize(
    "snapshot",
    [
        a_deletion(),
        a_snapshot(booking=a_booking(work_order_id=None)),
        a_snapshot(resource=a_resource(user_id=UserId("user-2"))),
        a_snapshot(readable=False, touch=Touch.NONE),
        a_snapshot(booking=a_booking(start_at=NOW + timedelta(days=30))),
    ],
)
def test_a_future_item_goes_with_its_booking(snapshot: Snapshot) -> None:
    assert kinds(snapshot, a_link()) == (DeleteItem,)


@pytest.mark.parametrize(
    ("snapshot", "expected"),
    [
        (a_deletion(), DeleteItem),
        (a_snapshot(readable=False), UnlinkItem),
        (a_snapshot(resource=a_resource(user_id=UserId("user-2"))), UnlinkItem),
        (a_snapshot(booking=a_booking(start_at=NOW + timedelta(days=30))), UnlinkItem),
    ],
)
def test_distinct_deletes_keep_what_was_deleted_logically(
    snapshot: Snapshot, expected: type
) -> None:
    assert kinds(snapshot, a_link(), DISTINCT) == (expected,)


@pytest.mark.parametrize(
    "item",
    [
        an_item(categories=("Blue",)),
        an_item(organized_by_worker=False),
        an_item(start_at=YESTERDAY),
        an_item(start_at=NOW),
    ],
)
def test_one_failed_condition_keeps_and_unlinks_the_item(item: object) -> None:
    link = replace(a_link(), item=item)  # type: ignore[arg-type]  # a row of items

    assert kinds(a_deletion(), link) == (UnlinkItem,)


def test_an_item_that_never_had_the_tag_needs_none_to_be_deleted() -> None:
    link = a_link(item=an_item(categories=()), tagged=False)

    assert kinds(a_deletion(), link) == (DeleteItem,)


def test_nothing_is_left_to_do_when_both_sides_are_gone() -> None:
    assert kinds(a_deletion(), a_link(is_gone=True)) == (ForgetLink,)


@pytest.mark.parametrize("days", [8, 20])
def test_a_booking_behind_the_window_keeps_its_item_and_does_not_drive_it(
    days: int,
) -> None:
    snapshot = a_snapshot(booking=a_booking(start_at=NOW - timedelta(days=days)))

    assert kinds(snapshot, a_link()) == (Nothing,)


def test_a_booking_beyond_the_window_that_nobody_moved_stays() -> None:
    booking = a_booking(start_at=NOW + timedelta(days=30))
    link = a_link(written=triggers.columns_of(booking))

    assert kinds(a_snapshot(booking=booking), link) == (Nothing,)


def test_cancelling_leaves_the_item_by_default() -> None:
    snapshot = a_snapshot(booking=a_booking(status=CANCELED))

    assert kinds(snapshot, a_link()) == (Nothing, NoteCancellation)


def test_a_cancelled_booking_that_moves_still_updates_by_default() -> None:
    snapshot = a_snapshot(booking=a_booking(start_at=TOMORROW + HOUR, status=CANCELED))

    assert kinds(snapshot, a_link()) == (UpdateItem, NoteCancellation)


@pytest.mark.parametrize("has_attendees", [True, False])
def test_a_propagated_cancellation_tells_attendees_only(*, has_attendees: bool) -> None:
    snapshot = a_snapshot(booking=a_booking(status=CANCELED))
    link = a_link(item=an_item(has_attendees=has_attendees))

    actions = bookings.plan(snapshot, link, PROPAGATING, NOW)

    assert isinstance(actions[0], CancelItem)
    assert actions[0].notify is has_attendees


def test_the_scheduling_status_cancels_as_well() -> None:
    status = BookingStatus(scheduling=SchedulingStatus.CANCELED)
    snapshot = a_snapshot(booking=a_booking(status=status))

    assert kinds(snapshot, a_link(), PROPAGATING)[0] is CancelItem


@pytest.mark.parametrize(
    "link",
    [
        a_link(item=an_item(start_at=YESTERDAY, has_attendees=True)),
        a_link(item=an_item(organized_by_worker=False)),
        a_link(item=an_item(categories=())),
        a_link(cancellation_seen=True),
    ],
)
def test_a_propagated_cancellation_leaves_these_items_alone(link: Link) -> None:
    snapshot = a_snapshot(booking=a_booking(status=CANCELED))

    assert kinds(snapshot, link, PROPAGATING)[0] is Nothing


def test_a_propagated_cancellation_forgets_an_item_that_is_gone() -> None:
    snapshot = a_snapshot(booking=a_booking(status=CANCELED))

    assert kinds(snapshot, a_link(is_gone=True), PROPAGATING)[0] is ForgetLink


def test_a_reactivated_booking_is_noted() -> None:
    link = a_link(cancellation_seen=True)

    actions = bookings.plan(a_snapshot(), link, SETTINGS, NOW)

    assert actions[1] == NoteCancellation(canceled=False, rules=actions[1].rules)


def test_an_update_sets_the_tag_only_where_it_is_missing() -> None:
    item = an_item(categories=("Blue",))
    tagging = bookings.categories_to_write

    assert tagging(a_link(), item, SETTINGS) is None
    assert tagging(a_link(tagged=False), item, SETTINGS) == (
        "Blue",
        "Tracked to Dynamics 365",
    )
    untagged = replace(SETTINGS, track_categorized_items=False)
    assert tagging(a_link(tagged=False), item, untagged) is None
