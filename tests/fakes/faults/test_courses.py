"""Kinds of faults that take more than one request to meet: each has its own course."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Final

import pytest

from fakes.wire import ServiceName
from tests.fakes.faults.sites import SERVICES, Met, Site, visit

PROJECT: Final = Path(__file__).resolve().parents[3]


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
