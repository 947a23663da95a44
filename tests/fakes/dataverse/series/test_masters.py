"""Masters and their first instances: section 9.5."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.dataverse.makers import MONDAY, Bench, a_user, error_of, header
from tests.fakes.dataverse.series.makers import (
    FULL,
    WEEK,
    a_pattern,
    a_series,
    master,
    the_instances,
)


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
