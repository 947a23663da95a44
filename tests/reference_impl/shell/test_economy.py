"""What quiet cycles leave out, and that nothing is missed for it."""

from datetime import timedelta
from pathlib import Path

import pytest

from reference_impl.shell import multipart
from tests.reference_impl.related_stub import STATUS_CANCELED
from tests.reference_impl.stub import NOW, TAG, text_of
from tests.reference_impl.world import World, play

TOMORROW = NOW + timedelta(days=1)
CANCEL = (
    "<OrgSettings><SSSPropagateAppointmentCancellationsToExchange>true"
    "</SSSPropagateAppointmentCancellationsToExchange></OrgSettings>"
)


def test_quiet_cycles_of_a_day_ask_the_same_question() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=30)
        world.stub.questions.clear()

        await world.let_pass(hours=4)

        [question] = set(world.stub.questions)
        assert len(world.stub.questions) == 20
        assert "bookableresources?" not in question
        assert "bookingstatuses?" not in question
        assert "starttime ge 2026-02-23T00:00:00Z" in question.replace("%20", " ")
        assert "starttime le 2026-03-17T00:00:00Z" in question.replace("%20", " ")

    play(scene)


def test_resources_and_statuses_are_asked_for_once_a_day() -> None:
    async def scene(world: World) -> None:
        await world.let_pass(minutes=0)
        world.stub.requests.clear()

        await world.let_pass(days=3)

        assert world.stub.resources.times_asked == 1 + 3
        assert world.stub.statuses.times_asked == 1 + 3
        assert set(world.stub.requests) == {"dataverse"}
        assert len(world.stub.requests) == 3 * 24 * 60 // 12

    play(scene)


def test_a_quiet_cycle_writes_nothing(tmp_path: Path) -> None:
    database = tmp_path / "links.db"
    url = f"sqlite:///{database}"

    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=30)
        before = database.read_bytes()

        await world.let_pass(hours=4)
        assert database.read_bytes() == before

        await world.restart(url)
        progress = await world.let_pass(minutes=0)
        assert progress["now"] == text_of(world.now)
        assert progress["next_wake"] == text_of(world.now + timedelta(minutes=12))
        assert len(world.stub.events) == 1

    play(scene, url)


def test_a_resumed_session_is_due_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'links.db'}"

    async def scene(world: World) -> None:
        await world.let_pass(hours=4)
        session = world.stub.session(now=world.now, resume=True)

        progress = await world.reference.put_session("s", session)

        assert progress["now"] == progress["next_wake"] == text_of(world.now)

    play(scene, url)


def test_a_touch_outside_the_window_is_never_told_again(tmp_path: Path) -> None:
    """Time alone lets nothing in, not even after a restart [BKG-048]."""
    url = f"sqlite:///{tmp_path / 'links.db'}"

    async def scene(world: World) -> None:
        await world.let_pass(minutes=30)
        world.stub.book("b1", NOW + timedelta(days=15))
        await world.let_pass(minutes=15)

        await world.let_pass(days=2)
        await world.restart(url)
        await world.let_pass(minutes=15)

        assert world.stub.events == {}

    play(scene, url)


def test_a_change_that_cannot_matter_costs_no_second_request() -> None:
    async def scene(world: World) -> None:
        await world.let_pass(minutes=30)
        world.stub.requests.clear()

        world.stub.book("b1", NOW + timedelta(days=40))
        world.stub.book("b2", TOMORROW, _msdyn_workorder_value=None)
        await world.let_pass(minutes=12)

        assert world.stub.requests == ["dataverse"]

    play(scene)


def test_a_trigger_costs_two_questions_and_one_write() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=30)
        world.stub.requests.clear()

        world.stub.move("b1", TOMORROW + timedelta(hours=3))
        await world.let_pass(minutes=12)

        assert world.stub.requests == ["dataverse", "dataverse", "exchange"]

    play(scene)


