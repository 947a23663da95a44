"""One session of the implementation under test: the only place where time passes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from fakes import Operation, Tenant
from harness.adapters.iut import Iut, Progress
from harness.errors import NeverIdle, NotAlive
from harness.world.loop import Loop
from harness.world.moments import rfc3339, spoken
from harness.world.timeline import Timeline

_PATIENCE: Final = 200  # wakes at one and the same instant
_LOOKS: Final = ("list", "changes", "read")


class Session:
    """Connects the implementation to the tenant and drives both through time."""

    def __init__(
        self, *, tenant: Tenant, iut: Iut, loop: Loop, timeline: Timeline, seed: int
    ) -> None:
        self._tenant = tenant
        self._iut = iut
        self._loop = loop
        self._timeline = timeline
        self._seed = seed
        self._next_wake: datetime | None = None
        self._after: list[Callable[[], None]] = []
        self._problems: set[str] = set()
        self.is_open = False

    def after_each_wake(self, watch: Callable[[], None]) -> None:
        """`watch` is called whenever the implementation has come to rest."""
        self._after.append(watch)

    def open(self) -> None:
        """The implementation is connected and has had what was due at once."""
        if self.is_open:
            return
        self.is_open = True
        progress = self._loop.run(self._iut.open(self._tenant.name, self._document()))
        self._heed(progress)
        self.let_pass(timedelta())

    def let_pass(self, span: timedelta) -> None:
        """The clock stands `span` later, and all that was due on the way is done.

        Raises:
            NeverIdle: the implementation keeps asking for an instant gone by.
        """
        self.open()
        target = self._tenant.clock.now() + span
        self._loop.run(self._advance_to(target))

    def signal(self, kind: str, **fields: object) -> None:
        """The implementation has been told what no API call shows."""
        self.open()
        at = rfc3339(self._tenant.clock.now())
        signal = {"kind": kind, "at": at, **fields}
        self._loop.run(self._iut.signal(self._tenant.name, signal))
        for watch in self._after:
            watch()

    def close(self) -> None:
        """The implementation has forgotten the tenant."""
        if self.is_open:
            self.is_open = False
            self._loop.run(self._iut.close(self._tenant.name))

    def require_looked(self, since: int) -> None:
        """The implementation read rows after journal entry `since`.

        Absence proves something only if somebody alive looked (architecture, 1).

        Raises:
            NotAlive: it did not.
        """
        if not any(map(_is_look, self._tenant.journal.operations(since))):
            raise NotAlive(
                "The implementation made no successful reading of Dataverse rows after "
                "the change, so nothing can be concluded from what did not happen."
            )

    async def _advance_to(self, target: datetime) -> None:
        clock = self._tenant.clock
        wakes = 0
        while True:
            due = self._next_wake
            at = target if due is None or due > target else max(due, clock.now())
            wakes = wakes + 1 if at == clock.now() else 0
            if wakes > _PATIENCE:
                raise NeverIdle(
                    f"The implementation asked {_PATIENCE} times to wake at "
                    f"{spoken(at)} and is not done. It should move next_wake on."
                )
            clock.move_to(at)
            await self._wake(at)
            due = self._next_wake
            if clock.now() >= target and (due is None or due > clock.now()):
                return

    async def _wake(self, at: datetime) -> None:
        journal = self._tenant.journal
        before = len(journal.entries)
        fired = len(self._tenant.faults.fired)
        progress = await self._answered(self._iut.advance(self._tenant.name, at))
        gained = len(journal.entries) - before
        for fault in journal.entries[before:]:
            if fault.fault:
                self._timeline.tell(fault.at, "fault", f"Request {fault.fault}.")
        if gained or len(self._tenant.faults.fired) > fired:
            words = "1 request" if gained == 1 else f"{gained} requests"
            self._timeline.tell(at, "cycle", f"The implementation works: {words}.")
        for watch in self._after:
            watch()
        self._heed(progress)

    async def _answered(self, asked: Any) -> Progress:
        """The answer; the clock moves on where only held-back answers are left."""
        if not self._tenant.faults:
            return await asked  # type: ignore[no-any-return]  # the coroutine of advance
        task = asyncio.ensure_future(asked)
        while not task.done():
            await asyncio.wait([task], timeout=0.005)
            alarm = self._tenant.clock.next_alarm
            stuck = self._tenant.held and self._tenant.held == self._tenant.in_flight
            if not task.done() and stuck and alarm is not None:
                self._tenant.clock.move_to(alarm)
        return task.result()  # type: ignore[no-any-return]  # as above

    def _heed(self, progress: Progress) -> None:
        self._next_wake = progress.next_wake
        for problem in progress.problems:
            text = f"{problem.code}: {problem.message}"
            if text not in self._problems:
                self._problems.add(text)
                self._timeline.tell(progress.now, "alert", text)

    def _document(self) -> dict[str, Any]:
        connection = self._tenant.connection
        return {
            "now": rfc3339(self._tenant.clock.now()),
            "resume": False,
            "dataverse": {
                "base_url": connection.dataverse_url,
                "api_version": connection.api_version,
            },
            "exchange": {"graph_url": connection.graph_url},
            "identity": {
                "authority": connection.authority,
                "token_url": connection.token_url,
                "tenant_id": connection.tenant_id,
                "client_id": connection.client_id,
                "client_secret": connection.client_secret,
                "scope_dataverse": connection.scope_dataverse,
                "scope_exchange": connection.scope_exchange,
            },
            "seed": self._seed,
        }


def _is_look(operation: Operation) -> bool:
    """Whether the operation read rows, successfully."""
    return (
        operation.service == "dataverse"
        and operation.status is not None
        and operation.status < 400
        and operation.name.rpartition(".")[2] in _LOOKS
    )
