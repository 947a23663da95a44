"""The post: the only place that puts a message into somebody's mailbox.

What is sent lies in the recipients' inboxes at once: 202 promises less (trap 4).
Addresses without a mailbox leave the tenant; `sent` knows of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from fakes.exchange import errors
from fakes.exchange.body import Body
from fakes.exchange.calendars.messages import MeetingMessage, Notice
from fakes.exchange.items import Person, Writer
from fakes.exchange.mail import meetings
from fakes.exchange.mail.message import SENT, Message
from fakes.exchange.mail.store import conversation_id, conversation_index

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant

MAX_RECIPIENTS: Final = 500
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """One mail that a mailbox of the tenant has sent."""

    sender: str
    recipients: tuple[str, ...]  # each once: To, Cc, Bcc
    subject: str
    body: Body
    internet_message_id: str
    at: datetime
    by: Writer
    # by recipient: the item in their inbox, by its immutable id
    delivered: Mapping[str, str]

    @property
    def left(self) -> tuple[str, ...]:
        """The recipients outside of the tenant."""
        return tuple(one for one in self.recipients if one not in self.delivered)


class Post:
    """The post of one tenant."""

    def __init__(self, tenant: ExchangeTenant) -> None:
        self._tenant = tenant
        self.sent: Final[list[SentMail]] = []

    def carry(self, sent: MeetingMessage, notice: Notice) -> MeetingMessage:
        """The message lies in the recipient's inbox, and once in Sent Items (inferred).

        Older requests about the meeting are out of date there (inferred). The result
        knows where the message lies.
        """
        sender = self._tenant.mailbox(sent.sender)
        guest = self._tenant.find(sent.recipient)
        recipient = Person(
            address=sent.recipient, name=guest.name if guest else sent.recipient
        )
        fields = meetings.fields(sent, notice, sender=sender.owner, recipient=recipient)
        copy = _kept(sender, fields, recipient)
        if guest is None:
            return sent
        fields["internet_message_id"] = copy.internet_message_id
        if sent.kind != "response":
            _outdate(guest, sent.ical_uid)
        delivered = self._deliver(guest, fields)
        return replace(sent, delivered_id=delivered.immutable_id)

    def send(
        self,
        mailbox: Mailbox,
        fields: Mapping[str, Any],
        *,
        by: Writer,
        save: bool = True,
        draft: Message | None = None,
    ) -> SentMail:
        """The mail lies in the inbox of everybody whom it names and who is here.

        `draft` has gone to Sent Items; without one a copy lies there, if it is to be
        saved.

        Raises:
            GraphError: it names nobody, too many or no address; it is from somebody
                else; or the mailbox has sent enough for a minute.
        """
        whole = self._addressed(mailbox, fields)
        message = Message(
            id="",
            immutable_id="",
            change_key="",
            folder_id="",
            created_at=whole["sent_at"],
            modified_at=whole["sent_at"],
            created_by=by,
            **whole,
        )
        self._check(mailbox, message)
        sent_items = mailbox.stores.mail_folder_ids["sentitems"]
        if draft is not None:
            mailbox.stores.messages.move(draft, sent_items, by=by, **whole)
        elif save:
            mailbox.stores.messages.add(by=by, folder_id=sent_items, **whole)
        taken = {name: getattr(message, name) for name in SENT}
        delivered = {}
        for person in message.recipients:
            guest = self._tenant.find(person.address)
            if guest is not None:
                item = self._deliver(guest, {**taken, "received_at": message.sent_at})
                delivered[person.address] = item.immutable_id
        mail = SentMail(
            sender=mailbox.address,
            recipients=tuple(one.address for one in message.recipients),
            subject=message.subject,
            body=message.body,
            internet_message_id=message.internet_message_id,
            at=message.sent_at,
            by=by,
            delivered=delivered,
        )
        self.sent.append(mail)
        return mail

    def receive(
        self, mailbox: Mailbox, sender: Person, fields: Mapping[str, Any]
    ) -> Message:
        """A mail from outside lies in the mailbox's inbox."""
        from_outside = {**fields, "sender": sender, "from_": sender}
        whole = self._addressed(mailbox, from_outside)
        return self._deliver(mailbox, {**whole, "is_read": False})

    def _deliver(self, mailbox: Mailbox, fields: Mapping[str, Any]) -> Message:
        return mailbox.stores.messages.add(
            by="exchange",
            folder_id=mailbox.stores.mail_folder_ids["inbox"],
            **fields,
        )

    def _addressed(self, mailbox: Mailbox, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The mail as it goes out: from whom, when, in which conversation."""
        now = self._tenant.clock.now()
        own_id = fields.get("internet_message_id")
        own_id = own_id or mailbox.stores.messages.fresh_internet_message_id()
        return {
            "conversation_id": conversation_id(own_id),
            "conversation_index": conversation_index(own_id, now),
            **fields,
            "internet_message_id": own_id,
            "sender": fields.get("sender") or mailbox.owner,
            "from_": fields.get("from_") or mailbox.owner,
            "sent_at": now,
            "received_at": now,
            "is_read": True,
            "is_draft": False,
        }

    def _check(self, mailbox: Mailbox, message: Message) -> None:
        recipients = message.recipients
        if not recipients:
            raise errors.invalid_recipients("At least one recipient is needed.")
        if len(recipients) > MAX_RECIPIENTS:
            raise errors.invalid_recipients("A message has at most 500 recipients.")
        for person in recipients:
            if "@" not in person.address.strip("@"):
                raise errors.invalid_recipients(
                    f"'{person.address}' is no address of a recipient."
                )
        for writer in (message.sender, message.from_):
            if writer is not None and writer.key != mailbox.owner.key:
                raise errors.send_as_denied(writer.address)
        self._check_rate(mailbox, message.sent_at)

    def _check_rate(self, mailbox: Mailbox, now: datetime) -> None:
        """The mailbox may send one more (section 6; the refusal is inferred)."""
        allowed = self._tenant.switches.mails_per_minute
        if allowed is None:
            return
        recent: list[SentMail] = []
        for mail in reversed(self.sent):
            if mail.at <= now - _MINUTE or len(recent) == allowed:
                break
            if mail.sender == mailbox.address:
                recent.append(mail)
        if len(recent) >= allowed:
            wait = (recent[-1].at + _MINUTE - now).total_seconds() if recent else 60
            raise errors.sent_too_much(max(1, math.ceil(wait)))


def _kept(sender: Mailbox, fields: Mapping[str, Any], recipient: Person) -> Message:
    """The sender's copy in Sent Items: one of each act, however many it tells.

    An act tells everybody once: who is told the same again is told by another one.
    """
    store = sender.stores.messages
    meeting = fields["meeting"]
    sent_items = sender.stores.mail_folder_ids["sentitems"]
    for one in reversed(store.about(meeting.event.ical_uid)):
        if (
            one.folder_id == sent_items
            and one.meeting is not None
            and one.meeting.act == meeting.act
            and recipient.key not in one.meeting.reached
        ):
            reached = one.meeting.reached | {recipient.key}
            return store.annotate(one, meeting=replace(one.meeting, reached=reached))
    return store.add(
        by="exchange",
        folder_id=sent_items,
        internet_message_id=store.fresh_internet_message_id(),
        is_read=True,
        **{**fields, "meeting": replace(meeting, reached=frozenset({recipient.key}))},
    )


def _outdate(guest: Mailbox, ical_uid: str) -> None:
    """Requests about the meeting that came before have been overtaken."""
    inbound = guest.stores.messages
    for one in inbound.about(ical_uid):
        meeting = one.meeting
        if (
            meeting is not None
            and meeting.type == "meetingRequest"
            and not meeting.is_out_of_date
        ):
            inbound.rewrite(
                one, by="exchange", meeting=replace(meeting, is_out_of_date=True)
            )
