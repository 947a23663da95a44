"""Refusals inside batches: each stops only what it is about."""

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from reference_impl.rules import eligibility, triggers
from reference_impl.shell import multipart, org_settings
from reference_impl.shell.multipart import Part
from tests.reference_impl.stub import NOW, Json, Reply, Stub, text_of
from tests.reference_impl.world import World, play

TOMORROW = NOW + timedelta(days=1)
HOUR = timedelta(hours=1)
REFUSED = {"error": {"code": "0x80040220", "message": "no privilege"}}


class Doorkeeper:
    """Stands between the engine and the stub, and refuses what it is told to."""

    def __init__(self, stub: Stub, word: str, status: int = 403) -> None:
        self.word = word
        self.status = status
        self.is_closed = True
        self._read = stub._read
        stub._read = self.read  # type: ignore[method-assign]  # a fault

    def read(self, url: str, headers: str) -> tuple[int, Json]:
        """Answer for the stub."""
        if self.is_closed and self.word in url:
            return self.status, REFUSED
        return self._read(url, headers)


def test_a_user_without_privilege_pauses_only_this_mailbox() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        before = dict(world.stub.only_event())
        door = Doorkeeper(world.stub, "$filter")

        world.stub.move("b1", TOMORROW + HOUR)
        progress = await world.let_pass(minutes=15)
        assert [p["code"] for p in progress["problems"]] == ["access-refused"]
        assert world.stub.only_event() == before

        door.is_closed = False
        await world.let_pass(minutes=15)
        assert world.stub.only_event()["start"]["dateTime"][:13] == "2026-03-03T09"

    play(scene)


def test_a_booking_that_cannot_be_read_waits_alone() -> None:
    async def scene(world: World) -> None:
        door = Doorkeeper(world.stub, "bookableresourcebookings(b1)", status=500)
        world.stub.book("b1", TOMORROW)
        world.stub.book("b2", TOMORROW)

        progress = await world.let_pass(minutes=0)
        assert progress["problems"][0]["record"] == "b1"
        assert len(world.stub.events) == 1

        door.is_closed = False
        await world.let_pass(minutes=15)
        assert len(world.stub.events) == 2

    play(scene)


def test_a_refused_change_feed_fails_the_cycle_and_loses_nothing() -> None:
    async def scene(world: World) -> None:
        door = Doorkeeper(world.stub, "mailboxes?")
        world.stub.book("b1", TOMORROW)

        progress = await world.let_pass(minutes=0)
        assert progress["problems"][0]["code"] == "dataverse-unavailable"

        door.is_closed = False
        await world.let_pass(minutes=5)
        assert len(world.stub.events) == 1

    play(scene)


def test_long_lists_are_read_to_their_end() -> None:
    async def scene(world: World) -> None:
        read = world.stub._read
        link = f"{world.stub.root}/org/api/data/v9.2/mailboxes?page=2"

        def paged(url: str, headers: str) -> tuple[int, Json]:
            if "mailboxes?" in url and "page=2" not in url:
                return 200, {"value": [], "@odata.nextLink": link}
            return read(url, headers)

        world.stub._read = paged  # type: ignore[method-assign]  # a fault
        world.stub.book("b1", TOMORROW)

        await world.let_pass(minutes=0)

        assert len(world.stub.events) == 1

    play(scene)


def test_many_broken_items_of_one_mailbox_keep_no_sound_one_away() -> None:
    async def scene(world: World) -> None:
        for number in range(19):
            world.stub.book(f"b{number}", TOMORROW)
        await world.let_pass(minutes=15)
        bad = sorted(world.stub.events)[:15]

        def graph_fault(method: str, url: str) -> Reply | None:
            is_bad = any(f"/events/{event_id}" in url for event_id in bad)
            if method == "PATCH" and is_bad:
                return 400, {"error": {"code": "ErrorInvalidRequest"}}, {}
            return None

        world.stub.graph_fault = graph_fault
        for number in range(19):
            world.stub.move(f"b{number}", TOMORROW + HOUR)
        await world.let_pass(minutes=15)

        moved = [
            event
            for event in world.stub.events.values()
            if event["start"]["dateTime"][:13] == "2026-03-03T09"
        ]
        assert len(moved) == 4

    play(scene)


