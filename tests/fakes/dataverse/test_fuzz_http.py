"""Nonsense over real HTTP: the server refuses it, and serves the next request."""

from __future__ import annotations

from typing import Final

import pytest

from fakes import Tenant
from tests.fakes.dataverse.fuzzing.target import REFUSALS, SUCCESSES, is_error
from tests.fakes.dataverse.makers import MONDAY
from tests.fakes.fuzzing.sockets import Place, Wire
from tests.fakes.fuzzing.talking import Conversation, Talk, said, status

API: Final = b"/t1/dataverse/api/data/v9.2"
PLACE: Final = Place(
    api=API, read=b"/WhoAmI", written=b"/accounts", body=b'{"name":"x"}'
)
_TALK: Final = Conversation(
    place=PLACE,
    audience=lambda tenant: tenant.connection.dataverse_url,
    statuses=SUCCESSES | REFUSALS | {100, 401},
    refusals=REFUSALS,
    is_error=is_error,
)


def talk(scenario: Talk) -> None:
    """The scenario has been played against a server with one tenant."""
    _TALK.hold(scenario, now=MONDAY)


def check(answer: bytes) -> None:
    """A documented status; a refusal of the service, not of HTTP, has its shape."""
    _TALK.check(answer)


def test_whatever_comes_over_the_wire_is_refused_and_the_next_request_served() -> None:
    """Request lines, hosts, headers, lengths, chunks and packings that are no good."""

    async def scenario(port: int, wire: Wire, _: Tenant) -> None:
        for request in wire.answered():
            answer = await said(port, request)
            if answer:
                check(answer)
            assert status(await said(port, wire.request())) == 200, request[:200]

    talk(scenario)


def test_clients_that_go_away_in_mid_request_disturb_nobody() -> None:
    """Half a request line, half a body, half a chunk; nothing has taken effect."""

    async def scenario(port: int, wire: Wire, tenant: Tenant) -> None:
        for request in wire.unfinished():
            await said(port, request, gone=True)
            assert status(await said(port, wire.request())) == 200, request[:200]
        assert tenant.dataverse.rows("account") == ()

    talk(scenario)


@pytest.mark.parametrize("length", [9_000, 32_000])
def test_an_address_may_be_as_long_as_documented(length: int) -> None:
    """Section 4.1: 32,768 characters; a library's default is a quarter of that."""

    async def scenario(port: int, wire: Wire, _: Tenant) -> None:
        query = b"/accounts?$filter=name%20eq%20%27" + b"x" * length + b"%27"
        answer = await said(port, wire.request(b"GET " + API + query + b" HTTP/1.1"))
        assert status(answer) == 200, answer[:200]

    talk(scenario)


def test_a_body_may_be_larger_than_a_megabyte() -> None:
    """A batch is, or an attachment; a library's default is a megabyte."""

    async def scenario(port: int, wire: Wire, tenant: Tenant) -> None:
        row = b'{"name":"x","description":"' + b"x" * 2_000 + b'"'
        for body in (row + b"," + b" " * 2_000_000 + b'"fax":"1"}', row + b"}"):
            assert status(await said(port, wire.sized(body=body))) == 204
        assert len(tenant.dataverse.rows("account")) == 2

    talk(scenario)


def test_requests_that_come_in_one_go_are_answered_in_order() -> None:
    """Pipelined on one connection."""

    async def scenario(port: int, wire: Wire, _: Tenant) -> None:
        write = wire.sized().replace(b"Connection: close\r\n", b"")
        answer = await said(port, write * 20 + wire.request())
        assert answer.count(b"HTTP/1.1 204") == 20
        assert answer.rpartition(b"HTTP/1.1 ")[2].startswith(b"200 OK")

    talk(scenario)
