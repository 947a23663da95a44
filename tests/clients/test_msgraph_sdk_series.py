"""msgraph-sdk writes series of events, and meets their occurrences."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgraph.generated.models.day_of_week import DayOfWeek
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_type import EventType
from msgraph.generated.models.patterned_recurrence import PatternedRecurrence
from msgraph.generated.models.recurrence_pattern import RecurrencePattern
from msgraph.generated.models.recurrence_pattern_type import RecurrencePatternType
from msgraph.generated.models.recurrence_range import RecurrenceRange
from msgraph.generated.models.recurrence_range_type import RecurrenceRangeType

from tests.clients.graph_sdk import Sdk, an_event

WINDOW: dict[str, Any] = {
    "start_date_time": "2026-03-01T00:00:00Z",
    "end_date_time": "2026-04-01T00:00:00Z",
}


def _series(graph: Sdk) -> Any:
    """Three Tuesdays from 3 March on."""
    pattern = RecurrencePattern(
        type=RecurrencePatternType.Weekly,
        interval=1,
        days_of_week=[DayOfWeek.Tuesday],
        first_day_of_week=DayOfWeek.Monday,
    )
    until = RecurrenceRange(
        type=RecurrenceRangeType.Numbered,
        start_date=date(2026, 3, 3),
        number_of_occurrences=3,
    )
    recurrence = PatternedRecurrence(pattern=pattern, range=until)
    made = graph.run(
        graph.organiser.events.post(an_event("Weekly", recurrence=recurrence))
    )
    assert made.type is EventType.SeriesMaster
    return made


def _days(events: list[Any]) -> list[str]:
    return [one.start.date_time[:10] for one in events]


def test_a_series_comes_back_as_it_was_written(graph: Sdk) -> None:
    """Enumerations and dates."""
    made = _series(graph)

    read = graph.get(graph.organiser.events.by_event_id(made.id)).recurrence

    assert read.pattern.type is RecurrencePatternType.Weekly
    assert read.pattern.days_of_week == [DayOfWeek.Tuesday]
    assert read.range.type is RecurrenceRangeType.Numbered
    assert (read.range.start_date, read.range.number_of_occurrences) == (
        date(2026, 3, 3),
        3,
    )


def test_its_occurrences_are_seen_in_a_window(graph: Sdk) -> None:
    """In the view and as instances, not among the events (trap 26)."""
    made = _series(graph)
    event = graph.organiser.events.by_event_id(made.id)

    listed = graph.get(graph.organiser.events).value
    seen = graph.get(graph.organiser.calendar_view, **WINDOW).value
    instances = graph.get(event.instances, **WINDOW).value

    assert [one.id for one in listed] == [made.id]
    assert _days(seen) == _days(instances) == ["2026-03-03", "2026-03-10", "2026-03-17"]
    assert {one.type for one in seen} == {EventType.Occurrence}
    assert {one.series_master_id for one in seen} == {made.id}


def test_an_occurrence_becomes_an_exception_or_goes(graph: Sdk) -> None:
    """By a PATCH or a DELETE of its own id (section 3.5)."""
    _series(graph)
    _, second, third = graph.get(graph.organiser.calendar_view, **WINDOW).value
    events = graph.organiser.events

    changed = graph.run(events.by_event_id(second.id).patch(Event(subject="Longer")))
    graph.run(events.by_event_id(third.id).delete())

    seen = graph.get(graph.organiser.calendar_view, **WINDOW).value
    assert changed.type is EventType.Exception
    assert [(one.subject, one.type) for one in seen] == [
        ("Weekly", EventType.Occurrence),
        ("Longer", EventType.Exception),
    ]


def test_its_delta_has_bare_occurrences(graph: Sdk) -> None:
    """A mapper that expects a subject writes blanks (trap 11)."""
    made = _series(graph)

    rows = graph.get(graph.organiser.calendar_view.delta, **WINDOW).value

    occurrences = [one for one in rows if one.type is EventType.Occurrence]
    masters = [one for one in rows if one.type is EventType.SeriesMaster]
    assert _days(occurrences) == ["2026-03-03", "2026-03-10", "2026-03-17"]
    assert {one.subject for one in occurrences} == {None}
    assert {one.series_master_id for one in occurrences} == {made.id}
    assert [one.subject for one in masters] == ["Weekly"]
