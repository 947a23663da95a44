"""Throttling: who asks Outlook too much, in virtual time. Section 6 of the fact sheet.

Budgets belong to an application and a mailbox together (trap 33); what is refused
counts, too, so that whoever repeats at once prolongs the block (trap 32).
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from fakes.exchange.errors import GraphError

if TYPE_CHECKING:
    from fakes.clock import VirtualClock

_BUSY_S: Final = 1  # how long to wait when too many are in flight (inferred)
# Application and mailbox; None stands for all mailboxes.
Asker: TypeAlias = tuple[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """The limits of one tenant; None switches one off."""

    requests: int | None = 10_000
    window: timedelta = timedelta(minutes=10)
    concurrent: int | None = 4
    # whose requests in flight count together; the documents contradict each other
    concurrency_scope: Literal["application and mailbox", "application"] = (
        "application and mailbox"
    )
    upload_octets: int | None = 150_000_000
    upload_window: timedelta = timedelta(minutes=5)

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        for name in ("requests", "concurrent", "upload_octets"):
            value = getattr(self, name)
            if value is not None and value < 0:
                msg = f"throttle.{name} must not be negative, not {value}"
                raise ValueError(msg)
        if min(self.window, self.upload_window) <= timedelta():
            msg = "the windows of a throttle must be positive"
            raise ValueError(msg)


@dataclass(slots=True)
class _Budget:
    """What was used within a sliding window."""

    ticks: deque[tuple[datetime, int]] = field(default_factory=deque)
    used: int = 0

    def add(self, amount: int, now: datetime) -> None:
        self.used += amount
        if self.ticks and self.ticks[-1][0] == now:
            amount += self.ticks.pop()[1]
        self.ticks.append((now, amount))

    def slide(self, now: datetime, window: timedelta) -> None:
        while self.ticks and not now - window < self.ticks[0][0] <= now:
            self.used -= self.ticks.popleft()[1]

    def free_at(self, limit: int, window: timedelta) -> datetime:
        """When less than the limit will be in use, if nothing is added."""
        left, at = self.used, self.ticks[0][0]
        for at, amount in self.ticks:  # noqa: B007 - the last one counts
            left -= amount
            if left < limit:
                break
        return at + window


class Throttling:
    """Counts what the applications ask for."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._requests: dict[Asker, _Budget] = {}
        self._uploads: dict[Asker, _Budget] = {}
        self._in_flight: dict[Asker, int] = {}

    def forget(self) -> None:
        """Nobody has asked for anything."""
        self._requests.clear()
        self._uploads.clear()

    def admit(
        self, client_id: str, mailbox: str, upload: int, limits: Throttle
    ) -> None:
        """The request counts, with so many octets to upload.

        Raises:
            GraphError: 429: there were too many, or there are too many in flight.
        """
        asker = (client_id, mailbox)
        most = limits.requests
        if most is not None:
            budget = self._requests.setdefault(asker, _Budget())
            self._spend(budget, 1, limits.window, most)
        if upload and limits.upload_octets is not None:
            budget = self._uploads.setdefault(asker, _Budget())
            self._spend(budget, upload, limits.upload_window, limits.upload_octets)
        key = _counted(asker, limits)
        if limits.concurrent is not None and (
            self._in_flight.get(key, 0) >= limits.concurrent
        ):
            raise too_many_at_once()

    def begin(self, client_id: str, mailbox: str, limits: Throttle) -> Asker:
        """A request is in flight for some time; whose it counts as."""
        key = _counted((client_id, mailbox), limits)
        self._in_flight[key] = self._in_flight.get(key, 0) + 1
        return key

    def end(self, key: Asker) -> None:
        """It no longer is."""
        self._in_flight[key] -= 1

    def _spend(
        self, budget: _Budget, amount: int, window: timedelta, limit: int
    ) -> None:
        now = self._clock.now()
        budget.slide(now, window)
        exhausted = budget.used >= limit
        budget.add(amount, now)
        if exhausted:
            left = budget.free_at(limit, window) - now
            raise _too_many(max(1, math.ceil(left.total_seconds())))


def _counted(asker: Asker, limits: Throttle) -> Asker:
    return asker if limits.concurrency_scope != "application" else (asker[0], None)


def _too_many(retry_after_s: int) -> GraphError:
    return GraphError(
        429,
        "TooManyRequests",
        "Too many requests. Wait as long as Retry-After says.",
        headers=(("Retry-After", str(retry_after_s)),),
    )


def too_many_at_once() -> GraphError:
    """More requests than a mailbox takes at once; the error has no inner one."""
    return GraphError(
        429,
        "ApplicationThrottled",
        "Application is over its MailboxConcurrency limit.",
        headers=(("Retry-After", str(_BUSY_S)),),
        has_inner_error=False,
    )
