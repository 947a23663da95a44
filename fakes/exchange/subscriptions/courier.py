"""Notifications on their way over real HTTP: the only place that calls listeners.

One after another in the order of their being due, so that the same acts give the same
deliveries. A listener that fails is tried again when the tenant's clock has moved on;
after four hours its subscription has missed something (section 2.5).
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fakes.exchange.subscriptions import wire
from fakes.exchange.wire.json import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence

    import aiohttp

    from fakes.exchange.subscriptions.subscription import Notification
    from fakes.exchange.tenant import ExchangeTenant

HANDSHAKE_S: Final = 10
DELIVERY_S: Final = 3
_AGAIN: Final = timedelta(minutes=1)  # inferred: the documents only say "retried"
_GIVEN_UP: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a listener answered."""

    status: int
    content_type: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One call of a listener: when, what it was told, how it answered."""

    at: datetime
    url: str
    notifications: tuple[Notification, ...]
    status: int | None  # None: it did not


class Courier:
    """Delivers what waits in the tenant's book."""

    def __init__(self, tenant: ExchangeTenant, *, tenant_id: str) -> None:
        self._tenant = tenant
        self._tenant_id = tenant_id
        self._session: aiohttp.ClientSession | None = None
        self._task: asyncio.Task[None] | None = None
        self._first_try: dict[int, datetime] = {}
        self.deliveries: list[Delivery] = []

    @property
    def is_open(self) -> bool:
        """Whether a listener has been called and the connection not given up."""
        return self._session is not None

    @property
    def is_busy(self) -> bool:
        """Whether a listener is being called right now."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """What is due is being delivered, if anything can be at all."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # nothing runs: the next request, or move of the clock, starts it
        if not self.is_busy and self._due():
            self._task = loop.create_task(self._deliver())

    async def idle(self) -> None:
        """Nothing that is due waits any longer."""
        self.start()
        while self._task is not None and not self._task.done():
            await self._task

    async def close(self) -> None:
        """Nobody is called any more."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, url: str) -> Said | None:
        """The answer to a handshake; None when there is none in time."""
        return await self._post(url, b"", "text/plain; charset=utf-8", HANDSHAKE_S)

    def _due(self) -> list[Notification]:
        self._tenant.subscriptions.look()
        now = self._tenant.clock.now()
        return [one for one in self._tenant.subscriptions.waiting if one.due_at <= now]

    async def _deliver(self) -> None:
        while due := self._due():
            url = due[0].url
            together = [one for one in due if one.url == url]
            waiting = self._tenant.subscriptions.waiting
            for one in together:
                waiting.remove(one)
            rows = [wire.told(one, tenant_id=self._tenant_id) for one in together]
            body = dumps({"value": rows}).encode()
            at = self._tenant.clock.now()
            said = await self._post(url, body, "application/json", DELIVERY_S)
            status = None if said is None else said.status
            self.deliveries.append(
                Delivery(at=at, url=url, notifications=tuple(together), status=status)
            )
            if status is None or not 200 <= status < 300:
                self._try_again(together, at)

    def _try_again(self, failed: Sequence[Notification], at: datetime) -> None:
        book = self._tenant.subscriptions
        for one in failed:
            first = self._first_try.setdefault(id(one), one.due_at)
            if at - first < _GIVEN_UP:
                again = replace(one, due_at=at + _AGAIN)
                self._first_try[id(again)] = first
                book.waiting.append(again)
            elif one.lifecycle is None:
                book.tell(one.subscription, "missed")

    async def _post(
        self, url: str, body: bytes, content_type: str, patience_s: float
    ) -> Said | None:
        import aiohttp  # noqa: PLC0415 - the client is needed by subscribers only

        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(
                url,
                data=body,
                headers={"Content-Type": content_type},
                timeout=aiohttp.ClientTimeout(total=patience_s),
                ssl=False,  # on loopback: whose certificate it is does not matter
                allow_redirects=False,
            ) as answer:
                return Said(
                    status=answer.status,
                    content_type=answer.content_type,
                    text=await answer.text(errors="replace"),
                )
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None
