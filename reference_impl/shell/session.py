"""One session: its services, its schedule, its memory. No clock is ever read."""

from datetime import datetime
from typing import Any

from reference_impl.errors import CallFailed, InvalidSession
from reference_impl.rules import cadence
from reference_impl.shell.contract import (
    SessionDocument,
    SettingsSignal,
    TrackedSignal,
    progress_of,
    timestamp,
)
from reference_impl.shell.cycle import Cycle
from reference_impl.shell.dataverse_client import DataverseClient
from reference_impl.shell.graph_client import GraphClient
from reference_impl.shell.http import Http
from reference_impl.shell.service import Service
from reference_impl.shell.state import Problem, SessionState
from reference_impl.shell.store import Store
from reference_impl.shell.tracking import Tracking


class Session:
    """Synchronises one organisation with one Exchange tenant, in virtual time."""

    def __init__(
        self,
        session_id: str,
        document: SessionDocument,
        *,
        http: Http,
        store: Store,
        state: SessionState,
    ) -> None:
        self._id = session_id
        self._store = store
        self._state = state
        self._cycles = 0
        dataverse = Service(
            http,
            name="Dataverse",
            identity=document.dataverse_identity,
            ssl=document.ssl,
        )
        exchange = Service(
            http,
            name="Exchange",
            identity=document.exchange_identity,
            ssl=document.ssl,
        )
        self._dataverse = DataverseClient(
            dataverse, base_url=document.base_url, api_version=document.api_version
        )
        self._graph = GraphClient(exchange, graph_url=document.graph_url)
        self._tracking = Tracking(
            dataverse=self._dataverse, graph=self._graph, state=state
        )

    def progress(self) -> dict[str, Any]:
        """Return where the session stands."""
        return progress_of(self._state)

    async def advance(self, to: datetime) -> None:
        """Do everything that is due at or before that time, each at its own time.

        Every cycle is durable at its end; that time merely passed need not be.

        Raises:
            InvalidSession: the time lies in the past of the session.
        """
        if to < self._state.now:
            now = timestamp(self._state.now)
            raise InvalidSession(f"Time cannot be turned back from {now}.")
        while self._state.next_wake <= to:
            self._state.now = max(self._state.now, self._state.next_wake)
            await self._run_cycle(self._state.now)
        self._state.now = to

    async def signal(self, signal: TrackedSignal | SettingsSignal) -> None:
        """Take note of something that no API call shows."""
        match signal:
            case TrackedSignal(mailbox=mailbox, item_id=item_id, at=at):
                now = max(at, self._state.now)
                await self._tracking.track(mailbox, item_id, now=now)
            case SettingsSignal():
                pass  # every cycle reads the settings anew
        self.save()

    def diagnostics(self) -> dict[str, Any]:
        """Return what helps to understand the session; nobody judges it."""
        records = list(self._state.records)
        return {
            **self.progress(),
            "cycles": self._cycles,
            "pairs": len(records),
            "linked": sum(record.is_linked for record in records),
            "unfinished": len(self._state.records.open()),
            "tracked_waiting": len(self._state.tracked),
        }

    def save(self) -> None:
        """Make the session durable."""
        self._store.save(self._id, self._state)

    async def _run_cycle(self, now: datetime) -> None:
        self._cycles += 1
        cycle = Cycle(
            dataverse=self._dataverse,
            graph=self._graph,
            state=self._state,
            save_pairs=lambda: self._store.save_pairs(self._id, self._state.records),
            now=now,
        )
        try:
            await cycle.run()
            await self._tracking.catch_up(now=now)
        except CallFailed as failure:
            self._fail(failure, now)
        self.save()

    def _fail(self, failure: CallFailed, now: datetime) -> None:
        """Repeat the cycle later: when the service allows it, never earlier."""
        self._state.failures += 1
        code = f"{failure.service.casefold()}-unavailable"
        self._state.problems.append(Problem(code=code, message=str(failure)))
        self._state.next_wake = cadence.recover_at(
            now, self._state.failures, failure.retry_after
        )
