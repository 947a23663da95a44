"""Every kind of fault reaches a client of either service, and does what it says."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest

from fakes.wire import ServiceName
from tests.fakes.faults.sites import KINDS, Met, Site, visit

PROJECT: Final = Path(__file__).resolve().parents[3]
_MADE: Final = (200, 201)
SERVICES: Final[tuple[ServiceName, ...]] = ("dataverse", "exchange")


@dataclass(frozen=True, slots=True)
class Struck:
    """What a client notices when its create meets a fault, and what has been made."""

    noticed: Callable[[Met], bool]
    made: int
    told: str


def _is_error(met: Met, status: int) -> bool:
    error = met.json["error"]
    code = error if isinstance(error, str) else error["code"]  # of the token service
    return met.status == status and bool(code)


def _is_no_json(text: str) -> bool:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return True
    return False


def _shows_type(met: Met) -> str:
    return met.headers["Content-Type"].partition(";")[0]


# The create that meets the fault, by the fault's name.
CREATES: Final = {
    "refused": Struck(
        lambda met: _is_error(met, 429) and met.headers["Retry-After"] == "30",
        0,
        "answered 429 on purpose, to be repeated after 30 s",
    ),
    "refused_until": Struck(
        lambda met: (
            met.headers["Retry-After"] == "Mon, 02 Mar 2026 08:00:30 GMT"
            and _is_error(met, 503)
        ),
        0,
        "answered 503 on purpose, to be repeated after 30 s, told as a date",
    ),
    "refused_without_body": Struck(
        lambda met: (met.status, met.text) == (500, ""),
        0,
        "answered 500 on purpose without a body",
    ),
    "refused_by_gateway": Struck(
        lambda met: (
            (met.status, _shows_type(met)) == (502, "text/html")
            and "<h1>502 Bad Gateway</h1>" in met.text
        ),
        0,
        "answered 502 on purpose with a gateway's page",
    ),
    "refused_after_effect": Struck(
        lambda met: _is_error(met, 504),
        1,
        "answered 504 on purpose although it took effect",
    ),
    "reset_before_effect": Struck(
        lambda met: met.error is aiohttp.ClientOSError,
        0,
        "connection broken before the effect",
    ),
    "reset_after_effect": Struck(
        lambda met: met.error is aiohttp.ClientOSError,
        1,
        "connection broken after the effect",
    ),
    "closed_before_effect": Struck(
        lambda met: met.error is aiohttp.ServerDisconnectedError,
        0,
        "connection closed without an answer before the effect",
    ),
    "closed_after_effect": Struck(
        lambda met: met.error is aiohttp.ServerDisconnectedError,
        1,
        "connection closed without an answer after the effect",
    ),
    "cut": Struck(
        lambda met: met.error is aiohttp.ClientPayloadError,
        1,
        "answer cut off after 100 bytes",
    ),
    "malformed": Struck(
        lambda met: met.status in _MADE and _is_no_json(met.text),
        1,
        "answered with malformed JSON after the effect",
    ),
    "mistyped": Struck(
        lambda met: _shows_type(met) == "text/html" and bool(met.json),
        1,
        "answered as text/html on purpose",
    ),
    "tokens_expired": Struck(
        lambda met: met.status == 401 and "claims=" not in str(met.headers),
        0,
        "access tokens expired just before",
    ),
    "tokens_revoked": Struck(
        lambda met: met.status == 401 and 'claims="' in met.headers["WWW-Authenticate"],
        0,
        "access tokens revoked just before",
    ),
    "duplicated": Struck(
        lambda met: met.status in _MADE,
        2,
        "performed twice, answered as the second time",
    ),
    "redirected": Struck(
        lambda met: met.status in _MADE and met.hops == 1,
        1,
        "redirected to the same address with 307",
    ),
}
# Nobody shows a token to the token service.
_MEETINGS: Final = [
    (name, service)
    for name in CREATES
    for service in ("dataverse", "exchange", "entra")
    if service != "entra" or not name.startswith("tokens")
]
ELSEWHERE: Final = {
    "refused_in_batch",
    "delayed",
    "trickled",
    "delta_tokens_expired",
    "stale",
}


def test_every_kind_is_proven() -> None:
    """A kind that the document adds asks for its proof."""
    assert CREATES.keys() | ELSEWHERE == KINDS.keys()


def test_the_readme_lists_every_kind() -> None:
    """In the order of the document."""
    text = (PROJECT / "README.md").read_text("utf-8")
    table = text.partition("### Faults")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(KINDS)


@pytest.mark.parametrize(("name", "service"), _MEETINGS)
def test_the_second_create_meets_it(name: str, service: ServiceName) -> None:
    """The client notices, the effect is there or not, and the journal says so."""
    struck = CREATES[name]

    async def scenario(site: Site) -> None:
        await site.arm(name, occurrence=2)
        first = await site.create()
        before = site.made

        met = await site.create()

        assert first.status in _MADE
        assert struck.noticed(met), met
        assert site.made - before == struck.made
        faulty = [one for one in site.tenant.journal.entries if one.fault]
        assert [one.fault for one in faulty] == [struck.told]
        assert {one.fault for one in faulty[0].operations} == {struck.told}
        assert len(site.tenant.faults.fired) == 1
        if met.status == 401:
            await site.sign_in()
        assert (await site.create()).status in _MADE

    visit(service, scenario)


@pytest.mark.parametrize(
    "name", ["reset_after_effect", "closed_after_effect", "cut", "trickled"]
)
def test_connections_end_as_badly_under_tls(name: str) -> None:
    """Official clients insist on it."""

    async def scenario(site: Site) -> None:
        await site.arm(name)
        asked = asyncio.ensure_future(site.create())
        if name == "trickled":
            await site.until_held()
            await site.bench.admin("POST", "/clock/advance", {"seconds": 90})

        met = await asked

        noticed = CREATES[name].noticed if name in CREATES else _is_made
        assert noticed(met), met
        assert site.made == 1

    visit("exchange", scenario, tls=True)


def _is_made(met: Met) -> bool:
    return met.status in _MADE and bool(met.json)


@pytest.mark.parametrize("service", SERVICES)
def test_a_delayed_answer_comes_when_the_clock_says_so(service: ServiceName) -> None:
    """The effect is there at once."""

    async def scenario(site: Site) -> None:
        await site.arm("delayed")
        before = site.made
        asked = asyncio.ensure_future(site.create())
        await site.until_held()
        assert (site.made - before, asked.done()) == (1, False)

        await site.bench.admin("POST", "/clock/advance", {"seconds": 90})

        assert (await asked).status == 201
        assert site.entry.fault == "answer held back for 0:01:30"

    visit(service, scenario)


@pytest.mark.parametrize("service", SERVICES)
def test_of_a_trickled_answer_half_comes_at_once(service: ServiceName) -> None:
    """The rest comes when the clock says so."""

    async def scenario(site: Site) -> None:
        await site.arm("trickled")
        headers = {
            "Authorization": f"Bearer {site.token}",
            "Prefer": "return=representation",
        }
        async with site.http.post(
            site.collection, json=site.body, headers=headers
        ) as answer:
            whole = answer.content_length
            assert whole is not None
            start = await answer.content.readexactly(whole // 2)
            await site.until_held()
            assert (site.tenant.in_flight, answer.content.is_eof()) == (1, False)

            await site.bench.admin("POST", "/clock/advance", {"seconds": 90})

            rest = await answer.content.read()
        assert len(start + rest) == whole
        assert json.loads(start + rest)
        assert (site.tenant.in_flight, len(site.tenant.faults.fired)) == (0, 1)

    visit(service, scenario)


@pytest.mark.parametrize("service", SERVICES)
def test_a_reading_may_be_stale(service: ServiceName) -> None:
    """Twice the old state, under a new request's id; then the present one."""

    async def scenario(site: Site) -> None:
        created = (await site.create()).json
        (key,) = (created.get(one) for one in ("contactid", "id") if created.get(one))
        prefix = f"{site.collection}({key})"
        url = prefix if site.is_dataverse else f"{site.collection}/{key}"
        shown = "lastname" if site.is_dataverse else "subject"
        await site.arm("stale", "*", times=2)
        fresh = await site.send("GET", url)
        await site.send("PATCH", url, {shown: "New"}, headers={"If-Match": "*"})

        readings = [await site.send("GET", url) for _ in range(3)]

        assert [one.json[shown] for one in readings] == [
            *[fresh.json[shown]] * 2,
            "New",
        ]
        assert readings[0].text == fresh.text
        assert readings[0].headers.get("ETag") == fresh.headers.get("ETag")
        identifier = "REQ_ID" if site.is_dataverse else "request-id"
        assert readings[0].headers[identifier] != fresh.headers[identifier]
        assert len(site.tenant.faults.fired) == 2

    visit(service, scenario)


