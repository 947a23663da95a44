"""Delta rounds at their worst: late, repeated, empty, forgotten (traps 15, 16)."""

from __future__ import annotations

from datetime import timedelta

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Answer, Graph, a_body, events_of, path_of

_WINDOW = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"


def _view(mailbox: Mailbox) -> str:
    return f"/users/{mailbox.id}/calendarView/delta"


def _round(graph: Graph, first: Answer) -> tuple[list[str], str]:
    """The subjects of a round, page after page, and its delta link."""
    subjects, answer = first.subjects, first
    while "@odata.nextLink" in answer.json:
        answer = graph.follow(answer.json["@odata.nextLink"])
        subjects += answer.subjects
    return subjects, str(answer.json["@odata.deltaLink"])


def test_a_change_stays_out_of_sight_for_as_long_as_told(
    graph: Graph, ann: Mailbox
) -> None:
    graph.exchange.switches.delta_delay = timedelta(minutes=2)
    _, link = _round(graph, graph.get(_view(ann), _WINDOW))
    graph.post(events_of(ann), a_body("Late"))

    early, link = _round(graph, graph.follow(link))
    graph.pass_time(minutes=2)
    late, link = _round(graph, graph.follow(link))

    assert (early, late) == ([], ["Late"])
    assert _round(graph, graph.follow(link))[0] == []


def test_rows_may_stand_twice_in_a_page(graph: Graph, ann: Mailbox) -> None:
    graph.exchange.switches.delta_noise = "duplicates"
    graph.post(events_of(ann), a_body("A"))

    subjects, _ = _round(graph, graph.get(_view(ann), _WINDOW))

    assert subjects == ["A", "A"]


def test_a_round_may_repeat_what_the_last_one_told(graph: Graph, ann: Mailbox) -> None:
    graph.exchange.switches.delta_noise = "replays"
    first = graph.post(events_of(ann), a_body("A")).json
    _, link = _round(graph, graph.get(_view(ann), _WINDOW))
    graph.post(events_of(ann), a_body("B"))

    second, link = _round(graph, graph.follow(link))
    graph.patch(path_of(ann, first["id"]), {"subject": "A2"})
    third, _ = _round(graph, graph.follow(link))

    assert second == ["B", "A"]
    assert third == ["A2", "B"]


def test_a_round_may_begin_with_an_empty_page(graph: Graph, ann: Mailbox) -> None:
    graph.exchange.switches.delta_empty_pages = True
    graph.post(events_of(ann), a_body("A"))

    first = graph.get(_view(ann), _WINDOW)

    assert first.rows == []
    subjects, link = _round(graph, first)
    assert subjects == ["A"]
    graph.post(events_of(ann), a_body("B"))
    assert graph.follow(link).rows == []
    assert _round(graph, graph.follow(link))[0] == ["B"]


def test_old_links_fall_out_after_so_many_rounds(graph: Graph, ann: Mailbox) -> None:
    graph.exchange.switches.delta_token_rounds = 1
    _, first = _round(graph, graph.get(_view(ann), _WINDOW))
    _, second = _round(graph, graph.follow(first))
    assert graph.follow(first).status == 200

    # it has been followed twice: two rounds lie after it, one after the second
    assert graph.follow(first).status == 410
    assert graph.follow(second).status == 200
