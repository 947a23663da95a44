"""Passing a meeting on: the only place that does (section 2.2).

Inferred: whoever it is passed on to is a required attendee, the copies of those who
were invited before do not show them until the organiser's next update, and the
organiser hears of it by an ordinary mail.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fakes.exchange import errors
from fakes.exchange.body import Body
from fakes.exchange.calendars.event import Attendee, Event
from fakes.exchange.calendars.invitations import Invitations
from fakes.exchange.items import Writer

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant


def forward(
    tenant: ExchangeTenant,
    mailbox: Mailbox,
    event: Event,
    recipients: tuple[Attendee, ...],
    *,
    by: Writer,
    comment: str = "",
) -> None:
    """The recipients are invited, and the organiser's event names them.

    When an attendee passes it on, the organiser is told.

    Raises:
        GraphError: nobody is named, or somebody without an address.
    """
    if not recipients or not all(one.address.strip() for one in recipients):
        raise errors.invalid_recipients("A meeting is forwarded to somebody.")
    named = tuple(_named(tenant, one) for one in recipients)
    shown = replace(event, attendees=_joined(event, named))
    host = mailbox if event.is_organizer else tenant.find(event.organizer.address)
    if host is not None:
        shown = _noted(host, event, named, by=by) or shown
    invitations = Invitations(tenant)
    sent = replace(shown, id=event.id)  # the message is of the forwarder's event
    for one in named:
        invitations.pass_on(mailbox, sent, one, told=named, comment=comment, by=by)
    if host is not None and host is not mailbox:
        _tell(tenant, mailbox, host, event, named)


def _named(tenant: ExchangeTenant, recipient: Attendee) -> Attendee:
    local = tenant.find(recipient.address)
    name = recipient.name or (local.name if local else recipient.address)
    return replace(recipient, name=name)


def _joined(event: Event, named: tuple[Attendee, ...]) -> tuple[Attendee, ...]:
    known = {one.key for one in event.attendees} | {event.organizer.key}
    added = {one.key: one for one in named if one.key not in known}
    return (*event.attendees, *added.values())


def _noted(
    host: Mailbox, event: Event, named: tuple[Attendee, ...], *, by: Writer
) -> Event | None:
    """The organiser's event with the new attendees; None when there is none."""
    own = host.stores.events.by_ical_uid(event.ical_uid)
    if own is None or not own.is_organizer:
        return None
    attendees = _joined(own, named)
    if attendees == own.attendees:
        return own
    writer: Writer = by if event.is_organizer else "exchange"
    return host.stores.events.rewrite(own, by=writer, attendees=attendees)


def _tell(
    tenant: ExchangeTenant,
    mailbox: Mailbox,
    host: Mailbox,
    event: Event,
    named: tuple[Attendee, ...],
) -> None:
    names = ", ".join(f"{one.name} <{one.address}>" for one in named)
    tenant.post.receive(
        host,
        mailbox.owner,
        {
            "subject": f"Meeting Forward Notification: {event.subject}",
            "body": Body(content_type="text", content=f"It was forwarded to {names}."),
            "to": (host.owner,),
        },
    )