@pytest.mark.parametrize(
    ("service", "status", "code"),
    [("dataverse", 400, "0x80044352"), ("exchange", 410, "SyncStateNotFound")],
)
def test_delta_tokens_expire(service: ServiceName, status: int, code: str) -> None:
    """The next link that is followed is too old; a new round is not."""

    async def scenario(site: Site) -> None:
        url, operation, headers = _tracked(site)
        await site.arm("delta_tokens_expired", operation)
        link = await _delta_link(site, url, headers)

        late = await site.send("GET", link, headers=headers)

        assert (late.status, late.json["error"]["code"]) == (status, code)
        assert site.entry.fault == "delta tokens expired just before"
        anew = await _delta_link(site, url, headers)
        assert (await site.send("GET", anew, headers=headers)).status == 200
        assert len(site.tenant.faults.fired) == 1

    visit(service, scenario)


def _tracked(site: Site) -> tuple[str, str, dict[str, str]]:
    """Where a round begins, what it is called, with which headers."""
    if site.is_dataverse:
        prefer = {"Prefer": "odata.track-changes"}
        return f"{site.collection}?$select=lastname", "contact.changes", prefer
    view = site.collection.removesuffix("events") + "calendarView/delta"
    window = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
    return f"{view}?{window}", "calendarView.delta", {}


