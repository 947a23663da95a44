"""What masters pass on, and what exceptions keep: section 9.5."""

from __future__ import annotations

from datetime import timedelta

from fakes.dataverse.rows import Row
from tests.fakes.dataverse.makers import MONDAY, Bench, a_user
from tests.fakes.dataverse.series.makers import (
    DAY,
    WEEK,
    a_series,
    let_pass,
    master,
    starts,
    the_instances,
)


def test_an_instance_that_somebody_changes_is_an_exception(bench: Bench) -> None:
    """Section 9.5: instancetypecode 3."""
    series = a_series(bench)
    first, second, third = the_instances(bench, series)[:3]

    bench.send("PATCH", f"/appointments({first.id})", {"location": "Elsewhere"})
    bench.send("PATCH", f"/appointments({second.id})", {"subject": "Weekly round"})

    shown = [row.values["instancetypecode"] for row in the_instances(bench, series)]
    assert third.values["instancetypecode"] == 2
    assert shown[:3] == [3, 2, 2]


def test_a_master_passes_its_changes_on_but_for_what_an_exception_changed(
    bench: Bench,
) -> None:
    organization = bench.organization
    series = a_series(bench)
    moved, renamed, plain = the_instances(bench, series)[:3]
    later = moved.values["scheduledstart"] + DAY  # type: ignore[operator]  # an instant
    organization.update(
        "appointment",
        moved.id,
        {"scheduledstart": later, "scheduledend": later + timedelta(hours=1)},
    )
    organization.update("appointment", renamed.id, {"subject": "Own"})

    organization.update(
        "recurringappointmentmaster", series, {"subject": "New", "location": "Yard"}
    )

    rows = {row.id: row.values for row in the_instances(bench, series)}
    assert (rows[plain.id]["subject"], rows[plain.id]["instancetypecode"]) == ("New", 2)
    assert (rows[moved.id]["subject"], rows[moved.id]["scheduledstart"]) == (
        "New",
        later,
    )
    assert (rows[renamed.id]["subject"], rows[renamed.id]["location"]) == (
        "Own",
        "Yard",
    )


def test_a_new_pattern_moves_future_instances_and_leaves_history_and_exceptions(
    bench: Bench,
) -> None:
    organization = bench.organization
    series = a_series(bench)
    let_pass(bench, WEEK + DAY)  # Tuesday the 10th
    nine = MONDAY + timedelta(hours=1)
    exception = the_instances(bench, series)[3]  # the 23rd
    organization.update("appointment", exception.id, {"location": "Elsewhere"})

    organization.update(
        "recurringappointmentmaster", series, {"daysofweekmask": 2 | 8, "interval": 2}
    )
    let_pass(bench)

    shown = starts(bench, series)
    assert shown[:6] == [
        nine,  # history: the 2nd and the 9th
        nine + WEEK,
        nine + 2 * WEEK,  # Monday the 16th
        nine + 2 * WEEK + 2 * DAY,
        nine + 3 * WEEK,  # the exception
        nine + 4 * WEEK,
    ]
    assert the_instances(bench, series)[4].id == exception.id


def test_a_new_hour_does_not_double_a_day_that_has_an_exception(bench: Bench) -> None:
    organization = bench.organization
    series = a_series(bench, patternendtype=2, occurrences=3)
    exception = the_instances(bench, series)[1]
    organization.update("appointment", exception.id, {"location": "Elsewhere"})

    organization.update(
        "recurringappointmentmaster", series, {"starttime": "2026-03-02T12:00:00Z"}
    )

    noon = MONDAY + timedelta(hours=4)
    kept = exception.values["scheduledstart"]
    assert starts(bench, series) == [noon, kept, noon + 2 * WEEK]


def test_a_deleted_instance_stays_away(bench: Bench) -> None:
    """Section 9.5: deletedexceptionslist."""
    series = a_series(bench)
    second, fourth = the_instances(bench, series)[1:4:2]
    bench.send("DELETE", f"/appointments({fourth.id})")
    gone = bench.send("DELETE", f"/appointments({second.id})")

    let_pass(bench)
    bench.organization.update(
        "recurringappointmentmaster", series, {"starttime": "2026-03-02T12:00:00Z"}
    )

    days = [start.date().isoformat() for start in starts(bench, series)]
    told = master(bench, series)["deletedexceptionslist"]
    assert gone.status == 204
    assert told == "2026-03-09,2026-03-23"
    assert days[:4] == ["2026-03-02", "2026-03-16", "2026-03-30", "2026-04-06"]


def _attendees(bench: Bench, row: Row) -> list[object]:
    parties = bench.organization.rows("activityparty", activityid=row.id)
    shown = [one for one in parties if one["participationtypemask"] == 5]
    return [one["unresolvedpartyname"] for one in shown]


def test_attendees_of_a_series_are_those_of_its_instances(bench: Bench) -> None:
    """Section 3.2: parties are replaced as a whole."""
    series = a_series(bench)
    own, other = the_instances(bench, series)[:2]
    somebody = {"participationtypemask": 5, "unresolvedpartyname": "somebody"}
    target = f"/recurringappointmentmasters({series})/"
    target += "recurringappointmentmaster_activity_parties"
    mine = f"/appointments({own.id})/appointment_activity_parties"

    bench.send("PUT", target, {"value": [somebody]})
    first = [_attendees(bench, own), _attendees(bench, other)]
    bench.send("PUT", mine, {"value": []})
    elsewhere = {**somebody, "unresolvedpartyname": "somebody else"}
    bench.send("PUT", target, {"value": [elsewhere]})

    let_pass(bench)
    rows = the_instances(bench, series)
    assert first == [["somebody"], ["somebody"]]
    assert [_attendees(bench, row) for row in (rows[0], rows[1], rows[40])] == [
        [],
        ["somebody else"],
        ["somebody else"],
    ]
    assert [row.values["instancetypecode"] for row in rows[:2]] == [3, 2]


def test_a_deleted_contact_is_regarded_by_nobody_and_makes_no_exceptions(
    bench: Bench,
) -> None:
    contact = bench.organization.create("contact", {"lastname": "Customer"})
    series = a_series(bench, regardingobjectid=("contact", contact))

    bench.organization.delete("contact", contact)

    rows = the_instances(bench, series)
    assert {row.values["regardingobjectid"] for row in rows} == {None}
    assert {row.values["instancetypecode"] for row in rows} == {2}


def test_a_new_owner_owns_what_there_is_and_creates_what_comes(bench: Bench) -> None:
    """Section 1.5; the owner creates instances."""
    nina, boss = a_user(bench), a_user(bench, "Boss Example")
    series = a_series(bench, ownerid=nina)

    bench.organization.assign("recurringappointmentmaster", series, boss)
    let_pass(bench)

    rows = the_instances(bench, series)
    assert {row.values["ownerid"] for row in rows} == {boss}
    assert rows[0].values["createdby"] == nina
    assert rows[-1].values["createdby"] == boss
