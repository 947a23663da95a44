"""What is new in a calendar: rounds over a window, and over its events (section 4)."""

from __future__ import annotations

from dataclasses import replace

from fakes.exchange.answers import rounds
from fakes.exchange.calendars.places import calendar_of
from fakes.exchange.calendars.rows import SHORT, Rows, Within
from fakes.exchange.calendars.shape import EVENT
from fakes.exchange.calendars.views import window
from fakes.exchange.call import Call
from fakes.exchange.delta import Scope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.shape import View


def view(call: Call) -> Reply:
    """A page of a round over a window: full events, and what has left the window.

    Of a series the rows are the master, exceptions and bare occurrences, all on one
    page.
    """
    return _answer(call, "calendarView")


def events(call: Call) -> Reply:
    """A page of a round over the calendar: id, type, start and end only.

    Series are there by their masters and exceptions (section 12, point 5).
    """
    return _answer(call, "events")


def _answer(call: Call, kind: str) -> Reply:
    call.options.allow(rounds.TOKENS, where="delta")
    folder_id = calendar_of(call).id

    def scope() -> Scope:
        return Scope(
            kind=kind,
            mailbox_id=call.mailbox.id,
            store=lambda mailbox: mailbox.stores.events,
            folder_id=folder_id,
            passes=_window(call, kind),
            query=rounds.frozen(call),
        )

    def look(_: Scope) -> View:
        view = call.view(EVENT, with_type=True)
        return replace(view, select=SHORT if kind == "events" else None)

    return rounds.answer(
        call,
        EVENT,
        kind=kind,
        folder_id=folder_id,
        scope=scope,
        look=look,
        several=Rows(call).of,
    )


def _window(call: Call, kind: str) -> Within | None:
    """What the dates of the first call let through; None: everything."""
    asked = call.options
    start, end = asked.get("startdatetime"), asked.get("enddatetime")
    if kind == "calendarView" or (start is not None and end is not None):
        return Within(*window(call))
    return None if start is None else Within(instant(start), None)