async def _delta_link(site: Site, url: str, headers: dict[str, str]) -> str:
    answer = await site.send("GET", url, headers=headers)
    assert answer.status == 200
    return str(answer.json["@odata.deltaLink"])


@pytest.mark.parametrize("service", SERVICES)
def test_one_part_of_a_batch_is_refused(service: ServiceName) -> None:
    """The second of three creates; the envelope and the others succeed."""

    async def scenario(site: Site) -> None:
        await site.create()  # not in a batch: not counted
        await site.arm("refused_in_batch", occurrence=2, where={"in_batch": True})
        before = site.made

        answer = await _batch_of_three(site)

        assert answer.status == 200
        assert _statuses(site, answer) == [201, 429, 201]
        assert "Retry-After" in answer.text
        assert site.made - before == 2
        told = "answered 429 on purpose, to be repeated after 30 s"
        assert site.entry.fault == told
        assert [one.fault for one in site.entry.operations] == [None, told, None]
        assert len(site.tenant.faults.fired) == 1

    visit(service, scenario)


async def _batch_of_three(site: Site) -> Met:
    if not site.is_dataverse:
        url = f"{site.tenant.connection.graph_url}/$batch"
        path = site.collection.removeprefix(site.tenant.connection.graph_url)
        parts: list[dict[str, Any]] = [
            {
                "id": str(number),
                "method": "POST",
                "url": path,
                "headers": {"Content-Type": "application/json"},
                "body": site.body,
            }
            for number in range(3)
        ]
        return await site.send("POST", url, {"requests": parts})
    part = (
        "--b\r\nContent-Type: application/http\r\n\r\n"
        f"POST {site.collection} HTTP/1.1\r\nContent-Type: application/json\r\n"
        f"Prefer: return=representation\r\n\r\n{json.dumps(site.body)}\r\n"
    )
    return await site.send(
        "POST",
        site.collection.replace("contacts", "$batch"),
        f"{part * 3}--b--\r\n".encode(),
        headers={
            "Content-Type": "multipart/mixed; boundary=b",
            "Prefer": "odata.continue-on-error",
        },
    )


def _statuses(site: Site, answer: Met) -> list[int]:
    if not site.is_dataverse:
        return [part["status"] for part in answer.json["responses"]]
    lines = answer.text.splitlines()
    return [int(one.split()[1]) for one in lines if one.startswith("HTTP/1.1 ")]
