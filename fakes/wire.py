"""What passes between the HTTP server and a service: plain values, no sockets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, Protocol, TypeAlias

ServiceName: TypeAlias = Literal["entra", "dataverse", "exchange"]
Headers: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as a service sees it, at the top level or inside a `$batch`."""

    method: str  # upper case
    path: str  # below the service's root, begins with "/", still percent-encoded
    query: str  # without "?", still encoded
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    root_url: str  # the service's root as this client addressed it: every link in an
    # answer begins with it (client-expectations, section 3)
    inner: bool = False  # a part of a `$batch`


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer of a service."""

    status: int
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """How an answer leaves: whole, or as a fault will have it.

    `closed` and `reset` connections carry none. Of a `cut` one, `kept_bytes` of the
    body leave (None: half), of a `trickled` one half, and the rest after the `pause`.
    """

    response: Response | None = None
    ending: Literal["whole", "closed", "reset", "cut", "trickled"] = "whole"
    kept_bytes: int | None = None
    pause: timedelta = timedelta()

    @property
    def sent(self) -> Response | None:
        """What of the answer reaches the client in the end; None for nothing."""
        if self.response is None or self.ending != "cut":
            return self.response
        body = self.response.body
        half = len(body) // 2
        kept = half if self.kept_bytes is None else self.kept_bytes
        return replace(self.response, body=body[: min(kept, max(len(body) - 1, 0))])


Perform: TypeAlias = Callable[[Request], Response]


class Service(Protocol):
    """A service of one tenant. Synchronous: a request is one atomic step."""

    name: ServiceName

    def operation(self, request: Request) -> str:
        """What the request asks for, for faults and journal: `event.create`."""
        ...

    async def prepare(self, request: Request) -> None:
        """What the request needs from the network before it is served is there."""
        ...

    def handle(self, request: Request, perform: Perform) -> Response:
        """The answer; the effects are in the store.

        Requests inside a `$batch` go through `perform`, which applies faults to them
        and notes them in the journal.
        """
        ...

    def in_flight(self, request: Request) -> AbstractContextManager[None]:
        """The request lasts, in virtual time: its answer is held back."""
        ...

    def refusal(self, status: int, code: str, message: str) -> Response:
        """An error answer in the service's own shape."""
        ...
