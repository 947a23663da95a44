"""Writing events, and what it means for everybody invited.

The only place that changes an event because a person or a client wants it, and the
only one that sends meeting messages. Sections 3.6 to 3.8 of the fact sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from fakes.exchange import errors
from fakes.exchange.body import Body
from fakes.exchange.calendars import online, recurring
from fakes.exchange.calendars.event import (
    Answer,
    Attendee,
    Event,
    EventChange,
    Proposal,
)
from fakes.exchange.calendars.invitations import PERSONAL, Invitations, unanswered
from fakes.exchange.calendars.series import check_series
from fakes.exchange.items import Writer
from fakes.exchange.zones import zone

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant

MAX_ATTENDEES: Final = 500
_TIMES: Final = frozenset({"start_at", "end_at", "recurrence"})
# an attendee may write these on the own copy in strict mode, too (3.1, column A)
_OWN_COPY: Final = PERSONAL | {"importance", "sensitivity"}
# the organiser's alone: an attendee's write of them says nothing (3.1, column A)
_ORGANIZERS: Final = {
    "response_requested": None,
    "allow_new_time_proposals": None,
    "hide_attendees": None,
    "online_provider": None,
}


class Scheduling:
    """The meeting side of one tenant."""

    def __init__(self, tenant: ExchangeTenant) -> None:
        self._tenant = tenant
        self._invitations = Invitations(tenant)

    def create(
        self,
        mailbox: Mailbox,
        change: EventChange,
        *,
        by: Writer,
        calendar_id: str | None = None,
        transaction_id: str | None = None,
    ) -> Event:
        """A new event organised by the mailbox; whoever is invited has been told.

        It stands in the default calendar unless another one is named.

        Raises:
            GraphError: the values do not make an event.
        """
        fields: dict[str, Any] = change.fields
        if change.start_at is None or change.end_at is None:
            raise errors.property_validation("An event needs a start and an end.")
        if change.is_all_day:
            fields.setdefault("show_as", "free")
        fields["attendees"] = self._invited(change.attendees or ())
        home = change.original_start_time_zone or "UTC"
        fields = recurring.settled(fields, home=home)
        wanted = EventChange(**fields)
        _check_times(wanted)
        if wanted.recurrence is not None:
            check_series(wanted)
        event = mailbox.stores.events.add(
            by=by,
            folder_id=calendar_id or mailbox.calendar.id,
            ical_uid=mailbox.stores.events.fresh_ical_uid(),
            organizer=mailbox.owner,
            transaction_id=transaction_id,
            **online.settled(
                fields,
                present=None,
                body=Body(),
                identifiers=self._tenant.identifiers,
            ),
        )
        for attendee in event.attendees:
            self._invitations.invite(mailbox, event, attendee, kind="request", by=by)
        if by == "api":
            self._tenant.plan_rotation(mailbox, event)
        return event

    def update(
        self,
        mailbox: Mailbox,
        event: Event,
        change: EventChange,
        *,
        by: Writer,
        mentioned: Collection[str] | None = None,
    ) -> Event:
        """The event has the new values; whoever must be told has been.

        `mentioned` are the fields that the writer named, changed or not: they decide
        who is told. None: those whose values differ.

        Raises:
            GraphError: the values do not make an event, or are not the writer's to set.
        """
        change = recurring.effective(event, change)
        if by == "api" and not event.is_organizer:
            change = self._permitted(event, change)
            if not change.fields:
                return event
        fields = online.settled(
            change.fields,
            present=event.online_meeting,
            body=event.body,
            identifiers=self._tenant.identifiers,
        )
        if change.extended_properties is not None:
            fields["extended_properties"] = {
                **event.extended_properties,
                **change.extended_properties,
            }
        if change.multi_extended_properties is not None:
            fields["multi_extended_properties"] = {
                **event.multi_extended_properties,
                **change.multi_extended_properties,
            }
        if change.attendees is not None:
            fields["attendees"] = self._invited(change.attendees, known=event.attendees)
        changed = {
            name for name, value in fields.items() if getattr(event, name) != value
        }
        moved = not changed.isdisjoint(_TIMES)
        invited = fields.get("attendees", event.attendees)
        if moved and event.is_organizer and invited:
            fields["attendees"] = tuple(unanswered(one) for one in invited)
        fields |= recurring.consequences(event, fields, moved=moved)
        wanted = replace(event, **fields)
        _check_times(wanted)
        recurring.check(wanted, moved=moved)
        after = mailbox.stores.events.rewrite(event, by=by, **fields)
        if event.is_organizer and not mailbox.stores.events.is_deleted(after):
            named = changed if mentioned is None else set(mentioned)
            if change.recurrence is None:
                named.discard("recurrence")
            else:
                for part, guest in recurring.guests_of_parts(event):
                    self._invitations.call_off(mailbox, part, guest, by=by)
            self._invitations.announce(
                mailbox, event, after, named=named, moved=moved, by=by
            )
        return after

    def remove(
        self, mailbox: Mailbox, event: Event, *, by: Writer, comment: str = ""
    ) -> None:
        """The event lies in Deleted Items, or is gone if it lay there.

        The organiser's attendees have been told and their copies are flagged; an
        attendee's own copy goes silently.
        """
        if mailbox.stores.events.is_deleted(event):
            mailbox.stores.events.purge(event, by=by)
            return
        mailbox.stores.events.bury(event, by=by)
        if event.is_organizer:
            self._call_off(mailbox, event, by=by, comment=comment)

    def _call_off(
        self, mailbox: Mailbox, event: Event, *, by: Writer, comment: str
    ) -> None:
        """Whoever is invited to the event, or to a part of the series, knows of it."""
        for attendee in event.attendees:
            self._invitations.call_off(mailbox, event, attendee, by=by, comment=comment)
        for part, guest in recurring.guests_of_parts(event):
            self._invitations.call_off(mailbox, part, guest, by=by, comment=comment)

    def cancel(
        self, mailbox: Mailbox, event: Event, *, by: Writer, comment: str = ""
    ) -> None:
        """The meeting is cancelled and lies in the organiser's Deleted Items.

        Raises:
            GraphError: the mailbox does not organise it, or it has no attendees.
        """
        if not event.is_organizer:
            raise errors.invalid_request("Only the organizer may cancel a meeting.")
        refuses = self._tenant.switches.cancel_without_attendees == "refuse"
        if not event.attendees and refuses:
            raise errors.invalid_request("An event without attendees is no meeting.")
        self.remove(mailbox, event, by=by, comment=comment)

    def respond(
        self,
        mailbox: Mailbox,
        event: Event,
        answer: Answer,
        *,
        by: Writer,
        send: bool = True,
        comment: str = "",
        proposal: Proposal | None = None,
    ) -> None:
        """The attendee's answer stands; the organiser has it unless `send` is false.

        Raises:
            GraphError: the organiser answers, the meeting is cancelled, or a proposal
                is not allowed.
        """
        if event.is_organizer:
            raise errors.invalid_request("The organizer cannot answer the invitation.")
        if event.is_cancelled:
            raise errors.invalid_request("The meeting has been cancelled.")
        if proposal and not (send and event.allow_new_time_proposals):
            raise errors.invalid_request("A new time cannot be proposed here.")
        now = self._tenant.clock.now()
        show_as = "busy" if answer == "accepted" else "tentative"
        after = mailbox.stores.events.rewrite(
            event, by=by, response=answer, responded_at=now, show_as=show_as
        )
        if answer == "declined":
            mailbox.stores.events.bury(after, by=by)
        if send:
            self._invitations.reply(
                mailbox, after, comment=comment, proposal=proposal, by=by
            )

    def _permitted(self, event: Event, change: EventChange) -> EventChange:
        """What an attendee's change comes to in the own copy (inferred).

        Raises:
            GraphError: it is not the attendee's to make.
        """
        if change.attendees is not None:
            raise errors.invalid_request("Only the organizer may change the attendees.")
        if change.recurrence is not None:
            raise errors.invalid_request("Only the organizer may change the series.")
        strict = self._tenant.switches.attendee_update == "strict"
        if strict and not _OWN_COPY.issuperset(change.fields):
            raise errors.access_denied(
                f"Only the organizer may change the event {event.id}."
            )
        return replace(change, **_ORGANIZERS)

    def _invited(
        self,
        wanted: Iterable[Attendee],
        *,
        known: tuple[Attendee, ...] = (),
    ) -> tuple[Attendee, ...]:
        """The attendees, each once and named.

        Answers known before are kept, whatever is said of them now (inferred).
        """
        before = {one.key: one for one in known}
        after: dict[str, Attendee] = {}
        for one in wanted:
            if not one.address.strip():
                raise errors.invalid_recipients("An attendee needs an address.")
            if one.key in after:
                continue
            old = before.get(one.key, one)
            local = self._tenant.find(one.address)
            after[one.key] = Attendee(
                address=one.address,
                name=one.name or (local.name if local else one.address),
                type=one.type,
                response=old.response,
                responded_at=old.responded_at,
                proposal=old.proposal,
            )
        if len(after) > MAX_ATTENDEES:
            raise errors.invalid_recipients("A meeting has at most 500 attendees.")
        return tuple(after.values())


def _check_times(event: Event | EventChange) -> None:
    """Start and end make an event (sections 3.4 and 8).

    Raises:
        GraphError: they do not.
    """
    start_at, end_at = event.start_at, event.end_at
    if start_at is None or end_at is None:
        return
    if end_at < start_at:
        raise errors.property_validation("The event ends before it starts.")
    if not event.is_all_day:
        return
    start_zone = event.original_start_time_zone or "UTC"
    end_zone = event.original_end_time_zone or "UTC"
    if (
        start_zone != end_zone
        or not zone(start_zone).begins_day(start_at)
        or not zone(end_zone).begins_day(end_at)
        or end_at - start_at < timedelta(hours=23)
    ):
        raise errors.property_validation(
            "An all-day event lasts from midnight to midnight in one time zone."
        )
