"""Delta rounds: what changed in a collection since a token was handed out.

Section 4 of the fact sheet. A token stands for a scope (frozen at the first call) and a
version of the change log; a row shows the present state, so a round may repeat what a
client has and never misses what it has not.
"""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from fakes.exchange.items import Item
from fakes.exchange.store import ItemStore

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant

ChangeType: TypeAlias = Literal["created", "updated", "deleted"]


class TokenUnknown(Exception):  # noqa: N818 - reads as the fact it reports
    """Nobody handed out that token, or it has grown too old.

    `query` begins anew what it led through; empty when nobody knows.
    """

    def __init__(self, query: str = "") -> None:
        super().__init__("the token leads nowhere")
        self.query = query


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a round is about, frozen at its first call (trap 17)."""

    kind: str  # the collection: a token leads on where it was handed out
    mailbox_id: str
    store: Callable[[Mailbox], ItemStore[Any]]
    folder_id: str | None = None  # None: the whole mailbox
    passes: Callable[[Any], bool] | None = None
    query: str = ""  # options that go on to hold
    page_size: int | None = None  # rows of a page; None: as every call prefers
    change_types: frozenset[ChangeType] | None = None  # None: all
    order: Callable[[Any], Any] | None = None  # of a full round's rows: their sort key

    @property
    def key(self) -> tuple[str, str, str | None]:
        """The collection that is told of."""
        return self.mailbox_id, self.kind, self.folder_id

    def shows(self, item: Item | None) -> bool:
        """Whether the item, as it is or was, belongs to the round."""
        if item is None:
            return False
        if self.folder_id is not None and item.folder_id != self.folder_id:
            return False
        return self.passes is None or self.passes(item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item as it is now, or one that is to be removed."""

    item: Item
    is_removed: bool = False
    known: Item | None = None  # as the client knew it when the round began
    is_former: bool = False  # removed under a default id that it had for a while


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows of a round; exactly one of the tokens says how it goes on."""

    scope: Scope
    rows: tuple[Row, ...]
    skip_token: str | None = None
    delta_token: str | None = None


class Pending(NamedTuple):
    """An item that a round is still to tell of."""

    immutable_id: str
    removed: Item | None = None  # as the client knew it, if it is to be removed
    known: Item | None = None  # likewise, if it is still there
    is_former: bool = False  # a move has ended the id that it has in `removed`


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Where a token leads."""

    scope: Scope
    issued_at: datetime
    version: int  # of the log when the round began, or after which the next one begins
    told: tuple[Pending, ...]  # by the whole round, all its pages: kept once for them
    position: int | None = 0  # in it, of what is still to be told; None: a delta token
    number: int = 0  # of the rounds over this collection
    is_under_way: bool = False  # a page of it has been told


