"""Organisers and attendees at random: copies and messages are as documented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fakes.exchange import Event, GraphError, Mailbox, Message
from tests.fakes.examples import examples
from tests.fakes.exchange.graph import a_graph, at, events_of, path_of
from tests.fakes.exchange.meetings import OUTSIDER
from tests.fakes.exchange.properties.meetings_model import (
    By,
    Copy,
    Meeting,
    Reply,
    Sent,
    Told,
)

LOCAL: Final = tuple(f"{name}@contoso.example" for name in ("ann", "bob", "cid"))
PEOPLE: Final = (*LOCAL, OUTSIDER)
ACTIONS: Final[dict[Reply, str]] = {
    "accepted": "accept",
    "tentativelyAccepted": "tentativelyAccept",
    "declined": "decline",
}
State: TypeAlias = tuple[object, ...]

_picks = st.integers(0, 10**6)
_by: st.SearchStrategy[By] = st.sampled_from(("api", "owner"))
_people = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=4)
_told = st.fixed_dictionaries(
    {},
    optional={
        "subject": st.sampled_from(("Visit", "Repair")),
        "hour": st.integers(8, 11),
        "place": st.sampled_from(("", "Room 1", "Room 2")),
        "body": st.sampled_from(("", "Bring tools")),
    },
)
_personal = st.fixed_dictionaries(
    {},
    optional={
        "categories": st.sampled_from(((), ("Red",), ("Red", "Blue"))),
        "show_as": st.sampled_from(("busy", "oof", "free")),
    },
)
_comments = st.sampled_from(("", "Sorry"))


def in_json(fields: dict[str, Any]) -> dict[str, object]:
    """The fields as a client writes them."""
    body: dict[str, object] = {}
    for name, value in fields.items():
        match name:
            case "hour":
                for edge, hour in (("start", value), ("end", value + 1)):
                    moment = f"2026-03-10T{hour:02}:00:00"
                    body[edge] = {"dateTime": moment, "timeZone": "UTC"}
            case "place":
                body["location"] = {"displayName": value}
            case "body":
                body["body"] = {"contentType": "text", "content": value}
            case "attendees":
                body["attendees"] = [{"emailAddress": {"address": a}} for a in value]
            case "show_as":
                body["showAs"] = value
            case _:
                body[name] = value
    return body


def in_python(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as an owner writes them."""
    form = dict(fields)
    if "hour" in form:
        hour = form.pop("hour")
        form |= {"start": at(10, hour), "end": at(10, hour + 1)}
    if "place" in form:
        form["location"] = form.pop("place")
    return form


