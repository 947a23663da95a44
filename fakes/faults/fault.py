"""Which request a fault is about: the only place that decides it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final, TypeAlias
from urllib.parse import unquote

from fakes.faults.effects import (
    DeltaTokensExpired,
    Effect,
    Stale,
    TokensExpired,
    TokensRevoked,
)
from fakes.wire import Request, ServiceName

# What else an answer to a GET depends on, and who asks.
_SHAPING: Final = (
    *("accept", "prefer", "if-none-match"),
    *("mscrmcallerid", "callerobjectid"),
)
Question: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A request that may meet a fault, at the top level or inside a `$batch`."""

    service: ServiceName
    operation: str
    request: Request
    in_batch: bool = False
    mailbox_names: Callable[[], frozenset[str]] = frozenset
    client_id: Callable[[], str | None] = lambda: None

    @property
    def question(self) -> Question:
        """What two GETs have in common that ask for the same."""
        request = self.request
        return (
            *(self.service, request.root_url, request.path, request.query),
            *(request.headers.get(name) for name in _SHAPING),
            self.client_id(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Further conditions; None asks for nothing.

    `path` is a pattern (`*`, `?`, `[…]`) of the decoded path below the service's root.
    `mailbox` is whose mailbox the request is about, by address or id.
    """

    method: str | None = None
    path: str | None = None
    mailbox: str | None = None
    client_id: str | None = None
    in_batch: bool | None = None

    def holds(self, occasion: Occasion) -> bool:
        """Whether the request meets every condition."""
        request = occasion.request
        if self.method not in {None, request.method}:
            return False
        if self.in_batch not in {None, occasion.in_batch}:
            return False
        if self.path and not fnmatchcase(unquote(request.path), self.path):
            return False
        if self.mailbox and self.mailbox.lower() not in occasion.mailbox_names():
            return False
        return self.client_id is None or self.client_id == occasion.client_id()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """From the `occurrence`-th matching operation on, `times` of them are hit.

    `operation` is a service's operation name or a prefix that ends in `*`.
    """

    service: ServiceName
    operation: str
    effect: Effect
    occurrence: int = 1
    times: int = 1
    where: Where = field(default_factory=Where)

    def __post_init__(self) -> None:
        """Refuse what could never reach a client."""
        if self.occurrence < 1 or self.times < 1:
            msg = "occurrence and times of a fault are at least 1"
            raise ValueError(msg)
        needs_token = isinstance(
            self.effect, TokensExpired | TokensRevoked | DeltaTokensExpired
        )
        if needs_token and self.service == "entra":
            msg = "nobody shows a token to the token service"
            raise ValueError(msg)

    def is_about(self, occasion: Occasion) -> bool:
        """Whether the fault counts this operation."""
        if occasion.service != self.service or not self._names(occasion.operation):
            return False
        return self.where.holds(occasion) and _can_meet(self.effect, occasion.request)

    def _names(self, operation: str) -> bool:
        if self.operation.endswith("*"):
            return operation.startswith(self.operation[:-1])
        return operation == self.operation


def _can_meet(effect: Effect, request: Request) -> bool:
    """Whether a client would notice: only a token that is shown can be too old."""
    match effect:
        case TokensExpired() | TokensRevoked():
            return "authorization" in request.headers
        case DeltaTokensExpired():
            return "deltatoken=" in unquote(request.query).lower()
        case Stale():
            return request.method == "GET"
        case _:
            return True
