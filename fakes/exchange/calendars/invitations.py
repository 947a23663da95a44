"""Meeting messages on their way, and what they do to the recipients' calendars.

Section 3.6 of the fact sheet: attendees have copies of their own with ids of their
own; only the `iCalUId` joins them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from fakes.exchange.calendars.event import (
    UNCHANGED,
    Answer,
    Attendee,
    Event,
    Proposal,
)
from fakes.exchange.calendars.messages import MeetingMessage, MessageKind, Notice
from fakes.exchange.calendars.series import series_of
from fakes.exchange.items import Writer

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant

# an organiser's change of these alone tells nobody
PERSONAL: Final = frozenset(
    {
        "categories",
        "show_as",
        "is_reminder_on",
        "reminder_minutes_before_start",
        "extended_properties",
        "multi_extended_properties",
    }
)
_SENT: Final = (
    "subject",
    "body",
    "start_at",
    "end_at",
    "original_start_time_zone",
    "original_end_time_zone",
    "is_all_day",
    "locations",
    "importance",
    "sensitivity",
    "response_requested",
    "allow_new_time_proposals",
    "hide_attendees",
    "recurrence",
    "attachments",
    "online_meeting",
)
_CANCELED: Final = "Canceled: "


class Invitations:
    """The messages of one tenant's meetings."""

    def __init__(self, tenant: ExchangeTenant) -> None:
        self._tenant = tenant

    def announce(
        self,
        mailbox: Mailbox,
        before: Event,
        after: Event,
        *,
        named: set[str],
        moved: bool,
        by: Writer,
    ) -> None:
        """Whoever must know of the organiser's change does.

        The fields that the organiser `named` decide: attendees alone concern those
        added and removed, personal fields nobody, anything else everybody. Who is told
        of a series is told of each of its exceptions, too.
        """
        old, new = _keys(before), _keys(after)
        gone = tuple(one for one in before.attendees if one.key not in new)
        for attendee in gone:
            self.call_off(mailbox, after, attendee, by=by, told=gone)
        everybody = not (named <= PERSONAL or named == {"attendees"})
        exceptions = series_of(after).exceptions if after.exceptions else ()
        for attendee in after.attendees:
            kind: MessageKind = "update" if attendee.key in old else "request"
            if kind == "update" and not everybody:
                continue
            for event in (after, *exceptions):
                if event is after or attendee.key in _keys(event):
                    self.invite(
                        mailbox,
                        event,
                        attendee,
                        kind=kind,
                        by=by,
                        afresh=moved,
                        before=before if kind == "update" and event is after else None,
                    )

    def invite(
        self,
        mailbox: Mailbox,
        event: Event,
        attendee: Attendee,
        *,
        kind: MessageKind,
        by: Writer,
        afresh: bool = False,
        before: Event | None = None,
    ) -> None:
        """The attendee has the message and, with a mailbox here, the meeting."""
        if attendee.key == mailbox.owner.key:
            return
        notice = Notice(event=event, before=before, told=event.attendees)
        self._send(mailbox, notice, attendee.address, kind=kind, by=by)
        self._enter(event, attendee, afresh=afresh)

    def pass_on(
        self,
        mailbox: Mailbox,
        event: Event,
        attendee: Attendee,
        *,
        told: tuple[Attendee, ...],
        comment: str,
        by: Writer,
    ) -> None:
        """The attendee has the meeting from somebody who may not be its organiser.

        `told` are those whom the message names as its recipients.
        """
        if attendee.key in {mailbox.owner.key, event.organizer.key}:
            return
        notice = Notice(event=event, told=told)
        self._send(
            mailbox, notice, attendee.address, kind="request", by=by, comment=comment
        )
        self._enter(event, attendee, afresh=False)

    def _enter(self, event: Event, attendee: Attendee, *, afresh: bool) -> None:
        """The meeting as it is now stands in the calendar of a mailbox here."""
        guest = self._tenant.find(attendee.address)
        if guest is None:
            return
        fields: dict[str, Any] = {name: getattr(event, name) for name in _SENT}
        fields["attendees"] = tuple(
            unanswered(one)
            for one in event.attendees
            if not event.hide_attendees or one.key == attendee.key
        )
        copy = guest.stores.events.by_ical_uid(event.ical_uid)
        fresh: dict[str, Any] = {
            "response": "notResponded",
            "responded_at": None,
            "show_as": "tentative",
            "is_cancelled": False,
        }
        if copy is None:
            _forget_parts(guest, event)
            copy = guest.stores.events.add(
                by="exchange",
                folder_id=guest.calendar.id,
                ical_uid=event.ical_uid,
                organizer=event.organizer,
                is_organizer=False,
                cancelled=_days_without(event, attendee),
                **fields,
                **fresh,
            )
        elif not copy.is_organizer:
            if afresh or copy.is_cancelled:
                fields |= fresh
            if copy.recurrence != event.recurrence:
                fields["exceptions"] = UNCHANGED
                fields["cancelled"] = _days_without(event, attendee)
            copy = guest.stores.events.rewrite(copy, by="exchange", **fields)
        if guest.kind != "user":
            self._tenant.plan_answer(guest, copy)

    def call_off(
        self,
        mailbox: Mailbox,
        event: Event,
        attendee: Attendee,
        *,
        by: Writer,
        comment: str = "",
        told: tuple[Attendee, ...] | None = None,
    ) -> None:
        """The attendee knows of the cancellation; a copy here stays, flagged.

        `told` are those whom the message names as its recipients, if not all.
        """
        if attendee.key == mailbox.owner.key:
            return
        self._send(
            mailbox,
            Notice(event=event, told=event.attendees if told is None else told),
            attendee.address,
            kind="cancellation",
            by=by,
            comment=comment,
        )
        guest = self._tenant.find(attendee.address)
        copy = guest.stores.events.by_ical_uid(event.ical_uid) if guest else None
        if guest is None or copy is None or copy.is_organizer or copy.is_cancelled:
            return
        guest.stores.events.rewrite(
            copy,
            by="exchange",
            is_cancelled=True,
            subject=f"{_CANCELED}{event.subject}",
            show_as="free",
        )

    def reply(
        self,
        mailbox: Mailbox,
        copy: Event,
        *,
        comment: str,
        proposal: Proposal | None,
        by: Writer,
    ) -> None:
        """The organiser has the answer, and the organiser's event shows it."""
        self._send(
            mailbox,
            Notice(event=copy, proposal=proposal),
            copy.organizer.address,
            kind="response",
            by=by,
            comment=comment,
            response=copy.response,
        )
        host = self._tenant.find(copy.organizer.address)
        event = host.stores.events.by_ical_uid(copy.ical_uid) if host else None
        if host is None or event is None or not event.is_organizer:
            return
        attendees = tuple(
            replace(
                one,
                response=copy.response,
                responded_at=copy.responded_at,
                proposal=proposal,
            )
            if one.key == mailbox.owner.key
            else one
            for one in event.attendees
        )
        if attendees != event.attendees:
            host.stores.events.rewrite(event, by="exchange", attendees=attendees)

    def _send(
        self,
        mailbox: Mailbox,
        notice: Notice,
        recipient: str,
        *,
        kind: MessageKind,
        by: Writer,
        comment: str = "",
        response: Answer | None = None,
    ) -> None:
        event = notice.event
        self._tenant.carry(
            MeetingMessage(
                kind=kind,
                event_id=event.id,
                ical_uid=event.ical_uid,
                subject=event.subject,
                sender=mailbox.address,
                recipient=recipient,
                at=self._tenant.clock.now(),
                by=by,
                comment=comment,
                response=response,
            ),
            notice,
        )


def _forget_parts(guest: Mailbox, master: Event) -> None:
    """What the guest has of single occurrences is gone: the series is coming."""
    for part in series_of(master).exceptions if master.exceptions else ():
        alone = guest.stores.events.by_ical_uid(part.ical_uid)
        if alone is not None:
            guest.stores.events.bury(alone, by="exchange")


def _days_without(master: Event, attendee: Attendee) -> frozenset[date]:
    """The days of a series that are not the attendee's: taken out, or not invited."""
    exceptions = series_of(master).exceptions if master.exceptions else ()
    alone = (one.series_day for one in exceptions if attendee.key not in _keys(one))
    return master.cancelled.union(day for day in alone if day is not None)


def _keys(event: Event) -> set[str]:
    return {one.key for one in event.attendees}


def unanswered(attendee: Attendee) -> Attendee:
    """The attendee as if the invitation had just gone out."""
    return replace(attendee, response="none", responded_at=None, proposal=None)
