"""The fake and the model side by side: who is there, and how a thing is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis.stateful import (
    RuleBasedStateMachine,
)

from fakes.exchange import Event, GraphError, Mailbox
from tests.fakes.exchange.graph import a_graph, path_of
from tests.fakes.exchange.properties.meetings_fields import (
    LOCAL,
    in_json,
    in_python,
)
from tests.fakes.exchange.properties.meetings_model import (
    By,
    Meeting,
    Sent,
)


class Bench(RuleBasedStateMachine):
    """Three mailboxes, the meetings that the model knows, and how acts are done."""

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

    def running(self) -> list[tuple[str, Meeting]]:
        """The meetings that have not been called off."""
        return [one for one in self.meetings.items() if not one[1].is_over]

    def copies(self) -> list[tuple[str, Meeting, str]]:
        """What stands in the calendars of attendees."""
        return [
            (uid, meeting, attendee)
            for uid, meeting in self.meetings.items()
            for attendee in sorted(meeting.copies)
        ]

    def _running(self, pick: int) -> tuple[str, Meeting]:
        found = self.running()
        return found[pick % len(found)]

    def _copy(self, pick: int) -> tuple[str, Meeting, str]:
        found = self.copies()
        return found[pick % len(found)]

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

    def _delete(self, owner: str, uid: str, by: By) -> None:
        mailbox, event = self.mailboxes[owner], self._event(owner, uid)
        path = path_of(mailbox, event.id)
        status = self._done(
            by,
            lambda: self.graph.delete(path),
            lambda: mailbox.delete_event(event.id),
        )
        assert status in {200, 204}
