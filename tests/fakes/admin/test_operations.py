"""Clock, journal, faults and seeds over HTTP, as a client of the fakes feels them."""

from __future__ import annotations

import base64
from datetime import timedelta

import aiohttp
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


def test_the_journal_tells_what_clients_did() -> None:
    """Numbers, operations, bodies as text, and paging by number."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        body = {"lastname": "Gärtner"}
        await bench.dataverse("POST", "/contacts", token=token, body=body)
        await bench.dataverse("GET", "/WhoAmI", token=token)
        bench.tenant.journal.gaps.append("dataverse: GET /what/it/has/not")

        whole = (await bench.admin("GET", "/journal")).json
        one = (await bench.admin("GET", "/journal?since=1&limit=1")).json
        none = (await bench.admin("GET", "/journal?since=3")).json

        assert [entry["number"] for entry in whole["entries"]] == [1, 2, 3]
        (entry,) = one["entries"]
        assert entry == whole["entries"][1]
        assert [part["name"] for part in entry["operations"]] == ["contact.create"]
        assert entry["status"] == 204
        assert "lastname" in entry["request"]["body"]["text"]
        assert entry["response"]["body"] is None
        assert (none["entries"], none["last"]) == ([], 3)
        assert whole["gaps"] == ["dataverse: GET /what/it/has/not"]

    talk(conversation)


def test_a_body_that_is_no_text_is_told_in_base64() -> None:
    """Nothing is lost on the way."""

    async def conversation(bench: Bench) -> None:
        url = f"{bench.tenant.connection.graph_url}/me"
        async with bench.http.post(url, data=b"\xff\xfe\x00"):
            pass

        (entry,) = (await bench.admin("GET", "/journal")).json["entries"]

        assert base64.b64decode(entry["request"]["body"]["base64"]) == b"\xff\xfe\x00"

    talk(conversation)


def test_the_journal_never_tells_a_secret() -> None:
    """Wherever a client puts secret or token, parts of a batch and queries included."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        secret = bench.tenant.connection.client_secret
        bearer = {"Authorization": f"Bearer {token}"}
        item = {"id": "1", "method": "GET", "url": "/me", "headers": bearer}
        url = bench.tenant.connection.graph_url
        async with bench.http.post(f"{url}/$batch", json={"requests": [item]}):
            pass
        async with bench.http.get(f"{url}/me?a={secret}&b={token}", headers=bearer):
            pass
        await bench.admin("GET", "/connection")

        told = str((await bench.admin("GET", "/journal")).json)

        assert "/$batch" in told
        assert "(removed)" in told
        assert secret not in told
        assert token not in told
        assert token.rpartition(".")[2] not in told

    talk(conversation)


def test_numbers_go_on_when_the_journal_is_forgotten() -> None:
    """Who asks by number misses nothing and gets nothing twice."""

    async def conversation(bench: Bench) -> None:
        await bench.token()
        await bench.token()

        gone = await bench.admin("DELETE", "/journal")
        empty = (await bench.admin("GET", "/journal")).json
        await bench.token()
        later = (await bench.admin("GET", "/journal?since=2")).json

        assert gone.status == 204
        assert empty == {"entries": [], "last": 0, "gaps": [], "crashes": []}
        assert [entry["number"] for entry in later["entries"]] == [3]

    talk(conversation)


@pytest.mark.parametrize(
    "query",
    [
        *("since=-1", "since=x", "since=1e3", "since=", "since=99999999999999"),
        *("limit=0", "limit=1001", "since=1&since=2", "sinse=1", "since=%D9%A1"),
    ],
)
def test_a_query_that_is_none_is_refused(query: str) -> None:
    """A misspelt parameter is not ignored."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("GET", f"/journal?{query}")

        assert answer.status == 400

    talk(conversation)


def test_a_fault_reaches_the_client_and_is_told() -> None:
    """The second create fails; the first and the third do not."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        effect = {"kind": "answer", "status": 429, "code": "0x1", "retry_after_s": 30}
        fault = {
            "service": "dataverse",
            "operation": "contact.*",
            "occurrence": 2,
            "effect": effect,
        }

        added = await bench.admin("POST", "/faults", fault)
        answers = [
            await bench.dataverse("POST", "/contacts", token=token, body={})
            for _ in range(3)
        ]

        assert added.status == 201
        assert added.json["fired"] == []
        assert [answer.status for answer in answers] == [204, 429, 204]
        assert answers[1].headers["Retry-After"] == "30"
        told = (await bench.admin("GET", "/faults")).json
        assert told["armed"] == told["fired"] == added.json["armed"]
        assert told["fired"][0] == {
            **fault,
            "times": 1,
            "effect": {**effect, "message": "The service is asked to fail here."},
        }

    talk(conversation)


