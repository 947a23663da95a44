"""Series that are deleted, closed and opened again: section 9.5."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.makers import MONDAY, Bench
from tests.fakes.dataverse.series.makers import (
    DAY,
    WEEK,
    a_series,
    let_pass,
    master,
    starts,
    the_instances,
)


def test_all_instances_go_with_their_series(bench: Bench) -> None:
    contact = bench.organization.create("contact", {"lastname": "Customer"})
    series = a_series(bench, regardingobjectid=("contact", contact))
    let_pass(bench, 2 * WEEK)
    plain = bench.organization.create(
        "appointment",
        {"subject": "Other", "scheduledstart": MONDAY, "scheduledend": MONDAY + DAY},
    )

    answer = bench.send("DELETE", f"/recurringappointmentmasters({series})")

    left = bench.organization.rows("appointment")
    assert answer.status == 204
    assert [row["activityid"] for row in left] == [plain]
    parties = bench.organization.rows("activityparty")
    assert {row["activityid"] for row in parties} == {plain}


@pytest.mark.parametrize("state", [1, 2])
def test_a_closed_series_closes_what_lies_ahead_and_goes_no_further(
    bench: Bench, state: int
) -> None:
    organization = bench.organization
    series = a_series(bench)
    exception, tentative = the_instances(bench, series)[4:6]
    organization.update("appointment", exception.id, {"location": "Elsewhere"})
    organization.update("appointment", tentative.id, {"statuscode": 2})
    bench.clock.move_to(MONDAY + WEEK)
    count = len(starts(bench, series))

    organization.update("recurringappointmentmaster", series, {"statecode": state})
    let_pass(bench, 8 * WEEK)

    states = [row.values["statecode"] for row in the_instances(bench, series)]
    assert states == [0] + [state] * (count - 1)
    assert master(bench, series)["seriesstatus"] is False


def test_an_instance_that_was_canceled_alone_stays_so(bench: Bench) -> None:
    organization = bench.organization
    series = a_series(bench, patternendtype=2, occurrences=3)
    canceled = the_instances(bench, series)[1]
    organization.update("appointment", canceled.id, {"statecode": 2})

    organization.update("recurringappointmentmaster", series, {"statuscode": 5})
    busy = [row.values["statuscode"] for row in the_instances(bench, series)]
    organization.update("recurringappointmentmaster", series, {"statecode": 1})

    closed = [row.values["statecode"] for row in the_instances(bench, series)]
    assert (busy, closed) == ([5, 4, 5], [1, 2, 1])


def test_a_series_that_is_opened_again_goes_on(bench: Bench) -> None:
    organization = bench.organization
    series = a_series(bench)
    organization.update("recurringappointmentmaster", series, {"statecode": 2})
    let_pass(bench, WEEK)

    organization.update("recurringappointmentmaster", series, {"statecode": 0})
    let_pass(bench)

    states = [row.values["statecode"] for row in the_instances(bench, series)]
    assert states == [2] + [0] * 53
    assert master(bench, series)["seriesstatus"] is True