class Meetings(RuleBasedStateMachine):
    """The fake beside the model; after every act both say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.graph = a_graph()
        exchange = self.graph.exchange
        self.mailboxes = {
            one: exchange.add_mailbox(one, name=one.partition("@")[0]) for one in LOCAL
        }
        self.meetings: dict[str, Meeting] = {}  # by iCalUId
        self.expected: list[Sent] = []
        self.seen = 0
        self.inboxes: Counter[str] = Counter()
        self.outboxes: Counter[str] = Counter()

    # who and what

    def _running(self, pick: int) -> tuple[str, Meeting] | None:
        found = [one for one in self.meetings.items() if not one[1].is_over]
        return found[pick % len(found)] if found else None

    def _copy(self, pick: int) -> tuple[str, Meeting, str] | None:
        found = [
            (uid, meeting, attendee)
            for uid, meeting in self.meetings.items()
            for attendee in sorted(meeting.copies)
        ]
        return found[pick % len(found)] if found else None

    def _event(self, address: str, uid: str) -> Event:
        (event,) = (
            one for one in self.mailboxes[address].events if one.ical_uid == uid
        )
        return event

    # how a thing is done by a client or an owner

    def _done(
        self, by: By, request: Callable[[], Any], act: Callable[[], object]
    ) -> int:
        """The status of the request; of an owner's act 200 or that of its refusal."""
        if by == "api":
            return int(request().status)
        try:
            act()
        except GraphError as error:
            return error.status
        return 200

    def _write(
        self, mailbox: Mailbox, event: Event, fields: dict[str, Any], by: By
    ) -> None:
        path = path_of(mailbox, event.id)
        status = self._done(
            by,
            lambda: self.graph.patch(path, in_json(fields)),
            lambda: mailbox.update_event(event.id, **in_python(fields)),
        )
        assert status == 200

    # acts

    @rule(organizer=st.sampled_from(LOCAL), people=_people, told=_told, by=_by)
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

    @rule(
        pick=_picks,
        told=_told,
        personal=_personal,
        people=_people,
        by=_by,
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
        found = self._running(pick)
        if found is None:
            return
        uid, meeting = found
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

    @rule(pick=_picks, by=_by, comment=_comments)
    def cancel(self, pick: int, by: By, comment: str) -> None:
        """The organiser calls it off; without attendees that is 400 (inferred)."""
        found = self._running(pick)
        if found is None:
            return
        uid, meeting = found
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

    @rule(pick=_picks, by=_by)
    def delete(self, pick: int, by: By) -> None:
        """The organiser deletes it: a cancellation without a comment (trap 5)."""
        found = self._running(pick)
        if found is None:
            return
        uid, meeting = found
        self._delete(meeting.organizer, uid, by)
        self.expected = meeting.end(by=by)

    def _delete(self, owner: str, uid: str, by: By) -> None:
        mailbox, event = self.mailboxes[owner], self._event(owner, uid)
        path = path_of(mailbox, event.id)
        status = self._done(
            by,
            lambda: self.graph.delete(path),
            lambda: mailbox.delete_event(event.id),
        )
        assert status in {200, 204}

    @rule(
        pick=_picks,
        reply=st.sampled_from(tuple(ACTIONS)),
        send=st.booleans(),
        by=_by,
        comment=_comments,
    )
    def respond(
        self, pick: int, reply: Reply, by: By, comment: str, *, send: bool
    ) -> None:
        """An attendee answers; to a cancelled meeting nobody can."""
        found = self._copy(pick)
        if found is None:
            return
        uid, meeting, attendee = found
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

    @rule(pick=_picks, by=_by)
    def drop(self, pick: int, by: By) -> None:
        """An attendee deletes the own copy: nobody is told."""
        found = self._copy(pick)
        if found is None:
            return
        uid, meeting, attendee = found
        self._delete(attendee, uid, by)
        del meeting.copies[attendee]

    @rule(pick=_picks, told=_told, personal=_personal, by=_by)
    def shuffle(
        self, pick: int, told: dict[str, Any], personal: dict[str, Any], by: By
    ) -> None:
        """An attendee changes the own copy: nobody is told, the next update wins."""
        found = self._copy(pick)
        if found is None or not (told or personal):
            return
        uid, meeting, attendee = found
        event = self._event(attendee, uid)
        self._write(self.mailboxes[attendee], event, {**told, **personal}, by)
        copy = meeting.copies[attendee]
        meeting.copies[attendee] = replace(
            copy, told=replace(copy.told, **told), **personal
        )

    @rule(pick=_picks)
    def trespass(self, pick: int) -> None:
        """An attendee cancels, or an organiser accepts: refused (trap 7)."""
        copy, running = self._copy(pick), self._running(pick)
        if copy is not None:
            mailbox = self.mailboxes[copy[2]]
            path = path_of(mailbox, self._event(copy[2], copy[0]).id)
            assert self.graph.post(f"{path}/cancel", {}).status == 400
        if running is not None:
            mailbox = self.mailboxes[running[1].organizer]
            path = path_of(mailbox, self._event(mailbox.address, running[0]).id)
            assert self.graph.post(f"{path}/accept", {}).status == 400

    @rule(minutes=st.integers(1, 120))
    def wait(self, minutes: int) -> None:
        """Time passes; the client has another token."""
        self.graph.pass_time(minutes=minutes)
        self.graph.token = self.graph.directory.issue(self.graph.application)

    @rule(pick=_picks)
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
                current = [one for one in told if _is_current_request(one)]
                assert len(current) <= 1
                assert current == [] or current[0] is told[-1]

    @invariant()
    def calendars_show_what_is_documented(self) -> None:
        """Each organiser's event and each copy, field by field; nothing else."""
        wanted: dict[str, dict[str, State]] = {one: {} for one in LOCAL}
        for uid, meeting in self.meetings.items():
            if not meeting.is_over:
                wanted[meeting.organizer][uid] = _organized(meeting)
            for attendee, copy in meeting.copies.items():
                wanted[attendee][uid] = _copied(meeting, copy)
        shown = {
            address: {one.ical_uid: _shown(one) for one in mailbox.events}
            for address, mailbox in self.mailboxes.items()
        }
        assert shown == wanted


def _is_current_request(message: Message) -> bool:
    meeting = message.meeting
    return (
        meeting is not None
        and meeting.type == "meetingRequest"
        and not meeting.is_out_of_date
    )


def _shown(event: Event) -> State:
    assert event.end_at - event.start_at == timedelta(hours=1)
    return (
        event.organizer.address,
        Told(
            subject=event.subject,
            hour=event.start_at.hour,
            place=event.location,
            body=event.body.text,
        ),
        tuple((one.address, one.response) for one in event.attendees),
        (event.response, event.show_as, event.is_cancelled, event.categories),
    )


def _organized(meeting: Meeting) -> State:
    return (
        meeting.organizer,
        meeting.told,
        tuple(meeting.answers.items()),
        ("organizer", meeting.show_as, False, meeting.categories),
    )


def _copied(meeting: Meeting, copy: Copy) -> State:
    return (
        meeting.organizer,
        copy.told,
        tuple((one, "none") for one in copy.attendees),  # nobody sees others' answers
        (copy.response, copy.show_as, copy.is_cancelled, copy.categories),
    )


TestMeetings = Meetings.TestCase
TestMeetings.settings = examples(100, steps=60)
