"""Traps of following: rounds that end in the middle, notifications that lag."""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import quote

import pytest
from aiohttp import web

from fakes.exchange import Mailbox
from fakes.exchange.subscriptions import courier
from tests.fakes.exchange.graph import Graph, a_body, events_of
from tests.fakes.exchange.series.client import Client
from tests.fakes.exchange.series.makers import MARCH
from tests.fakes.exchange.subscriptions.listening import Listener, Subscriber, listen


def test_a_first_round_may_end_in_its_middle(graph: Graph, ann: Mailbox) -> None:
    """Trap 16: its own next link is 410; what `Location` names begins anew."""
    for number in range(3):
        graph.post(events_of(ann), a_body(f"{number}"))
    path = f"/users/{ann.id}/calendarView/delta"
    first = graph.get(path, MARCH, prefer="odata.maxpagesize=2")
    graph.exchange.expire_delta_tokens()

    refused = graph.follow(first.json["@odata.nextLink"])

    assert (refused.status, refused.code) == (410, "SyncStateNotFound")
    assert refused.headers["Location"].endswith("$deltatoken=")
    assert len(Client(graph).begin(ann)) == 3


def test_a_notification_may_be_overtaken_by_the_next() -> None:
    """Trap 37: of a create after the update; by then the event is another."""

    async def story(one: Subscriber) -> None:
        await one.subscribe()
        one.listener.status = 503
        event = await one.create()
        one.listener.status = 202
        path = f"/users/{one.ann.id}/events/{quote(event['id'])}"

        await one.call("PATCH", path, {"subject": "Moved"})
        await one.tenant.exchange.courier.idle()
        await one.pass_time(minutes=1)

        assert one.listener.changes == ["created", "updated", "created"]
        told = one.listener.rows[-1]["resourceData"]["@odata.etag"]
        assert told != (await one.call("GET", path))[1]["@odata.etag"]

    listen(story)


def test_a_slow_listener_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trap 37: three seconds are not waited for here; the patience is shortened."""
    released = asyncio.Event()
    prompt = Listener.answer

    async def answer(self: Listener, request: web.BaseRequest) -> web.StreamResponse:
        answered = await prompt(self, request)
        if self.told and not released.is_set():
            with contextlib.suppress(TimeoutError):  # who waits for it is answered
                await asyncio.wait_for(released.wait(), 2)
        return answered

    async def story(one: Subscriber) -> None:
        await one.subscribe()
        await one.create()
        released.set()

        await one.pass_time(minutes=1)

        assert one.listener.changes == ["created", "created"]

    assert courier.DELIVERY_S == 3
    monkeypatch.setattr(courier, "DELIVERY_S", 0.1)
    monkeypatch.setattr(Listener, "answer", answer)
    listen(story)
