"""How the harness speaks to an implementation under test, whatever it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable


class ClockMode(StrEnum):
    """How the implementation's clock is made to follow virtual time (contract page)."""

    VIRTUAL = "virtual"
    JUMP = "jump"
    RATE = "rate"
    REALTIME = "realtime"

    @property
    def runs(self) -> bool:
        """Whether time passes by itself, so that the harness can only wait."""
        return self in {ClockMode.RATE, ClockMode.REALTIME}

    @property
    def slack(self) -> timedelta:
        """By how much a deadline may be missed: sleeps of real processes are rounded.

        None for the contract, one virtual minute for a black box (contract page).
        """
        return timedelta() if self is ClockMode.VIRTUAL else timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation:
    """Who is under test and what it claims: the PICS (contract: `Implementation`)."""

    name: str
    version: str
    vendor: str
    contract: int
    profiles: tuple[str, ...]
    clock: str
    claims_all: bool = (
        False  # every profile that is asked for, whatever `profiles` says
    )
    homepage: str | None = None
    optional: tuple[str, ...] = ()
    parallel_sessions: int = 1
    durable: bool = False
    exceptions: Mapping[str, str] = field(default_factory=dict)  # rule id -> reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What an administrator would see as an alert."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the implementation has come, and when it next wants to wake."""

    now: datetime
    next_wake: datetime | None
    problems: tuple[Problem, ...] = ()


class Iut(Protocol):
    """An implementation under test. Every call may raise `IutCrashed` or `TimedOut`."""

    clock_mode: ClockMode
    is_foreign: bool  # not in this process: it may hang, flood or die

    async def describe(self) -> Implementation:
        """What the implementation says of itself."""
        ...

    async def open(self, session_id: str, session: Mapping[str, Any]) -> Progress:
        """The session is connected; nothing of other sessions is known to it."""
        ...

    async def advance(self, session_id: str, to: datetime) -> Progress:
        """Everything due at or before `to` is done."""
        ...

    async def signal(self, session_id: str, signal: Mapping[str, Any]) -> None:
        """The implementation knows what no API call shows.

        Raises:
            NotOffered: it does not know that kind of signal.
        """
        ...

    async def diagnostics(self, session_id: str) -> Mapping[str, Any]:
        """What the implementation tells about itself, for the report only."""
        ...

    async def close(self, session_id: str) -> None:
        """The session is forgotten."""
        ...

    async def stop(self) -> None:
        """Nothing of the implementation runs any more."""
        ...

    def last_output(self) -> str | None:
        """What a process of the implementation printed last; None: it has no output."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAnswer:
    """What a server answered, as it came: nothing of it has been checked."""

    status: int
    media_type: str  # in lower case, without parameters; empty: it told none
    body: bytes


@runtime_checkable
class ServedIut(Iut, Protocol):
    """An implementation that serves the contract over HTTP."""

    async def start(self) -> None:
        """Somebody listens where the implementation is to be.

        Raises:
            IutUnusable: nobody does, and why.
        """
        ...

    async def ask(self, method: str, path: str, body: bytes | None = None) -> RawAnswer:
        """The answer to any request, also to one that breaks the contract."""
        ...


@runtime_checkable
class MortalIut(ServedIut, Protocol):
    """An implementation whose process the harness can kill.

    Whatever is asked next meets a new process with the same state folder.
    """

    async def kill(self) -> None:
        """The process is gone without a farewell."""
        ...


@runtime_checkable
class RunningIut(Iut, Protocol):
    """An implementation whose clock runs by itself: the harness can only wait."""

    rate: int  # virtual seconds a second

    def now(self) -> datetime:
        """The instant that the implementation's clock shows."""
        ...

    def is_busy(self) -> bool:
        """Whether it is at work: a request is open, or a process is not asleep."""
        ...

    async def live(self, span_s: float) -> None:
        """So much real time has passed.

        Raises:
            IutCrashed: it died meanwhile.
        """
        ...
