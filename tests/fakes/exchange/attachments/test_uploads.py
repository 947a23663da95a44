"""Large attachments: a session, then chunks to its own address. Section 3.9."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.attachments.files import an_event
from tests.fakes.exchange.graph import ROOT, Answer, Graph

CHUNK = 2 * 1024 * 1024
SIZE = 2 * CHUNK + 5
WHOLE = b"a" * CHUNK + b"b" * CHUNK + b"c" * 5


def begin(graph: Graph, event: str, **others: object) -> Answer:
    """The answer to a request for a session."""
    item = {"attachmentType": "file", "name": "film.mp4", "size": SIZE, **others}
    return graph.post(f"{event}/attachments/createUploadSession", item_of(item))


def item_of(item: dict[str, object]) -> dict[str, object]:
    """The body of the request."""
    return {"AttachmentItem": item}


def address(answer: Answer) -> str:
    """The session's own path below the version."""
    url = str(answer.json["uploadUrl"])
    assert url.startswith(f"{ROOT}/v1.0/")
    return url.removeprefix(f"{ROOT}/v1.0")


def put(graph: Graph, url: str, first: int, content: bytes, **others: str) -> Answer:
    """The answer to a chunk."""
    span = f"bytes {first}-{first + len(content) - 1}/{SIZE}"
    return graph.call(
        "PUT", url, body=content, headers={"content-range": span, **others}
    )


def test_a_large_file_comes_in_chunks_without_a_token(
    graph: Graph, ann: Mailbox
) -> None:
    """Each answer has the documented odd shape; the last says where the file is."""
    event = an_event(graph, ann)
    session = begin(graph, event)
    assert session.status == 201
    assert session.json["nextExpectedRanges"] == ["0-"]
    assert session.json["expirationDateTime"] == "2026-03-03T08:00:00.0000000Z"
    url = address(session)
    token, graph.token = graph.token, "none"

    first = put(graph, url, 0, WHOLE[:CHUNK])
    second = put(graph, url, CHUNK, WHOLE[CHUNK : 2 * CHUNK])
    assert graph.get(event).status == 401
    last = put(graph, url, 2 * CHUNK, WHOLE[2 * CHUNK :])

    graph.token = token
    assert (first.status, first.json) == (
        200,
        {
            "ExpirationDateTime": "2026-03-03T08:00:00.0000000Z",
            "nextExpectedRanges": ["2097152"],
        },
    )
    assert second.json["nextExpectedRanges"] == ["4194304"]
    assert (last.status, last.text) == (201, "")
    location = last.headers["Location"]
    assert graph.follow(location).json["size"] == SIZE
    (attachment,) = ann.events[0].attachments
    assert (attachment.name, attachment.content) == ("film.mp4", WHOLE)


def test_the_event_changes_with_the_last_chunk_only(graph: Graph, ann: Mailbox) -> None:
    """Before it, nothing is attached."""
    event = an_event(graph, ann)
    url = address(begin(graph, event))
    before = ann.events[0]

    put(graph, url, 0, WHOLE[:CHUNK])
    put(graph, url, CHUNK, WHOLE[CHUNK : 2 * CHUNK])
    assert ann.events[0] == before
    put(graph, url, 2 * CHUNK, WHOLE[2 * CHUNK :])

    assert ann.events[0].change_key != before.change_key


def test_progress_can_be_asked_for(graph: Graph, ann: Mailbox) -> None:
    """GET of the address tells what is expected next."""
    url = address(begin(graph, an_event(graph, ann)))
    put(graph, url, 0, WHOLE[:CHUNK])

    assert graph.get(url).json["nextExpectedRanges"] == ["2097152"]


