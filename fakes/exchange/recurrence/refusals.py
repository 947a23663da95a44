"""What Exchange refuses of a series. Sections 3.5 and 8 of the fact sheet.

Documented are `ErrorOccurrenceCrossingBoundary` and `ErrorRecurrenceEndDateTooBig`, the
latter with the end of the calendar and for a missing start. The other two are their
relatives of the EWS schema, applied to Graph by inference.
"""

from __future__ import annotations

from fakes.exchange.errors import GraphError, property_validation


def invalid(message: str) -> GraphError:
    """A field of the recurrence is missing or out of its bounds (inferred code)."""
    return property_validation(message)


def end_date_too_big() -> GraphError:
    """The range ends after the calendar does, or begins nowhere."""
    return GraphError(
        400,
        "ErrorRecurrenceEndDateTooBig",
        "The recurrence end date can't be later than September 1, 4500.",
    )


def no_occurrence() -> GraphError:
    """No day of the pattern lies in the range."""
    return GraphError(
        400,
        "ErrorRecurrenceHasNoOccurrence",
        "The recurrence has no occurrences in the specified range.",
    )


def time_span_too_big() -> GraphError:
    """An occurrence lasts until the next one has begun."""
    return GraphError(
        400,
        "ErrorOccurrenceTimeSpanTooBig",
        "The occurrences of the series overlap.",
    )


def crossing_boundary() -> GraphError:
    """An occurrence would come onto, or across, the day of a neighbour."""
    return GraphError(
        400,
        "ErrorOccurrenceCrossingBoundary",
        "The occurrence would cross or overlap an adjacent occurrence.",
    )