@pytest.mark.parametrize("after", [True, False])
def test_a_connection_breaks_before_or_after_the_effect(after: bool) -> None:  # noqa: FBT001 - the parameter
    """The client hears nothing either way; the row is there or not."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        effect = {"kind": "lost", "after_effect": after}
        fault = {"service": "dataverse", "operation": "contact.create"}
        await bench.admin("POST", "/faults", {**fault, "effect": effect, "times": 2.0})

        with pytest.raises(aiohttp.ClientError):
            await bench.dataverse("POST", "/contacts", token=token, body={})

        assert len(bench.tenant.dataverse.rows("contact")) == int(after)

    talk(conversation)


def test_cleared_faults_harm_nobody() -> None:
    """What has fired stays known."""

    async def conversation(bench: Bench) -> None:
        effect = {"kind": "answer", "status": 500}
        fault = {"service": "dataverse", "operation": "*", "effect": effect, "times": 9}
        token = await bench.token()
        await bench.admin("POST", "/faults", fault)
        hit = await bench.dataverse("GET", "/WhoAmI", token=token)

        cleared = await bench.admin("DELETE", "/faults")

        missed = await bench.dataverse("GET", "/WhoAmI", token=token)
        assert (hit.status, cleared.status, missed.status) == (500, 204, 200)
        told = (await bench.admin("GET", "/faults")).json
        assert (told["armed"], len(told["fired"])) == ([], 1)

    talk(conversation)


@pytest.mark.parametrize(
    "change",
    [
        {"service": "sharepoint"},
        {"operation": ""},
        {"occurrence": 0},
        {"occurrence": 1.5},
        {"times": -1},
        {"times": 10**12},
        {"effect": {"kind": "answer"}},
        {"effect": {"kind": "answer", "status": 200}},
        {"effect": {"kind": "answer", "status": 429, "retry_after_s": -1}},
        {"effect": {"kind": "lost"}},
        {"effect": {"kind": "lost", "after_effect": "yes"}},
        {"effect": {"kind": "delay", "by_s": 0}},
        {"effect": {"kind": "explode"}},
        {"effect": None},
        {"colour": "red"},
    ],
)
def test_a_fault_that_is_none_is_refused(change: dict[str, object]) -> None:
    """Nothing is armed."""

    async def conversation(bench: Bench) -> None:
        fault = {
            "service": "entra",
            "operation": "token",
            "effect": {"kind": "answer", "status": 503},
        }

        answer = await bench.admin("POST", "/faults", {**fault, **change})

        assert (answer.status, answer.code) == (400, "BadRequest")
        assert bench.tenant.faults.armed == ()

    talk(conversation)


def test_a_seed_is_planted_on_top() -> None:
    """Its rows are there, and the answer says under which ids."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        seed = {
            "users": [{"name": "Nina Example", "email": "nina@contoso.example"}],
            "rows": {"contact": [{"lastname": "Ito"}]},
        }

        planted = await bench.admin("POST", "/seed", seed)

        assert planted.status == 200
        assert planted.json["mailboxes"] == ["nina@contoso.example"]
        (contact,) = planted.json["rows"]["contact"]
        row = await bench.dataverse("GET", f"/contacts({contact})", token=token)
        assert row.json["lastname"] == "Ito"
        told = (await bench.admin("GET", "/connection")).json
        assert told["users"][2:] == planted.json["users"]
        assert told["mailboxes"][2:] == ["nina@contoso.example"]

    talk(conversation)


def test_a_seed_that_is_refused_leaves_nothing() -> None:
    """Not the user before the mistake, nor the time that it asked for."""

    async def conversation(bench: Bench) -> None:
        before = (await bench.admin("GET", "/connection")).json
        seed = {
            "now": "2026-04-01T00:00:00Z",
            "users": [{"name": "Nina Example", "email": "nina@contoso.example"}],
            "org_settings": {"Anything": "true"},
            "rows": {"contact": [{"lastname": "Ito"}, {"lastnam": "Ito"}]},
        }

        answer = await bench.admin("POST", "/seed", seed)

        assert (answer.status, answer.code) == (400, "SeedRefused")
        assert answer.message.startswith("rows.contact[1]: 'lastnam' is no column")
        assert (await bench.admin("GET", "/connection")).json == before
        assert bench.tenant.dataverse.rows("contact") == ()
        assert bench.tenant.clock.now() == MONDAY
        setting = bench.tenant.dataverse.organization_row["orgdborgsettings"]
        assert "Anything" not in str(setting)

    talk(conversation)
