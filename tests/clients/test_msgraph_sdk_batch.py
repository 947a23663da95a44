"""msgraph-sdk sends `$batch`, as msgraph-core writes it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_collection_response import EventCollectionResponse
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem

from tests.clients.graph_sdk import Sdk, an_event


def _item(information: Any, id: str) -> Any:
    """A request of a batch, its address made relative: the client does not do that."""
    found = BatchRequestItem(information, id)
    address = urlsplit(information.url)
    found.url = address.path.removeprefix("/v1.0")
    if address.query:
        found.url += f"?{address.query}"
    return found


def _read(graph: Sdk, id: str, model: Any) -> Any:
    """The body of an item of the last answer as a model.

    msgraph-core 1.5.2 keeps no body that is JSON: it asks kiota 1.16 for bytes, and
    kiota has them only of texts in base64. Hence the journal.
    """
    answer = json.loads(graph.served.asked("exchange")[-1]["response"]["body"]["text"])
    (body,) = (one["body"] for one in answer["responses"] if one["id"] == id)
    return JsonParseNode(body).get_object_value(model)


def _answered(graph: Sdk, *items: Any) -> Any:
    content = BatchRequestContent({one.id: one for one in items})
    return graph.run(graph.client.batch.post(content))


def _new(graph: Sdk, subject: str) -> Any:
    body = an_event(subject)
    return graph.organiser.events.to_post_request_information(body)


def test_answers_are_found_by_id_and_read_as_models(graph: Sdk) -> None:
    """Whatever their order; options of a query keep their escaped dollar sign."""
    made = graph.run(graph.organiser.events.post(an_event("First")))
    event = graph.organiser.events.by_event_id(made.id)

    found = _answered(
        graph,
        _item(_new(graph, "Second"), "create"),
        _item(event.to_get_request_information(), "read"),
        _item(event.to_patch_request_information(Event(subject="New")), "update"),
    )

    assert found.get_response_status_codes() == {
        "create": 201,
        "read": 200,
        "update": 200,
    }
    assert _read(graph, "create", Event).subject == "Second"
    assert _read(graph, "read", Event).id == made.id
    assert _read(graph, "update", Event).subject == "New"
    listed = graph.get(graph.organiser.events, orderby=["subject"]).value
    assert [one.subject for one in listed] == ["New", "Second"]


def test_the_query_of_an_item_is_obeyed(graph: Sdk) -> None:
    """Encoded as the client encodes it, `%24top` for `$top`."""
    for number in range(3):
        graph.run(graph.organiser.events.post(an_event(f"No {number}", hour=number)))
    listing = graph.asked_for(graph.organiser.events, top=2, orderby=["start/dateTime"])

    _answered(graph, _item(listing, "list"))

    page = _read(graph, "list", EventCollectionResponse)
    assert [one.subject for one in page.value] == ["No 0", "No 1"]
    (rest,) = graph.get(graph.organiser.events.with_url(page.odata_next_link)).value
    assert rest.subject == "No 2"


def test_one_refusal_leaves_the_others_be(graph: Sdk) -> None:
    """The batch is answered with 200, the item with its own status."""
    stranger = graph.of("nobody@contoso.example").events

    found = _answered(
        graph,
        _item(stranger.to_get_request_information(), "stranger"),
        _item(_new(graph, "Mine"), "mine"),
    )

    codes = found.get_response_status_codes()
    assert codes == {"stranger": 404, "mine": 201}
    refused = _read(graph, "stranger", ODataError)
    assert refused.error.code == "ErrorInvalidUser"


def test_a_condition_of_an_item_is_kept(graph: Sdk) -> None:
    """Its header is written in lower case."""
    made = graph.run(graph.organiser.events.post(an_event("First")))
    event = graph.organiser.events.by_event_id(made.id)
    graph.run(event.patch(Event(subject="Second")))
    stale = event.to_patch_request_information(
        Event(subject="Third"), graph.condition(made)
    )

    found = _answered(graph, _item(stale, "stale"))

    assert found.get_response_status_codes() == {"stale": 412}
    assert graph.get(event).subject == "Second"


def test_an_item_that_is_throttled_is_left_to_the_caller(graph: Sdk) -> None:
    """The client's own retries do not see it (section 5)."""
    graph.served.let_fail(
        "event.list",
        {"kind": "answer", "status": 429, "retry_after_s": 9},
        service="exchange",
    )
    listing = graph.organiser.events.to_get_request_information()

    found = _answered(graph, _item(listing, "one"), _item(listing, "two"))

    codes = found.get_response_status_codes()
    assert sorted(codes.values()) == [200, 429]
    (throttled,) = (id for id, status in codes.items() if status == 429)
    assert found.get_response_by_id(throttled).headers["Retry-After"] == "9"
    assert len(graph.served.asked("exchange")) == 1


def test_an_absolute_address_is_no_address_of_an_item(graph: Sdk) -> None:
    """The client writes one by itself; Graph answers that item with 400."""
    listing = graph.organiser.events.to_get_request_information()

    found = _answered(graph, BatchRequestItem(listing, "absolute"))

    assert found.get_response_status_codes() == {"absolute": 400}
