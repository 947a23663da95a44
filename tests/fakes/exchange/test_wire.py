"""What goes over the wire, beside documented samples."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import (
    ROOT,
    Graph,
    a_body,
    a_graph,
    events_of,
    path_of,
)

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> dict[str, Any]:
    """A sample with its source."""
    value: dict[str, Any] = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
    return value


def test_created_event_matches_the_documented_sample(
    graph: Graph, ann: Mailbox
) -> None:
    """Every member of the sample is answered with its value, and nothing else is."""
    expected = sample("event-post-201.json")

    answer = graph.post(events_of(ann), expected["request"], prefer=expected["prefer"])

    assert answer.status == 201
    assert answer.headers["Preference-Applied"] == expected["preference_applied"]
    shown = answer.json
    for name in expected["answer"]:
        assert shown[name] == expected["answer"][name], name
    known = {
        *expected["answer"],
        *expected["generated"],
        *expected["not_in_the_sample"],
    }
    assert set(shown) == known


def test_generated_members_have_their_documented_form(
    graph: Graph, ann: Mailbox
) -> None:
    """Context, etag, ids and link look as in the documentation."""
    shown = graph.post(events_of(ann), a_body()).json

    context = f"{ROOT}/v1.0/$metadata#users('{ann.id}')/events/$entity"
    assert shown["@odata.context"] == context
    assert shown["@odata.etag"] == f'W/"{shown["changeKey"]}"'
    assert re.fullmatch(r"AAMk[A-Za-z0-9_-]+=", shown["id"])
    assert re.fullmatch(
        r"040000008200E00074C5B7101A82E008[0-9A-F]{40}10000000[0-9A-F]{32}",
        shown["iCalUId"],
    )
    assert shown["webLink"].startswith("https://outlook.office365.com/owa/?itemid=AAMk")


def test_every_answer_has_the_common_headers(graph: Graph, ann: Mailbox) -> None:
    """Ids are echoed, version and content type are told (section 2.1)."""
    answer = graph.get(events_of(ann), client_request_id="mine")

    assert answer.headers["client-request-id"] == "mine"
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["request-id"])
    assert answer.headers["OData-Version"] == "4.0"
    assert answer.headers["Content-Type"].startswith(
        "application/json;odata.metadata=minimal"
    )
    assert "ServerInfo" in json.loads(answer.headers["x-ms-ags-diagnostic"])


def test_location_header_leads_to_the_created_event(graph: Graph, ann: Mailbox) -> None:
    """The `Location` of a create is an address of this server and works."""
    created = graph.post(events_of(ann), a_body())

    again = graph.follow(created.headers["Location"])

    assert again.status == 200
    assert again.json["id"] == created.json["id"]


def test_errors_have_the_documented_shape(graph: Graph, ann: Mailbox) -> None:
    """Code, message and the inner error without zone designator (section 8)."""
    answer = graph.get(path_of(ann, "AAMkAAAAAA=="), client_request_id="mine")

    assert answer.status == 404
    error = answer.json["error"]
    assert set(error) == {"code", "message", "innerError"}
    assert error["innerError"] == {
        "date": "2026-03-02T08:00:00",
        "request-id": answer.headers["request-id"],
        "client-request-id": "mine",
    }


def test_same_seed_gives_the_same_bytes() -> None:
    """Two tenants of one seed answer byte for byte alike."""
    texts = []
    for _ in range(2):
        graph = a_graph(seed=7)
        ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
        texts.append(graph.post(events_of(ann), a_body()).text)

    assert texts[0] == texts[1]


def test_mailboxes_do_not_disturb_one_another() -> None:
    """A mailbox's ids do not depend on what happened in another one."""
    ids = []
    for others in range(2):
        graph = a_graph(seed=7)
        ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
        bob = graph.exchange.add_mailbox("bob@contoso.example", name="Bob")
        for _ in range(others):
            graph.post(events_of(bob), a_body())
        ids.append(graph.post(events_of(ann), a_body()).json["id"])

    assert ids[0] == ids[1]


def test_stray_bytes_of_an_address_are_answered(graph: Graph, ann: Mailbox) -> None:
    """Servers keep them as halves of surrogate pairs; an error may quote them."""
    for path in (f"{events_of(ann)}/\udcff", "/users/\udcff/events", "/\ud800"):
        assert graph.get(path).status in {400, 404}
    assert graph.get(events_of(ann), "$orderby=\udcff").code == "BadRequest"
    odd = graph.get(events_of(ann), **{"client-request-id": "a\udcff"})
    assert odd.headers["client-request-id"] == odd.headers["request-id"]


def test_what_is_no_json_is_refused(graph: Graph, ann: Mailbox) -> None:
    """Also where a lenient reader takes it: NaN, endless numbers, half characters."""
    for text in (b"NaN", b"Infinity", b"1e999", b'"\\ud800"', b'"\xed\xa0\x80"'):
        answer = graph.post(events_of(ann), b'{"subject":%s}' % text)

        assert (answer.status, answer.code) == (400, "RequestBodyRead"), text
