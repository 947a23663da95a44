"""What the documents say of meetings, on plain values: 3.6 and 3.7 of the fact sheet.

Written beside the fake, not after it: every act gives the messages that it must cause,
and leaves what each calendar must show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple, TypeAlias

By: TypeAlias = Literal["api", "owner"]
Reply: TypeAlias = Literal["accepted", "tentativelyAccepted", "declined"]
SHARED: Final = frozenset({"subject", "hour", "place", "body"})
SHOWN_AS: Final[dict[str, str]] = {"accepted": "busy"}


class Sent(NamedTuple):
    """One message that must have gone out."""

    kind: str
    sender: str
    recipient: str
    by: By
    comment: str = ""
    response: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a meeting's messages tell: the same in every copy, once told."""

    subject: str
    hour: int  # when it starts, for an hour
    place: str
    body: str


@dataclass(slots=True, kw_only=True)
class Copy:
    """An attendee's event."""

    told: Told
    attendees: tuple[str, ...]
    response: str = "notResponded"
    show_as: str = "tentative"
    is_cancelled: bool = False
    categories: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Meeting:
    """A meeting of somebody's, with the copies of those who have a mailbox here."""

    organizer: str
    told: Told
    local: frozenset[str]  # the addresses that have a mailbox here
    answers: dict[str, str] = field(default_factory=dict)  # by attendee, as invited
    show_as: str = "busy"
    categories: tuple[str, ...] = ()
    is_over: bool = False  # cancelled or deleted by the organiser
    copies: dict[str, Copy] = field(default_factory=dict)

    @property
    def attendees(self) -> tuple[str, ...]:
        """Whoever is invited at present."""
        return tuple(self.answers)

    def invite(self, attendees: Iterable[str], *, by: By) -> list[Sent]:
        """The meeting is new, or these have joined: each has a request."""
        joined = [one for one in attendees if one not in self.answers]
        self.answers |= dict.fromkeys(joined, "none")
        return [self._reach(one, "request", by) for one in joined]

    def change(
        self,
        told: Told,
        *,
        named: set[str],
        by: By,
        attendees: tuple[str, ...] | None = None,
    ) -> list[Sent]:
        """The organiser has written `named` fields, and who is invited, if not None.

        Those taken off the list get a cancellation, those added a request, the rest an
        update if anything they know of was named, or any field with them (trap 28).
        """
        moved = told.hour != self.told.hour
        self.told = told
        wanted = self.attendees if attendees is None else attendees
        gone = [one for one in self.answers if one not in wanted]
        kept = [one for one in wanted if one in self.answers]
        before = self.answers
        self.answers = {
            one: "none" if moved else before.get(one, "none") for one in wanted
        }
        sent = [self._call_off(one, by) for one in gone]
        for one in wanted:
            if one not in kept:
                sent.append(self._reach(one, "request", by))
            elif named & SHARED or len(named) > len(named & {"attendees"}) > 0:
                sent.append(self._reach(one, "update", by, afresh=moved))
        return sent

    def forward(
        self, by_whom: str, recipients: Iterable[str], *, comment: str
    ) -> list[Sent]:
        """Somebody has passed it on: the organiser's list names them, too (2.2)."""
        added = [one for one in recipients if one not in self.answers]
        self.answers |= dict.fromkeys(added, "none")
        others = [one for one in recipients if one != by_whom]
        for one in others:
            self._reach(one, "request", "api")
        return [Sent("request", by_whom, one, "api", comment) for one in others]

    def end(self, *, by: By, comment: str = "") -> list[Sent]:
        """The organiser has cancelled or deleted it: everybody has a cancellation."""
        self.is_over = True
        return [self._call_off(one, by, comment) for one in self.answers]

    def answer(
        self, attendee: str, reply: Reply, *, send: bool, by: By, comment: str
    ) -> list[Sent]:
        """The attendee's own status stands; the organiser knows it if it was sent."""
        copy = self.copies[attendee]
        copy.response = reply
        copy.show_as = SHOWN_AS.get(reply, "tentative")
        if reply == "declined":
            del self.copies[attendee]
        if not send:
            return []
        if attendee in self.answers and not self.is_over:
            self.answers[attendee] = reply
        return [Sent("response", attendee, self.organizer, by, comment, reply)]

    def _reach(self, one: str, kind: str, by: By, *, afresh: bool = False) -> Sent:
        """The attendee's copy is there and says what the organiser's says."""
        if one in self.local:
            copy = self.copies.get(one)
            if copy is None:
                copy = Copy(told=self.told, attendees=self.attendees)
            elif afresh or copy.is_cancelled:
                copy = replace(
                    copy,
                    response="notResponded",
                    show_as="tentative",
                    is_cancelled=False,
                )
            self.copies[one] = replace(copy, told=self.told, attendees=self.attendees)
        return Sent(kind, self.organizer, one, by)

    def _call_off(self, one: str, by: By, comment: str = "") -> Sent:
        """The attendee's copy stays, flagged (trap 6)."""
        copy = self.copies.get(one)
        if copy is not None and not copy.is_cancelled:
            copy.is_cancelled = True
            copy.show_as = "free"
            subject = f"Canceled: {self.told.subject}"
            copy.told = replace(copy.told, subject=subject)
        return Sent("cancellation", self.organizer, one, by, comment)
