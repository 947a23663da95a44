"""`$filter` and its query functions: sections 4.2 and 4.3 of the fact sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.dataverse.makers import (
    MONDAY,
    Bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    a_work_order,
    error_of,
)

BOOKINGS = "/bookableresourcebookings"
SEVERAL = "PropertyName='bookingtype',PropertyValues=[\"1\"]"
START = "PropertyName='starttime'"
MANY = "[" * 5000 + "]"
DAYS = '["2026-03-03T08:00:00Z","2026-03-04T08:00:00Z"]'


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """Four bookings, A to D, a day apart, the second and the fourth of a work order."""
    first = a_resource(bench, a_user(bench))
    second = a_resource(bench, a_user(bench, "Omar Example"), "Omar")
    status, order = a_booking_status(bench), a_work_order(bench)
    for number, name in enumerate(("Alpha", "beta 50%", "Gamma's", "DELTA_x")):
        a_booking(
            bench,
            first if number < 2 else second,
            name=name,
            bookingstatus=status,
            starttime=MONDAY + timedelta(days=number),
            msdyn_workorder=order if number % 2 else None,
            msdyn_latitude=None if number == 0 else 10.0 * number,
            msdyn_estimatedtravelduration=None if number == 0 else number,
        )
    return bench


def _names(bench: Bench, text: str) -> str:
    """The initials of the rows that meet the filter."""
    text = text.replace("%", "%25").replace("+", "%2B")
    found = bench.read(f"{BOOKINGS}?$select=name&$filter={text}")
    return "".join(one["name"][0].upper() for one in found["value"])


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("name eq 'ALPHA'", "A"),
        ("name eq 'Gamma''s'", "G"),
        ("name ne 'alpha'", "BGD"),
        ("contains(name,'A')", "ABGD"),
        ("contains(name,'%')", "ABGD"),  # a wildcard
        ("contains(name,'50[%]')", "B"),
        ("startswith(name,'be')", "B"),
        ("startswith(name,'_elta')", "D"),  # any letter, then elta
        ("endswith(name,'X')", "D"),
        ("not contains(name,'l')", "BG"),
        ("not(contains(name,'l'))", "BG"),
        ("msdyn_latitude eq null", "A"),
        ("msdyn_latitude ne null", "BGD"),
        ("msdyn_latitude gt 15", "GD"),
        ("15.5 lt msdyn_latitude", "GD"),
        ("msdyn_latitude ne 10", "AGD"),  # trap 23: null too
        ("not (msdyn_latitude eq 10)", "AGD"),
        ("msdyn_latitude gt -5", "BGD"),
        ("not (msdyn_latitude gt 15)", "B"),  # null is neither
        ("bookingtype eq 1 and (name eq 'alpha' or name eq 'beta 50%')", "AB"),
        ("not (name eq 'alpha' or name eq 'beta 50%')", "GD"),
        ("starttime ge 2026-03-03T08:00:00Z", "BGD"),
        ("starttime gt 2026-03-03T09:00:00+01:00", "GD"),
        ("starttime lt 2026-03-03", "A"),
        (
            "starttime ge 2026-03-03T00:00:00Z and starttime lt 2026-03-04T08:00:00Z",
            "B",
        ),
        ("starttime eq 2026-03-04T08:00:00Z", "G"),
        ("endtime gt starttime", "ABGD"),
        ("endtime le starttime", ""),
        ("_msdyn_workorder_value eq null", "AG"),
        ("_msdyn_workorder_value ne null", "BD"),
        ("Resource/name eq 'omar'", "GD"),
        ("Resource/userid/internalemailaddress eq 'nina@contoso.example'", "AB"),
        ("msdyn_WorkOrder/msdyn_ServiceAccount/name eq 'Fabrikam'", "BD"),
        ("msdyn_WorkOrder/msdyn_name eq null", "AG"),
        ("BookingStatus/msdyn_fieldservicestatus eq 690970000", "ABGD"),
        ("msdyn_allowoverlapping eq true", "ABGD"),
        ("msdyn_allowoverlapping", "ABGD"),
        ("statecode eq 1", ""),
    ],
)
def test_conditions(bench: Bench, text: str, initials: str) -> None:
    """Section 4.2; the expected rows follow from its sentences."""
    assert _names(bench, text) == initials


@pytest.mark.parametrize(
    ("function", "initials"),
    [
        ('In(PropertyName=\'name\',PropertyValues=["alpha","GAMMA\'s"])', "AG"),
        ("NotIn(PropertyName='name',PropertyValues=[\"alpha\"])", "BGD"),
        ('In(PropertyName=\'bookingtype\',PropertyValues=["1","2"])', "ABGD"),
        ("In(PropertyName='Resource/name',PropertyValues=[\"Nina\"])", "AB"),
        (
            'Between(PropertyName=\'msdyn_latitude\',PropertyValues=["10","20"])',
            "BG",
        ),
        (
            'NotBetween(PropertyName=\'msdyn_latitude\',PropertyValues=["10","20"])',
            "D",
        ),
        (f"Between(PropertyName='starttime',PropertyValues={DAYS})", "BG"),
        ("LastXDays(PropertyName='starttime',PropertyValue=7)", "A"),
        ("NextXDays(PropertyName='starttime',PropertyValue=1)", "AB"),
        ("NextXHours(PropertyName='starttime',PropertyValue=48)", "AB"),
        ("NextXMonths(PropertyName='starttime',PropertyValue=1)", "ABGD"),
        ("OlderThanXDays(PropertyName='starttime',PropertyValue=1)", ""),
        ("On(PropertyName='starttime',PropertyValue='2026-03-03')", "B"),
        ("OnOrAfter(PropertyName='starttime',PropertyValue='2026-03-04')", "GD"),
        ("OnOrBefore(PropertyName='starttime',PropertyValue='2026-03-03')", "AB"),
        ("Today(PropertyName='starttime')", "A"),
        ("Tomorrow(PropertyName='starttime')", "B"),
        ("EqualUserId(PropertyName='ownerid')", ""),
        ("NotEqualUserId(PropertyName='ownerid')", "ABGD"),
        ("EqualBusinessId(PropertyName='owningbusinessunit')", "ABGD"),
    ],
)
def test_query_functions(bench: Bench, function: str, initials: str) -> None:
    """Section 4.3; the bounds of relative dates are inferred."""
    assert _names(bench, f"Microsoft.Dynamics.CRM.{function}") == initials


@pytest.mark.parametrize(("zone", "initials"), [(92, "AB"), (235, "AB"), (4, "ABG")])
def test_days_are_those_of_the_caller(bench: Bench, zone: int, initials: str) -> None:
    """Trap 24: 08:00 UTC is midnight in Los Angeles, where it is still Sunday."""
    organization = bench.organization
    organization.update(
        "usersettings", organization.application_user, {"timezonecode": zone}
    )
    day = "2026-03-03" if zone != 4 else "2026-03-04"
    function = f"OnOrBefore(PropertyName='starttime',PropertyValue='{day}')"

    assert _names(bench, f"Microsoft.Dynamics.CRM.{function}") == initials


def test_names_that_begin_with_a_keyword_are_names(bench: Bench) -> None:
    """`allow…` begins like the operator `all`."""
    target = "/organizations?$select=name&$filter=allowoutlookscheduledsyncs eq true"

    assert len(bench.read(target)["value"]) == 1


def test_aliases_stand_for_values(bench: Bench) -> None:
    """Section 4.1: unassigned ones are null."""
    target = f"{BOOKINGS}?$select=name&$filter=name eq @p1&@p1='alpha'"
    missing = f"{BOOKINGS}?$select=name&$filter=name eq @p1"

    assert len(bench.read(target)["value"]) == 1
    assert bench.read(missing)["value"] == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("not Microsoft.Dynamics.CRM.Today(PropertyName='starttime')", 400),
        ("year(starttime) eq 2026", 400),
        ("Microsoft.Dynamics.CRM.InFiscalYear(PropertyName='starttime')", 501),
        ("Microsoft.Dynamics.CRM.Above(PropertyName='name',PropertyValue='x')", 400),
        (f"Microsoft.Dynamics.CRM.ContainValues({SEVERAL})", 400),
        (f"Microsoft.Dynamics.CRM.In({SEVERAL},Third=1)", 400),
        (f"Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues={MANY})", 400),
        (f"Microsoft.Dynamics.CRM.LastXDays({START},PropertyValue={'9' * 5000})", 400),
        ("name in ('a','b')", 400),
        ("nosuch(name)", 400),
        ("name", 400),
        ("Resource/nome eq 'x'", 400),
    ],
)
def test_conditions_that_are_refused(bench: Bench, text: str, status: int) -> None:
    """What the service refuses is 400, what only the fake lacks is 501."""
    response = bench.send("GET", f"{BOOKINGS}?$filter={text}")

    assert error_of(response)[0] == status


def test_more_than_500_conditions_are_refused(bench: Bench) -> None:
    """Section 4.1: 0x8004430c."""
    text = " or ".join(["name eq 'a'"] * 501)

    response = bench.send("GET", f"{BOOKINGS}?$filter={text}")

    assert error_of(response) == (400, "0x8004430c")


def test_a_form_encoded_query_reads_the_same(bench: Bench) -> None:
    """client-expectations 6.1: names and values encoded, blanks as plus signs."""
    found = bench.read(f"{BOOKINGS}?%24select=name&%24filter=name+eq+%27alpha%27")

    assert [one["name"] for one in found["value"]] == ["Alpha"]


def test_an_index_gives_the_rows_that_a_scan_gives(bench: Bench) -> None:
    """More rows than a scan takes; both columns of a window have an index."""
    resource, status = a_resource(bench, a_user(bench, "P Q"), "P"), None
    for number in range(60):
        status = status or a_booking_status(bench)
        start = MONDAY + timedelta(days=20, hours=number)
        name = f"W{number:02d}"
        a_booking(bench, resource, name=name, bookingstatus=status, starttime=start)
    window = (
        "starttime lt 2026-03-22T12:00:00Z and endtime gt 2026-03-22T10:00:00Z "
        f"and _resource_value eq {resource}"
    )

    by_index = bench.read(f"{BOOKINGS}?$select=name&$filter={window}")
    by_scan = bench.read(f"{BOOKINGS}?$select=name&$filter=not (not ({window}))")

    assert [one["name"] for one in by_index["value"]] == ["W02", "W03"]
    assert by_index["value"] == by_scan["value"]
