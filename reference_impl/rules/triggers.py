"""Section 5.3: which change of a linked booking writes its item again.

The time window and the location of the booking, nothing else: a change of the work
order [BKG-061 to BKG-068, BKG-072] or of another column [BKG-073, BKG-074, BKG-079]
is none. Columns are compared with those of the last write, so writing the same value
again is none either [BKG-078], a booking that went and came back is unchanged
[BKG-086], and of several changes only the last counts [BKG-076, CAD-018]. After every
write the fields are stale again [BKG-071].
"""

# ruff: noqa: PLW0108  rows call by name, so that one function can be replaced

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reference_impl.rules.model import Booking, RuleIds, TriggerColumns

# A cycle looks at a linked pair when its booking row changed, never for the sake of a
# work order, account or contact [BKG-061], nor to mend what a worker did [BKG-006].
REFRESHES_UNTOUCHED: Final = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A row of the table: a column that counts, and the rule that says so."""

    column: str
    rules: RuleIds
    fires: Callable[[Booking, TriggerColumns], bool]


def start_changed(booking: Booking, written: TriggerColumns) -> bool:
    """Tell whether the start moved [BKG-058]."""
    return booking.start_at != written.start_at


def end_changed(booking: Booking, written: TriggerColumns) -> bool:
    """Tell whether the end moved, also by the duration [BKG-059, BKG-120]."""
    return booking.end_at != written.end_at


def work_location_changed(booking: Booking, written: TriggerColumns) -> bool:
    """Tell whether the work location changed [BKG-060]."""
    return booking.work_location != written.work_location


def latitude_changed(booking: Booking, written: TriggerColumns) -> bool:
    """Tell whether the latitude changed [BKG-060]."""
    return booking.latitude != written.latitude


def longitude_changed(booking: Booking, written: TriggerColumns) -> bool:
    """Tell whether the longitude changed [BKG-060]."""
    return booking.longitude != written.longitude


TRIGGERS: Final[tuple[Trigger, ...]] = (
    Trigger(
        column="start",
        rules=("BKG-058", "BKG-069"),
        fires=lambda booking, written: start_changed(booking, written),
    ),
    Trigger(
        column="end",
        rules=("BKG-059", "BKG-069", "BKG-120"),
        fires=lambda booking, written: end_changed(booking, written),
    ),
    Trigger(
        column="work location",
        rules=("BKG-060", "BKG-070"),
        fires=lambda booking, written: work_location_changed(booking, written),
    ),
    Trigger(
        column="latitude",
        rules=("BKG-060", "BKG-070"),
        fires=lambda booking, written: latitude_changed(booking, written),
    ),
    Trigger(
        column="longitude",
        rules=("BKG-060", "BKG-070"),
        fires=lambda booking, written: longitude_changed(booking, written),
    ),
)


def fired(booking: Booking, written: TriggerColumns) -> RuleIds:
    """Return the rules of every trigger that fired, without repetition."""
    rules = [
        rule
        for trigger in TRIGGERS
        if trigger.fires(booking, written)
        for rule in trigger.rules
    ]
    return tuple(dict.fromkeys(rules))


def columns_of(booking: Booking) -> TriggerColumns:
    """Return what is remembered of a booking when its item has been written."""
    return TriggerColumns(
        start_at=booking.start_at,
        end_at=booking.end_at,
        work_location=booking.work_location,
        latitude=booking.latitude,
        longitude=booking.longitude,
    )


def was_rescheduled(booking: Booking, written: TriggerColumns | None) -> bool:
    """Tell whether somebody moved the start, as opposed to time having passed."""
    return written is None or start_changed(booking, written)


def refreshes_untouched() -> bool:
    """Tell whether items are written again without a change of their booking."""
    return REFRESHES_UNTOUCHED
