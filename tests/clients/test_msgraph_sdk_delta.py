"""msgraph-sdk pages and follows changes, with its models and its page iterator."""

from __future__ import annotations

from typing import Any, Final

from msgraph.generated.models.event import Event
from msgraph_core.tasks.page_iterator import PageIterator

from tests.clients.graph_sdk import Sdk, an_event

WINDOW: Final[dict[str, Any]] = {
    "start_date_time": "2026-03-01T00:00:00Z",
    "end_date_time": "2026-04-01T00:00:00Z",
}
TWO_A_PAGE: Final = {"Prefer": "odata.maxpagesize=2"}


def _fill(graph: Sdk, count: int = 5) -> dict[str, str]:
    """So many events; their subjects by id."""
    made = [
        graph.run(graph.organiser.events.post(an_event(f"No {number}", hour=number)))
        for number in range(count)
    ]
    return {one.id: one.subject for one in made}


def _round(graph: Sdk, first: Any) -> tuple[list[Any], str, int]:
    """All rows from this page on, the delta link, and how many pages there were."""
    rows, page, pages = list(first.value), first, 1
    while page.odata_next_link:
        builder = graph.organiser.calendar_view.delta.with_url(page.odata_next_link)
        page = graph.get(builder, headers=TWO_A_PAGE)
        rows += page.value
        pages += 1
    return rows, page.odata_delta_link, pages


def test_the_page_iterator_meets_every_event_once(graph: Sdk) -> None:
    """Over next links, until there is none."""
    made = _fill(graph)
    met: list[Any] = []

    def meet(event: Any) -> bool:
        met.append(event.id)
        return True

    first = graph.get(graph.organiser.events, top=2)
    graph.run(PageIterator(first, graph.adapter).iterate(meet))

    assert sorted(met) == sorted(made)
    assert [len(met), len(graph.served.asked("exchange"))] == [5, len(made) + 3]


def test_a_delta_round_ends_with_a_delta_link(graph: Sdk) -> None:
    """In pages as small as preferred."""
    made = _fill(graph)
    delta = graph.organiser.calendar_view.delta

    rows, link, pages = _round(graph, graph.get(delta, headers=TWO_A_PAGE, **WINDOW))

    assert {row.id: row.subject for row in rows} == made
    assert (pages, bool(link)) == (3, True)


def test_the_next_round_tells_what_changed_since(graph: Sdk) -> None:
    """A new, a changed and a removed event; what stays is not told."""
    made = _fill(graph)
    delta = graph.organiser.calendar_view.delta
    _, link, _ = _round(graph, graph.get(delta, **WINDOW))
    changed, removed, *_ = made
    graph.run(graph.organiser.events.by_event_id(changed).patch(Event(subject="New")))
    graph.run(graph.organiser.events.by_event_id(removed).delete())
    added = graph.run(graph.organiser.events.post(an_event("Added", day=9)))

    rows, next_link, _ = _round(graph, graph.get(delta.with_url(link)))

    by_id = {row.id: row for row in rows}
    assert {id: row.subject for id, row in by_id.items()} == {
        changed: "New",
        added.id: "Added",
        removed: None,
    }
    assert by_id[removed].additional_data["@removed"] == {"reason": "deleted"}
    assert _round(graph, graph.get(delta.with_url(next_link)))[0] == []


def test_an_expired_delta_link_is_gone(graph: Sdk) -> None:
    """410 as an `ODataError`: begin again (section 4)."""
    delta = graph.organiser.calendar_view.delta
    _, link, _ = _round(graph, graph.get(delta, **WINDOW))
    graph.served.let_fail(
        "calendarView.delta",
        {"kind": "answer", "status": 410, "code": "SyncStateNotFound"},
        service="exchange",
    )

    refused = graph.refusal(delta.with_url(link).get())

    assert refused.response_status_code == 410
    assert refused.error.code == "SyncStateNotFound"


def test_immutable_ids_are_told_in_rounds(graph: Sdk) -> None:
    """When preferred, then too."""
    (default,) = _fill(graph, 1)
    preferred = {"Prefer": 'IdType="ImmutableId"'}
    delta = graph.organiser.calendar_view.delta

    (row,) = graph.get(delta, headers=preferred, **WINDOW).value

    assert row.id != default
    assert graph.get(graph.organiser.events.by_event_id(row.id)).id == default
