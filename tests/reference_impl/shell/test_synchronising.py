"""The whole engine against the stub: what reaches the calendar, and what does not."""

from datetime import timedelta

from tests.reference_impl.related_stub import STATUS_CANCELED
from tests.reference_impl.stub import NOW, TAG, text_of
from tests.reference_impl.world import World, play

TOMORROW = NOW + timedelta(days=1)
HOUR = timedelta(hours=1)
PROPAGATE = (
    "<OrgSettings><SSSPropagateAppointmentCancellationsToExchange>true"
    "</SSSPropagateAppointmentCancellationsToExchange></OrgSettings>"
)
DISTINCT = (
    "<OrgSettings><DistinctPhysicalAndLogicalDeletesForExchangeSync>true"
    "</DistinctPhysicalAndLogicalDeletesForExchangeSync></OrgSettings>"
)


def test_a_booking_becomes_an_item_with_tag_and_link() -> None:
    async def scene(world: World) -> None:
        await world.let_pass(minutes=0)
        world.stub.book("b1", TOMORROW)

        await world.let_pass(minutes=15)

        event = world.stub.only_event()
        assert event["subject"] == "00042 Example"
        assert event["start"]["dateTime"] == "2026-03-03T08:00:00.0000000"
        assert event["location"] == {"displayName": "1 Main Street"}
        assert event["categories"] == [TAG]
        assert event["singleValueExtendedProperties"][0]["value"] == "b1"
        assert world.stub.categories == [TAG]

    play(scene)


def test_a_quiet_cycle_is_one_request() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=30)
        world.stub.requests.clear()

        progress = await world.let_pass(hours=2)

        assert world.stub.requests == ["dataverse"] * 10
        assert progress["problems"] == []

    play(scene)


def test_twenty_new_bookings_travel_in_few_batches() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b0", TOMORROW)
        await world.let_pass(minutes=15)
        world.stub.requests.clear()
        for number in range(1, 61):
            world.stub.book(f"b{number}", TOMORROW)

        await world.let_pass(minutes=15)

        assert len(world.stub.events) == 61
        assert world.stub.requests.count("exchange") == 3
        assert world.stub.requests.count("dataverse") <= 3

    play(scene)


def test_a_moved_booking_keeps_its_item() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        before = world.stub.only_event()["id"]

        world.stub.move("b1", TOMORROW + HOUR)
        await world.let_pass(minutes=15)

        event = world.stub.only_event()
        assert event["id"] == before
        assert event["start"]["dateTime"] == "2026-03-03T09:00:00.0000000"

    play(scene)


def test_an_edited_item_gives_way_after_a_second_look() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        event = world.stub.only_event()
        world.stub.change_event(event["id"], location={"displayName": "Elsewhere"})

        world.stub.move("b1", TOMORROW + HOUR)
        await world.let_pass(minutes=15)

        assert world.stub.only_event()["location"] == {"displayName": "1 Main Street"}

    play(scene)


def test_an_untagged_item_is_not_driven_any_more() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        world.stub.change_event(world.stub.only_event()["id"], categories=[])

        world.stub.move("b1", TOMORROW + HOUR)
        await world.let_pass(minutes=15)
        world.stub.move("b1", TOMORROW + 2 * HOUR)
        await world.let_pass(minutes=15)

        event = world.stub.only_event()
        assert event["start"]["dateTime"] == "2026-03-03T08:00:00.0000000"

    play(scene)


def test_an_item_deleted_by_the_worker_returns_at_the_next_trigger_only() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        world.stub.events.clear()

        world.stub.touch("b1", name="renamed")
        await world.let_pass(minutes=30)
        assert world.stub.events == {}

        world.stub.move("b1", TOMORROW + HOUR)
        await world.let_pass(minutes=15)
        assert len(world.stub.events) == 1

    play(scene)


def test_a_deleted_booking_takes_its_future_item_along() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        world.stub.book("b2", TOMORROW)
        await world.let_pass(minutes=15)

        world.stub.delete("b1")
        await world.let_pass(minutes=15)

        assert world.stub.only_event()["singleValueExtendedProperties"][0]["value"] == (
            "b2"
        )

    play(scene)


def test_a_past_item_stays_without_tag_and_link() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", NOW - timedelta(days=2))
        await world.let_pass(minutes=15)

        world.stub.delete("b1")
        await world.let_pass(minutes=15)

        event = world.stub.only_event()
        assert event["categories"] == []
        assert event["singleValueExtendedProperties"][0]["value"] == "unlinked"

    play(scene)


def test_both_sides_deleted_is_no_error() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        world.stub.events.clear()

        world.stub.delete("b1")
        progress = await world.let_pass(minutes=15)

        assert progress["problems"] == []
        assert (await world.reference.diagnostics("s"))["pairs"] == 0

    play(scene)


