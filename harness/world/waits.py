"""How long changes waited until Outlook showed them (CAD-001, CAD-002)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fakes.exchange import Event, ExchangeTenant
from harness.world.items import Items


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A change of a booking: when it was saved, and the start that it gave."""

    at: datetime
    start: datetime


class Waits:
    """The waits of every change that a step made minute by minute."""

    def __init__(self, exchange: ExchangeTenant, items: Items) -> None:
        self._exchange = exchange
        self._items = items
        self._saved: dict[str, list[Saved]] = {}

    def saved(self, name: str, *, at: datetime, start: datetime) -> None:
        """A change of the booking was saved."""
        self._saved.setdefault(name, []).append(Saved(at=at, start=start))

    def of(self, name: str, *, until: datetime) -> list[timedelta | None]:
        """For each change saved by then the wait until it, or a later one, showed.

        None stands for a change that has not shown.
        """
        shown = self._shown(name)
        return [
            _wait(saved, self._saved[name][index:], shown)
            for index, saved in enumerate(self._saved.get(name, []))
            if saved.at <= until
        ]

    def _shown(self, name: str) -> list[Saved]:
        """Every start that the booking's entry has had, and since when."""
        return [
            Saved(at=change.at, start=change.after.start_at)
            for change in self._exchange.changed_since(0)
            if isinstance(change.after, Event)
            and self._items.belongs(change.item_id, name)
        ]


def _wait(saved: Saved, later: list[Saved], shown: list[Saved]) -> timedelta | None:
    starts = {one.start for one in later}
    for one in shown:
        if one.at >= saved.at and one.start in starts:
            return one.at - saved.at
    return None
