"""Series and their instances: sections 8, 9.3, 9.5, trap 42."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time

from fakes.dataverse.rows import Row
from tests.fakes.dataverse.makers import (
    MONDAY,
    Bench,
    a_bench,
    a_user,
    error_of,
    header,
)

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
    rows = bench.organization.rows_of("appointment").equal("seriesid", series)
    return sorted(rows, key=lambda row: str(row.values["originalstartdate"]))


def starts(bench: Bench, series: str) -> list[Any]:
    return [row.values["scheduledstart"] for row in the_instances(bench, series)]


def master(bench: Bench, series: str) -> dict[str, object]:
    return bench.organization.row("recurringappointmentmaster", series).values


def set_up(bench: Bench, **columns: object) -> None:
    organization = bench.organization
    organization.update("organization", organization.organization_id, columns)


def let_pass(bench: Bench, span: timedelta = timedelta(seconds=1)) -> None:
    bench.clock.move_to(bench.clock.now() + span)


def in_zone(bench: Bench, code: int) -> str:
    """The id of a user who lives there."""
    user = a_user(bench)
    bench.organization.update("usersettings", user, {"timezonecode": code})
    return user


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


def test_a_master_tells_what_follows_from_its_pattern(bench: Bench) -> None:
    """Section 9.5."""
    series = a_series(bench, patternendtype=2, occurrences=3)

    told = master(bench, series)

    nine = MONDAY + timedelta(hours=1)
    assert told["instancetypecode"] == 1
    assert (told["scheduledstart"], told["scheduledend"], told["duration"]) == (
        nine,
        nine + timedelta(hours=1),
        60,
    )
    assert told["effectivestartdate"] == nine
    assert told["effectiveenddate"] == nine + 2 * WEEK + timedelta(hours=1)
    assert told["lastexpandedinstancedate"] == nine + 2 * WEEK
    assert (told["expansionstatecode"], told["seriesstatus"]) == (FULL, True)


def test_an_instance_is_an_appointment_like_its_master(bench: Bench) -> None:
    """Section 9.5, trap 42; read as clients do."""
    contact = bench.organization.create("contact", {"lastname": "Customer"})
    nina = a_user(bench)
    body = a_pattern(
        location="Yard",
        description="Bring keys",
        statecode=3,
        statuscode=6,
        occurrences=2,
        patternendtype=2,
        instancetypecode=0,
        expansionstatecode=0,
        **{
            "ownerid@odata.bind": f"/systemusers({nina})",
            "regardingobjectid_contact_recurringappointmentmaster@odata.bind": (
                f"/contacts({contact})"
            ),
            "recurringappointmentmaster_activity_parties": [
                {"participationtypemask": 5, "unresolvedpartyname": "somebody"}
            ],
        },
    )

    made = bench.send("POST", "/recurringappointmentmasters", body)

    series = str(header(made, "OData-EntityId"))[-37:-1]
    rows = bench.read(
        "/appointments?$orderby=scheduledstart&$expand=appointment_activity_parties"
        f"($orderby=participationtypemask)&$filter=_seriesid_value eq {series}"
    )["value"]
    row = rows[1]
    assert (made.status, len(rows)) == (204, 2)
    assert (row["subject"], row["location"]) == ("Weekly round", "Yard")
    assert (row["description"], row["instancetypecode"]) == ("Bring keys", 2)
    assert (row["statecode"], row["statuscode"]) == (3, 6)
    assert (row["_ownerid_value"], row["_createdby_value"]) == (nina, nina)
    assert row["_regardingobjectid_value"] == contact
    assert row["scheduledstart"] == row["originalstartdate"] == "2026-03-09T09:00:00Z"
    assert row["scheduledend"] == "2026-03-09T10:00:00Z"
    parties = row["appointment_activity_parties"]
    assert [one["participationtypemask"] for one in parties] == [5, 8, 9]
    assert parties[0]["unresolvedpartyname"] == "somebody"
    assert master(bench, series)["expansionstatecode"] == FULL  # read-only for clients


@pytest.mark.parametrize(
    "wrong",
    [
        {"daysofweekmask": None},
        {"starttime": None},
        {"endtime": None},
        {"endtime": "2026-03-02T08:59:00Z"},
        {"endtime": "2026-03-12T09:01:00Z"},
        {"duration": 61},
        {"patternendtype": 3, "patternenddate": "2026-02-27T00:00:00Z"},
        {
            "daysofweekmask": 1,
            "patternendtype": 3,
            "patternenddate": "2026-03-07T00:00:00Z",
        },
        {"starttime": "9999-12-31T23:00:00Z"},
    ],
)
def test_a_bad_pattern_is_refused_and_nothing_is_made(
    bench: Bench, wrong: dict[str, object]
) -> None:
    """Section 8: 0x8004e100."""
    answer = bench.send("POST", "/recurringappointmentmasters", a_pattern(**wrong))

    assert error_of(answer) == (400, "0x8004e100")
    assert bench.organization.rows("recurringappointmentmaster") == ()


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"interval": 0}, "0x8004431a"),
        ({"occurrences": 1000}, "0x8004431a"),
        ({"daysofweekmask": 128}, "0x8004431a"),
        ({"patternstartdate": None}, "0x80040203"),
    ],
)
def test_values_beyond_their_columns_are_refused_as_such(
    bench: Bench, columns: dict[str, object], code: str
) -> None:
    """Section 9.5: bounds."""
    answer = bench.send("POST", "/recurringappointmentmasters", a_pattern(**columns))

    assert error_of(answer) == (400, code)


def test_the_end_follows_start_and_duration(bench: Bench) -> None:
    series = a_series(bench, endtime=None, duration=90)
    organization = bench.organization
    new = {"starttime": "2026-03-02T11:00:00Z"}

    organization.update("recurringappointmentmaster", series, new)

    told = master(bench, series)
    assert (told["duration"], told["endtime"]) == (90, MONDAY + timedelta(hours=4.5))
    assert the_instances(bench, series)[0].values["scheduledend"] == told["endtime"]


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


@pytest.mark.parametrize(
    "target",
    [
        "/DeleteOpenInstances",
        "/appointments/Microsoft.Dynamics.CRM.CreateException",
        "/recurringappointmentmasters/Microsoft.Dynamics.CRM.CreateInstance",
    ],
)
def test_messages_of_series_are_gaps_of_the_fake(bench: Bench, target: str) -> None:
    assert bench.send("POST", target, {}).status == 501


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


def test_who_may_not_create_activities_makes_no_series(bench: Bench) -> None:
    """Section 1.5: instances are the platform's work, the series is the caller's."""
    organization = bench.organization
    role = organization.add_role("Reader", {"prvReadActivity": 4})
    organization.set_roles(organization.application_user, [role])
    refused = bench.send("POST", "/recurringappointmentmasters", a_pattern())
    organization.set_privileges(role, {"prvReadActivity": 1, "prvCreateActivity": 1})

    made = bench.send("POST", "/recurringappointmentmasters", a_pattern())

    assert (error_of(refused), made.status) == ((403, "0x80040220"), 204)
    assert len(bench.read("/appointments")["value"]) == 15


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


def _below(link: str) -> str:
    return link.partition("/api/data/v9.2")[2]


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
