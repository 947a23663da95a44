"""The clock over the administration API: set, advanced, refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes.instants import MONDAY
from tests.fakes.admin.bench import Bench, talk


def test_a_token_expires_when_time_has_passed() -> None:
    """Virtual time, moved by the administrator, is what clients live in."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        fresh = await bench.dataverse("GET", "/WhoAmI", token=token)

        moved = await bench.admin("POST", "/clock/advance", {"duration": "PT1H"})

        stale = await bench.dataverse("GET", "/WhoAmI", token=token)
        assert moved.json["now"] == "2026-03-02T09:00:00Z"
        assert (fresh.status, stale.status) == (200, 401)
        assert stale.headers["Date"] == "Mon, 02 Mar 2026 09:00:00 GMT"

    talk(conversation)


def test_the_clock_is_set_forwards_and_never_back() -> None:
    """409 says what to do instead."""

    async def conversation(bench: Bench) -> None:
        ahead = {"now": "2026-03-05T10:00:00.5+02:00"}
        behind = {"now": "2026-03-05T07:59:59Z"}

        there = await bench.admin("PUT", "/clock", ahead)
        refused = await bench.admin("PUT", "/clock", behind)

        assert there.json["now"] == "2026-03-05T08:00:00.500000Z"
        assert (refused.status, refused.code) == (409, "Conflict")
        assert "reset" in refused.message
        assert (await bench.admin("GET", "/clock")).json == there.json

    talk(conversation)


@pytest.mark.parametrize(
    "body",
    [
        {"seconds": -1},
        {"seconds": 1e300},
        {"seconds": 10**30},
        {"seconds": "1"},
        {"seconds": True},
        {"seconds": None},
        {"seconds": 1, "duration": "PT1S"},
        {"duration": "P1M"},
        {"duration": "P1Y"},
        {"duration": "PT"},
        {"duration": "P"},
        {"duration": "-PT1S"},
        {"duration": "PT1S\n"},
        {"duration": "P999999999W"},
        {"duration": "P200000D"},
        {"minutes": 1},
        {},
        [],
        "PT1S",
        7,
    ],
)
def test_a_span_that_is_none_is_refused(body: object) -> None:
    """Time stands still, and a sentence says why."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("POST", "/clock/advance", body)

        assert (answer.status, answer.code) == (400, "BadRequest")
        assert answer.message
        assert bench.tenant.clock.now() == MONDAY

    talk(conversation)


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("PT90M", 5400), ("P1W", 604800), ("P1DT1H1M1.5S", 90061.5), ("PT0S", 0)],
)
def test_durations_are_those_of_iso_8601(duration: str, seconds: float) -> None:
    """Weeks alone, or days to seconds."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("POST", "/clock/advance", {"duration": duration})

        assert answer.status == 200
        assert bench.tenant.clock.now() == MONDAY + timedelta(seconds=seconds)

    talk(conversation)


@pytest.mark.parametrize(
    "now", ["", "tomorrow", "2026-03-02T08:00:00", "9999-12-31T23:59:59-14:00", 5, None]
)
def test_an_instant_that_is_none_is_refused(now: object) -> None:
    """The clock stands where it stood."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("PUT", "/clock", {"now": now})

        assert answer.status == 400
        assert bench.tenant.clock.now() == MONDAY

    talk(conversation)
