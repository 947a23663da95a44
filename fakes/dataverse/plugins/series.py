"""Recurring appointment masters: their times, and how far they are expanded (9.5).

The pattern is meant in the time zone that its owner had when the row was made: it
stands in `utcconversiontimezonecode` (inferred). `lastexpandedinstancedate` is the
start of the last occurrence that has been dealt with: instances exist up to there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from fakes.dataverse.plugins import activities
from fakes.dataverse.plugins.recurrence import (
    LATEST,
    Pattern,
    bad_pattern,
    dates,
    final,
    following,
    latest,
    pattern_of,
)
from fakes.dataverse.values import Reference
from fakes.dataverse.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fakes.dataverse.database import Database
    from fakes.dataverse.plugins.draft import Draft

MASTER: Final = "recurringappointmentmaster"
CLOSED: Final = frozenset({1, 2})  # statecode: completed, canceled
_UNEXPANDED, _PARTIAL, _FULL = range(3)  # expansionstatecode
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
_DEFAULTS: Final = {  # of organization (section 9.3), where it has null (inferred)
    "pastexpansionwindow": 3,
    "futureexpansionwindow": 12,
    "recurrenceexpansionsynchcreatemax": 15,
    "maxappointmentdurationdays": 10,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """When a series takes place."""

    pattern: Pattern
    at: time
    lasts: timedelta
    all_day: bool
    zone: ZoneInfo

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Start and end of the occurrence on that day.

        The start keeps its local hour (inferred); a whole day ends at midnight.
        """
        local = datetime.combine(day, self.at, self.zone)
        start = local.astimezone(UTC)
        if self.all_day:  # arithmetic within a zone is that of clocks on the wall
            return start, (local + self.lasts).astimezone(UTC)
        return start, start + self.lasts

    def start(self, day: date) -> datetime:
        """The start of the occurrence on that day."""
        return self.span(day)[0]

    def day_of(self, at: object) -> date | None:
        """The day on which the series is at an instant; None when it is null."""
        return at.astimezone(self.zone).date() if isinstance(at, datetime) else None

    def between(self, low: datetime, high: datetime) -> Iterator[date]:
        """The occurrences that start in `low` … `high`, both included."""
        for day in dates(self.pattern, low.astimezone(self.zone).date() - _DAY):
            start = self.start(day)
            if start > high:
                return
            if start >= low:
                yield day

    def last_until(self, at: datetime) -> date | None:
        """The last occurrence that starts by that instant; None when none does."""
        found = latest(self.pattern, at.astimezone(self.zone).date())
        if found is not None and self.start(found) > at:
            return latest(self.pattern, found - _DAY)
        return found


class Window(NamedTuple):
    """Between which instants instances are made, both included (section 9.3)."""

    low: datetime
    high: datetime


def window(organization: Database) -> Window:
    """The expansion windows around the present instant."""
    now = organization.now()
    past = setting(organization, "pastexpansionwindow")
    future = setting(organization, "futureexpansionwindow")
    return Window(now - relativedelta(months=past), now + relativedelta(months=future))


def setting(organization: Database, name: str) -> int:
    """A number among the columns of the organisation."""
    row = organization.row("organization", organization.organization_id)
    value = row.values[name]
    return value if isinstance(value, int) else _DEFAULTS[name]


def series_of(values: Mapping[str, object]) -> Series:
    """The series that a master describes.

    Raises:
        DataverseError: its pattern makes no sense.
    """
    zone = zone_of(values["utcconversiontimezonecode"])
    start, minutes = values["starttime"], values["duration"]
    if not isinstance(start, datetime) or not isinstance(minutes, int):
        raise bad_pattern("The pattern needs 'starttime', and 'endtime' or 'duration'.")
    return Series(
        pattern=pattern_of(values, zone),
        at=start.astimezone(zone).time(),
        lasts=timedelta(minutes=minutes),
        all_day=values["isalldayevent"] is True,
        zone=zone,
    )