@pytest.mark.parametrize(
    ("span", "status"),
    [
        (f"bytes 5-14/{SIZE}", 416),
        (f"bytes 0-10/{SIZE}", 400),
        ("bytes 0-9/10", 400),
        ("0-9", 400),
        ("", 400),
    ],
)
def test_chunks_come_in_order_and_as_announced(
    graph: Graph, ann: Mailbox, span: str, status: int
) -> None:
    """Others are refused, and the session goes on."""
    url = address(begin(graph, an_event(graph, ann)))

    answer = graph.call("PUT", url, body=b"0123456789", headers={"content-range": span})

    assert answer.status == status
    assert graph.get(url).json["nextExpectedRanges"] == ["0"]


def test_a_chunk_has_less_than_four_megabytes(graph: Graph, ann: Mailbox) -> None:
    """Exactly four are too many."""
    url = address(begin(graph, an_event(graph, ann)))

    assert put(graph, url, 0, WHOLE[: 4 * 1024 * 1024]).status == 413
    assert put(graph, url, 0, WHOLE[: 4 * 1024 * 1024 - 1]).status == 200


def test_a_session_can_be_given_up(graph: Graph, ann: Mailbox) -> None:
    """DELETE of the address; afterwards it leads nowhere."""
    url = address(begin(graph, an_event(graph, ann)))

    assert graph.delete(url).status == 204

    assert put(graph, url, 0, WHOLE[:CHUNK]).code == "ErrorItemNotFound"


def test_a_session_ends_in_virtual_time(graph: Graph, ann: Mailbox) -> None:
    """At the instant that it said, not before."""
    url = address(begin(graph, an_event(graph, ann)))

    graph.pass_time(hours=23, minutes=59)
    assert put(graph, url, 0, WHOLE[:CHUNK]).status == 200
    graph.pass_time(minutes=1)

    assert put(graph, url, CHUNK, WHOLE[CHUNK : 2 * CHUNK]).status == 404


@pytest.mark.parametrize(
    ("size", "status"),
    [
        (3 * 1024 * 1024 - 1, 400),
        (3 * 1024 * 1024, 201),
        (150 * 1024 * 1024, 201),
        (150 * 1024 * 1024 + 1, 413),
    ],
)
def test_sessions_are_for_3_to_150_megabytes(
    graph: Graph, ann: Mailbox, size: int, status: int
) -> None:
    """Smaller files need none, larger ones cannot be."""
    assert begin(graph, an_event(graph, ann), size=size).status == status


def test_a_snapshot_takes_uploads_back(graph: Graph, ann: Mailbox) -> None:
    """What came since has not come."""
    url = address(begin(graph, an_event(graph, ann)))
    snapshot = graph.exchange.snapshot()
    put(graph, url, 0, WHOLE[:CHUNK])

    graph.exchange.restore(snapshot)

    assert graph.get(url).json["nextExpectedRanges"] == ["0"]


def test_an_upload_to_a_lost_event_ends(graph: Graph, ann: Mailbox) -> None:
    """When the event is gone for good, the last chunk has nowhere to go."""
    event = an_event(graph, ann)
    url = address(begin(graph, event))
    put(graph, url, 0, WHOLE[:CHUNK])
    put(graph, url, CHUNK, WHOLE[CHUNK : 2 * CHUNK])
    ann.stores.events.purge(ann.events[0], by="owner")

    answer = put(graph, url, 2 * CHUNK, WHOLE[2 * CHUNK :])

    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


def test_uploads_have_their_own_name_for_faults(graph: Graph, ann: Mailbox) -> None:
    """So that a fault can be planned for them."""
    url = address(begin(graph, an_event(graph, ann)))

    put(graph, url, 0, WHOLE[:CHUNK])

    assert graph.performed[-2:] == [
        "attachment.createUploadSession",
        "attachment.upload",
    ]


@pytest.mark.parametrize("number", ["9" * 5_000, "٣", "²", "-1", ""])
def test_a_range_of_odd_numbers_is_refused(
    graph: Graph, ann: Mailbox, number: str
) -> None:
    """Digits of other scripts, and more than any size has."""
    url = address(begin(graph, an_event(graph, ann)))

    answer = graph.call(
        "PUT", url, body=b"a", headers={"content-range": f"bytes 0-{number}/{SIZE}"}
    )

    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")
