"""Calendars of a mailbox."""

from __future__ import annotations

from fakes.exchange.answers import lists
from fakes.exchange.calendars.calendar_shape import CALENDAR
from fakes.exchange.calendars.places import calendar_of
from fakes.exchange.call import Call
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply


def calendars(call: Call) -> Reply:
    """A page of the mailbox's calendars."""
    return lists.page(
        call, CALENDAR, call.mailbox.stores.calendars.live, what="calendars"
    )


def calendar(call: Call) -> Reply:
    """The calendar."""
    call.options.allow({"$select", "$expand"}, where="a calendar")
    shown = call.fragments.text(CALENDAR, calendar_of(call), call.view(CALENDAR))
    return envelope.entity(call.context("calendars/$entity"), shown)
