"""Delta rounds over HTTP. Section 4 of the fact sheet."""

from __future__ import annotations

from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers.lists import window
from fakes.exchange.call import Call
from fakes.exchange.delta import DeltaKind, Page, Row, Scope, TokenUnknown
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.events import View, removed
from fakes.exchange.wire.instants import instant
from fakes.exchange.zones import UTC_ZONE

PAGE_SIZE: Final = 50
_TOKENS: Final = frozenset({"$deltatoken", "$skiptoken"})
_SHORT: Final = ("id", "type", "start", "end")  # all that events/delta tells


def view(call: Call) -> Reply:
    """A page of a round over a window: full events, and what has left the window."""
    return _answer(call, "calendarView")


def events(call: Call) -> Reply:
    """A page of a round over the calendar: id, type, start and end only."""
    return _answer(call, "events")


def _answer(call: Call, kind: DeltaKind) -> Reply:
    call.options.allow(_TOKENS, where="delta")
    call.check_calendar()
    size = call.preferences.page_size or PAGE_SIZE
    tokens = call.exchange.delta_tokens
    token = call.options.get("$skiptoken") or call.options.get("$deltatoken")
    if not token:
        page = tokens.start(call.mailbox, _scope(call, kind), size=size)
    else:
        try:
            page = tokens.resume(call.mailbox, token, kind=kind, size=size)
        except TokenUnknown as error:
            afresh = f"{call.page_url}?$deltatoken="
            raise errors.sync_state_not_found(afresh) from error
    return envelope.collection(
        f"{call.version_url}/$metadata#Collection(event)",
        [_text(call, row, kind) for row in page.rows],
        links=[_link(call, page)],
    )


def _scope(call: Call, kind: DeltaKind) -> Scope:
    asked = call.options
    start, end = asked.get("startdatetime"), asked.get("enddatetime")
    start_at = end_at = None
    if kind == "calendarView" or (start is not None and end is not None):
        start_at, end_at = window(call)
    elif start is not None:
        start_at = instant(start)
    return Scope(
        kind=kind,
        mailbox_id=call.mailbox.id,
        calendar_id=call.mailbox.calendar.id,
        start_at=start_at,
        end_at=end_at,
    )


def _text(call: Call, row: Row, kind: DeltaKind) -> str:
    preferences = call.preferences
    if row.is_removed:
        return removed(row.event, immutable=preferences.immutable_ids)
    look = View(
        zone=preferences.zone or UTC_ZONE,
        text_bodies=preferences.text_bodies,
        immutable_ids=preferences.immutable_ids,
        select=_SHORT if kind == "events" else None,
        with_type=True,
    )
    return call.fragments.text(row.event, look)


def _link(call: Call, page: Page) -> tuple[str, str]:
    if page.skip_token is not None:
        return "@odata.nextLink", f"{call.page_url}?$skiptoken={page.skip_token}"
    return "@odata.deltaLink", f"{call.page_url}?$deltatoken={page.delta_token}"
