"""Which instances there are, and when: section 9.3, trap 42."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.dataverse.makers import MONDAY, Bench, a_bench
from tests.fakes.dataverse.series.makers import (
    DAY,
    FULL,
    PARTIAL,
    UNEXPANDED,
    WEEK,
    a_pattern,
    a_series,
    let_pass,
    master,
    set_up,
    starts,
)


def test_a_new_series_has_fifteen_instances_and_the_others_come_later(
    bench: Bench,
) -> None:
    """Trap 42: expansion is asynchronous."""
    series = a_series(bench)
    at_once = starts(bench, series)
    told = master(bench, series)

    let_pass(bench)

    later = starts(bench, series)
    nine = MONDAY + timedelta(hours=1)
    assert at_once == [nine + WEEK * number for number in range(15)]
    assert (told["expansionstatecode"], told["lastexpandedinstancedate"]) == (
        PARTIAL,
        nine + WEEK * 14,
    )
    assert later == [nine + WEEK * number for number in range(53)]
    assert later[-1] == datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("months", "made"), [(1, "2026-02-02T08:00:00Z"), (2, "2026-01-02T08:00:00Z")]
)
def test_the_past_window_ends_exactly_where_its_months_do(
    bench: Bench, months: int, made: str
) -> None:
    """Section 9.3: now is 2 March, 08:00."""
    set_up(bench, pastexpansionwindow=months)
    daily = a_pattern(
        recurrencepatterntype=0,
        patternstartdate="2025-12-01T00:00:00Z",
        starttime="2025-12-01T08:00:00Z",
        endtime="2025-12-01T08:30:00Z",
    )
    inside = bench.organization.create("recurringappointmentmaster", daily)
    daily["starttime"] = "2025-12-01T07:59:59Z"
    outside = bench.organization.create("recurringappointmentmaster", daily)

    first = datetime.fromisoformat(made)
    assert starts(bench, inside)[0] == first
    assert starts(bench, outside)[0] == first + DAY - timedelta(seconds=1)


def test_the_future_window_ends_exactly_where_its_months_do(bench: Bench) -> None:
    """Section 9.3: one month from 2 March, 08:00, both ends included."""
    set_up(bench, futureexpansionwindow=1, recurrenceexpansionsynchcreatemax=1000)
    daily = a_pattern(
        recurrencepatterntype=0,
        starttime="2026-03-02T08:00:00Z",
        endtime="2026-03-02T08:30:00Z",
    )
    inside = bench.organization.create("recurringappointmentmaster", daily)
    daily["starttime"] = "2026-03-02T08:00:01Z"
    outside = bench.organization.create("recurringappointmentmaster", daily)

    assert starts(bench, inside)[-1] == datetime(2026, 4, 2, 8, tzinfo=UTC)
    assert starts(bench, outside)[-1] == datetime(2026, 4, 1, 8, 0, 1, tzinfo=UTC)


def test_instances_come_as_the_window_moves_however_the_clock_does(
    bench: Bench,
) -> None:
    """One leap over three years makes the same instances as many small steps."""
    other = a_bench()
    series, same = a_series(bench), a_series(other)

    let_pass(bench, 156 * WEEK)
    for _ in range(156):
        let_pass(other, WEEK)

    assert starts(bench, series) == starts(other, same)
    assert len(starts(bench, series)) == 53 + 156


def test_a_series_far_ahead_waits_for_the_window(bench: Bench) -> None:
    series = a_series(
        bench,
        patternstartdate="2027-03-08T00:00:00Z",
        patternendtype=2,
        occurrences=1,
    )
    before = (starts(bench, series), master(bench, series)["expansionstatecode"])

    let_pass(bench, 6 * DAY)
    almost = starts(bench, series)
    let_pass(bench, timedelta(hours=1))

    told = master(bench, series)
    assert before == ([], UNEXPANDED)
    assert almost == []
    assert starts(bench, series) == [datetime(2027, 3, 8, 9, tzinfo=UTC)]
    assert told["expansionstatecode"] == FULL


def test_what_lay_before_the_window_is_never_made(bench: Bench) -> None:
    """Section 9.3: a day of 2024 and one of 2027, nothing between."""
    series = a_series(
        bench,
        recurrencepatterntype=3,
        interval=3,
        monthofyear=6,
        dayofmonth=1,
        patternstartdate="2024-01-01T00:00:00Z",
    )

    let_pass(bench, 52 * WEEK)

    assert starts(bench, series) == [datetime(2027, 6, 1, 9, tzinfo=UTC)]


def test_an_instant_that_is_the_same_again_expands_nothing(bench: Bench) -> None:
    series = a_series(bench)

    bench.clock.move_to(bench.clock.now())

    assert len(starts(bench, series)) == 15


def _below(link: str) -> str:
    return link.partition("/api/data/v9.2")[2]


def test_instances_are_ordinary_changes(bench: Bench) -> None:
    """Section 5: change tracking of appointments."""
    track = {"prefer": "odata.track-changes"}
    start = bench.read("/appointments?$select=subject", **track)["@odata.deltaLink"]
    series = a_series(bench)

    first = bench.read(_below(start))
    let_pass(bench)
    second = bench.read(_below(first["@odata.deltaLink"]))
    bench.organization.delete("recurringappointmentmaster", series)
    third = bench.read(_below(second["@odata.deltaLink"]))

    assert (len(first["value"]), len(second["value"])) == (15, 38)
    assert {row["subject"] for row in second["value"]} == {"Weekly round"}
    assert [one["reason"] for one in third["value"]] == ["deleted"] * 53


def test_a_snapshot_brings_back_what_was_expanded(bench: Bench) -> None:
    """Going back in rows goes back in expansion; it goes on from there."""
    series = a_series(bench)
    before = bench.organization.snapshot()
    let_pass(bench)

    bench.organization.restore(before)
    restored = starts(bench, series)
    let_pass(bench)

    assert (len(restored), len(starts(bench, series))) == (15, 53)


def test_a_job_that_fails_leaves_its_series_and_the_clock_goes_on(
    bench: Bench,
) -> None:
    """The others are expanded; it is tried again (inferred)."""
    organization = bench.organization
    series = a_series(bench, patternendtype=2, occurrences=1)
    other = a_series(bench, subject="Other")
    organization.update(
        "recurringappointmentmaster",
        series,
        {"patternendtype": 1, "patternstartdate": "2028-01-03T00:00:00Z"},
    )
    organization.define_key("appointment", "once", ["subject", "scheduledstart"])
    for number in range(2):
        organization.create(
            "appointment",
            {
                "subject": "Weekly round",
                "scheduledstart": datetime(2028, 1, 3 + 7 * number, 9, tzinfo=UTC),
                "scheduledend": datetime(2028, 1, 3 + 7 * number, 10, tzinfo=UTC),
            },
        )

    let_pass(bench, 104 * WEEK)

    assert starts(bench, series) == []
    assert master(bench, series)["expansionstatecode"] == UNEXPANDED
    assert len(starts(bench, other)) == 53 + 104
