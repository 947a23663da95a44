"""Whose clock on the wall a series keeps: section 9.4, trap 25."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time

from tests.fakes.dataverse.makers import Bench, a_bench
from tests.fakes.dataverse.series.makers import (
    BERLIN,
    NEW_YORK,
    WEEK,
    a_pattern,
    a_series,
    in_zone,
    let_pass,
    master,
    starts,
    the_instances,
)


@pytest.mark.parametrize(
    ("code", "zone", "shift"),
    [
        (BERLIN, "Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (NEW_YORK, "America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ],
)
def test_instances_keep_the_local_hour_of_their_owner(
    bench: Bench, code: int, zone: str, shift: datetime
) -> None:
    """Section 9.4: usersettings.timezonecode decides (inferred)."""
    series = a_series(bench, ownerid=in_zone(bench, code))
    let_pass(bench)

    found = starts(bench, series)
    local = {start.astimezone(ZoneInfo(zone)).time() for start in found}
    before = {start.time() for start in found if start < shift}
    after = {start.time() for start in found if shift < start < shift + 20 * WEEK}
    assert (len(found), len(local)) == (53, 1)
    assert [one.hour for one in before] == [9]
    assert [one.hour for one in after] == [8]


def test_a_series_stays_in_its_zone_when_the_owner_moves(bench: Bench) -> None:
    nina = in_zone(bench, BERLIN)
    series = a_series(bench, ownerid=nina)

    bench.organization.update("usersettings", nina, {"timezonecode": NEW_YORK})
    let_pass(bench)

    assert master(bench, series)["utcconversiontimezonecode"] == BERLIN
    assert starts(bench, series)[20].hour == 8  # 10:00 in Berlin, in summer


def test_whole_days_begin_and_end_at_midnight_of_the_owner(bench: Bench) -> None:
    """Trap 25; the day of the change has 23 hours."""
    series = a_series(
        bench,
        ownerid=in_zone(bench, BERLIN),
        isalldayevent=True,
        daysofweekmask=1,
        starttime="2026-03-01T23:00:00Z",
        endtime="2026-03-02T23:00:00Z",
        patternstartdate="2026-03-01T23:00:00Z",
    )

    shown = the_instances(bench, series)[3].values

    assert shown["scheduledstart"] == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert shown["scheduledend"] == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_an_unknown_time_zone_is_a_gap_of_the_fake(bench: Bench) -> None:
    body = a_pattern(utcconversiontimezonecode=9999)

    answer = bench.send("POST", "/recurringappointmentmasters", body)

    assert answer.status == 501


def test_a_series_of_a_team_is_expanded_by_its_author(bench: Bench) -> None:
    organization = bench.organization
    nina = in_zone(bench, BERLIN)
    team = organization.add_team("Field")
    series = organization.create(
        "recurringappointmentmaster", a_pattern(ownerid=team), by=nina
    )

    row = the_instances(bench, series)[0].values
    assert (row["ownerid"], row["createdby"]) == (team, nina)
    assert master(bench, series)["utcconversiontimezonecode"] == BERLIN


def test_series_under_a_frozen_process_clock_are_the_same() -> None:
    """As in a run: instants of real and of frozen classes are alike."""
    bench = a_bench()
    nina = in_zone(bench, BERLIN)
    thawed = a_series(bench, ownerid=nina)

    with freeze_time("2020-01-01T00:00:00Z", real_asyncio=True):
        frozen = a_series(bench, ownerid=nina)
        let_pass(bench)

    assert starts(bench, frozen) == starts(bench, thawed)
    assert len(starts(bench, frozen)) == 53
