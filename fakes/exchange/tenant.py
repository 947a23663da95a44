"""The Exchange side of one tenant: mailboxes, the messages between them, the log."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fakes.clock import VirtualClock
from fakes.exchange import paths
from fakes.exchange.access_policy import AccessRules
from fakes.exchange.attachments.sessions import UploadSession, UploadSessions
from fakes.exchange.calendars import bookings
from fakes.exchange.calendars.event import Event
from fakes.exchange.calendars.messages import MeetingMessage, Notice
from fakes.exchange.calendars.scheduling import Scheduling
from fakes.exchange.changes import Change, ChangeLog
from fakes.exchange.delta import DeltaTokens, Round
from fakes.exchange.mail.post import Post, SentMail
from fakes.exchange.mailbox import Mailbox, MailboxKind, MailboxSnapshot
from fakes.exchange.subscriptions.book import Book, BookSnapshot
from fakes.exchange.subscriptions.courier import Courier
from fakes.exchange.subscriptions.handshake import Handshakes
from fakes.exchange.switches import Switches
from fakes.exchange.zones import zone
from fakes.identity import Identifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeSnapshot:
    """Every mailbox, and what is between them, at one moment."""

    mailboxes: tuple[tuple[Mailbox, MailboxSnapshot], ...]
    version: int
    messages: int
    mails: int
    rotations: tuple[tuple[datetime, int, Mailbox, str], ...]
    tokens: Mapping[str, Round]
    uploads: Mapping[str, UploadSession]
    switches: Switches
    access_rules: AccessRules
    subscriptions: BookSnapshot


class ExchangeTenant:
    """Every mailbox of one tenant. Python sees what the service sees."""

    def __init__(self, *, seed: int, clock: VirtualClock, tenant_id: str = "") -> None:
        self.clock = clock
        self.access_rules = AccessRules()
        self.switches = Switches()
        self.log = ChangeLog()
        self.identifiers = Identifiers(seed, "exchange")
        self.scheduling = Scheduling(self)
        self.post = Post(self)
        self.delta_tokens = DeltaTokens(self)
        self.subscriptions = Book(self)
        self.courier = Courier(self, tenant_id=tenant_id)
        self.handshakes = Handshakes(self.courier, self.identifiers)
        self.uploads = UploadSessions(self)
        self._seed = seed
        self._mailboxes: dict[str, Mailbox] = {}  # by address, lower case
        self._by_id: dict[str, Mailbox] = {}
        self._messages: list[MeetingMessage] = []
        self._unanswered: list[tuple[Mailbox, str]] = []
        self._rotations: list[tuple[datetime, int, Mailbox, str]] = []
        clock.on_move(self.courier.start)

    def snapshot(self) -> ExchangeSnapshot:
        """The present state, to come back to."""
        self.settle()
        return ExchangeSnapshot(
            mailboxes=tuple((one, one.snapshot()) for one in self.mailboxes),
            version=self.log.version,
            messages=len(self._messages),
            mails=len(self.post.sent),
            rotations=tuple(self._rotations),
            tokens=self.delta_tokens.snapshot(),
            uploads=self.uploads.snapshot(),
            switches=replace(self.switches),
            access_rules=self.access_rules,
            subscriptions=self.subscriptions.snapshot(),
        )

    def restore(self, snapshot: ExchangeSnapshot) -> None:
        """Nothing since the snapshot has happened.

        Ids, change keys and tokens given out since then never come again.
        """
        for mailbox, state in snapshot.mailboxes:
            mailbox.restore(state)
        kept = [mailbox for mailbox, _ in snapshot.mailboxes]
        self._mailboxes = {one.address.lower(): one for one in kept}
        self._by_id = {one.id: one for one in kept}
        self.log.cut(snapshot.version)
        del self._messages[snapshot.messages :]
        del self.post.sent[snapshot.mails :]
        self._rotations = list(snapshot.rotations)
        self._unanswered = []
        self.delta_tokens.restore(snapshot.tokens)
        self.uploads.restore(snapshot.uploads)
        self.switches = replace(snapshot.switches)
        self.access_rules = snapshot.access_rules
        self.subscriptions.restore(snapshot.subscriptions)

    @property
    def mailboxes(self) -> tuple[Mailbox, ...]:
        """The mailboxes in the order in which they were added."""
        return tuple(self._mailboxes.values())

    @property
    def messages(self) -> tuple[MeetingMessage, ...]:
        """Every meeting message that was sent, in order."""
        return tuple(self._messages)

    @property
    def mails(self) -> tuple[SentMail, ...]:
        """Every mail that was sent from a mailbox here, in order; no meeting messages.

        Also those to addresses outside, which no mailbox shows but the sender's.
        """
        return tuple(self.post.sent)

    @property
    def version(self) -> int:
        """The number of the latest write in the tenant."""
        self.settle()
        return self.log.version

    def changed_since(self, version: int) -> tuple[Change, ...]:
        """The writes after the one with that number, in order."""
        self.settle()
        return self.log.since(version)

    def add_mailbox(
        self,
        address: str,
        *,
        name: str,
        time_zone: str = "UTC",
        kind: MailboxKind = "user",
    ) -> Mailbox:
        """A new, empty mailbox; the switch `provisioning` says when it is reached.

        Raises:
            ValueError: the address is taken, or the time zone is unknown.
        """
        if address.lower() in self._mailboxes:
            msg = f"there is a mailbox {address} already"
            raise ValueError(msg)
        zone(time_zone)
        delay = self.switches.provisioning
        mailbox = Mailbox(
            self,
            address=address,
            name=name,
            time_zone=time_zone,
            seed=self._seed,
            kind=kind,
            ready_at=None if delay is None else self.clock.now() + delay,
        )
        self._mailboxes[address.lower()] = mailbox
        self._by_id[mailbox.id] = mailbox
        return mailbox

    def remove_mailbox(self, address: str) -> None:
        """The mailbox and its user are gone."""
        mailbox = self._mailboxes.pop(address.lower())
        del self._by_id[mailbox.id]

    def mailbox(self, address: str) -> Mailbox:
        """The mailbox of that address.

        Raises:
            KeyError: there is none.
        """
        return self._mailboxes[address.lower()]

    def find(self, user: str) -> Mailbox | None:
        """The mailbox of an address or user id, in any letter case; None if absent."""
        key = user.lower()
        return self._mailboxes.get(key) or self._by_id.get(key)

    def addressed_by(self, path: str) -> Mailbox | None:
        """The mailbox that a request's path is about; None if it is about none."""
        user = paths.user_of(path)
        return self.find(user) if user else None

    def carry(self, message: MeetingMessage, notice: Notice) -> None:
        """The message has been sent, and lies in its recipient's inbox."""
        self._messages.append(self.post.carry(message, notice))

    def expire_delta_tokens(self) -> None:
        """No delta or skip token handed out so far is known any longer (410)."""
        self.delta_tokens.forget()

    def plan_rotation(self, mailbox: Mailbox, event: Event) -> None:
        """Exchange will rewrite the event's change key, if the switch says so."""
        delay = self.switches.change_key_rotation
        if delay is None:
            return
        due = self.clock.now() + delay
        entry = (due, self.log.version, mailbox, event.immutable_id)
        heapq.heappush(self._rotations, entry)

    def plan_answer(self, mailbox: Mailbox, copy: Event) -> None:
        """A room or a group will answer the invitation, a moment after the request."""
        self._unanswered.append((mailbox, copy.immutable_id))

    def settle(self) -> None:
        """What Exchange does by itself up to the present instant has been done."""
        waiting, self._unanswered = self._unanswered, []
        for mailbox, immutable_id in waiting:
            bookings.answer_invitation(self, mailbox, immutable_id)
        while self._rotations and self._rotations[0][0] <= self.clock.now():
            due, _, mailbox, immutable_id = heapq.heappop(self._rotations)
            event = mailbox.stores.events.find_live(immutable_id)
            if event is not None:
                at = max(due, event.modified_at)
                mailbox.stores.events.rewrite(event, by="exchange", at=at)
