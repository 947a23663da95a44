"""Implementations that serve the contract: running, or started by the harness."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import Awaitable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from harness.adapters.contract_client import ContractClient
from harness.adapters.iut import ClockMode, Implementation, Progress, RawAnswer
from harness.adapters.last_words import how_it_ended, last_words, too_big
from harness.adapters.target import Target
from harness.errors import FieldsyncError, IutCrashed, IutUnusable, NotOffered, TimedOut
from harness.processes.process import Launched
from harness.stopwatch import Stopwatch

T = TypeVar("T")
_KNOCK_S: Final = 0.02  # between two questions whether it is ready
_EXIT_S: Final = 0.5  # for a process that has closed its connection to end
_LOOK_MS: Final = 250  # between two looks at its memory
_STARTS: Final = 3  # in a row that may fail before nobody tries any more


class HttpIut(ContractClient):
    """A server that runs already: used as it is, never stopped."""

    clock_mode = ClockMode.VIRTUAL
    is_foreign = True

    def __init__(self, target: Target) -> None:
        super().__init__(target.what, call_timeout=target.timeouts.call)
        self._target = target

    async def start(self) -> None:
        """Somebody listens at the address."""
        parts = urlsplit(self._target.what)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        limit_s = self._target.timeouts.start.total_seconds()
        try:
            async with asyncio.timeout(limit_s):
                listens = await _listens(port, host=str(parts.hostname))
        except TimeoutError:
            listens = False
        if not listens:
            raise IutUnusable(
                f"Nobody listens at {self._target.what}. The harness uses a server as "
                "it is and does not start it."
            )

    def last_output(self) -> None:
        """Its output goes to whoever started it."""


class ExecIut:
    """A command that serves the contract, started when it is first needed.

    After a crash, a time-out or a flood it is started anew for the next session, with
    the same state folder: what one scenario broke, the next does not suffer from.
    """

    clock_mode = ClockMode.VIRTUAL
    is_foreign = True

    def __init__(self, target: Target) -> None:
        self._target = target
        self._state = tempfile.TemporaryDirectory(prefix="fieldsync-state-")
        self._process: Launched | None = None
        self._client: ContractClient | None = None
        self._is_spoilt = False
        self._failed_starts: list[FieldsyncError] = []
        self._looked = Stopwatch()

    async def start(self) -> None:
        """The process runs and listens on its port."""
        await self._ready()

    async def describe(self) -> Implementation:
        """Who is under test and what it claims."""
        return await self._ask((await self._ready()).describe())

    async def ask(self, method: str, path: str, body: bytes | None = None) -> RawAnswer:
        """The answer to any request, also to one that breaks the contract."""
        return await self._ask((await self._ready()).ask(method, path, body))

    async def open(self, session_id: str, session: Mapping[str, Any]) -> Progress:
        """The session is connected, to a process that is well."""
        client = await self._ready()
        self._check_memory()
        return await self._ask(client.open(session_id, session))

    async def advance(self, session_id: str, to: datetime) -> Progress:
        """Everything due at or before `to` is done."""
        progress = await self._ask(self._alive().advance(session_id, to))
        if self._looked.ms > _LOOK_MS:
            self._check_memory()
        return progress

    async def signal(self, session_id: str, signal: Mapping[str, Any]) -> None:
        """The implementation has been told."""
        await self._ask(self._alive().signal(session_id, signal))

    async def diagnostics(self, session_id: str) -> Mapping[str, Any]:
        """What the implementation tells about itself."""
        return await self._ask(self._alive().diagnostics(session_id))

    async def close(self, session_id: str) -> None:
        """The session is forgotten; one that was spoilt goes down with its process."""
        if self._is_spoilt:
            await self.kill()
        elif self._client is not None:
            await self._ask(self._client.close(session_id))

    async def kill(self) -> None:
        """The process is gone without a farewell; its state folder stays."""
        if self._process is not None:
            await self._process.kill()
        await self._disconnect()

    async def stop(self) -> None:
        """Nothing of the implementation runs any more, and its state is gone."""
        await self._disconnect()
        if self._process is not None:
            await self._process.stop(self._target.timeouts.stop.total_seconds())
            self._process = None
        self._state.cleanup()

    def last_output(self) -> str | None:
        """What the process printed last."""
        return self._process.last_output() if self._process else None

    async def _ready(self) -> ContractClient:
        """The connection to a process that answers; it is started where none does."""
        died = self._process is not None and self._process.returncode is not None
        if self._is_spoilt or died:
            await self.kill()
        if self._client is None:
            self._client = await self._started()
        return self._client

    async def _started(self) -> ContractClient:
        if len(self._failed_starts) >= _STARTS:
            raise IutCrashed(f"It was not started again. {self._failed_starts[-1]}")
        port = _free_port()
        client = ContractClient(
            f"http://127.0.0.1:{port}", call_timeout=self._target.timeouts.call
        )
        try:
            self._process = Launched(
                self._target.what,
                environment={
                    **self._target.environment,
                    "FIELDSYNC_PORT": str(port),
                    "FIELDSYNC_STATE_DIR": self._state.name,
                },
                directory=self._target.directory or Path.cwd(),
            )
            await self._until_ready(self._process, port)
        except FieldsyncError as error:
            await client.stop()
            self._failed_starts.append(error)
            self._is_spoilt = True
            raise
        self._failed_starts.clear()
        self._is_spoilt = False
        return client

    async def _until_ready(self, process: Launched, port: int) -> None:
        """It answers on its port, be it wrongly: what it says is judged later."""
        limit_s = self._target.timeouts.start.total_seconds()
        waited = Stopwatch()
        while not await _listens(port):  # a foreign process has no event to wait for
            if process.returncode is not None:
                await process.died()
                background = (
                    " If it goes on in the background, have it stay in the foreground."
                    if process.returncode == 0
                    else ""
                )
                raise IutUnusable(
                    f"The command ended {how_it_ended(process)} before it opened port "
                    f"{port}; it is to serve the contract there until SIGTERM."
                    f"{background}{last_words(process)}"
                )
            if waited.ms > limit_s * 1000:
                await process.kill()
                raise IutUnusable(
                    f"The command did not open port {port} within {limit_s:g} seconds. "
                    "It is to serve the contract on 127.0.0.1 at the port that "
                    "FIELDSYNC_PORT names; if it needs longer, raise timeouts.start_s "
                    f"in the descriptor.{last_words(process)}"
                )
            await asyncio.sleep(_KNOCK_S)

    def _alive(self) -> ContractClient:
        if self._client is None or self._is_spoilt:
            raise IutCrashed("The process of this session is gone.")
        return self._client

    async def _ask(self, call: Awaitable[T]) -> T:
        """The answer; whatever goes wrong also tells how the process fares."""
        try:
            return await call
        except IutCrashed as error:
            self._is_spoilt = True
            raise IutCrashed(f"{error}{await self._obituary()}") from error
        except TimedOut as error:
            self._is_spoilt = True
            raise TimedOut(f"{error}{self._last_words()}") from error
        except NotOffered:
            raise  # to decline is no breakdown
        except (FieldsyncError, asyncio.CancelledError):
            self._is_spoilt = True
            raise

    async def _obituary(self) -> str:
        process = self._process
        if process is None:
            return ""
        waited = Stopwatch()
        while process.returncode is None and waited.ms < _EXIT_S * 1000:  # noqa: ASYNC110 - a process has no event
            await asyncio.sleep(_KNOCK_S)
        if process.returncode is None:
            return last_words(process)
        await process.died()
        return f" The process ended {how_it_ended(process)}.{last_words(process)}"

    def _last_words(self) -> str:
        return last_words(self._process) if self._process else ""

    def _check_memory(self) -> None:
        self._looked = Stopwatch()
        assert self._process is not None
        if why := too_big(self._process, self._target.memory_limit):
            self._is_spoilt = True
            raise IutCrashed(why)

    async def _disconnect(self) -> None:
        if self._client is not None:
            await self._client.stop()
            self._client = None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def _listens(port: int, *, host: str = "127.0.0.1") -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True
