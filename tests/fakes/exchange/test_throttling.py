"""Throttling in virtual time: budgets, concurrency, batches (section 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fakes.exchange import Mailbox
from fakes.exchange.throttling import Throttle
from fakes.wire import Request
from tests.fakes.exchange.graph import ROOT, Graph, a_body, events_of


def limit(graph: Graph, **limits: object) -> None:
    """The tenant has these limits."""
    switches = graph.exchange.switches
    switches.throttle = replace(switches.throttle, **limits)  # type: ignore[arg-type]  # checked by the dataclass's own types at each call


def test_requests_of_a_window_are_counted_per_mailbox(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    limit(graph, requests=2)
    for _ in range(2):
        assert graph.get(events_of(ann)).status == 200

    refused = graph.get(events_of(ann))

    assert (refused.status, refused.code) == (429, "TooManyRequests")
    assert refused.headers["Retry-After"] == "600"
    assert refused.json["error"]["innerError"]["code"] == "429"
    assert graph.get(events_of(bob)).status == 200


def test_applications_have_budgets_of_their_own(graph: Graph, ann: Mailbox) -> None:
    limit(graph, requests=1)
    assert graph.get(events_of(ann)).status == 200
    other = graph.directory.register_application("another")

    graph.token = graph.directory.issue(other)

    assert graph.get(events_of(ann)).status == 200
    assert graph.get(events_of(ann)).status == 429


def test_who_waits_as_long_as_told_is_served(graph: Graph, ann: Mailbox) -> None:
    limit(graph, requests=1)
    graph.get(events_of(ann))
    told = int(graph.get(events_of(ann)).headers["Retry-After"])

    graph.pass_time(seconds=told)

    # the refused one counts as well (trap 32), and has left the window by now
    assert graph.get(events_of(ann)).status == 200


def test_what_is_refused_counts_and_prolongs_the_block(
    graph: Graph, ann: Mailbox
) -> None:
    limit(graph, requests=1)
    graph.get(events_of(ann))
    graph.pass_time(seconds=300)
    assert graph.get(events_of(ann)).status == 429

    graph.pass_time(seconds=300)

    assert graph.get(events_of(ann)).headers["Retry-After"] == "600"


def test_uploads_are_counted_by_octets(graph: Graph, ann: Mailbox) -> None:
    limit(graph, upload_octets=100)
    assert graph.post(events_of(ann), a_body(subject="x" * 200)).status == 201

    assert graph.post(events_of(ann), a_body()).status == 429
    assert graph.get(events_of(ann)).status == 200
    graph.pass_time(minutes=5)
    assert graph.post(events_of(ann), a_body()).status == 201


@pytest.mark.parametrize(
    ("scope", "elsewhere"), [("application and mailbox", 200), ("application", 429)]
)
def test_four_requests_are_in_flight_at_most(
    graph: Graph, ann: Mailbox, bob: Mailbox, scope: str, elsewhere: int
) -> None:
    limit(graph, concurrency_scope=scope)
    held = Request(
        method="GET",
        path=f"/v1.0{events_of(ann)}",
        query="",
        headers={"authorization": f"Bearer {graph.token}"},
        body=b"",
        root_url=ROOT,
    )
    flights = [graph.service.in_flight(held) for _ in range(4)]
    for one in flights:
        one.__enter__()

    refused = graph.get(events_of(ann))

    assert (refused.status, refused.code) == (429, "ApplicationThrottled")
    assert "MailboxConcurrency" in refused.json["error"]["message"]
    assert "innerError" not in refused.json["error"]
    assert graph.get(events_of(bob)).status == elsewhere
    flights[0].__exit__(None, None, None)
    assert graph.get(events_of(ann)).status == 200


def test_items_of_a_batch_are_counted_one_by_one(graph: Graph, ann: Mailbox) -> None:
    limit(graph, requests=2)

    answers = _batch(graph, ann, count=3)

    assert [status for status, _ in answers] == [200, 200, 429]
    assert answers[2][1]["headers"]["Retry-After"] == "600"


def test_a_long_parallel_batch_is_queued_as_documented(
    graph: Graph, ann: Mailbox
) -> None:
    assert [status for status, _ in _batch(graph, ann, count=6)] == [200] * 6


def test_a_long_parallel_batch_is_refused_from_the_fifth_on_if_told_so(
    graph: Graph, ann: Mailbox
) -> None:
    graph.exchange.switches.batch_parallelism = "refused"

    answers = _batch(graph, ann, count=6)

    assert [status for status, _ in answers] == [200] * 4 + [429] * 2
    assert answers[4][1]["body"]["error"]["code"] == "ApplicationThrottled"
    assert answers[4][1]["headers"]["Retry-After"] == "1"


def test_a_sequential_batch_is_never_too_many_at_once(
    graph: Graph, ann: Mailbox
) -> None:
    graph.exchange.switches.batch_parallelism = "refused"

    answers = _batch(graph, ann, count=6, sequential=True)

    assert [status for status, _ in answers] == [200] * 6


def test_a_limit_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match=r"throttle\.requests must not be negative"):
        Throttle(requests=-1)
    with pytest.raises(ValueError, match="must be positive"):
        Throttle(window=timedelta())


def _batch(
    graph: Graph, mailbox: Mailbox, *, count: int, sequential: bool = False
) -> list[tuple[int, dict[str, Any]]]:
    """Status and whole answer of so many reads in one batch, in their order."""
    requests = [
        {
            "id": str(number),
            "method": "GET",
            "url": events_of(mailbox),
            **({"dependsOn": [str(number - 1)]} if sequential and number else {}),
        }
        for number in range(count)
    ]
    answer = graph.post("/$batch", {"requests": requests})
    rows = sorted(answer.json["responses"], key=lambda row: int(row["id"]))
    return [(row["status"], row) for row in rows]
