"""Organisers and attendees at random: copies and messages are as documented."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.fakes.examples import examples
from tests.fakes.exchange.graph import events_of, path_of
from tests.fakes.exchange.meetings import OUTSIDER
from tests.fakes.exchange.properties.meetings_bench import Bench
from tests.fakes.exchange.properties.meetings_fields import (
    ATTENDEES,
    BY,
    COMMENTS,
    LOCAL,
    PEOPLE,
    PERSONAL,
    PICKS,
    TOLD,
    in_json,
    in_python,
)
from tests.fakes.exchange.properties.meetings_model import (
    By,
    Meeting,
    Reply,
    Told,
)
from tests.fakes.exchange.properties.meetings_views import (
    State,
    copied,
    is_current_request,
    organized,
    shown,
)

ACTIONS: Final[dict[Reply, str]] = {
    "accepted": "accept",
    "tentativelyAccepted": "tentativelyAccept",
    "declined": "decline",
}


class Meetings(Bench):
    """The fake beside the model; after every act both say the same."""

    @initialize()
    def begin(self) -> None:
        """There is a meeting of everybody's."""
        self.create("ann@contoso.example", list(PEOPLE), {}, "api")

    @rule(organizer=st.sampled_from(LOCAL), people=ATTENDEES, told=TOLD, by=BY)
    def create(
        self, organizer: str, people: list[str], told: dict[str, Any], by: By
    ) -> None:
        """A meeting, or an appointment without attendees."""
        whole = {"subject": "Visit", "hour": 9, "place": "", "body": "", **told}
        attendees = [one for one in people if one != organizer]
        mailbox = self.mailboxes[organizer]
        fields = {**whole, "attendees": attendees}
        known = {one.ical_uid for one in mailbox.events}
        status = self._done(
            by,
            lambda: self.graph.post(events_of(mailbox), in_json(fields)),
            lambda: mailbox.create_event(**in_python(fields)),
        )
        assert status in {200, 201}
        (event,) = (one for one in mailbox.events if one.ical_uid not in known)
        meeting = Meeting(
            organizer=organizer, told=Told(**whole), local=frozenset(LOCAL)
        )
        self.meetings[event.ical_uid] = meeting
        self.expected = meeting.invite(attendees, by=by)

    @precondition(lambda self: self.running())
    @rule(
        pick=PICKS,
        told=TOLD,
        personal=PERSONAL,
        people=ATTENDEES,
        by=BY,
        whom=st.booleans(),
    )
    def change(
        self,
        pick: int,
        told: dict[str, Any],
        personal: dict[str, Any],
        people: list[str],
        by: By,
        *,
        whom: bool,
    ) -> None:
        """The organiser writes some fields, perhaps attendees, perhaps nothing new."""
        uid, meeting = self._running(pick)
        fields = {**told, **personal}
        attendees = None
        if whom:
            attendees = tuple(one for one in people if one != meeting.organizer)
            fields["attendees"] = attendees
        if not fields:
            return
        event = self._event(meeting.organizer, uid)
        self._write(self.mailboxes[meeting.organizer], event, fields, by)
        named = set(fields)
        if by == "owner":  # Outlook sends what has changed
            known = {
                **asdict(meeting.told),
                "attendees": meeting.attendees,
                "categories": meeting.categories,
                "show_as": meeting.show_as,
            }
            named = {name for name in fields if fields[name] != known[name]}
        for name, value in personal.items():
            setattr(meeting, name, value)
        self.expected = meeting.change(
            replace(meeting.told, **told), named=named, by=by, attendees=attendees
        )

    @precondition(lambda self: self.running())
    @rule(pick=PICKS, by=BY, comment=COMMENTS)
    def cancel(self, pick: int, by: By, comment: str) -> None:
        """The organiser calls it off; without attendees that is 400 (inferred)."""
        uid, meeting = self._running(pick)
        mailbox = self.mailboxes[meeting.organizer]
        event = self._event(meeting.organizer, uid)
        path = f"{path_of(mailbox, event.id)}/cancel"
        status = self._done(
            by,
            lambda: self.graph.post(path, {"comment": comment}),
            lambda: mailbox.cancel_event(event.id, comment=comment),
        )
        assert (status == 400) == (not meeting.attendees)
        if status != 400:
            self.expected = meeting.end(by=by, comment=comment)

    @precondition(lambda self: self.running())
    @rule(pick=PICKS, by=BY)
    def delete(self, pick: int, by: By) -> None:
        """The organiser deletes it: a cancellation without a comment (trap 5)."""
        uid, meeting = self._running(pick)
        self._delete(meeting.organizer, uid, by)
        self.expected = meeting.end(by=by)

    @precondition(lambda self: self.copies())
    @rule(
        pick=PICKS,
        reply=st.sampled_from(tuple(ACTIONS)),
        send=st.booleans(),
        by=BY,
        comment=COMMENTS,
    )
    def respond(
        self, pick: int, reply: Reply, by: By, comment: str, *, send: bool
    ) -> None:
        """An attendee answers; to a cancelled meeting nobody can."""
        uid, meeting, attendee = self._copy(pick)
        mailbox, event = self.mailboxes[attendee], self._event(attendee, uid)
        path = f"{path_of(mailbox, event.id)}/{ACTIONS[reply]}"
        status = self._done(
            by,
            lambda: self.graph.post(path, {"comment": comment, "sendResponse": send}),
            lambda: mailbox.respond(event.id, reply, send=send, comment=comment),
        )
        assert (status == 400) == meeting.copies[attendee].is_cancelled
        if status != 400:
            self.expected = meeting.answer(
                attendee, reply, send=send, by=by, comment=comment
            )

    @precondition(lambda self: self.copies())
    @rule(pick=PICKS, by=BY)
    def drop(self, pick: int, by: By) -> None:
        """An attendee deletes the own copy: nobody is told."""
        uid, meeting, attendee = self._copy(pick)
        self._delete(attendee, uid, by)
        del meeting.copies[attendee]

    @precondition(lambda self: self.copies())
    @rule(pick=PICKS, told=TOLD, personal=PERSONAL, by=BY)
    def shuffle(
        self, pick: int, told: dict[str, Any], personal: dict[str, Any], by: By
    ) -> None:
        """An attendee changes the own copy: nobody is told, the next update wins."""
        if not (told or personal):
            return
        uid, meeting, attendee = self._copy(pick)
        event = self._event(attendee, uid)
        self._write(self.mailboxes[attendee], event, {**told, **personal}, by)
        copy = meeting.copies[attendee]
        meeting.copies[attendee] = replace(
            copy, told=replace(copy.told, **told), **personal
        )

    @precondition(lambda self: self.running())
    @rule(pick=PICKS, people=ATTENDEES, comment=COMMENTS)
    def forward(self, pick: int, people: list[str], comment: str) -> None:
        """The organiser or an attendee passes it on; the organiser hears of that."""
        uid, meeting = self._running(pick)
        holders = [meeting.organizer, *sorted(meeting.copies)]
        holder = holders[pick % len(holders)]
        recipients = [one for one in people if one != meeting.organizer]
        mailbox = self.mailboxes[holder]
        path = f"{path_of(mailbox, self._event(holder, uid).id)}/forward"
        body = {"toRecipients": in_json({"attendees": recipients})["attendees"]}
        answer = self.graph.post(path, {**body, "comment": comment})
        assert answer.status == (202 if recipients else 400)
        if not recipients:
            return
        self.expected = meeting.forward(holder, recipients, comment=comment)
        self.inboxes[meeting.organizer] += holder != meeting.organizer

    @precondition(lambda self: self.copies())
    @rule(pick=PICKS)
    def cancel_as_attendee(self, pick: int) -> None:
        """Only the organiser may cancel (trap 7)."""
        uid, _, attendee = self._copy(pick)
        mailbox = self.mailboxes[attendee]
        path = path_of(mailbox, self._event(attendee, uid).id)
        assert self.graph.post(f"{path}/cancel", {}).status == 400

    @precondition(lambda self: self.running())
    @rule(pick=PICKS)
    def accept_as_organizer(self, pick: int) -> None:
        """The organiser has nothing to answer (3.7)."""
        uid, meeting = self._running(pick)
        mailbox = self.mailboxes[meeting.organizer]
        path = path_of(mailbox, self._event(meeting.organizer, uid).id)
        assert self.graph.post(f"{path}/accept", {}).status == 400

    @rule(minutes=st.integers(1, 120))
    def wait(self, minutes: int) -> None:
        """Time passes; the client has another token."""
        self.graph.pass_time(minutes=minutes)
        self.graph.token = self.graph.directory.issue(self.graph.application)

    @rule(pick=PICKS)
    @precondition(lambda self: any(one.inbox for one in self.mailboxes.values()))
    def tidy(self, pick: int) -> None:
        """Somebody throws a message away: the meeting does not care."""
        full = [one for one in self.mailboxes.values() if one.inbox]
        mailbox = full[pick % len(full)]
        mailbox.mail.delete(mailbox.inbox[pick % len(mailbox.inbox)].id)
        self.inboxes[mailbox.address] -= 1

    # what must be so after each

    @invariant()
    def act_has_sent_exactly_its_messages(self) -> None:
        """No more, no fewer; each by whom the act was, each in its inbox."""
        messages = self.graph.exchange.messages[self.seen :]
        self.seen += len(messages)
        expected, self.expected = self.expected, []
        told = [
            (m.kind, m.sender, m.recipient, m.by, m.comment, m.response)
            for m in messages
        ]
        assert Counter(told) == Counter(map(tuple, expected))
        for message in messages:
            assert (message.delivered_id is None) == (message.recipient == OUTSIDER)
            if message.delivered_id is not None:
                item = self.mailboxes[message.recipient].mail.message(
                    message.delivered_id
                )
                assert item is not None
                assert item.meeting is not None
                assert item.meeting.event.ical_uid == message.ical_uid
                assert not item.meeting.is_out_of_date
                self.inboxes[message.recipient] += 1
        for sender, _ in {(one.sender, one.kind) for one in expected}:
            self.outboxes[sender] += 1

    @invariant()
    def mailboxes_hold_nothing_else(self) -> None:
        """Every message has a cause: the counts are those of the acts."""
        for address, mailbox in self.mailboxes.items():
            assert len(mailbox.inbox) == self.inboxes[address]
            assert len(mailbox.mail.lying_in("sentitems")) == self.outboxes[address]
            assert mailbox.mail.lying_in("drafts") == ()

    @invariant()
    def only_the_latest_word_is_current(self) -> None:
        """Of the requests about a meeting all but the last are out of date (3.6)."""
        for mailbox in self.mailboxes.values():
            sent_items = mailbox.stores.mail_folder_ids["sentitems"]
            for uid, meeting in self.meetings.items():
                told = [
                    one
                    for one in mailbox.stores.messages.about(uid)
                    if one.folder_id != sent_items
                    and mailbox.address != meeting.organizer
                ]
                current = [one for one in told if is_current_request(one)]
                assert len(current) <= 1
                assert current == [] or current[0] is told[-1]

    @invariant()
    def calendars_show_what_is_documented(self) -> None:
        """Each organiser's event and each copy, field by field; nothing else."""
        wanted: dict[str, dict[str, State]] = {one: {} for one in LOCAL}
        for uid, meeting in self.meetings.items():
            if not meeting.is_over:
                wanted[meeting.organizer][uid] = organized(meeting)
            for attendee, copy in meeting.copies.items():
                wanted[attendee][uid] = copied(meeting, copy)
        seen = {
            address: {one.ical_uid: shown(one) for one in mailbox.events}
            for address, mailbox in self.mailboxes.items()
        }
        assert seen == wanted


TestMeetings = Meetings.TestCase
TestMeetings.settings = examples(100, steps=60)
