"""The faults of a tenant: the only place that counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fakes.faults.effects import Stale
from fakes.faults.fault import Fault, Occasion, Question
from fakes.wire import Response


@dataclass(slots=True)
class _Armed:
    fault: Fault
    seen: int = 0

    @property
    def is_used_up(self) -> bool:
        return self.seen >= self.fault.occurrence + self.fault.times - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultsSnapshot:
    """The faults at one moment, to come back to."""

    armed: tuple[tuple[Fault, int], ...]  # with the operations counted so far
    fired: tuple[Fault, ...]
    answers: Mapping[Question, Response]


class Faults:
    """The faults of one tenant, and which of them have reached a client."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []
        self._answers: dict[Question, Response] = {}  # that may be given once more
        self.fired: list[Fault] = []

    @property
    def armed(self) -> tuple[Fault, ...]:
        """What is waiting or has been used up, in the order of its coming."""
        return tuple(one.fault for one in self._armed)

    def snapshot(self) -> FaultsSnapshot:
        """The present faults, to come back to."""
        armed = tuple((one.fault, one.seen) for one in self._armed)
        return FaultsSnapshot(
            armed=armed, fired=tuple(self.fired), answers=dict(self._answers)
        )

    def restore(self, snapshot: FaultsSnapshot) -> None:
        """The faults are those of the snapshot, counted as far as they were then."""
        self._armed = [_Armed(fault, seen) for fault, seen in snapshot.armed]
        self._answers = dict(snapshot.answers)
        self.fired = list(snapshot.fired)

    def add(self, fault: Fault) -> None:
        """The fault waits for its operation."""
        self._armed.append(_Armed(fault))

    def clear(self) -> None:
        """Nothing goes wrong any more; what has fired stays known."""
        self._armed.clear()
        self._answers.clear()

    def hit(self, occasion: Occasion) -> Fault | None:
        """The fault that this occurrence of the operation meets, if any.

        Of several that are due, the first that was added.
        """
        met: Fault | None = None
        for armed in self._armed:
            fault = armed.fault
            if not fault.is_about(occasion):
                continue
            if isinstance(fault.effect, Stale) and self.older(occasion) is None:
                continue
            armed.seen += 1
            due = fault.occurrence <= armed.seen < fault.occurrence + fault.times
            if due and met is None:
                met = fault
        if met is not None:
            self.fired.append(met)
        return met

    def remember(self, occasion: Occasion, response: Response) -> None:
        """The answer may be given once more, if a fault is waiting to do so."""
        for armed in self._armed:
            waits = isinstance(armed.fault.effect, Stale) and not armed.is_used_up
            if waits and armed.fault.is_about(occasion):
                self._answers[occasion.question] = response
                return

    def older(self, occasion: Occasion) -> Response | None:
        """The answer to the same GET before; None when there was none."""
        return self._answers.get(occasion.question)

    def __bool__(self) -> bool:
        return bool(self._armed)
