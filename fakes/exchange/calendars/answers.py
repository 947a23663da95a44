"""Single events: create, read, update, delete, and the actions on them."""

from __future__ import annotations

from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import entities
from fakes.exchange.calendars import bodies, forwarding
from fakes.exchange.calendars.event import Answer, Event
from fakes.exchange.calendars.places import calendar_of, event_of, live_event_of
from fakes.exchange.calendars.shape import EVENT
from fakes.exchange.call import Call
from fakes.exchange.wire import values
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Expansion

_READ: Final = frozenset({"$select", "$expand"})
_NONE: Final[frozenset[str]] = frozenset()


def create(call: Call) -> Reply:
    """A new event in the mailbox's calendar.

    Or the one that the same `transactionId` made before (switch `transaction_repeat`).
    """
    call.check_writing(EVENT, where="a create")
    calendar = calendar_of(call)
    written = bodies.written(call.json())
    event = _repeated(call, written.transaction_id)
    if event is None:
        event = call.exchange.scheduling.create(
            call.mailbox,
            written.change,
            by="api",
            calendar_id=calendar.id,
            transaction_id=written.transaction_id,
        )
    # a write's answer has open extensions, unlike extended properties (section 3.10)
    expand = Expansion(name="extensions") if written.change.extensions else None
    return entities.made(
        call, EVENT, event, what="events", where="events", expand=expand
    )


def _repeated(call: Call, transaction_id: str | None) -> Event | None:
    how = call.exchange.switches.transaction_repeat
    if transaction_id is None or how == "ignored":
        return None
    event = call.mailbox.stores.events.by_transaction(transaction_id)
    if event is not None and how == "conflict":
        raise errors.duplicate_transaction()
    return event


def read(call: Call) -> Reply:
    """The event."""
    call.options.allow(_READ, where="an event")
    return entities.shown(call, EVENT, event_of(call), what="events")


def update(call: Call) -> Reply:
    """The event with the new values; those who must be told have been.

    Attachments that are named beside them are left as they are: they have a path of
    their own, and python-o365 sends them again after it has been there (inferred).
    """
    call.check_writing(EVENT, where="an update")
    event = event_of(call)
    call.check_match(event)
    raw = dict(call.json())
    named = {"attachments"} & raw.keys()
    raw.pop("attachments", None)
    written = bodies.written(raw)
    if written.transaction_id not in {None, event.transaction_id}:
        raise errors.invalid_request("'transactionId' cannot be changed.")
    if written.change.extensions is not None:
        raise errors.unsupported("writing 'extensions' in the update of an event")
    named |= written.change.fields.keys()
    if named:
        event = call.exchange.scheduling.update(
            call.mailbox,
            event,
            written.change,
            by="api",
            mentioned=named,
        )
    return entities.shown(call, EVENT, event, what="events")


def delete(call: Call) -> Reply:
    """The event lies in Deleted Items; attendees of a meeting have been told."""
    call.options.allow(_NONE, where="a delete")
    event = event_of(call)
    call.check_match(event)
    call.exchange.scheduling.remove(call.mailbox, event, by="api")
    return Reply(status=204)


def cancel(call: Call) -> Reply:
    """The meeting is cancelled with the caller's comment."""
    event = live_event_of(call)
    comment = call.parameters().get("comment") or ""
    call.exchange.scheduling.cancel(call.mailbox, event, by="api", comment=str(comment))
    return Reply(status=202)


def accept(call: Call) -> Reply:
    """The invitation is accepted."""
    return _respond(call, "accepted")


def tentatively_accept(call: Call) -> Reply:
    """The invitation is accepted tentatively."""
    return _respond(call, "tentativelyAccepted")


def decline(call: Call) -> Reply:
    """The invitation is declined."""
    return _respond(call, "declined")


def _respond(call: Call, answer: Answer) -> Reply:
    event = live_event_of(call)
    given = call.parameters()
    proposal = bodies.proposal(given.get("proposednewtime"))
    if proposal and answer == "accepted":
        raise errors.body_read("'proposedNewTime' is no parameter of accept.")
    call.exchange.scheduling.respond(
        call.mailbox,
        event,
        answer,
        by="api",
        send=values.flag("sendResponse", given.get("sendresponse"), default=True),
        comment=str(given.get("comment") or ""),
        proposal=proposal,
    )
    return Reply(status=202)


def forward(call: Call) -> Reply:
    """The meeting is passed on to others."""
    event = live_event_of(call)
    given = call.parameters()
    forwarding.forward(
        call.exchange,
        call.mailbox,
        event,
        bodies.recipients(given.get("torecipients")),
        by="api",
        comment=str(given.get("comment") or ""),
    )
    return Reply(status=202)


def permanent_delete(call: Call) -> Reply:
    """The event is gone for good; attendees of a meeting have been told (inferred)."""
    event = event_of(call)
    call.check_match(event)
    call.exchange.scheduling.remove(call.mailbox, event, by="api")
    store = call.mailbox.stores.events
    buried = store.find(event.immutable_id)
    if buried is not None and store.is_deleted(buried):
        store.purge(buried, by="api")
    return Reply(status=204)
