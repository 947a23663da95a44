"""One session of the implementation under test, from connecting to forgetting."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any, Final, TypeVar

from fakes import Operation, Tenant
from harness.adapters.iut import ClockMode, Iut, Progress
from harness.errors import (
    Accused,
    NotAlive,
    NotInRealTime,
    NotOffered,
    Undecided,
)
from harness.world.loop import Loop
from harness.world.moments import rfc3339
from harness.world.passing import Passing
from harness.world.timeline import Timeline

T = TypeVar("T")
_REAL_PATIENCE: Final = timedelta(minutes=20)
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
        self._passing = Passing(tenant=tenant, iut=iut, timeline=timeline)
        self._spent = timedelta()
        self._problems: set[str] = set()
        self.is_open = False
        self.is_sound = True  # no call has broken down

    def after_each_wake(self, watch: Callable[[], None]) -> None:
        """`watch` is called whenever the implementation has come to rest."""
        self._passing.after.append(watch)

    def open(self) -> None:
        """The implementation is connected and has had what was due at once."""
        if not self.is_open:
            self.connect()
            self.let_pass(timedelta())

    def connect(self) -> Progress:
        """The implementation knows the session; no cycle has run yet."""
        return self._put(self.document())

    def resume(self) -> Progress:
        """It goes on where it was when its process ended; what is due has not run."""
        return self._put({**self.document(), "resume": True})

    def let_pass(self, span: timedelta) -> None:
        """The clock stands `span` later, and all that was due on the way is done.

        Raises:
            NeverIdle: the implementation keeps asking for an instant gone by.
            NotInRealTime: it would take too long; nothing is started for it.
        """
        self._spend(span)
        self.open()
        target = self._tenant.clock.now() + span
        self._drive(self._passing.to(target, heed=self._heed))

    def _spend(self, span: timedelta) -> None:
        if self._iut.clock_mode is not ClockMode.REALTIME:
            return
        self._spent += span
        if self._spent > _REAL_PATIENCE:
            raise NotInRealTime(
                f"In real time it cannot be played: it lasts {self._spent} or longer, "
                f"and nobody waits for more than {_REAL_PATIENCE}."
            )

    def signal(self, kind: str, **fields: object) -> None:
        """The implementation has been told what no API call shows."""
        self.open()
        at = rfc3339(self._tenant.clock.now())
        signal = {"kind": kind, "at": at, **fields}
        told = self._iut.signal(self._tenant.name, signal)
        self._drive(self._passing.answered(told))
        for watch in self._passing.after:
            watch()

    def diagnostics(self) -> Mapping[str, Any]:
        """What the implementation tells about itself; nothing if it cannot or will not.

        It is for people to read and never judged, so that no fault of it matters.
        """
        if not self.is_open:
            return {}
        told = self._iut.diagnostics(self._tenant.name)
        try:
            return self._loop.run(self._passing.answered(told))
        except (Accused, Undecided):
            return {}

    def last_output(self) -> str | None:
        """What a process of the implementation printed last."""
        return self._iut.last_output()

    def close(self) -> None:
        """The implementation has forgotten the tenant."""
        if self.is_open:
            self.is_open = False
            self._drive(self._iut.close(self._tenant.name))

    def _drive(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._loop.run(work)
        except NotOffered:
            raise
        except (Accused, Undecided):
            self.is_sound = False
            raise

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

    def document(self) -> dict[str, Any]:
        """The contract's `Session`: which Dataverse, which Exchange, as whom."""
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

    def _put(self, document: Mapping[str, Any]) -> Progress:
        self.is_open = True
        opened = self._iut.open(self._tenant.name, document)
        progress = self._drive(self._passing.answered(opened))
        self._heed(progress)
        return progress

    def _heed(self, progress: Progress) -> None:
        self._passing.next_wake = progress.next_wake
        for problem in progress.problems:
            text = f"{problem.code}: {problem.message}"
            if text not in self._problems:
                self._problems.add(text)
                self._timeline.tell(progress.now, "alert", text)


def _is_look(operation: Operation) -> bool:
    """Whether the operation read rows, successfully."""
    return (
        operation.service == "dataverse"
        and operation.status is not None
        and operation.status < 400
        and operation.name.rpartition(".")[2] in _LOOKS
    )
