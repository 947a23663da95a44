"""Faults: what goes wrong on purpose, addressed by operation and occurrence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from fakes.wire import ServiceName


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The request is refused with a status instead of being served."""

    status: int
    code: str = ""
    message: str = "The service is asked to fail here."
    retry_after_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The connection breaks: before the request took effect, or after."""

    after_effect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """The request takes effect at once; its answer comes `by` later, virtually."""

    by: timedelta


Effect: TypeAlias = Answer | Lost | Delay


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """From the `occurrence`-th matching operation on, `times` of them are hit.

    `operation` is a service's operation name or a prefix that ends in `*`.
    """

    service: ServiceName
    operation: str
    effect: Effect
    occurrence: int = 1
    times: int = 1

    def matches(self, service: ServiceName, operation: str) -> bool:
        """Whether the fault is about this operation."""
        if service != self.service:
            return False
        if self.operation.endswith("*"):
            return operation.startswith(self.operation[:-1])
        return operation == self.operation


@dataclass(slots=True)
class _Armed:
    fault: Fault
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultsSnapshot:
    """The faults at one moment, to come back to."""

    armed: tuple[tuple[Fault, int], ...]  # with the operations counted so far
    fired: tuple[Fault, ...]


class Faults:
    """The faults of one tenant, and which of them have reached a client."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []
        self.fired: list[Fault] = []

    @property
    def armed(self) -> tuple[Fault, ...]:
        """What is waiting or has been used up, in the order of its coming."""
        return tuple(one.fault for one in self._armed)

    def snapshot(self) -> FaultsSnapshot:
        """The present faults, to come back to."""
        armed = tuple((one.fault, one.seen) for one in self._armed)
        return FaultsSnapshot(armed=armed, fired=tuple(self.fired))

    def restore(self, snapshot: FaultsSnapshot) -> None:
        """The faults are those of the snapshot, counted as far as they were then."""
        self._armed = [_Armed(fault, seen) for fault, seen in snapshot.armed]
        self.fired = list(snapshot.fired)

    def add(self, fault: Fault) -> None:
        """The fault waits for its operation."""
        self._armed.append(_Armed(fault))

    def clear(self) -> None:
        """Nothing goes wrong any more; what has fired stays known."""
        self._armed.clear()

    def hit(self, service: ServiceName, operation: str) -> Fault | None:
        """The fault that this occurrence of the operation meets, if any."""
        met: Fault | None = None
        for armed in self._armed:
            fault = armed.fault
            if not fault.matches(service, operation):
                continue
            armed.seen += 1
            due = fault.occurrence <= armed.seen < fault.occurrence + fault.times
            if due and met is None:
                met = fault
        if met is not None:
            self.fired.append(met)
        return met

    def __bool__(self) -> bool:
        return bool(self._armed)