class DeltaTokens:
    """The tokens of one tenant."""

    def __init__(self, tenant: ExchangeTenant) -> None:
        self._tenant = tenant
        self._rounds: dict[str, Round] = {}
        self._forgotten: dict[str, Scope] = {}
        self._numbers: dict[tuple[str, str, str | None], int] = {}

    def snapshot(self) -> Mapping[str, Round]:
        """The tokens known at present, to come back to."""
        return dict(self._rounds)

    def restore(self, snapshot: Mapping[str, Round]) -> None:
        """Tokens handed out since the snapshot lead nowhere."""
        self._rounds = dict(snapshot)
        self._numbers.clear()
        for one in snapshot.values():
            key = one.scope.key
            self._numbers[key] = max(self._numbers.get(key, 0), one.number)

    def forget(self) -> None:
        """No token is known any longer, but for what it led through."""
        self._forgotten.update((key, one.scope) for key, one in self._rounds.items())
        self._rounds.clear()

    def start(self, mailbox: Mailbox, scope: Scope, *, size: int) -> Page:
        """The first page of a full round."""
        store = scope.store(mailbox)
        folder = scope.folder_id
        rows = store.live if folder is None else store.in_folder(folder)
        if scope.order is not None:
            rows = sorted(rows, key=scope.order)
        wanted = scope.change_types is None or "created" in scope.change_types
        pending = tuple(
            Pending(item.immutable_id) for item in rows if wanted and scope.shows(item)
        )
        begun = self._begun(scope, pending)
        return self._page(mailbox, begun, scope.page_size or size)

    def resume(
        self,
        mailbox: Mailbox,
        token: str,
        *,
        kind: str,
        folder_id: str | None,
        size: int,
    ) -> Page:
        """The next page of a round, or the first of the next round.

        Raises:
            TokenUnknown: the token leads nowhere.
        """
        known = self._rounds.get(token)
        scope = known.scope if known is not None else self._forgotten.get(token)
        if scope is None or (scope.mailbox_id, scope.kind, scope.folder_id) != (
            mailbox.id,
            kind,
            folder_id,
        ):
            raise TokenUnknown
        if known is None or self._is_stale(known):
            raise TokenUnknown(scope.query)
        size = known.scope.page_size or size
        if known.position is not None:
            return self._page(mailbox, known, size)
        pending = _changed(
            mailbox, known.scope, since=known.version, until=self._visible
        )
        if self._tenant.switches.delta_noise == "replays":
            again = {one.immutable_id for one in pending}
            pending += tuple(one for one in known.told if one.immutable_id not in again)
        return self._page(mailbox, self._begun(known.scope, pending), size)

    @property
    def _visible(self) -> int:
        """The version of the log up to which rounds tell of changes."""
        delay = self._tenant.switches.delta_delay
        log = self._tenant.log
        if not delay:
            return log.version
        return log.version_at(self._tenant.clock.now() - delay)

    def _begun(self, scope: Scope, pending: tuple[Pending, ...]) -> Round:
        """A round of which nothing has been told."""
        number = self._numbers[scope.key] = self._numbers.get(scope.key, 0) + 1
        return Round(
            scope=scope,
            issued_at=self._tenant.clock.now(),
            version=self._visible,
            told=pending,
            number=number,
        )

    def _is_stale(self, known: Round) -> bool:
        switches = self._tenant.switches
        rounds = switches.delta_token_rounds
        if (
            rounds is not None
            and self._numbers[known.scope.key] - known.number > rounds
        ):
            return True
        lifetime = switches.delta_token_lifetime
        if lifetime is None:
            return False
        return self._tenant.clock.now() >= known.issued_at + lifetime

    def _page(self, mailbox: Mailbox, known: Round, size: int) -> Page:
        """The next rows of a round, with the token that leads on."""
        told, first, scope = known.told, known.position or 0, known.scope
        switches = self._tenant.switches
        if switches.delta_empty_pages and not known.is_under_way:
            size = 0
        rows = tuple(
            row
            for one in told[first : first + size]
            if (row := _row(mailbox, scope, one)) is not None
        )
        if switches.delta_noise == "duplicates":
            rows += rows
        if first + size < len(told):
            token = self._hand_out(known, position=first + size)
            return Page(scope=scope, rows=rows, skip_token=token)
        token = self._hand_out(known, position=None)
        return Page(scope=scope, rows=rows, delta_token=token)

    def _hand_out(self, known: Round, *, position: int | None) -> str:
        """A token that leads on from there, now that a page has been told."""
        octets = self._tenant.identifiers.octets(33)
        token = base64.urlsafe_b64encode(octets).decode()
        self._rounds[token] = replace(
            known,
            position=position,
            is_under_way=True,
            issued_at=self._tenant.clock.now(),
        )
        return token


def _changed(
    mailbox: Mailbox, scope: Scope, *, since: int, until: int
) -> tuple[Pending, ...]:
    """The items written between the versions, each once.

    With each that is gone comes how a client knew it. Of one that has moved a client
    may have seen any of its default ids, between two pages as well: all are ended.

    What is gone is decided here, once for all pages: an item that comes back while the
    client pages is a change after this round, and belongs to the next.
    """
    store = scope.store(mailbox)
    history = store.history
    first = bisect_right(history, since, key=lambda change: change.version)
    known: dict[str, Item | None] = {}
    former: dict[str, dict[str, Item]] = {}  # by immutable id, then by default id
    for change in history[first:]:
        if change.version > until:
            break
        item = change.before or change.after
        if item is None:
            continue
        before = change.before if scope.shows(change.before) else None
        known.setdefault(item.immutable_id, before)
        if before is not None:
            former.setdefault(item.immutable_id, {})[before.id] = before
    found: list[Pending] = []
    for immutable_id, before in known.items():
        present = store.find_live(immutable_id)
        is_there = scope.shows(present)
        if not is_there and before is None:
            continue
        kind: ChangeType = "created" if before is None else "updated"
        if not is_there:
            kind = "deleted"
        if scope.change_types is None or kind in scope.change_types:
            gone, kept = (None, before) if is_there else (before, None)
            told = present if is_there else before
            found += [
                Pending(immutable_id, removed=one, is_former=True)
                for one in former.get(immutable_id, {}).values()
                if before is not None and told is not None and one.id != told.id
            ]
            found.append(Pending(immutable_id, removed=gone, known=kept))
    return tuple(found)


def _row(mailbox: Mailbox, scope: Scope, pending: Pending) -> Row | None:
    """The row of a pending item; None when it has left since: the next round tells."""
    if pending.removed is not None:
        return Row(
            item=pending.removed,
            is_removed=True,
            known=pending.removed,
            is_former=pending.is_former,
        )
    item = scope.store(mailbox).find_live(pending.immutable_id)
    if item is None or not scope.shows(item):
        return None
    return Row(item=item, known=pending.known)
