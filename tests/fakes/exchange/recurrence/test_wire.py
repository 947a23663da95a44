"""Recurrence as JSON: what is taken, what is refused, what comes back (3.5)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from fakes.exchange.errors import GraphError
from fakes.exchange.recurrence import Recurrence
from fakes.exchange.wire.recurrence import shown, written
from tests.fakes.exchange.recurrence.strategies import recurrences

NO_END = {"type": "noEnd", "startDate": "2026-03-02"}
DAILY = {"type": "daily", "interval": 1}


def a_body(
    pattern: dict[str, Any] | None = None, span: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A recurrence as a client writes it."""
    return {"pattern": pattern or DAILY, "range": span or NO_END}


def test_unused_fields_come_back_as_zeros() -> None:
    """Also those that were sent."""
    body = a_body(
        {**DAILY, "month": 3, "dayOfMonth": 5, "daysOfWeek": ["monday"]},
        {**NO_END, "numberOfOccurrences": 7, "recurrenceTimeZone": "Europe/Berlin"},
    )

    assert shown(written(body)) == {
        "pattern": {
            "type": "daily",
            "interval": 1,
            "month": 0,
            "dayOfMonth": 0,
            "firstDayOfWeek": "sunday",
            "index": "first",
        },
        "range": {
            "type": "noEnd",
            "startDate": "2026-03-02",
            "endDate": "0001-01-01",
            "recurrenceTimeZone": "W. Europe Standard Time",
            "numberOfOccurrences": 0,
        },
    }


@given(recurrences())
def test_answers_can_be_written_back(recurrence: Recurrence) -> None:
    """What was answered means the same when it is sent."""
    assert written(shown(recurrence.essence)) == recurrence.essence


def test_words_are_taken_in_any_case() -> None:
    """Clients write `Monday` and `Weekly` (section 2.1); days once, in order."""
    found = written(
        a_body(
            {
                "type": "Weekly",
                "interval": 2,
                "daysOfWeek": ["Friday", "MONDAY", "friday"],
                "firstDayOfWeek": None,
                "index": None,
            }
        )
    )

    assert found.pattern.days_of_week == ("monday", "friday")
    assert found.pattern.first_day_of_week == "sunday"


INVALID = "ErrorPropertyValidationFailure"


@pytest.mark.parametrize(
    ("pattern", "span", "code"),
    [
        ({"type": "daily"}, None, INVALID),
        ({"interval": 1}, None, INVALID),
        ({"type": "daily", "interval": -1}, None, INVALID),
        ({"type": "weekly", "interval": 1}, None, INVALID),
        ({"type": "absoluteMonthly", "interval": 1}, None, INVALID),
        ({"type": "relativeMonthly", "interval": 1}, None, INVALID),
        ({"type": "absoluteYearly", "interval": 1, "dayOfMonth": 3}, None, INVALID),
        ({"type": "absoluteYearly", "interval": 1, "month": 3}, None, INVALID),
        (
            {"type": "relativeYearly", "interval": 1, "daysOfWeek": ["monday"]},
            None,
            INVALID,
        ),
        # ignored and still validated
        ({**DAILY, "dayOfMonth": 32}, None, INVALID),
        ({**DAILY, "month": 13}, None, INVALID),
        (None, {**NO_END, "numberOfOccurrences": -1}, INVALID),
        (None, {**NO_END, "endDate": "4501-01-01"}, "ErrorRecurrenceEndDateTooBig"),
        ({**DAILY, "daysOfWeek": ["someday"]}, None, "RequestBodyRead"),
        ({**DAILY, "index": "fifth"}, None, "RequestBodyRead"),
        ({**DAILY, "interval": "1"}, None, "RequestBodyRead"),
        ({**DAILY, "daysOfTheWeek": []}, None, "RequestBodyRead"),
        (None, {**NO_END, "startDate": "2026-03-02T00:00:00Z"}, "RequestBodyRead"),
        (None, {"type": "noEnd"}, "ErrorRecurrenceEndDateTooBig"),
        (None, {"startDate": "2026-03-02"}, INVALID),
        (None, {**NO_END, "type": "endDate"}, INVALID),
        (None, {**NO_END, "type": "numbered"}, INVALID),
        (
            None,
            {"type": "endDate", "startDate": "2026-03-02", "endDate": "2026-03-01"},
            "ErrorRecurrenceHasNoOccurrence",
        ),
        (
            None,
            {**NO_END, "recurrenceTimeZone": "Nowhere"},
            "TimeZoneNotSupportedException",
        ),
    ],
)
def test_what_makes_no_series_is_refused(
    pattern: dict[str, Any] | None, span: dict[str, Any] | None, code: str
) -> None:
    """Missing fields, values out of bounds, and fields that no type would read."""
    with pytest.raises(GraphError) as refused:
        written(a_body(pattern, span))

    assert (refused.value.status, refused.value.code) == (400, code)


@pytest.mark.parametrize("raw", [{}, {"pattern": DAILY}, {"range": NO_END}, 7, []])
def test_half_a_recurrence_is_refused(raw: object) -> None:
    """It needs its pattern and its range."""
    with pytest.raises(GraphError) as refused:
        written(raw)

    assert refused.value.status == 400
