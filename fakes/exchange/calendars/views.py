"""Collections of events: a calendar's events, and the view of a window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.calendars.event import Event
from fakes.exchange.calendars.places import calendar_of, event_of
from fakes.exchange.calendars.series import series_of
from fakes.exchange.calendars.shape import EVENT
from fakes.exchange.call import Call
from fakes.exchange.wire.bounds import Bounds, bounds, mark
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.shape import View, item_id

_BY_START: Final = "start/dateTime"  # what the store finds events by
LONGEST_WINDOW: Final = timedelta(days=1825)
# shown by a GET of the series only (section 3.1)
_OF_ONE_SERIES: Final = frozenset({"cancelledOccurrences"})
_NOT_IN_A_VIEW: Final = _OF_ONE_SERIES | {"createdDateTime", "lastModifiedDateTime"}


def events(call: Call) -> Reply:
    """A page of the calendar's events, in creation order unless asked otherwise."""
    is_ordered = call.options.get("$orderby") in {_BY_START, f"{_BY_START} asc"}
    rows = _candidates(call, by_start=is_ordered)
    look = _without(call.view(EVENT), _OF_ONE_SERIES)
    return lists.page(
        call, EVENT, rows, look=look, what="events", is_ordered=is_ordered
    )


def count(call: Call) -> Reply:
    """The number of the calendar's events as plain text."""
    return lists.count(call, EVENT, _candidates(call))


def _candidates(call: Call, *, by_start: bool = False) -> Iterable[Event]:
    """Of the calendar's events those that may pass the filter."""
    calendar, condition = calendar_of(call), call.options.get("$filter")
    store = call.mailbox.stores.events
    wanted = mark(condition) if condition else None
    if wanted is not None:
        found = store.marked(calendar.id, wanted)
        return sorted(found, key=attrgetter("start_at")) if by_start else found
    low, high = bounds(condition, _BY_START) if condition else Bounds()
    return store.starting(calendar.id, low, high, by_start=by_start)


def view(call: Call) -> Reply:
    """A page of what a window shows, by start unless asked otherwise."""
    calendar = calendar_of(call)
    start_at, end_at = window(call)
    shown = call.mailbox.stores.events.between(calendar.id, start_at, end_at)
    look = _without(call.view(EVENT), _NOT_IN_A_VIEW)
    return lists.page(call, EVENT, shown, look=look, what="calendarView")


def instances(call: Call) -> Reply:
    """A page of a series' occurrences in a window, exceptions included.

    What is no series has no instances: 400 (inferred).
    """
    series = event_of(call)
    if series.recurrence is None:
        raise errors.invalid_request("Only a series has instances.")
    start_at, end_at = window(call)
    own = item_id(series, immutable=call.preferences.immutable_ids)
    return lists.page(
        call,
        EVENT,
        series_of(series).between(start_at, end_at),
        look=_without(call.view(EVENT), _OF_ONE_SERIES),
        what=f"events('{own}')/instances",
    )


def _without(look: View, names: frozenset[str]) -> View:
    """The look without what this collection does not show."""
    if look.select is None:
        return look
    return replace(
        look, select=tuple(name for name in look.select if name not in names)
    )


def window(call: Call) -> tuple[datetime, datetime]:
    """The window's edges. Their own offsets decide, UTC when absent (section 2.4).

    Raises:
        GraphError: an edge is missing or no date, or the window is too wide.
    """
    start, end = call.options.get("startdatetime"), call.options.get("enddatetime")
    if start is None or end is None:
        raise errors.invalid_parameter(
            "The window needs 'startDateTime' and 'endDateTime'."
        )
    start_at, end_at = instant(start), instant(end)
    if end_at < start_at:
        raise errors.invalid_request("The window ends before it starts.")
    if end_at - start_at > LONGEST_WINDOW:
        raise errors.invalid_request(
            f"The window is wider than {LONGEST_WINDOW.days} days."
        )
    return start_at, end_at
