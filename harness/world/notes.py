"""Observations: what the report tells and nobody judges."""

from __future__ import annotations

from datetime import datetime, timedelta

from harness.world.cast import Cast, Role
from harness.world.items import Items
from harness.world.timeline import Timeline
from harness.world.waits import Waits


class Notes:
    """What the implementation did where the documents leave it free."""

    def __init__(
        self, timeline: Timeline, cast: Cast, items: Items, waits: Waits
    ) -> None:
        self._timeline = timeline
        self._cast = cast
        self._items = items
        self._waits = waits

    def shows(self, who: Role, name: str) -> None:
        """Whether the calendar shows the booking, where it need not.

        Rules that need its absence are then observed (spec/README.md, "Passive window
        entry").
        """
        found = len(self._items.of(name, self._cast[who].mailbox))
        words = {0: "does not show", 1: "shows"}.get(found, f"shows {found} times")
        self._timeline.note(f"The calendar of {who} {words} {name!r}.")
        if found:
            self._timeline.freedom = f"{name!r} was in the calendar already."

    def waits(self, name: str, *, now: datetime) -> None:
        """How long changes waited."""
        waits = sorted(
            one for one in self._waits.of(name, until=now) if one is not None
        )
        if waits:
            least, most = in_words(waits[0]), in_words(waits[-1])
            self._timeline.note(f"Changes of {name!r} waited {least} to {most}.")


def in_words(span: timedelta) -> str:
    """The length of time as a reader says it."""
    minutes = span // timedelta(minutes=1)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes and minutes % size == 0:
            count = minutes // size
            return f"{count} {word}" if count == 1 else f"{count} {word}s"
    return "no time"