def test_a_lost_right_is_a_logical_deletion() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)

        world.stub.hidden.add("b1")
        await world.let_pass(minutes=15)

        assert world.stub.events == {}

    play(scene)


def test_a_lost_right_only_unlinks_when_deletes_are_told_apart() -> None:
    async def scene(world: World) -> None:
        world.stub.settings_xml = DISTINCT
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)

        world.stub.hidden.add("b1")
        await world.let_pass(minutes=15)
        world.stub.move("b1", TOMORROW + HOUR)
        await world.let_pass(minutes=15)

        event = world.stub.only_event()
        assert event["categories"] == []
        assert event["start"]["dateTime"] == "2026-03-03T08:00:00.0000000"

    play(scene)


def test_a_booking_given_to_equipment_leaves_the_calendar() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)

        world.stub.touch("b1", _resource_value="resource-2")
        await world.let_pass(minutes=15)

        assert world.stub.events == {}

    play(scene)


def test_a_default_cancellation_leaves_the_item() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        before = dict(world.stub.only_event())

        world.stub.touch("b1", _bookingstatus_value=STATUS_CANCELED)
        await world.let_pass(minutes=15)
        world.stub.settings_xml = PROPAGATE
        await world.let_pass(minutes=60)

        assert world.stub.only_event() == before

    play(scene)


def test_a_propagated_cancellation_tells_the_customer_who_was_invited_later() -> None:
    async def scene(world: World) -> None:
        world.stub.settings_xml = PROPAGATE
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        event_id = world.stub.only_event()["id"]
        customer = {"emailAddress": {"address": "customer@example.test"}}
        world.stub.change_event(event_id, attendees=[customer])

        world.stub.touch("b1", _bookingstatus_value=STATUS_CANCELED)
        await world.let_pass(minutes=15)

        assert world.stub.events == {}
        assert world.stub.graph_calls[-1][1].endswith("/cancel")

    play(scene)


def test_nothing_is_written_while_disabled_and_everything_caught_up_after() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        world.stub.book("b2", TOMORROW)
        await world.let_pass(minutes=15)
        before = {key: dict(event) for key, event in world.stub.events.items()}

        world.stub.mailbox_ready = False
        await world.let_pass(minutes=15)
        world.stub.move("b1", TOMORROW + HOUR)
        world.stub.delete("b2")
        world.stub.book("b3", TOMORROW)
        await world.let_pass(minutes=60)
        assert world.stub.events == before

        world.stub.mailbox_ready = True
        await world.let_pass(minutes=15)
        starts = {
            event["singleValueExtendedProperties"][0]["value"]: event["start"][
                "dateTime"
            ][:13]
            for event in world.stub.events.values()
        }
        assert starts == {"b1": "2026-03-03T09", "b3": "2026-03-03T08"}

    play(scene)


def test_a_booking_beyond_the_window_enters_when_it_is_touched() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", NOW + timedelta(days=20))
        await world.let_pass(days=8)
        assert world.stub.events == {}

        world.stub.touch("b1", name="renamed")
        await world.let_pass(minutes=15)
        assert len(world.stub.events) == 1

    play(scene)


def test_an_aged_out_booking_keeps_its_item_and_costs_nothing() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(days=10)
        before = dict(world.stub.only_event())

        world.stub.touch("b1", endtime=text_of(TOMORROW + 2 * HOUR))
        await world.let_pass(minutes=15)
        world.stub.requests.clear()
        await world.let_pass(hours=1)

        assert world.stub.only_event() == before
        assert set(world.stub.requests) == {"dataverse"}
        assert len(world.stub.requests) == 5

    play(scene)


def test_a_tracked_item_becomes_one_appointment_at_once() -> None:
    async def scene(world: World) -> None:
        world.stub.events["e1"] = {
            "id": "e1",
            "@odata.etag": 'W/"1"',
            "subject": "Call",
            "iCalUId": "uid",
            "start": {"dateTime": "2026-03-03T08:00:00.0000000", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-03T09:00:00.0000000", "timeZone": "UTC"},
        }
        signal = {
            "kind": "tracked",
            "mailbox": "W1@example.test".lower(),
            "item": {"id": "e1"},
            "at": text_of(NOW),
        }

        await world.reference.signal("s", signal)
        await world.reference.signal("s", signal)

        [row] = world.stub.appointments
        assert row["subject"] == "Call"
        assert row["scheduledstart"] == "2026-03-03T08:00:00Z"
        assert row["ownerid@odata.bind"] == "/systemusers(user-1)"

    play(scene)
