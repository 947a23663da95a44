"""A command as a running process: the only place that starts and ends one.

`subprocess.Popen` and not `asyncio.create_subprocess_exec`: the harness's loop runs
only while somebody waits, and `returncode` is to be true also in between.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shlex
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import psutil

from harness.errors import IutUnusable, UsageError
from harness.processes.guard import Guard
from harness.processes.output import Output

# What a program needs to find its tools, its user and its language; nothing that
# would make a run depend on who started it. More comes by the caller's mapping.
PASSED_ON: Final = (
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR",
    "TZ", "JAVA_HOME", "DOTNET_ROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH",
)  # fmt: skip
MARK: Final = "FIELDSYNC_PROCESS"
_LOOK_S: Final = 0.005
_DRAIN_S: Final = 0.5  # a descendant that cannot be found may hold the pipe open
_REAP_S: Final = 5.0


class Launched:
    """A running command, its descendants and their output.

    Its group dies with the harness, however that ends. Descendants are known by a mark
    in their environment, so that also those are ended that left the group.
    """

    def __init__(
        self, command: str, *, environment: Mapping[str, str], directory: Path
    ) -> None:
        """The command runs, in a session of its own and without a shell.

        Raises:
            UsageError: the command is none.
            IutUnusable: it cannot be started, and why.
        """
        self.command = command
        self._mark = secrets.token_hex(16)
        self._output = Output()
        try:
            self._process = _popen(
                _words(command),
                environment=_environment(environment, mark=self._mark),
                directory=directory,
                output=self._output.writer,
            )
        finally:
            self._output.close()
        self._guard = Guard(self.pid)

    @property
    def pid(self) -> int:
        """Of the command itself; the number of its group and session too."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """None while it runs; negative: the signal that ended it."""
        return self._process.poll()

    def last_output(self) -> str:
        """The end of what it and its descendants have written, fit to be shown."""
        return self._output.text()

    def memory_bytes(self) -> int:
        """Resident memory of the tree; what is shared counts for each that shares."""
        total = 0
        for one in self._tree():
            with contextlib.suppress(psutil.Error):
                total += one.memory_info().rss
        return total

    async def died(self) -> int:
        """The return code, once it has ended and its last words have been read."""
        # The kernel sets no asyncio.Event, and a thread that waits is not worth 5 ms.
        while (code := self.returncode) is None:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_S)
        await _within(_DRAIN_S, lambda: self._output.ended)
        return code

    async def stop(self, grace_s: float) -> None:
        """Nothing of it runs: asked by SIGTERM, forced by SIGKILL after `grace_s`."""
        self._signal_group(signal.SIGTERM)
        await _within(grace_s, lambda: self.returncode is not None)
        await self.kill()

    async def kill(self) -> None:
        """Nothing of it runs, at once; its output stays readable."""
        self.kill_now()
        await _within(_REAP_S, lambda: self.returncode is not None)
        await _within(_DRAIN_S, lambda: self._output.ended)
        self._guard.dismiss()

    def kill_now(self) -> None:
        """Everything of it has got SIGKILL; for where nobody can wait."""
        self._signal_group(signal.SIGKILL)
        for one in self._marked():
            with contextlib.suppress(psutil.Error):
                one.kill()

    def send(self, number: signal.Signals) -> None:
        """Everything in its group has got this signal; nothing if it has ended."""
        self._signal_group(number)

    def _signal_group(self, number: signal.Signals) -> None:
        # Once the leader is reaped, its number may be that of another group.
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def _marked(self) -> list[psutil.Process]:
        """Every living process that has inherited the mark."""
        found = []
        for one in psutil.process_iter():
            # Processes of others may not be looked at, and any may just have ended.
            with contextlib.suppress(psutil.Error, OSError):
                if one.environ().get(MARK) == self._mark:
                    found.append(one)
        return found

    def _tree(self) -> list[psutil.Process]:
        try:
            leader = psutil.Process(self.pid)
            return [leader, *leader.children(recursive=True)]
        except psutil.Error:
            return []


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(
            f"The command {command!r} cannot be read: {error}. Mend its quotes."
        ) from error
    if not words or "\0" in command:
        raise UsageError(
            f"The command {command!r} names no program. "
            "Say what to run, as in 'node dist/server.js'."
        )
    return words


def _environment(given: Mapping[str, str], *, mark: str) -> dict[str, str]:
    base = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    # Python's last words before SIGKILL would stay in its buffer: this is no terminal.
    return base | {"PYTHONUNBUFFERED": "1"} | dict(given) | {MARK: mark}


def _popen(
    words: list[str], *, environment: dict[str, str], directory: Path, output: int
) -> subprocess.Popen[bytes]:
    if not directory.is_dir():
        raise IutUnusable(
            f"{words[0]!r} cannot be started: there is no folder {directory}."
        )
    try:
        return subprocess.Popen(  # noqa: S603 - the user's own command is what is tested
            words,
            env=environment,
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise IutUnusable(
            f"There is no program {words[0]!r} (looked in {directory} and in PATH), or "
            "the interpreter that its first line names is missing. Check the command."
        ) from error
    except PermissionError as error:
        raise IutUnusable(
            f"{words[0]!r} is not executable. Make it so (chmod +x), or name the "
            f"interpreter before it, as in 'python3 {words[0]}'."
        ) from error
    except (OSError, ValueError) as error:
        raise IutUnusable(f"{words[0]!r} cannot be started: {error}.") from error


async def _within(seconds: float, holds: Callable[[], bool]) -> None:
    """It holds, or the seconds have passed."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - as in `died`
                await asyncio.sleep(_LOOK_S)
