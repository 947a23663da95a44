"""Aggregate queries of FetchXML: section 4.8."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.dataverse.fetch.queries import (
    ANNOTATED,
    BOOKINGS,
    a_column,
    a_condition,
    a_fetch,
    ask,
    rows,
)
from tests.fakes.dataverse.makers import (
    MONDAY,
    Bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    error_of,
    json_of,
)

FORMATTED = "OData.Community.Display.V1.FormattedValue"


@pytest.fixture
def bookings(bench: Bench) -> Bench:
    """Nina has three bookings of 10, 20 and no minutes' travel, Omar one of 5."""
    user, status = a_user(bench), a_booking_status(bench)
    nina, omar = a_resource(bench, user, "Nina"), a_resource(bench, user, "Omar")
    for number, (resource, travel) in enumerate(
        ((nina, 10), (nina, 21), (nina, None), (omar, 5))
    ):
        a_booking(
            bench,
            resource,
            bookingstatus=status,
            starttime=MONDAY + timedelta(days=20 * number),
            msdyn_estimatedtravelduration=travel,
            msdyn_milestraveled=None if travel is None else travel / 4,
        )
    return bench


def _aggregated(*columns: str, filter: str = "", **paging: object) -> str:
    table = "bookableresourcebooking"
    words = {"aggregate": "true", **paging}
    return a_fetch(table, *columns, filter=filter, kind="and", **words)


@pytest.mark.parametrize(
    ("name", "method", "value"),
    [
        ("name", "count", 4),
        ("msdyn_estimatedtravelduration", "count", 4),
        ("msdyn_estimatedtravelduration", "countcolumn", 3),
        ("msdyn_estimatedtravelduration", "sum", 36),
        ("msdyn_estimatedtravelduration", "avg", 12),
        ("msdyn_milestraveled", "avg", 3.0),
        ("msdyn_milestraveled", "sum", 9.0),
        ("msdyn_milestraveled", "min", 1.25),
        ("msdyn_milestraveled", "max", 5.25),
        ("starttime", "min", "2026-03-02T08:00:00Z"),
        ("starttime", "max", "2026-05-01T08:00:00Z"),
    ],
)
def test_a_figure_is_made_of_all_rows(
    bookings: Bench, name: str, method: str, value: object
) -> None:
    """Nulls do not count; the row has neither key nor entity tag."""
    text = _aggregated(a_column(name, alias="figure", aggregate=method))

    assert rows(bookings, BOOKINGS, text) == [{"figure": value}]


def test_distinct_values_are_counted(bookings: Bench) -> None:
    """`countcolumn` with `distinct`."""
    column = a_column("resource", alias="n", aggregate="countcolumn", distinct="true")

    assert rows(bookings, BOOKINGS, _aggregated(column)) == [{"n": 2}]


def test_rows_are_grouped_and_sorted_by_alias(bookings: Bench) -> None:
    """The group's own value stands under its alias."""
    text = _aggregated(
        a_column("name", alias="n", aggregate="count"),
        "<link-entity name='bookableresource' from='bookableresourceid'"
        " to='resource' alias='r'>"
        + a_column("name", alias="who", groupby="true")
        + "</link-entity>",
        "<order alias='n'/>",
    )

    found = rows(bookings, BOOKINGS, text)

    assert found == [{"n": 1, "who": "Omar"}, {"n": 3, "who": "Nina"}]


def test_groups_are_annotated(bookings: Bench) -> None:
    """A lookup by name, a count with separators."""
    text = _aggregated(
        a_column("name", alias="n", aggregate="count"),
        a_column("resource", alias="who", groupby="true"),
        "<order alias='n' descending='true'/>",
    )

    row = rows(bookings, BOOKINGS, text, prefer=ANNOTATED)[0]

    assert row[f"who@{FORMATTED}"] == "Nina"
    assert row["who@Microsoft.Dynamics.CRM.lookuplogicalname"] == "bookableresource"
    assert row[f"n@{FORMATTED}"] == "3"


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("day", [1, 2, 11, 22]),
        ("week", [10, 13, 15, 18]),
        ("month", [3, 4, 5]),
        ("quarter", [1, 2]),
        ("year", [2026]),
    ],
)
def test_dates_are_grouped_by_a_part(
    bookings: Bench, part: str, values: list[int]
) -> None:
    """2 and 22 March, 11 April, 1 May; weeks as they are numbered here."""
    text = _aggregated(
        a_column("starttime", alias="part", groupby="true", dategrouping=part),
        a_column("name", alias="n", aggregate="count"),
        "<order alias='part'/>",
    )

    assert [one["part"] for one in rows(bookings, BOOKINGS, text)] == values


