"""Collections of events: the calendar's events, and the view of a window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote_plus

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.event import Event
from fakes.exchange.wire import envelope, filters
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.events import View
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.options import MAX_TOP

PAGE_SIZE: Final = 10  # section 2.4, an assumption: section 12, point 4
LONGEST_WINDOW: Final = timedelta(days=1825)
_OPTIONS: Final = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$skip", "$expand", "$count"}
)
_NOT_IN_A_VIEW: Final = frozenset({"createdDateTime", "lastModifiedDateTime"})


def events(call: Call) -> Reply:
    """A page of the calendar's events, in creation order unless asked otherwise."""
    call.options.allow(_OPTIONS, where="events")
    call.check_calendar()
    return _page(call, call.mailbox.store.live, call.view(), what="events")


def count(call: Call) -> Reply:
    """The number of the calendar's events as plain text."""
    call.options.allow({"$filter"}, where="a count")
    call.check_calendar()
    return envelope.plain(str(len(_chosen(call, call.mailbox.store.live))))


def view(call: Call) -> Reply:
    """A page of what a window shows, by start unless asked otherwise."""
    call.options.allow(_OPTIONS, where="a calendar view")
    call.check_calendar()
    start_at, end_at = window(call)
    shown = sorted(
        (one for one in call.mailbox.store.live if one.overlaps(start_at, end_at)),
        key=lambda one: one.start_at,
    )
    look = call.view()
    if look.select is not None:
        select = tuple(name for name in look.select if name not in _NOT_IN_A_VIEW)
        look = View(
            zone=look.zone,
            text_bodies=look.text_bodies,
            immutable_ids=look.immutable_ids,
            select=select,
            expand=look.expand,
            with_attachments=look.with_attachments,
        )
    return _page(call, shown, look, what="calendarView")


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


def _chosen(call: Call, rows: Iterable[Event]) -> list[Event]:
    condition = call.options.get("$filter")
    if condition is None:
        return list(rows)
    passes = filters.predicate(condition)
    return [event for event in rows if passes(event)]


def _page(call: Call, rows: Iterable[Event], look: View, *, what: str) -> Reply:
    asked = call.options
    chosen = _chosen(call, rows)
    order = asked.get("$orderby")
    if order is not None:
        for get, backwards in reversed(filters.ordering(order)):
            chosen.sort(key=get, reverse=backwards)
    top = asked.number("$top", at_least=1)
    skip = asked.number("$skip", at_least=0) or 0
    size = min(top or call.preferences.page_size or PAGE_SIZE, MAX_TOP)
    write = call.fragments.text
    more = skip + size < len(chosen)
    select = asked.get("$select")
    return envelope.collection(
        call.context(f"{what}({select})" if select else what),
        [write(event, look) for event in chosen[skip : skip + size]],
        count=len(chosen) if asked.counts else None,
        links=[("@odata.nextLink", _next(call, skip + size))] if more else (),
    )


def _next(call: Call, skip: int) -> str:
    """The same address with another `$skip`: Outlook pages with it (section 2.4)."""
    kept = [
        option
        for option in call.request.query.split("&")
        if option
        and unquote_plus(option.partition("=")[0]).lower() not in {"$skip", "skip"}
    ]
    return f"{call.page_url}?{'&'.join([*kept, f'$skip={skip}'])}"
