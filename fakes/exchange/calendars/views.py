"""Collections of events: a calendar's events, and the view of a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.calendars.places import calendar_of
from fakes.exchange.calendars.shape import EVENT
from fakes.exchange.call import Call
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.instants import instant

LONGEST_WINDOW: Final = timedelta(days=1825)
_NOT_IN_A_VIEW: Final = frozenset({"createdDateTime", "lastModifiedDateTime"})


def events(call: Call) -> Reply:
    """A page of the calendar's events, in creation order unless asked otherwise."""
    calendar = calendar_of(call)
    rows = call.mailbox.stores.events.in_folder(calendar.id)
    return lists.page(call, EVENT, rows, what="events")


def count(call: Call) -> Reply:
    """The number of the calendar's events as plain text."""
    calendar = calendar_of(call)
    return lists.count(call, EVENT, call.mailbox.stores.events.in_folder(calendar.id))


def view(call: Call) -> Reply:
    """A page of what a window shows, by start unless asked otherwise."""
    calendar = calendar_of(call)
    start_at, end_at = window(call)
    shown = sorted(
        (
            one
            for one in call.mailbox.stores.events.in_folder(calendar.id)
            if one.overlaps(start_at, end_at)
        ),
        key=lambda one: one.start_at,
    )
    look = call.view(EVENT)
    if look.select is not None:
        select = tuple(name for name in look.select if name not in _NOT_IN_A_VIEW)
        look = replace(look, select=select)
    return lists.page(call, EVENT, shown, look=look, what="calendarView")


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