def test_parts_of_dates_are_those_of_the_caller(bookings: Bench) -> None:
    """08:00 UTC is still the day before at the date line."""
    me = bookings.organization.application_user
    bookings.organization.update("usersettings", me, {"timezonecode": 0})
    text = _aggregated(
        a_column("starttime", alias="day", groupby="true", dategrouping="day"),
        "<order alias='day'/>",
    )

    assert [one["day"] for one in rows(bookings, BOOKINGS, text)] == [1, 10, 21, 30]


def test_more_than_50000_rows_are_refused(
    bookings: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is inferred, and lowered here."""
    monkeypatch.setattr("fakes.dataverse.aggregates.MOST_ROWS", 3)
    text = _aggregated(a_column("name", alias="n", aggregate="count"))

    assert error_of(ask(bookings, BOOKINGS, text)) == (400, "0x8004e023")


def test_no_rows_make_one_figure_but_no_group(bench: Bench) -> None:
    """A count of nothing is 0; what is null is left out."""
    count = a_column("name", alias="n", aggregate="count")
    latest = a_column("starttime", alias="last", aggregate="max")
    group = a_column("resource", alias="r", groupby="true")

    assert rows(bench, BOOKINGS, _aggregated(count, latest)) == [{"n": 0}]
    assert rows(bench, BOOKINGS, _aggregated(count, group)) == []


def test_conditions_come_first(bookings: Bench) -> None:
    """Only rows that meet them are counted."""
    where = a_condition("msdyn_estimatedtravelduration", "gt", "5")
    count = a_column("name", alias="n", aggregate="count")

    assert rows(bookings, BOOKINGS, _aggregated(count, filter=where)) == [{"n": 2}]


def test_groups_are_paged_by_number(bookings: Bench) -> None:
    """Section 4.8: no cookie at all."""
    columns = (
        a_column("starttime", alias="day", groupby="true", dategrouping="day"),
        "<order alias='day'/>",
    )
    first = json_of(
        ask(bookings, BOOKINGS, _aggregated(*columns, count=3), prefer=ANNOTATED)
    )
    second = _aggregated(*columns, count=3, page=2)

    assert first["@Microsoft.Dynamics.CRM.morerecords"] is True
    assert not [name for name in first if "cookie" in name]
    assert rows(bookings, BOOKINGS, second) == [{"day": 22}]


@pytest.mark.parametrize(
    ("columns", "status"),
    [
        ([a_column("name", aggregate="count")], 400),  # no alias
        ([a_column("name", alias="n")], 400),  # neither grouped nor aggregated
        ([a_column("name", alias="n", aggregate="median")], 400),
        ([a_column("name", alias="n", aggregate="sum")], 400),
        ([a_column("name", alias="n", groupby="true", dategrouping="day")], 400),
        (["<all-attributes/>"], 400),
        (
            [
                a_column("name", alias="n", aggregate="count"),
                "<order attribute='name'/>",
            ],
            400,
        ),
        (
            [a_column("name", alias="n", aggregate="count"), "<order alias='x'/>"],
            400,
        ),
        (
            [
                a_column(
                    "starttime",
                    alias="n",
                    groupby="true",
                    dategrouping="fiscal-year",
                )
            ],
            501,
        ),
    ],
)
def test_aggregates_that_are_refused(
    bookings: Bench, columns: list[str], status: int
) -> None:
    """What the service refuses is 400, what only the fake lacks is 501."""
    assert error_of(ask(bookings, BOOKINGS, _aggregated(*columns)))[0] == status
