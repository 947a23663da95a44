"""Series and what came of them: the only place that makes them for these tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fakes.dataverse.rows import Row
from tests.fakes.dataverse.makers import Bench, a_user

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
BERLIN, NEW_YORK = 110, 35
UNEXPANDED, PARTIAL, FULL = range(3)


def a_pattern(**more: object) -> dict[str, object]:
    """Columns of a series every Monday at 09:00 UTC, for an hour, without an end."""
    return {
        "subject": "Weekly round",
        "recurrencepatterntype": 1,
        "interval": 1,
        "daysofweekmask": 2,
        "patternstartdate": "2026-03-02T00:00:00Z",
        "patternendtype": 1,
        "starttime": "2026-03-02T09:00:00Z",
        "endtime": "2026-03-02T10:00:00Z",
        **more,
    }


def a_series(bench: Bench, **more: object) -> str:
    """The id of a new series, made without the Web API."""
    return bench.organization.create("recurringappointmentmaster", a_pattern(**more))


def the_instances(bench: Bench, series: str) -> list[Row]:
    """Its instances, in the order of the pattern."""
    rows = bench.organization.rows_of("appointment").equal("seriesid", series)
    return sorted(rows, key=lambda row: str(row.values["originalstartdate"]))


def starts(bench: Bench, series: str) -> list[Any]:
    """When its instances start, in the order of the pattern."""
    return [row.values["scheduledstart"] for row in the_instances(bench, series)]


def master(bench: Bench, series: str) -> dict[str, object]:
    """The columns of a series as they are now."""
    return bench.organization.row("recurringappointmentmaster", series).values


def set_up(bench: Bench, **columns: object) -> None:
    """The organisation has these settings from now on."""
    organization = bench.organization
    organization.update("organization", organization.organization_id, columns)


def let_pass(bench: Bench, span: timedelta = timedelta(seconds=1)) -> None:
    """The tenant's clock has gone on; a second is enough for jobs that wait."""
    bench.clock.move_to(bench.clock.now() + span)


def in_zone(bench: Bench, code: int) -> str:
    """The id of a user who lives there."""
    user = a_user(bench)
    bench.organization.update("usersettings", user, {"timezonecode": code})
    return user
