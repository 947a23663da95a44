"""A black box: a command that knows nothing of the contract and lives by its clock.

Each session is a process of its own, in a state folder of its own.
"""

from __future__ import annotations

import asyncio
import re
import shlex
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from harness.adapters.clocks import clock_for
from harness.adapters.iut import ClockMode, Implementation, Progress
from harness.adapters.last_words import how_it_ended, last_words, too_big
from harness.adapters.target import Target
from harness.errors import FieldsyncError, IutCrashed, NotOffered
from harness.processes.process import Launched
from harness.stopwatch import Stopwatch
from harness.visible import visible

_INTERPRETERS: Final = re.compile(
    r"env|sh|bash|(python|pypy|node|java|dotnet|ruby|perl|php)[\d.]*(\.exe)?"
)
_LOOK_MS: Final = 250  # between two looks at its memory


class BlackBox:
    """A command that is given a session by its environment, and then only watched."""

    is_foreign = True

    def __init__(self, target: Target, *, is_quiet: Callable[[], bool]) -> None:
        self.clock_mode = target.clock
        self.rate = target.rate if target.clock is ClockMode.RATE else 1
        self._target = target
        self._is_quiet = is_quiet
        self._session: _Running | None = None
        self._output: str | None = None

    async def describe(self) -> Implementation:
        """What the descriptor says, fit to be shown; a black box cannot be asked."""
        said = self._target.declared
        exceptions = said.exceptions or {}
        return Implementation(
            name=visible(said.name or _program(self._target.what)),
            version=visible(said.version or "unknown"),
            vendor=visible(said.vendor or "unknown"),
            homepage=visible(said.homepage) if said.homepage else None,
            contract=0,
            profiles=said.profiles or (),
            claims_all=said.profiles is None,
            clock="system",
            exceptions={rule_id: visible(why) for rule_id, why in exceptions.items()},
        )

    async def open(self, session_id: str, session: Mapping[str, Any]) -> Progress:
        """The process runs, has been given the tenant, and has come to its first rest.

        Raises:
            IutCrashed: it ended.
            ClockNotKept: its clock cannot be driven in this mode.
        """
        await self.close(session_id)
        self._session = _Running(self._target, session, is_quiet=self._is_quiet)
        return await self._guarded(self._session, self._session.clock.begin)

    async def advance(self, session_id: str, to: datetime) -> Progress:
        """Its clock shows `to`, and it has come to rest again."""
        session = self._live(session_id)

        async def move() -> Progress:
            return await session.clock.advance(to)

        return await self._guarded(session, move)

    async def signal(self, session_id: str, signal: Mapping[str, Any]) -> None:
        """A black box cannot be told anything.

        Raises:
            NotOffered: always.
        """
        del session_id
        raise NotOffered(
            f"A black box cannot be given the signal {signal['kind']!r}: what no API "
            "call shows can only be told to an implementation that speaks the contract."
        )

    async def diagnostics(self, session_id: str) -> Mapping[str, Any]:
        """A black box tells nothing."""
        del session_id
        return {}

    async def close(self, session_id: str) -> None:
        """The process has ended, its state folder is gone."""
        del session_id
        if self._session is not None:
            session, self._session = self._session, None
            await session.stop(self._target.timeouts.stop)
            self._output = session.process.last_output()

    async def stop(self) -> None:
        """Nothing of the implementation runs any more."""
        await self.close("")

    def last_output(self) -> str | None:
        """What the last process printed."""
        return self._session.process.last_output() if self._session else self._output

    # of a clock that runs by itself

    def now(self) -> datetime:
        """The instant that the process's clock shows."""
        assert self._session is not None
        return self._session.clock.now()

    def is_busy(self) -> bool:
        """Whether a request is open or a thread of the process is not asleep."""
        assert self._session is not None
        return not self._session.clock.is_still()

    async def live(self, span_s: float) -> None:
        """So much real time has passed."""
        await asyncio.sleep(span_s)
        if self._session is not None:
            await self._session.require_sound()

    def _live(self, session_id: str) -> _Running:
        if self._session is None:
            raise IutCrashed(f"There is no process for the session {session_id}.")
        return self._session

    async def _guarded(self, session: _Running, work: Callable[[], Any]) -> Progress:
        await session.require_sound()
        try:
            progress: Progress = await work()
        finally:  # that it is gone explains whatever went wrong
            await session.require_sound()
        return progress


def _program(command: str) -> str:
    """The name of what runs, which is not that of what interprets it."""
    names = [Path(word).name for word in shlex.split(command)]
    own = (
        name
        for name in names
        if not name.startswith("-") and _INTERPRETERS.fullmatch(name) is None
    )
    return next(own, names[0])


class _Running:
    """One process, its clock and its folder."""

    def __init__(
        self,
        target: Target,
        session: Mapping[str, Any],
        *,
        is_quiet: Callable[[], bool],
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="fieldsync-box-")
        folder = Path(self._folder.name)
        state = folder / "state"
        state.mkdir()
        self._memory_limit = target.memory_limit
        self._looked = Stopwatch()
        self.clock = clock_for(target, at=datetime.fromisoformat(session["now"]))
        try:
            self.process = Launched(
                target.what,
                environment={
                    **target.environment,
                    **variables(session, folder=folder, state=state),
                    **self.clock.environment(),
                },
                directory=target.directory or Path.cwd(),
            )
        except FieldsyncError:
            self.clock.close()
            self._folder.cleanup()
            raise
        self.clock.attach(self.process, is_quiet=is_quiet)

    async def require_sound(self) -> None:
        """The process runs, and is not too big.

        Raises:
            IutCrashed: it has ended, or holds more memory than it may.
        """
        if self.process.returncode is not None:
            await self.process.died()  # its last words have been read
            raise IutCrashed(
                f"The black box ended {how_it_ended(self.process)}; it is to run until "
                f"it is stopped.{last_words(self.process)}"
            )
        if self._looked.ms > _LOOK_MS:
            self._looked = Stopwatch()
            if why := too_big(self.process, self._memory_limit):
                raise IutCrashed(why)

    async def stop(self, grace: timedelta) -> None:
        await self.process.stop(grace.total_seconds())
        self.clock.close()
        self._folder.cleanup()


def variables(
    session: Mapping[str, Any], *, folder: Path, state: Path
) -> dict[str, str]:
    """The session's values as a black box finds them (contract page, `Session`)."""
    identity = session["identity"]
    values = {
        "DATAVERSE_URL": session["dataverse"]["base_url"],
        "DATAVERSE_API_VERSION": session["dataverse"]["api_version"],
        "GRAPH_URL": session["exchange"]["graph_url"],
        "AUTHORITY": identity["authority"],
        "TOKEN_URL": identity["token_url"],
        "TENANT_ID": identity["tenant_id"],
        "CLIENT_ID": identity["client_id"],
        "CLIENT_SECRET": identity["client_secret"],
        "SCOPE_DATAVERSE": identity["scope_dataverse"],
        "SCOPE_EXCHANGE": identity["scope_exchange"],
        "STATE_DIR": str(state),
        "SEED": str(session["seed"]),
    }
    if "ca_pem" in identity:
        ca_file = folder / "ca.pem"
        ca_file.write_text(identity["ca_pem"], encoding="ascii")
        values["CA_FILE"] = str(ca_file)
    return {f"FIELDSYNC_{name}": value for name, value in values.items()}