def master(draft: Draft) -> None:
    """Pattern and times agree; what follows from them is told.

    Raises:
        DataverseError: the pattern makes no sense (0x8004e100).
    """
    activities.activity(draft)
    values = draft.values
    if values["patternstartdate"] is None:
        return  # required: refused as such
    if values["utcconversiontimezonecode"] is None:
        values["utcconversiontimezonecode"] = _zone_code(draft)
    _settle_times(draft)
    series = series_of(values)
    if series.pattern.kind == 1 and values["isweekdaypattern"]:
        values["daysofweekmask"] = series.pattern.days
    values["interval"] = series.pattern.interval
    first = following(series.pattern, None)
    if first is None:
        raise bad_pattern("The pattern has no occurrence.")
    start, end = series.span(first)
    values["scheduledstart"] = values["formattedscheduledstart"] = start
    values["scheduledend"] = values["formattedscheduledend"] = end
    values["scheduleddurationminutes"] = values["duration"]
    last = final(series.pattern)
    values["effectivestartdate"] = start
    values["effectiveenddate"] = None if last is None else series.span(last)[1]
    values["seriesstatus"] = values["statecode"] not in CLOSED  # inferred
    if draft.before is None:
        _begin(draft, series, window(draft.organization).low)
    elif series_of(draft.before.values) != series:
        _begin(draft, series, draft.organization.now())


def _zone_code(draft: Draft) -> object:
    """The owner's time zone; that of the author when a team owns the row (inferred)."""
    owner = draft.values["ownerid"]
    user = isinstance(owner, Reference) and owner.table == "systemuser"
    settings = draft.organization.row("usersettings", str(owner) if user else draft.by)
    return settings.values["timezonecode"]


def _settle_times(draft: Draft) -> None:
    """Start, end and duration agree; the end follows unless it is given (inferred)."""
    values, given = draft.values, draft.given
    start, end, minutes = values["starttime"], values["endtime"], values["duration"]
    if not isinstance(start, datetime) or start.year >= LATEST.year:
        raise bad_pattern("The pattern needs a 'starttime'.")
    if isinstance(end, datetime) and ("endtime" in given or minutes is None):
        whole = round((end - start) / _MINUTE)
        if "duration" in given and minutes not in {None, whole}:
            raise bad_pattern("'endtime' and 'duration' contradict each other.")
        minutes = whole
    if not isinstance(minutes, int):
        raise bad_pattern("The pattern needs 'endtime' or 'duration'.")
    most = timedelta(days=setting(draft.organization, "maxappointmentdurationdays"))
    if not timedelta() <= timedelta(minutes=minutes) <= most:
        raise bad_pattern("The duration is negative or too long.")
    values["duration"] = minutes
    values["endtime"] = start + timedelta(minutes=minutes)


def _begin(draft: Draft, series: Series, low: datetime) -> None:
    """The first instances from `low` on are made at once, the others later.

    What lies before `low` counts as dealt with: it is never made.
    """
    most = setting(draft.organization, "recurrenceexpansionsynchcreatemax")
    high = window(draft.organization).high
    reached: date | None = series.last_until(low - timedelta(seconds=1))
    for number, day in enumerate(series.between(low, high)):
        if number == most:
            break
        reached = day
    draft.values.update(expanded(series, reached))


def expanded(series: Series, reached: date | None) -> dict[str, object]:
    """What a master tells about its expansion up to and including that day."""
    if reached is None:
        state = _UNEXPANDED
    else:
        state = _PARTIAL if following(series.pattern, reached) else _FULL
    return {
        "lastexpandedinstancedate": None if reached is None else series.start(reached),
        "expansionstatecode": state,
    }


def due(values: Mapping[str, object], high: datetime) -> Mapping[str, object] | None:
    """What a master tells once its instances exist up to `high`; None when they do.

    A series that is completed or canceled goes no further (inferred).
    """
    if values["expansionstatecode"] == _FULL or values["statecode"] in CLOSED:
        return None
    series = series_of(values)
    coming = following(
        series.pattern, series.day_of(values["lastexpandedinstancedate"])
    )
    if coming is None or series.start(coming) > high:
        return None
    return expanded(series, series.last_until(high))
