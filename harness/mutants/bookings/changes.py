"""Changes of a booking, carried over wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from harness.mutants.mutant import Mutant, mutant
from reference_impl.rules import bookings, content, triggers
from reference_impl.rules.actions import (
    Action,
    CreateItem,
    DeleteItem,
    Nothing,
    UpdateItem,
)
from reference_impl.rules.content import ItemContent
from reference_impl.rules.model import (
    Booking,
    FieldServiceStatus,
    Linked,
    Present,
    RuleIds,
    Snapshot,
    Touch,
    TriggerColumns,
    WorkOrder,
)
from reference_impl.shell.candidates import Candidates

Actions = tuple[Action, ...]
_NOTHING: Final[Actions] = (Nothing(rules=()),)
_admit = bookings.admit
_write = bookings.write
_compose = content.compose
_fired = triggers.fired
_add_untouched = Candidates.add_untouched


def _never(*_: Any) -> bool:
    return False


def _always(*_: Any) -> bool:
    return True


def _half_an_hour_or_more(booking: Booking, written: TriggerColumns) -> bool:
    moved = abs(booking.start_at - written.start_at)
    return moved >= timedelta(minutes=30)


def _grew(booking: Booking, written: TriggerColumns) -> bool:
    old = written.end_at - written.start_at
    return booking.end_at - booking.start_at != old


def _only_the_hours(booking: Booking, order: WorkOrder) -> ItemContent:
    return replace(
        _compose(booking, order),
        subject=None,
        body_html=None,
        location=None,
        importance=None,
    )


def _replaces(*, when_moved: bool) -> Any:
    """An update is a second entry."""

    def write(booking: Booking, snapshot: Snapshot, link: Linked) -> Actions:
        actions = _write(booking, snapshot, link)
        written = link.written
        moved = written is not None and triggers.start_changed(booking, written)
        if isinstance(actions[0], UpdateItem) and moved is when_moved:
            return (CreateItem(rules=()),)
        return actions

    return write


def adds_up(memory: dict[str, datetime]) -> dict[str, Any]:
    """Several moves are summed up instead of taking the last."""

    def first(booking: Booking, order: WorkOrder) -> ItemContent:
        memory[booking.id] = booking.start_at
        return _compose(booking, order)

    def later(booking: Booking, order: WorkOrder) -> ItemContent:
        moved = booking.start_at - memory.get(booking.id, booking.start_at)
        made = _compose(booking, order)
        if moved < timedelta(hours=4):
            return made
        return replace(
            made, start_at=booking.start_at + moved, end_at=booking.end_at + moved
        )

    return {
        "rules.content.at_first_synchronisation": first,
        "rules.content.at_trigger": later,
    }


def _keeps_the_first_worker(memory: dict[str, str]) -> Any:
    def admit(snapshot: Snapshot, now: datetime) -> Actions:
        actions = _admit(snapshot, now)
        row = snapshot.row
        if not isinstance(row, Present) or not isinstance(actions[0], CreateItem):
            return actions
        first = memory.setdefault(row.booking.id, snapshot.mailbox.id)
        return actions if first == snapshot.mailbox.id else _NOTHING

    return admit


def _completed_is_done(booking: Booking, written: TriggerColumns) -> RuleIds:
    if booking.status.field_service is FieldServiceStatus.COMPLETED:
        return ()
    return _fired(booking, written)


def _refreshes_after_deletion(self: Candidates, reading: Any) -> None:
    """After a deletion every other entry is written again, to be sure."""
    if reading.bookings.deleted:
        healthy = triggers.refreshes_untouched
        triggers.refreshes_untouched = _always
        try:
            _add_untouched(self, reading)
        finally:
            triggers.refreshes_untouched = healthy
    else:
        _add_untouched(self, reading)


def _withdraws(booking: Booking, snapshot: Snapshot, link: Linked) -> Actions:
    actions = _write(booking, snapshot, link)
    if snapshot.touch is Touch.CHANGED and isinstance(actions[0], Nothing):
        return (DeleteItem(rules=()),)
    return actions


MUTANTS: Final[tuple[Mutant, ...]] = (
    mutant(
        "BKG-020/writes-every-cycle",
        "writes every entry again in every cycle, to be sure",
        reason="left alone",
        patches={"rules.triggers.refreshes_untouched": _always},
    ),
    mutant(
        "BKG-023/loses-the-link",
        "makes a new entry for a booking that has moved",
        reason="to be the same entry as before",
        patches={"rules.bookings.write": _replaces(when_moved=True)},
    ),
    mutant(
        "BKG-058/small-moves-do-not-count",
        "does not bother with moves of less than half an hour",
        reason="to start",
        patches={
            "rules.triggers.start_changed": _half_an_hour_or_more,
            "rules.triggers.end_changed": _grew,
        },
    ),
    mutant(
        "BKG-059/end-ignored",
        "looks at the start only",
        reason="to end",
        patches={"rules.triggers.end_changed": _never},
    ),
    mutant(
        "BKG-060/place-ignored",
        "takes coordinates for a detail of the map",
        reason="to say the Location",
        patches={
            "rules.triggers.latitude_changed": _never,
            "rules.triggers.longitude_changed": _never,
        },
    ),
    mutant(
        "BKG-069/only-the-hours",
        "writes only the hours when the hours change",
        reason="to say the",
        patches={"rules.content.at_trigger": _only_the_hours},
    ),
    mutant(
        "BKG-070/latitude-ignored",
        "thinks that a new place has a new longitude",
        reason="to say the Work Order Summary",
        patches={"rules.triggers.latitude_changed": _never},
    ),
    mutant(
        "BKG-075/replaces-the-entry",
        "makes a new entry for a booking that grows or is relocated",
        reason="to be the same entry as before",
        patches={"rules.bookings.write": _replaces(when_moved=False)},
    ),
    mutant(
        "BKG-076/adds-up-moves",
        "adds up the moves of a booking instead of taking the last",
        reason="to start",
        patches=adds_up({}),
    ),
    mutant(
        "BKG-076/no-change-is-withdrawal",
        "takes a booking that changed in nothing for one that was withdrawn",
        reason="one entry for 'Boiler repair'",
        patches={"rules.bookings.write": _withdraws},
    ),
    mutant(
        "BKG-080/unlinked-entries-follow",
        "does not look at the category before it writes",
        reason="to start",
        patches={"rules.bookings.is_let_go": _never},
    ),
    mutant(
        "BKG-081/first-worker-only",
        "leaves an entry with whoever was booked first",
        reason="one entry for 'Boiler repair'",
        patches={"rules.bookings.admit": _keeps_the_first_worker({})},
    ),
    mutant(
        "BKG-120/completed-is-done",
        "does not look at completed bookings any more",
        reason="to end",
        patches={"rules.triggers.fired": _completed_is_done},
    ),
    mutant(
        "BKG-122/siblings-written-again",
        "writes every other entry again after a deletion",
        reason="left alone",
        patches={
            "shell.candidates.Candidates.add_untouched": _refreshes_after_deletion
        },
    ),
)
