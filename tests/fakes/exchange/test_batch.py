"""`$batch`: up to twenty requests in one (section 5)."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Answer, Graph, a_body, events_of, path_of

JSON = {"Content-Type": "application/json"}


def item(
    key: str, method: str, url: str, body: object = None, **others: object
) -> dict[str, Any]:
    """One request of a batch."""
    made: dict[str, Any] = {"id": key, "method": method, "url": url, **others}
    if body is not None:
        made["body"] = body
        made.setdefault("headers", JSON)
    return made


def send(graph: Graph, *items: dict[str, Any]) -> Answer:
    """The batch's answer."""
    return graph.post("/$batch", {"requests": list(items)})


def by_id(answer: Answer) -> dict[str, dict[str, Any]]:
    """The parts of a batch's answer."""
    assert answer.status == 200
    return {one["id"]: one for one in answer.json["responses"]}


def test_every_request_has_its_answer(graph: Graph, ann: Mailbox) -> None:
    """With and without leading slash; bodies as JSON, none for 204."""
    old = graph.post(events_of(ann), a_body("Old")).json["id"]

    parts = by_id(
        send(
            graph,
            item("a", "POST", events_of(ann), a_body("New")),
            item("b", "GET", f"{path_of(ann, old)[1:]}?$select=subject"),
            item("c", "DELETE", path_of(ann, old), dependsOn=["B"]),
        )
    )

    assert [parts[key]["status"] for key in "abc"] == [201, 200, 204]
    assert parts["a"]["body"]["subject"] == "New"
    assert "Location" in parts["a"]["headers"]
    assert parts["b"]["body"]["subject"] == "Old"
    assert "body" not in parts["c"]
    assert [event.subject for event in ann.events] == ["New"]


def test_parts_pass_through_perform(graph: Graph, ann: Mailbox) -> None:
    """Every part is an operation of its own, and faults hit parts alone."""
    graph.refuse["event.delete"] = graph.service.refusal(429, "", "Slow down.")

    parts = by_id(
        send(
            graph,
            item("1", "POST", events_of(ann), a_body()),
            item("2", "DELETE", path_of(ann, "AAMkAAAAAA==")),
        )
    )

    assert graph.performed == ["batch", "event.create", "event.delete"]
    assert (parts["1"]["status"], parts["2"]["status"]) == (201, 429)
    assert parts["2"]["body"]["error"]["code"] == "TooManyRequests"
    assert parts["2"]["body"]["error"]["innerError"]["status"] == "429"


def test_dependants_of_a_failure_fail(graph: Graph, ann: Mailbox) -> None:
    """424 down the chain, the effect is not there; order follows the dependencies."""
    parts = by_id(
        send(
            graph,
            item("3", "POST", events_of(ann), a_body("3"), dependsOn=["2"]),
            item("2", "POST", events_of(ann), a_body("2"), dependsOn=["1"]),
            item("1", "GET", path_of(ann, "AAMkAAAAAA==")),
            item("4", "POST", events_of(ann), a_body("4")),
        )
    )

    assert {key: part["status"] for key, part in parts.items()} == {
        "1": 404,
        "2": 424,
        "3": 424,
        "4": 201,
    }
    assert [event.subject for event in ann.events] == ["4"]


def test_only_the_authorisation_is_inherited(graph: Graph, ann: Mailbox) -> None:
    """`Prefer` and `If-Match` stand with the part."""
    event = graph.post(events_of(ann), a_body()).json
    path = path_of(ann, event["id"])

    answer = graph.post(
        "/$batch",
        {
            "requests": [
                item("1", "GET", path),
                item("2", "GET", path, headers={"Prefer": 'IdType="ImmutableId"'}),
                item("3", "DELETE", path, headers={"If-Match": 'W/"old"'}),
            ]
        },
        prefer='outlook.timezone="Tokyo Standard Time"',
    )

    parts = by_id(answer)
    assert parts["1"]["body"]["start"]["timeZone"] == "UTC"
    assert parts["2"]["body"]["id"] != event["id"]
    assert parts["3"]["status"] == 412


def test_links_inside_lead_outside(graph: Graph, ann: Mailbox) -> None:
    """A nextLink of a part is absolute and works without the batch."""
    for number in range(12):
        graph.post(events_of(ann), a_body(f"{number}"))

    part = by_id(send(graph, item("1", "GET", events_of(ann))))["1"]

    assert len(graph.follow(part["body"]["@odata.nextLink"]).rows) == 2


def test_text_answers_are_base64(graph: Graph, ann: Mailbox) -> None:
    """A part that is not JSON is a base64 string."""
    part = by_id(send(graph, item("1", "GET", f"{events_of(ann)}/$count")))["1"]

    assert part["body"] == "MA=="


@pytest.mark.parametrize(
    "requests",
    [
        [],
        [{"id": "1", "method": "GET"}],
        [item("a", "GET", "/users"), item("A", "GET", "/users")],
        [item(str(number), "GET", "/users") for number in range(21)],
        [item("1", "GET", "/users", dependsOn=["2"])],
        [
            item("1", "GET", "/users", dependsOn=["2"]),
            item("2", "GET", "/users", dependsOn=["1"]),
        ],
        [item("1", "POST", "/$batch", {})],
        ["nonsense"],
        [item("1", "POST", "/users", "not base64!")],
    ],
)
def test_malformed_batches_are_refused_whole(graph: Graph, requests: Any) -> None:
    """Nothing is done and the call is 400."""
    answer = graph.post("/$batch", {"requests": requests})

    assert (answer.status, answer.code) == (400, "BadRequest")
    assert graph.performed == ["batch"]


def test_odd_parts_are_refused_alone(graph: Graph, ann: Mailbox) -> None:
    """Absolute addresses and bodies without content type are 400 for that part."""
    parts = by_id(
        send(
            graph,
            item("1", "GET", f"http://127.0.0.1/v1.0{events_of(ann)}"),
            {
                "id": "2",
                "method": "POST",
                "url": events_of(ann),
                "body": a_body(),
                "headers": {},
            },
            item("3", "GET", events_of(ann)),
        )
    )

    assert [parts[key]["status"] for key in "123"] == [400, 400, 200]


def test_batch_needs_a_token(graph: Graph) -> None:
    """The outer request is authorised like any other."""
    graph.token = "nonsense"

    assert send(graph, item("1", "GET", "/users")).status == 401
