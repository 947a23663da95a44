"""Delta rounds: what changed in a calendar since a token was handed out.

Section 4 of the fact sheet. A token stands for a scope (frozen at the first call) and a
version of the change log; a row shows the present state, so a round may repeat what a
client has and never misses what it has not.
"""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from fakes.exchange.event import Event

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant

DeltaKind: TypeAlias = Literal["calendarView", "events"]


class TokenUnknown(Exception):  # noqa: N818 - reads as the fact it reports
    """Nobody handed out that token, or it has grown too old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a round is about."""

    kind: DeltaKind
    mailbox_id: str
    calendar_id: str
    start_at: datetime | None = None
    end_at: datetime | None = None

    def shows(self, event: Event | None) -> bool:
        """Whether the event, as it is or was, belongs to the round."""
        if event is None or event.calendar_id != self.calendar_id:
            return False
        if self.start_at is not None and self.end_at is not None:
            return event.overlaps(self.start_at, self.end_at)
        return self.start_at is None or event.end_at >= self.start_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An event as it is now, or one that is to be removed."""

    event: Event
    is_removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows of a round; exactly one of the tokens says how it goes on."""

    rows: tuple[Row, ...]
    skip_token: str | None = None
    delta_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Where a token leads."""

    scope: Scope
    issued_at: datetime
    version: int  # of the log when the round began, or after which the next one begins
    pending: tuple[tuple[str, Event | None], ...] | None  # None: a delta token
    # immutable id; the event as the client knew it if it is to be removed


class DeltaTokens:
    """The tokens of one tenant."""

    def __init__(self, tenant: ExchangeTenant) -> None:
        self._tenant = tenant
        self._rounds: dict[str, Round] = {}

    def snapshot(self) -> Mapping[str, Round]:
        """The tokens known at present, to come back to."""
        return dict(self._rounds)

    def restore(self, snapshot: Mapping[str, Round]) -> None:
        """Tokens handed out since the snapshot lead nowhere."""
        self._rounds = dict(snapshot)

    def forget(self) -> None:
        """No token is known any longer."""
        self._rounds.clear()

    def start(self, mailbox: Mailbox, scope: Scope, *, size: int) -> Page:
        """The first page of a full round."""
        pending = tuple(
            (event.immutable_id, None)
            for event in mailbox.store.live
            if scope.shows(event)
        )
        return self._page(mailbox, scope, self._tenant.log.version, pending, size)

    def resume(
        self, mailbox: Mailbox, token: str, *, kind: DeltaKind, size: int
    ) -> Page:
        """The next page of a round, or the first of the next round.

        Raises:
            TokenUnknown: the token leads nowhere.
        """
        known = self._rounds.get(token)
        if (
            known is None
            or known.scope.mailbox_id != mailbox.id
            or known.scope.kind != kind
            or self._is_stale(known)
        ):
            raise TokenUnknown
        if known.pending is not None:
            return self._page(mailbox, known.scope, known.version, known.pending, size)
        pending = _changed(mailbox, known.scope, since=known.version)
        return self._page(mailbox, known.scope, self._tenant.log.version, pending, size)

    def _is_stale(self, known: Round) -> bool:
        lifetime = self._tenant.switches.delta_token_lifetime
        if lifetime is None:
            return False
        return self._tenant.clock.now() >= known.issued_at + lifetime

    def _page(
        self,
        mailbox: Mailbox,
        scope: Scope,
        version: int,
        pending: tuple[tuple[str, Event | None], ...],
        size: int,
    ) -> Page:
        rows = tuple(
            row
            for immutable_id, removed in pending[:size]
            if (row := _row(mailbox, scope, immutable_id, removed)) is not None
        )
        rest = pending[size:]
        token = self._hand_out(scope, version, rest or None)
        if rest:
            return Page(rows=rows, skip_token=token)
        return Page(rows=rows, delta_token=token)

    def _hand_out(
        self,
        scope: Scope,
        version: int,
        pending: tuple[tuple[str, Event | None], ...] | None,
    ) -> str:
        octets = self._tenant.identifiers.octets(33)
        token = base64.urlsafe_b64encode(octets).decode()
        self._rounds[token] = Round(
            scope=scope,
            issued_at=self._tenant.clock.now(),
            version=version,
            pending=pending,
        )
        return token


def _changed(
    mailbox: Mailbox, scope: Scope, *, since: int
) -> tuple[tuple[str, Event | None], ...]:
    """The events written since, each once; with how a client knew it if it is gone.

    What is gone is decided here, once for all pages: an event that comes back while
    the client pages is a change after this round, and belongs to the next.
    """
    history = mailbox.store.history
    first = bisect_right(history, since, key=lambda change: change.version)
    known: dict[str, Event | None] = {}
    for change in history[first:]:
        event = change.before or change.after
        if event is None or event.immutable_id in known:
            continue
        before = change.before
        known[event.immutable_id] = before if scope.shows(before) else None
    return tuple(
        (immutable_id, None if is_there else before)
        for immutable_id, before in known.items()
        if (is_there := scope.shows(mailbox.store.find_live(immutable_id))) or before
    )


def _row(
    mailbox: Mailbox, scope: Scope, immutable_id: str, removed: Event | None
) -> Row | None:
    """The row of a pending event; None when it has left since: the next round tells."""
    if removed is not None:
        return Row(event=removed, is_removed=True)
    event = mailbox.store.find_live(immutable_id)
    return Row(event=event) if event is not None and scope.shows(event) else None