@pytest.mark.parametrize("name", ["resource-1", "resource-9"])
def test_a_booking_of_a_resource_that_is_new_to_the_engine_arrives(name: str) -> None:
    async def scene(world: World) -> None:
        world.stub.resources.put(
            bookableresourceid="resource-1", resourcetype=4, _userid_value=None
        )
        await world.let_pass(minutes=30)

        world.stub.resources.put(
            bookableresourceid=name, resourcetype=3, _userid_value="user-1"
        )
        world.stub.book("b1", TOMORROW, _resource_value=name)
        await world.let_pass(minutes=12)

        assert world.stub.only_event()["categories"] == [TAG]

    play(scene)


def test_a_resource_that_changed_hands_is_noticed_at_the_next_touch() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=30)

        world.stub.resources.put(
            bookableresourceid="resource-1", resourcetype=3, _userid_value="user-2"
        )
        await world.let_pass(hours=1)
        assert len(world.stub.events) == 1

        world.stub.touch("b1")
        await world.let_pass(minutes=12)
        assert world.stub.events == {}

        world.stub.requests.clear()
        await world.let_pass(minutes=24)
        assert world.stub.requests == ["dataverse"] * 2

    play(scene)


def test_a_status_counts_as_it_is_when_the_booking_changes() -> None:
    async def scene(world: World) -> None:
        world.stub.settings_xml = CANCEL
        world.stub.book("b1", TOMORROW, _bookingstatus_value="status-3")
        await world.let_pass(minutes=30)
        assert len(world.stub.events) == 1

        world.stub.statuses.put(
            bookingstatusid="status-3", status=3, msdyn_fieldservicestatus=None
        )
        await world.let_pass(hours=1)
        assert len(world.stub.events) == 1

        world.stub.touch("b1")
        await world.let_pass(minutes=12)
        assert world.stub.events == {}

    play(scene)


def test_a_status_that_is_no_cancellation_any_more_cancels_nothing() -> None:
    async def scene(world: World) -> None:
        world.stub.settings_xml = CANCEL
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=30)

        world.stub.statuses.put(
            bookingstatusid=STATUS_CANCELED, status=2, msdyn_fieldservicestatus=None
        )
        world.stub.touch("b1", _bookingstatus_value=STATUS_CANCELED)
        await world.let_pass(minutes=12)

        assert len(world.stub.events) == 1

    play(scene)


def test_a_worker_whose_resource_is_new_becomes_ready_with_its_bookings() -> None:
    async def scene(world: World) -> None:
        stub = world.stub
        stub.mailbox_ready = False
        stub.resources.put(
            bookableresourceid="resource-1", resourcetype=4, _userid_value=None
        )
        await world.let_pass(minutes=30)

        stub.book("b1", TOMORROW, _resource_value="resource-9")
        await world.let_pass(minutes=30)
        stub.resources.put(
            bookableresourceid="resource-9", resourcetype=3, _userid_value="user-1"
        )
        stub.mailbox_ready = True
        await world.let_pass(minutes=15)

        assert len(stub.events) == 1

    play(scene)


def test_lost_access_is_seen_in_the_next_quiet_cycle() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=30)

        world.stub.hidden.add("b1")
        await world.let_pass(minutes=12)

        assert world.stub.events == {}

    play(scene)


def test_headers_are_read_of_refusals_only() -> None:
    body = b"\r\n".join(
        b"--x\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 " + part
        for part in (
            b'200 OK\r\nOData-Version: 4.0\r\n\r\n{"a":"\\r\\n"}',
            b"204 No Content\r\n\r\n",
            b"429 Too Many Requests\r\nRetry-After: 7\r\n\r\n{}",
        )
    )

    found, empty, refused = multipart.decode(
        "multipart/mixed; boundary=x", body + b"\r\n--x--\r\n"
    )

    assert (found.status, found.headers, found.body) == (200, {}, b'{"a":"\\r\\n"}')
    assert (empty.status, empty.body) == (204, b"")
    assert (refused.status, refused.headers["retry-after"]) == (429, "7")
