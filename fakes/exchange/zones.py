"""Time zones by either of their names, and wall time in them.

Section 3.3 of the fact sheet: Windows names and a listed part of the IANA names are
accepted, in bodies and in `Prefer`; anything else is refused.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from fakes.exchange.windows_zones import ROWS


class UnknownZone(ValueError):  # noqa: N818 - reads as the fact it reports
    """No time zone of that name is accepted."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The time zone '{name}' is not supported.")
        self.zone = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """One time zone as a client named it."""

    name: str  # as asked for: answers repeat it
    windows_name: str
    rules: tzinfo

    def instant(self, wall: datetime) -> datetime:
        """The instant at which clocks of this zone show `wall`, in UTC."""
        return wall.replace(tzinfo=self.rules).astimezone(UTC)

    def wall(self, at: datetime) -> datetime:
        """What clocks of this zone show at an instant; naive.

        The calendar's ends stand for never (trap 31): they are the same everywhere.
        """
        try:
            return at.astimezone(self.rules).replace(tzinfo=None)
        except OverflowError:
            return datetime.min if at.year == 1 else datetime.max  # noqa: DTZ901 - naive

    def begins_day(self, at: datetime) -> bool:
        """Whether it is midnight, or what stands for it on a day that has none.

        Where clocks go forward at midnight a day begins at one o'clock.
        """
        try:
            return self.instant(datetime.combine(self.wall(at), time())) == at
        except OverflowError:  # the calendar has no such midnight
            return False


@functools.cache
def _windows_names() -> dict[str, str]:
    """Windows name, lower case, to its own spelling and IANA name: `a|b`."""
    names: dict[str, str] = {}
    for line in ROWS.strip().splitlines():
        windows, _, iana = line.partition("|")
        names[windows.lower()] = f"{windows}|{iana.split()[0]}"
    return names


@functools.cache
def _iana_names() -> dict[str, str]:
    """IANA name, lower case, to the Windows name and its own spelling: `a|b`."""
    names: dict[str, str] = {}
    for line in ROWS.strip().splitlines():
        windows, _, row = line.partition("|")
        names.update((iana.lower(), f"{windows}|{iana}") for iana in row.split())
    return names


@functools.lru_cache(maxsize=1024)
def zone(name: str) -> Zone:
    """The zone of a Windows or IANA name, in any letter case.

    Raises:
        UnknownZone: neither list has it.
    """
    wanted = name.strip().lower()
    known = _windows_names().get(wanted) or _iana_names().get(wanted)
    if known is None:
        raise UnknownZone(name)
    windows, _, iana = known.partition("|")
    return Zone(name=name, windows_name=windows, rules=_rules(iana))


def _rules(iana: str) -> tzinfo:
    return UTC if iana in {"Etc/UTC", "UTC"} else ZoneInfo(iana)


@functools.cache
def supported(*, iana: bool) -> tuple[str, ...]:
    """Every accepted name of one kind, in the order of the table."""
    names = _iana_names() if iana else _windows_names()
    which = 2 if iana else 0
    return tuple(known.partition("|")[which] for known in names.values())


UTC_ZONE: Final = Zone(name="UTC", windows_name="UTC", rules=UTC)
