"""Nonsense over real HTTP: the server refuses it, and serves the next request."""

from __future__ import annotations

from typing import Final

import pytest

from fakes import Tenant
from tests.fakes.exchange.fuzzing.bodies import an_event
from tests.fakes.exchange.fuzzing.target import (
    MONDAY,
    REFUSALS,
    RESOURCE,
    SUCCESSES,
    is_error,
)
from tests.fakes.fuzzing.sockets import Place, Wire
from tests.fakes.fuzzing.talking import Conversation, Talk, said, status

API: Final = b"/t1/graph/v1.0"
EVENTS: Final = b"/users/ann@contoso.example/events"
PLACE: Final = Place(
    api=API,
    read=b"/subscriptions",
    written=EVENTS,
    body=an_event(),
    announced=b"Content-Type: application/json",
)


def _with_a_mailbox(tenant: Tenant) -> None:
    tenant.exchange.add_mailbox("ann@contoso.example", name="Ann")


_TALK: Final = Conversation(
    place=PLACE,
    audience=lambda _: RESOURCE,
    statuses=SUCCESSES | REFUSALS | {100},
    refusals=REFUSALS,
    is_error=is_error,
    begins=_with_a_mailbox,
)


def talk(scenario: Talk) -> None:
    """The scenario has been played against a server with one tenant."""
    _TALK.hold(scenario, now=MONDAY)


def check(answer: bytes) -> None:
    """A documented status; a refusal of the service, not of HTTP, has its shape."""
    _TALK.check(answer)


def events_of(tenant: Tenant) -> int:
    """How many events Ann has."""
    return len(tenant.exchange.mailbox("ann@contoso.example").events)


def test_whatever_comes_over_the_wire_is_refused_and_the_next_request_served() -> None:
    """Request lines, hosts, headers, lengths, chunks and packings that are no good."""

    async def scenario(port: int, wire: Wire, tenant: Tenant) -> None:
        for request in wire.answered():
            before = events_of(tenant)
            answer = await said(port, request)
            if answer:
                check(answer)
                made = answer.count(b"HTTP/1.1 201")
                assert events_of(tenant) == before + made, request[:200]
            assert status(await said(port, wire.request())) == 200, request[:200]

    talk(scenario)


def test_a_host_that_is_no_host_breaks_no_link() -> None:
    """Links are made of the host that the client wrote, also of one that is none."""

    async def scenario(port: int, wire: Wire, tenant: Tenant) -> None:
        for host in (b"\xff\xfe", b"a b", b"", b"[::", b"x:y@/../", b"h" * 60_000):
            length = b"Content-Length: %d" % len(PLACE.body)
            announced = (PLACE.announced, length)
            check(
                await said(
                    port,
                    wire.request(PLACE.writing, *announced, body=PLACE.body, host=host),
                )
            )
            line = PLACE.filtered(b"$top=1")
            check(await said(port, wire.request(line, host=host)))
            line = b"GET " + API + EVENTS + b"/delta HTTP/1.1"
            check(await said(port, wire.request(line, host=host)))
        assert events_of(tenant) > 0

    talk(scenario)


def test_clients_that_go_away_in_mid_request_disturb_nobody() -> None:
    """Half a request line, half a body, half a chunk; nothing has taken effect."""

    async def scenario(port: int, wire: Wire, tenant: Tenant) -> None:
        for request in wire.unfinished():
            await said(port, request, gone=True)
            assert status(await said(port, wire.request())) == 200, request[:200]
        assert events_of(tenant) == 0

    talk(scenario)


@pytest.mark.parametrize("length", [9_000, 60_000])
def test_an_address_may_be_long(length: int) -> None:
    """A library's default is eight thousand."""

    async def scenario(port: int, wire: Wire, _: Tenant) -> None:
        line = PLACE.filtered(b"$filter=subject%20eq%20%27" + b"x" * length + b"%27")
        answer = await said(port, wire.request(line))
        assert status(answer) == 200, answer[:200]

    talk(scenario)


def test_a_chunked_body_is_read_like_any_other() -> None:
    """In as many pieces as the client likes."""

    async def scenario(port: int, wire: Wire, tenant: Tenant) -> None:
        pieces = [PLACE.body[at : at + 7] for at in range(0, len(PLACE.body), 7)]
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in pieces)
        own = (PLACE.announced, b"Transfer-Encoding: chunked")
        request = wire.request(PLACE.writing, *own, body=chunks + b"0\r\n\r\n")
        assert status(await said(port, request)) == 201
        assert events_of(tenant) == 1

    talk(scenario)


def test_requests_that_come_in_one_go_are_answered_in_order() -> None:
    """Pipelined on one connection."""

    async def scenario(port: int, wire: Wire, tenant: Tenant) -> None:
        write = wire.sized().replace(b"Connection: close\r\n", b"")
        answer = await said(port, write * 20 + wire.request())
        assert answer.count(b"HTTP/1.1 201") == 20
        assert answer.rpartition(b"HTTP/1.1 ")[2].startswith(b"200 OK")
        assert events_of(tenant) == 20

    talk(scenario)
