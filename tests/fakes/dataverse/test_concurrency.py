"""Many requests at the same time, over HTTP: nothing is lost, one wins."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import aiohttp

from fakes import FakeServer, Tenant
from tests.fakes.dataverse.makers import MONDAY
from tests.fakes.dataverse.test_http import _token as token_of

T = TypeVar("T")
MANY = 40


class Client:
    """A client with one token and many connections."""

    def __init__(self, http: aiohttp.ClientSession, tenant: Tenant, token: str) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"}
        self.api = f"{tenant.connection.dataverse_url}/api/data/v9.2"

    async def send(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, Mapping[str, str], Any]:
        """Status, headers and JSON of one answer."""
        url = path if "://" in path else f"{self.api}{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._http.request(
            method, url, json=body, headers={**self._headers, **named}
        ) as answer:
            text = await answer.read()
            found = await answer.json() if text else None
            return answer.status, answer.headers, found

    async def read(self, path: str) -> Any:
        """The JSON of a successful GET."""
        status, _, found = await self.send("GET", path)
        assert status == 200, found
        return found


def talk(work: Callable[[Client, Tenant], Awaitable[T]]) -> T:
    """What the work brings, done with a server of its own."""

    async def conversation() -> T:
        server = FakeServer()
        await server.start()
        tenant = server.open_tenant("t1", seed=1, now=MONDAY)
        try:
            connector = aiohttp.TCPConnector(limit=MANY)
            async with aiohttp.ClientSession(connector=connector) as http:
                token = await token_of(http, tenant)
                return await work(Client(http, tenant, token), tenant)
        finally:
            await server.stop()

    return asyncio.run(conversation())


def _codes(answers: list[tuple[int, Mapping[str, str], Any]]) -> list[tuple[int, str]]:
    return [
        (status, "" if body is None else body["error"]["code"])
        for status, _, body in answers
    ]


def test_one_of_many_new_rows_with_one_key_wins() -> None:
    """Section 3.3: the others get 412 0x80060892, in whatever case they write it."""

    async def work(client: Client, tenant: Tenant) -> tuple[list[Any], Any]:
        tenant.dataverse.define_key("account", "number", ["accountnumber"])
        keys = ["a-1", "A-1"]
        answers = await asyncio.gather(
            *(
                client.send(
                    "POST",
                    "/accounts",
                    {"name": f"{number}", "accountnumber": keys[number % 2]},
                )
                for number in range(MANY)
            )
        )
        return list(answers), await client.read("/accounts?$select=name")

    answers, found = talk(work)

    codes = _codes(answers)
    assert codes.count((204, "")) == 1
    assert codes.count((412, "0x80060892")) == MANY - 1
    (row,) = found["value"]
    winner = codes.index((204, ""))
    assert row["name"] == f"{winner}"


def test_many_upserts_of_one_key_make_one_row() -> None:
    """Section 3.3: one creates, the others update; all succeed."""

    async def work(client: Client, tenant: Tenant) -> tuple[list[Any], Any]:
        tenant.dataverse.define_key("account", "number", ["accountnumber"])
        answers = await asyncio.gather(
            *(
                client.send(
                    "PATCH",
                    "/accounts(accountnumber='A-1')",
                    {"name": f"{number}"},
                    prefer="return=representation",
                )
                for number in range(MANY)
            )
        )
        return list(answers), await client.read("/accounts")

    answers, found = talk(work)

    statuses = sorted(status for status, _, _ in answers)
    assert statuses == [200] * (MANY - 1) + [201]
    assert len(found["value"]) == 1


def test_one_of_many_updates_with_one_version_wins() -> None:
    """Section 3.1: If-Match; the others get 412 0x80060882 and change nothing."""

    async def work(client: Client, _: Tenant) -> tuple[list[Any], Any]:
        _status, headers, _body = await client.send("POST", "/accounts", {"name": "x"})
        address = headers["OData-EntityId"]
        _status, headers, _body = await client.send("GET", address)
        answers = await asyncio.gather(
            *(
                client.send(
                    "PATCH",
                    address,
                    {"name": f"{number}"},
                    if_match=headers["ETag"],
                )
                for number in range(MANY)
            )
        )
        return list(answers), await client.read(address)

    answers, found = talk(work)

    codes = _codes(answers)
    assert codes.count((204, "")) == 1
    assert codes.count((412, "0x80060882")) == MANY - 1
    assert found["name"] == f"{codes.index((204, ''))}"


def test_no_increment_is_lost() -> None:
    """Read, add one, write with the version read, again when somebody was faster."""
    workers, rounds = 8, 5

    async def work(client: Client, _: Tenant) -> Any:
        body = {"name": "x", "numberofemployees": 0}
        _status, headers, _body = await client.send("POST", "/accounts", body)
        address = headers["OData-EntityId"]

        async def count() -> int:
            tries = 0
            for _ in range(rounds):
                while True:
                    tries += 1
                    _status, headers, found = await client.send("GET", address)
                    more = {"numberofemployees": found["numberofemployees"] + 1}
                    status, _headers, _body = await client.send(
                        "PATCH", address, more, if_match=headers["ETag"]
                    )
                    if status == 204:
                        break
                    assert status == 412
            return tries

        tries = await asyncio.gather(*(count() for _ in range(workers)))
        return sum(tries), await client.read(address)

    tries, found = talk(work)

    assert found["numberofemployees"] == workers * rounds
    assert tries >= workers * rounds


def test_versions_are_unique_and_ascend() -> None:
    """Section 3.1: a database-wide ascending counter; the log has no gap in it."""

    async def work(client: Client, tenant: Tenant) -> tuple[list[int], list[int], bool]:
        start = tenant.dataverse.version

        async def one(number: int) -> tuple[int, int]:
            body = {"name": f"{number}"}
            _, _headers, made = await client.send(
                "POST", "/accounts", body, prefer="return=representation"
            )
            _, _, changed = await client.send(
                "PATCH",
                f"/accounts({made['accountid']})",
                body,
                prefer="return=representation",
            )
            return made["versionnumber"], changed["versionnumber"]

        pairs = await asyncio.gather(*(one(number) for number in range(MANY)))
        logged = [one.version for one in tenant.dataverse.changed_since(start)]
        told = [version for pair in pairs for version in pair]
        return told, logged, all(first < second for first, second in pairs)

    told, logged, ascending = talk(work)

    assert len(set(told)) == 2 * MANY
    assert ascending
    assert sorted(told) == logged
    assert logged == sorted(set(logged))


def test_many_change_sets_at_once_are_each_whole_or_nothing() -> None:
    """Section 6.1: half of them fail at their end and leave no row."""

    def batch(number: int) -> bytes:
        fails = number % 2
        parts = [
            f'{{"name":"{number}a"}}',
            f'{{"name":"{number}b"}}',
            '{"nosuch":null}' if fails else f'{{"name":"{number}c"}}',
        ]
        inner = "".join(
            "--cs\r\nContent-Type: application/http\r\n"
            "Content-Transfer-Encoding: binary\r\n"
            f"Content-ID: {index}\r\n\r\nPOST /api/data/v9.2/accounts HTTP/1.1\r\n"
            f"Content-Type: application/json\r\n\r\n{body}\r\n"
            for index, body in enumerate(parts, 1)
        )
        return (
            "--b\r\nContent-Type: multipart/mixed; boundary=cs\r\n\r\n"
            f"{inner}--cs--\r\n--b--\r\n"
        ).encode()

    async def work(client: Client, tenant: Tenant) -> tuple[list[int], Any]:
        http, headers = client._http, client._headers
        kind = {"Content-Type": "multipart/mixed; boundary=b"}

        async def one(number: int) -> int:
            async with http.post(
                f"{client.api}/$batch", data=batch(number), headers={**headers, **kind}
            ) as answer:
                await answer.read()
                return answer.status

        statuses = await asyncio.gather(*(one(number) for number in range(MANY)))
        rows = tenant.dataverse.rows("account")
        return list(statuses), sorted(str(row["name"]) for row in rows)

    statuses, names = talk(work)

    assert statuses == [200, 400] * (MANY // 2)
    assert names == sorted(
        f"{number}{letter}" for number in range(0, MANY, 2) for letter in "abc"
    )
