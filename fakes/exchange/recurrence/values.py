"""What a client may ask of a series: pattern and range, checked as they are made.

Section 3.5 of the fact sheet. Fields that a type does not use are still checked, then
forgotten: they come back as zeros (inferred). A missing or odd field is refused with
`ErrorPropertyValidationFailure` (inferred), a range beyond the calendar with
`ErrorRecurrenceEndDateTooBig`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, Literal, TypeAlias, get_args

from fakes.exchange.recurrence import refusals

PatternType: TypeAlias = Literal[
    "daily",
    "weekly",
    "absoluteMonthly",
    "relativeMonthly",
    "absoluteYearly",
    "relativeYearly",
]
RangeType: TypeAlias = Literal["endDate", "noEnd", "numbered"]
Weekday: TypeAlias = Literal[
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"
]
WeekIndex: TypeAlias = Literal["first", "second", "third", "fourth", "last"]

LATEST: Final = date(4500, 9, 1)  # the end of Exchange's calendar
_LONGEST_STEP: Final = 999
_NEEDED: Final[Mapping[PatternType, tuple[str, ...]]] = {
    "daily": (),
    "weekly": ("days_of_week",),
    "absoluteMonthly": ("day_of_month",),
    "relativeMonthly": ("days_of_week",),
    "absoluteYearly": ("day_of_month", "month"),
    "relativeYearly": ("days_of_week", "month"),
}
_USED: Final[Mapping[PatternType, frozenset[str]]] = {
    "daily": frozenset(),
    "weekly": frozenset({"days_of_week", "first_day_of_week"}),
    "absoluteMonthly": frozenset({"day_of_month"}),
    "relativeMonthly": frozenset({"days_of_week", "index"}),
    "absoluteYearly": frozenset({"day_of_month", "month"}),
    "relativeYearly": frozenset({"days_of_week", "month", "index"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """On which days; a zero or nothing means that the field is not given."""

    type: PatternType
    interval: int
    days_of_week: tuple[Weekday, ...] = ()
    first_day_of_week: Weekday = "sunday"
    index: WeekIndex = "first"
    day_of_month: int = 0
    month: int = 0

    def __post_init__(self) -> None:
        for name, least, most in (
            ("interval", 1, _LONGEST_STEP),
            ("day_of_month", 0, 31),
            ("month", 0, 12),
        ):
            if not least <= getattr(self, name) <= most:
                raise refusals.invalid(f"'{name}' of the pattern is out of bounds.")
        for name in _NEEDED[self.type]:
            if not getattr(self, name):
                raise refusals.invalid(f"A pattern '{self.type}' needs '{name}'.")

    @property
    def essence(self) -> Pattern:
        """The same pattern without what its type does not use, each day once."""
        used = _USED[self.type] | {"type", "interval"}
        kept: dict[str, Any] = {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if one.name in used
        }
        named = kept.get("days_of_week", ())
        kept["days_of_week"] = tuple(day for day in get_args(Weekday) if day in named)
        return Pattern(**kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From when until when."""

    type: RangeType
    start_date: date
    end_date: date | None = None
    number_of_occurrences: int = 0
    time_zone: str | None = None  # a Windows name; None: the event's

    def __post_init__(self) -> None:
        if self.number_of_occurrences < 0:
            raise refusals.invalid("'number_of_occurrences' is negative.")
        if max(self.start_date, self.end_date or self.start_date) > LATEST:
            raise refusals.end_date_too_big()
        if self.type == "numbered" and not self.number_of_occurrences:
            raise refusals.invalid("A numbered range needs 'number_of_occurrences'.")
        if self.type != "endDate":
            return
        if self.end_date is None:
            raise refusals.invalid("A range with an end needs 'end_date'.")
        if self.end_date < self.start_date:
            raise refusals.no_occurrence()

    @property
    def essence(self) -> Range:
        """The same range without what its type does not use."""
        return replace(
            self,
            end_date=self.end_date if self.type == "endDate" else None,
            number_of_occurrences=(
                self.number_of_occurrences if self.type == "numbered" else 0
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """The recurrence of a series: which days, from when until when."""

    pattern: Pattern
    range: Range

    @property
    def essence(self) -> Recurrence:
        """The same recurrence without what its types do not use."""
        return Recurrence(pattern=self.pattern.essence, range=self.range.essence)

    def at_home(self, time_zone: str) -> Recurrence:
        """The recurrence with a time zone: its own, or else the event's."""
        if self.range.time_zone is not None:
            return self
        return replace(self, range=replace(self.range, time_zone=time_zone))
