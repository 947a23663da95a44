"""Service protection limits, section 7 of the fact sheet."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from http import HTTPStatus

import aiohttp
import pytest

from fakes import Delay, FakeServer, Fault
from fakes.dataverse import Limits
from tests.fakes.dataverse.makers import API, MONDAY, Bench, error_of, header

BURST = "x-ms-ratelimit-burst-remaining-xrm-requests"
TIME = "x-ms-ratelimit-time-remaining-xrm-requests"


def test_answers_tell_what_is_left(bench: Bench) -> None:
    first = bench.send("GET", "/WhoAmI")
    second = bench.send("GET", "/WhoAmI")

    assert [header(one, BURST) for one in (first, second)] == ["5999", "5998"]
    assert header(first, TIME) == "1200000"


def test_the_last_request_of_a_window_is_served_and_the_next_refused(
    bench: Bench,
) -> None:
    bench.organization.limits = Limits(requests=3)

    answers = [bench.send("GET", "/WhoAmI") for _ in range(4)]

    assert [one.status for one in answers] == [200, 200, 200, 429]
    assert error_of(answers[3]) == (429, "0x80072322")
    assert header(answers[3], "Retry-After") == "300"
    assert header(answers[3], BURST) is None


def test_who_waits_as_told_is_served(bench: Bench) -> None:
    bench.organization.limits = Limits(requests=1)
    bench.send("GET", "/WhoAmI")
    bench.clock.move_to(MONDAY + timedelta(seconds=100))
    refused = bench.send("GET", "/WhoAmI")
    wait = int(header(refused, "Retry-After") or "0")

    bench.clock.move_to(bench.clock.now() + timedelta(seconds=wait - 1))
    early = bench.send("GET", "/WhoAmI")
    bench.clock.move_to(bench.clock.now() + timedelta(seconds=1))
    late = bench.send("GET", "/WhoAmI")

    assert (wait, early.status, late.status) == (200, 429, 200)


def test_who_keeps_pushing_is_told_to_wait_longer(bench: Bench) -> None:
    bench.organization.limits = Limits(requests=0)

    waits = [header(bench.send("GET", "/WhoAmI"), "Retry-After") for _ in range(3)]

    assert waits == sorted(waits, key=lambda wait: int(wait or "0"))
    assert len(set(waits)) == 3


def test_a_batch_counts_as_one_request(bench: Bench) -> None:
    bench.organization.limits = Limits(requests=2)
    part = (
        "--b\r\nContent-Type: application/http\r\n"
        "Content-Transfer-Encoding: binary\r\n\r\n"
        f"GET {API}/WhoAmI HTTP/1.1\r\n\r\n"
    )
    body = (part * 5 + "--b--\r\n").encode()
    kind = {"content-type": 'multipart/mixed; boundary="b"'}

    answers = [bench.send("POST", "/$batch", body, kind) for _ in range(3)]

    assert [one.status for one in answers] == [200, 200, 429]
    assert error_of(answers[2]) == (429, "0x80072322")  # JSON, not multipart


def test_users_do_not_take_from_each_other(bench: Bench) -> None:
    bench.organization.limits = Limits(requests=1)
    other = bench.directory.register_application("another")
    organization = bench.organization
    user = organization.create(
        "systemuser",
        {
            "lastname": "another",
            "applicationid": other.client_id,
            "businessunitid": organization.root_business_unit,
        },
    )
    organization.set_roles(user, [organization.system_administrator])
    audience = API.removesuffix("/api/data/v9.2")
    token = f"Bearer {bench.directory.issue(other, audience=audience)}"
    bench.send("GET", "/WhoAmI")

    mine = bench.send("GET", "/WhoAmI")
    theirs = bench.send("GET", "/WhoAmI", headers={"authorization": token})

    assert (mine.status, theirs.status) == (429, 200)


def test_the_cost_of_requests_adds_up_to_execution_time(bench: Bench) -> None:
    longest = timedelta(seconds=20)
    bench.organization.limits = Limits(
        execution_time=longest, cost=timedelta(seconds=10)
    )

    answers = [bench.send("GET", "/WhoAmI") for _ in range(3)]

    assert [one.status for one in answers] == [200, 200, 429]
    assert header(answers[0], TIME) == "10000"
    assert error_of(answers[2]) == (429, "0x80072321")


def test_limits_can_be_switched_off(bench: Bench) -> None:
    bench.organization.limits = Limits(
        requests=None, execution_time=None, concurrent=None
    )

    answer = bench.send("GET", "/WhoAmI")

    assert answer.status == 200
    assert header(answer, BURST) is None
    assert header(answer, TIME) is None


@pytest.mark.parametrize(
    "wrong",
    [{"requests": -1}, {"concurrent": -1}, {"window": timedelta()}],
)
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="limits"):
        Limits(**wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_requests_in_flight_are_limited_and_their_time_counts() -> None:
    """Answers that are held back are the only ones that last, in virtual time."""
    statuses, code, left = asyncio.run(_concurrent())

    assert statuses == [200, 200, 429]
    assert code == "0x80072326"
    assert left == str((20 * 60 - 2 * 30) * 1000)


async def _concurrent() -> tuple[list[int], str, str]:
    server = FakeServer()
    await server.start()
    tenant = server.open_tenant("t", seed=1, now=MONDAY)
    tenant.dataverse.limits = Limits(concurrent=2)
    held = Fault(
        service="dataverse",
        operation="contact.list",
        effect=Delay(by=timedelta(seconds=30)),
        times=2,
    )
    tenant.faults.add(held)
    root = tenant.connection.dataverse_url
    token = tenant.directory.issue(tenant.application, audience=root)
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{root}/api/data/v9.2/contacts"
    async with aiohttp.ClientSession(headers=headers) as session:
        waiting = [asyncio.ensure_future(session.get(url)) for _ in range(2)]
        while tenant.held < 2:  # noqa: ASYNC110 - the tenant has no event for it
            await asyncio.sleep(0)
        third = await session.get(url)
        refusal = await third.json()
        tenant.clock.move_to(MONDAY + timedelta(seconds=30))
        answers = [await one for one in waiting]
        last = await session.get(url)
    await server.stop()
    statuses = [one.status for one in answers] + [third.status]
    assert third.status == HTTPStatus.TOO_MANY_REQUESTS
    return statuses, refusal["error"]["code"], last.headers[TIME]
