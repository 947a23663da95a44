"""Section 3.1, row by row: types, defaults, and who may write what."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.events.table import ROWS, Property, fits, holds, rows
from tests.fakes.exchange.graph import Answer, Graph, a_body, events_of, path_of
from tests.fakes.exchange.meetings import BOB, copy_of, invite


def bare() -> dict[str, Any]:
    """What a create must have, and nothing else."""
    body = a_body()
    return {name: body[name] for name in ("start", "end")}


def made(graph: Graph, ann: Mailbox, **body: Any) -> dict[str, Any]:
    """A new event as it was answered."""
    answer = graph.post(events_of(ann), {**bare(), **body})
    assert answer.status == 201, answer.text
    return dict(answer.json)


def patch_by_attendee(
    graph: Graph, ann: Mailbox, bob: Mailbox, row: Property
) -> tuple[dict[str, Any], Answer, dict[str, Any]]:
    """Bob's copy before, the answer to his write of it, and the copy after.

    Whatever he does, Ann's event stays and nobody is told.
    """
    own = path_of(ann, invite(graph, ann, BOB))
    path = path_of(bob, copy_of(bob).id)
    before, organised = graph.get(path).json, graph.get(own).json

    answer = graph.patch(path, row.written_by_attendee)

    assert graph.get(own).json == organised
    assert len(graph.exchange.messages) == 1
    return before, answer, graph.get(path).json


def test_no_property_is_missing_in_the_table(graph: Graph, ann: Mailbox) -> None:
    """Unset members are nulls or empty, not absent, but for those that never come."""
    shown = made(graph, ann)

    expected = {one.name for one in ROWS if one.made != "never"}
    assert set(shown) == expected | {"@odata.context"}
    assert graph.get(path_of(ann, shown["id"])).json == shown


@rows(lambda row: row.made != "never")
def test_a_fresh_event_has_its_default(
    graph: Graph, ann: Mailbox, row: Property
) -> None:
    found = made(graph, ann)[row.name]

    assert fits(row, found), found
    if row.made == "default":
        assert found == row.default
    else:
        assert found


@rows(lambda row: row.made == "writer")
def test_a_create_without_what_the_writer_must_give_is_refused(
    graph: Graph, ann: Mailbox, row: Property
) -> None:
    body = {name: value for name, value in bare().items() if name != row.name}

    answer = graph.post(events_of(ann), body)

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


@rows(lambda row: row.organizer in {"written", "once"})
def test_a_create_writes(graph: Graph, ann: Mailbox, row: Property) -> None:
    found = made(graph, ann, **row.written)[row.name]

    assert fits(row, found)
    assert holds(row.shown, found), found


@rows(lambda row: row.organizer == "written")
def test_an_update_writes(graph: Graph, ann: Mailbox, row: Property) -> None:
    event = made(graph, ann)

    after = graph.patch(path_of(ann, event["id"]), row.written).json

    assert fits(row, after[row.name])
    assert holds(row.shown, after[row.name]), after[row.name]
    assert after["changeKey"] != event["changeKey"]


@rows(lambda row: row.organizer == "once")
def test_an_update_cannot_write_what_is_written_once(
    graph: Graph, ann: Mailbox, row: Property
) -> None:
    event = made(graph, ann)

    answer = graph.patch(path_of(ann, event["id"]), row.written)

    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")
    assert row.name not in graph.get(path_of(ann, event["id"])).json


@rows(lambda row: row.organizer == "ignored")
def test_read_only_is_ignored_without_a_word(
    graph: Graph, ann: Mailbox, row: Property
) -> None:
    event = made(graph, ann, **row.written)
    path = path_of(ann, event["id"])

    answer = graph.patch(path, row.written)

    assert answer.status == 200
    assert graph.get(path).json == event
    if row.made == "default":
        assert event[row.name] == row.default
    else:
        assert event.get(row.name) != row.send


@pytest.mark.parametrize(
    ("row", "word"), [(row, word) for row in ROWS for word in row.members]
)
def test_every_word_of_an_enumeration_is_taken_in_any_case(
    graph: Graph, ann: Mailbox, row: Property, word: str
) -> None:
    assert made(graph, ann, **{row.name: word.upper()})[row.name] == word


@rows(lambda row: bool(row.members))
def test_another_word_is_refused(graph: Graph, ann: Mailbox, row: Property) -> None:
    answer = graph.post(events_of(ann), {**bare(), row.name: "nonsense"})

    assert (answer.status, answer.code) == (400, "RequestBodyRead")


@rows(lambda row: row.attendee in {"own", "local"})
def test_an_attendee_writes_the_own_copy(
    graph: Graph, ann: Mailbox, bob: Mailbox, row: Property
) -> None:
    """Inferred."""
    _, answer, after = patch_by_attendee(graph, ann, bob, row)

    assert answer.status == 200
    assert holds(row.shown, after[row.name]), after[row.name]


@rows(lambda row: row.attendee in {"ignored", "withheld"})
def test_an_attendee_is_ignored_without_a_word(
    graph: Graph, ann: Mailbox, bob: Mailbox, row: Property
) -> None:
    """Inferred."""
    before, answer, after = patch_by_attendee(graph, ann, bob, row)

    assert answer.status == 200
    assert after == before


@rows(lambda row: row.attendee == "refused")
def test_an_attendee_is_refused(
    graph: Graph, ann: Mailbox, bob: Mailbox, row: Property
) -> None:
    """Inferred."""
    before, answer, after = patch_by_attendee(graph, ann, bob, row)

    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")
    assert after == before


@rows(lambda row: row.attendee in {"own", "ignored"})
def test_a_strict_server_lets_an_attendee_write_what_is_the_own(
    graph: Graph, ann: Mailbox, bob: Mailbox, row: Property
) -> None:
    """Inferred; what is read-only to everybody is ignored as before."""
    graph.exchange.switches.attendee_update = "strict"

    _, answer, _ = patch_by_attendee(graph, ann, bob, row)

    assert answer.status == 200


@rows(lambda row: row.attendee in {"local", "withheld"})
def test_a_strict_server_refuses_what_is_the_organizers(
    graph: Graph, ann: Mailbox, bob: Mailbox, row: Property
) -> None:
    """Inferred."""
    graph.exchange.switches.attendee_update = "strict"

    before, answer, after = patch_by_attendee(graph, ann, bob, row)

    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")
    assert after == before
