"""Faults, restarts and time: nothing is lost, nothing is doubled, nobody is hurried."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from reference_impl import (
    InvalidSession,
    ReferenceImplementation,
    UnknownSession,
    UnsupportedSignal,
)
from tests.reference_impl.stub import NOW, Reply, text_of
from tests.reference_impl.world import World, play

TOMORROW = NOW + timedelta(days=1)
HOUR = timedelta(hours=1)


class Once:
    """A fault that happens a number of times and is over then."""

    def __init__(self, times: int = 1) -> None:
        self.left = times

    def happens(self) -> bool:
        """Tell whether the fault strikes this time."""
        self.left -= 1
        return self.left >= 0


def test_no_cycle_runs_before_time_moves() -> None:
    async def scene(world: World) -> None:
        progress = await world.start()

        assert progress == {
            "now": text_of(NOW),
            "next_wake": text_of(NOW),
            "problems": [],
        }
        assert world.stub.requests == []

    play(scene)


def test_a_failed_item_is_retried_and_disturbs_no_other() -> None:
    async def scene(world: World) -> None:
        fault = Once()

        def graph_fault(method: str, url: str) -> Reply | None:
            if method == "POST" and url.endswith("/events") and fault.happens():
                return 503, {"error": {"code": "serviceNotAvailable"}}, {}
            return None

        world.stub.graph_fault = graph_fault
        world.stub.book("b1", TOMORROW)
        world.stub.book("b2", TOMORROW)

        progress = await world.let_pass(minutes=0)
        assert len(world.stub.events) == 1
        assert [problem["code"] for problem in progress["problems"]] == ["item-failed"]

        progress = await world.let_pass(minutes=15)
        assert len(world.stub.events) == 2
        assert progress["problems"] == []

    play(scene)


def test_a_throttled_item_waits_as_long_as_it_was_told() -> None:
    async def scene(world: World) -> None:
        fault = Once()

        def graph_fault(method: str, url: str) -> Reply | None:
            if method == "POST" and url.endswith("/events") and fault.happens():
                return (
                    429,
                    {"error": {"code": "TooManyRequests"}},
                    {"Retry-After": "40"},
                )
            return None

        world.stub.graph_fault = graph_fault
        world.stub.book("b1", TOMORROW)

        progress = await world.let_pass(minutes=0)
        assert progress["next_wake"] == text_of(NOW + timedelta(seconds=40))

        await world.let_pass(seconds=40)
        assert len(world.stub.events) == 1

    play(scene)


def test_dataverse_is_not_called_before_it_allows() -> None:
    async def scene(world: World) -> None:
        fault = Once()
        world.stub.dataverse_fault = lambda: (
            web.Response(status=429, headers={"Retry-After": "1800"})
            if fault.happens()
            else None
        )
        world.stub.book("b1", TOMORROW)

        progress = await world.let_pass(minutes=29)
        assert progress["next_wake"] == text_of(NOW + timedelta(minutes=30))
        assert progress["problems"][0]["code"] == "dataverse-unavailable"
        assert len(world.stub.requests) == 1

        await world.let_pass(minutes=1)
        assert len(world.stub.events) == 1

    play(scene)


def test_an_outage_of_exchange_is_made_good_soon() -> None:
    async def scene(world: World) -> None:
        fault = Once(2)
        world.stub.graph_outage = lambda: (
            web.Response(status=503) if fault.happens() else None
        )
        world.stub.book("b1", TOMORROW)

        progress = await world.let_pass(minutes=0)
        assert progress["problems"][0]["code"] == "exchange-unavailable"
        await world.let_pass(minutes=5)

        assert len(world.stub.events) == 1

    play(scene)


def test_an_answer_lost_after_the_effect_makes_no_second_item() -> None:
    async def scene(world: World) -> None:
        fault = Once()

        def lose_answer() -> None:
            if fault.happens():
                raise web.HTTPBadGateway

        world.stub.after_graph = lose_answer
        world.stub.book("b1", TOMORROW)

        await world.let_pass(minutes=0)
        world.stub.move("b1", TOMORROW + HOUR)
        await world.let_pass(minutes=15)

        event = world.stub.only_event()
        assert event["start"]["dateTime"] == "2026-03-03T09:00:00.0000000"

    play(scene)


class Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("at_call", range(1, 7))
def test_a_kill_at_any_request_and_a_restart_end_alike(
    tmp_path: Path, at_call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'links.db'}"

    async def scene(world: World) -> None:
        from reference_impl.shell.http import Http  # noqa: PLC0415  patched here

        world.stub.book("b1", TOMORROW)
        world.stub.book("b2", TOMORROW)
        await world.let_pass(minutes=15)
        world.stub.move("b1", TOMORROW + HOUR)
        world.stub.delete("b2")
        world.stub.book("b3", TOMORROW)
        calls = 0
        send = Http.send

        async def dying_send(self: Http, *args: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            # Odd: the request never leaves. Even: its answer never arrives.
            if calls == (at_call + 1) // 2 and at_call % 2:
                raise Killed
            answer = await send(self, *args, **options)
            if calls == at_call // 2 and not at_call % 2:
                raise Killed
            return answer

        with monkeypatch.context() as patched:
            patched.setattr(Http, "send", dying_send)
            with pytest.raises(Killed):
                await world.let_pass(minutes=15)
        await world.restart(url)
        await world.let_pass(minutes=30)

        starts = sorted(
            (event["singleValueExtendedProperties"][0]["value"], event["start"])
            for event in world.stub.events.values()
        )
        assert [(name, start["dateTime"][:13]) for name, start in starts] == [
            ("b1", "2026-03-03T09"),
            ("b3", "2026-03-03T08"),
        ]

    play(scene, url)


def test_tokens_are_renewed_before_they_expire_and_once_when_refused() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        await world.let_pass(minutes=0)
        assert world.stub.tokens == 2

        world.stub.valid_token = "revoked"
        world.stub.move("b1", TOMORROW + HOUR)
        await world.let_pass(minutes=15)
        assert world.stub.tokens == 3
        assert world.stub.only_event()["start"]["dateTime"][:13] == "2026-03-03T09"

        await world.let_pass(minutes=60)
        assert world.stub.tokens == 4

    play(scene)


def test_an_expired_change_token_loses_and_invents_nothing() -> None:
    async def scene(world: World) -> None:
        world.stub.book("b1", TOMORROW)
        world.stub.book("b2", TOMORROW)
        world.stub.book("later", NOW + timedelta(days=14, hours=6))
        await world.let_pass(minutes=15)
        expired = Once()
        changes = world.stub._changes

        def read(path: str) -> tuple[int, dict[str, object]]:
            if "$deltatoken" in path and expired.happens():
                return 400, {"error": {"code": "0x80044352", "message": "expired"}}
            return 200, changes(path)

        original = world.stub._read

        def reading(url: str, headers: str) -> tuple[int, dict[str, object]]:
            is_feed = "bookableresourcebookings?" in url and "$filter" not in url
            return read(url) if is_feed else original(url, headers)

        world.stub._read = reading  # type: ignore[method-assign]  # a fault
        world.stub.delete("b1")
        await world.let_pass(days=1)

        [event] = world.stub.events.values()
        assert event["singleValueExtendedProperties"][0]["value"] == "b2"

    play(scene)


def test_unreadable_settings_are_a_problem_and_change_nothing() -> None:
    async def scene(world: World) -> None:
        world.stub.settings_xml = "<!DOCTYPE x><OrgSettings/>"
        world.stub.book("b1", TOMORROW)

        progress = await world.let_pass(minutes=0)

        assert [p["code"] for p in progress["problems"]] == ["settings-unreadable"]
        assert len(world.stub.events) == 1

    play(scene)


def test_the_contract_is_kept() -> None:
    async def scene(world: World) -> None:
        reference = world.reference
        assert reference.describe()["contract"] == 1
        with pytest.raises(UnknownSession):
            await reference.advance("other", NOW)
        with pytest.raises(UnknownSession):
            await reference.put_session("other", world.stub.session(resume=True))
        with pytest.raises(InvalidSession):
            await reference.put_session("other", {"now": text_of(NOW)})
        with pytest.raises(InvalidSession):
            await reference.advance("s", NOW - HOUR)
        with pytest.raises(InvalidSession):
            await reference.advance("s", datetime.now(UTC).replace(tzinfo=None))
        with pytest.raises(UnsupportedSignal):
            await reference.signal("s", {"kind": "regarding_set", "at": text_of(NOW)})
        await reference.signal("s", {"kind": "settings_published", "at": text_of(NOW)})
        await reference.delete_session("s")
        with pytest.raises(UnknownSession):
            await reference.diagnostics("s")

    play(scene)


def test_a_service_that_cannot_be_reached_is_a_problem() -> None:
    async def scene(world: World) -> None:
        session = world.stub.session()
        session["identity"]["token_url"] = "http://127.0.0.1:9/token"
        await world.reference.put_session("t", session)

        progress = await world.reference.advance("t", NOW)

        assert progress["problems"][0]["code"] == "identity-unavailable"
        assert progress["next_wake"] == text_of(NOW + timedelta(minutes=1))

    play(scene)


def test_sessions_run_side_by_side() -> None:
    async def scene(world: World) -> None:
        reference: ReferenceImplementation = world.reference
        for name in ("t1", "t2"):
            await reference.put_session(name, world.stub.session())

        await asyncio.gather(*(reference.advance(n, NOW) for n in ("t1", "t2")))

        assert world.stub.requests.count("dataverse") >= 2

    play(scene)