def test_many_edited_items_are_all_mended_in_one_cycle() -> None:
    async def scene(world: World) -> None:
        for number in range(19):
            world.stub.book(f"b{number}", TOMORROW)
        await world.let_pass(minutes=15)
        for event_id in sorted(world.stub.events):
            world.stub.change_event(event_id, subject="Edited")
        for number in range(19):
            world.stub.move(f"b{number}", TOMORROW + HOUR)

        progress = await world.let_pass(minutes=15)

        assert progress["problems"] == []
        assert {event["subject"] for event in world.stub.events.values()} == {
            "00042 Example"
        }

    play(scene)


def test_tracking_that_fails_is_made_good_in_the_next_cycle() -> None:
    async def scene(world: World) -> None:
        start = {"dateTime": "2026-03-03T08:00:00.0000000", "timeZone": "UTC"}
        world.stub.events["e1"] = {
            "id": "e1",
            "@odata.etag": 'W/"1"',
            "subject": "Call",
            "start": start,
            "end": start,
        }
        world.stub.graph_fault = lambda _method, _url: (500, {}, {})
        signal = {
            "kind": "tracked",
            "mailbox": "w1@example.test",
            "item": {"id": "e1"},
            "at": text_of(NOW),
        }

        await world.reference.signal("s", signal)
        assert world.stub.appointments == []

        world.stub.graph_fault = lambda _method, _url: None
        await world.let_pass(minutes=0)
        assert len(world.stub.appointments) == 1

        await world.reference.signal("s", signal | {"item": {"id": "unknown"}})
        await world.reference.signal("s", signal | {"mailbox": "x@example.test"})
        assert len(world.stub.appointments) == 1

    play(scene)


def test_the_item_of_a_booking_is_no_appointment() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=15)
        signal = {
            "kind": "tracked",
            "mailbox": "w1@example.test",
            "item": {"id": world.stub.only_event()["id"]},
            "at": text_of(NOW),
        }

        await world.reference.signal("s", signal)

        assert world.stub.appointments == []

    play(scene)


@pytest.mark.parametrize(
    ("module", "name"),
    [(eligibility, "PASSIVE_WINDOW_ENTRY"), (triggers, "REFRESHES_UNTOUCHED")],
)
def test_the_freedoms_of_the_engine_are_real(module: Any, name: str) -> None:
    async def writes(world: World) -> int:
        world.stub.book("b1", NOW + timedelta(days=13))
        world.stub.book("b2", NOW + timedelta(days=20))
        await world.let_pass(days=8)
        return sum(method != "GET" for method, _ in world.stub.graph_calls)

    async def scene(world: World) -> None:
        assert await writes(world) == 2

    async def scene_of_freedom(world: World) -> None:
        assert await writes(world) > 2

    play(scene)
    with patch.object(module, name, new=True):
        play(scene_of_freedom)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/mixed; boundary=x", b"--x\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n"),
        ("multipart/mixed; boundary=x", b"--x\r\n\r\nnonsense\r\n--x--"),
    ],
)
def test_a_damaged_batch_answer_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(ValueError, match=r"batch|status line"):
        multipart.decode(content_type, body)


def test_every_line_of_a_batch_ends_as_it_must() -> None:
    encoded = multipart.encode([Part(url="http://h/x", headers={"A": "b"})])

    assert encoded.endswith(b"--\r\n")
    assert encoded.count(b"\n") == encoded.count(b"\r\n")


def test_settings_read_words_of_any_case_and_defaults() -> None:
    name = "TrackCategorizedItems"
    xml = f"<OrgSettings><{name}>False</{name}></OrgSettings>"

    settings = org_settings.parse(xml, resource_booking_sync=True)

    assert settings.track_categorized_items is False
    assert settings.distinct_deletes is False
    with pytest.raises(ValueError, match="no XML"):
        org_settings.parse("<OrgSettings>", resource_booking_sync=True)


def test_an_untagged_organisation_links_and_lets_go_without_a_category() -> None:
    async def scene(world: World) -> None:
        world.stub.settings_xml = (
            "<OrgSettings><TrackCategorizedItems>false</TrackCategorizedItems>"
            "</OrgSettings>"
        )
        world.stub.book("b1", NOW - timedelta(days=1))
        await world.let_pass(minutes=15)
        assert world.stub.only_event()["categories"] == []
        assert world.stub.categories == []

        world.stub.delete("b1")
        await world.let_pass(minutes=15)
        assert json.dumps(world.stub.only_event()).count("unlinked") == 1

    play(scene)
