"""Every `$filter` gives the rows that a naive evaluator picks (sections 4.2, 4.3)."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.dataverse.makers import ROOT, error_of
from tests.fakes.dataverse.properties.conditions import (
    Compare,
    Condition,
    Junction,
    Not,
    Row,
    holds,
    spelt,
)
from tests.fakes.dataverse.properties.strategies import (
    DOUBLES,
    INSTANTS,
    TEXTS,
    calls,
    comparisons,
    conditions,
    quantified,
)
from tests.fakes.dataverse.properties.world import ZONES, World, world
from tests.fakes.examples import examples

SIZES: Final = (20, 90)  # rows: without and with indexes


def _read(
    world: World, target: str, *, size: int | None = None
) -> list[dict[str, Any]]:
    """The rows of all pages."""
    headers = {} if size is None else {"prefer": f"odata.maxpagesize={size}"}
    found: list[dict[str, Any]] = []
    while target:
        response = world.bench.send("GET", target, headers=headers)
        assert response.status == 200, (target, response.body)
        page = json.loads(response.body)
        assert size is None or len(page["value"]) <= size
        found += page["value"]
        link = page.get("@odata.nextLink", "")
        target = link.removeprefix(f"{ROOT}/api/data/v9.2")
    return found


def _expected(
    world: World, rows: tuple[Row, ...], condition: Condition, zone: int = 92
) -> list[Row]:
    """The rows that meet a condition; the caller's zone is that one from here on."""
    moment = world.moment(zone)
    return [row for row in rows if holds(condition, row, moment, world.members)]


@pytest.mark.parametrize("size", SIZES)
@examples(300)
@given(data=st.data())
def test_a_filter_gives_the_rows_that_meet_it(size: int, data: st.DataObject) -> None:
    """On a table below and above what a scan takes, for callers in several zones."""
    here = world(size)
    condition = data.draw(conditions(size))
    zone = data.draw(st.sampled_from(tuple(ZONES)))
    expected = _expected(here, here.bookings, condition, zone)
    text = quote(spelt(condition))

    found = _read(here, f"/bookableresourcebookings?$select=name&$filter={text}")

    key = "bookableresourcebookingid"
    assert {one[key] for one in found} == {one[key] for one in expected}, spelt(
        condition
    )
    assert len(found) == len(expected)


@pytest.mark.parametrize("size", SIZES)
@examples(100)
@given(data=st.data())
def test_any_and_all_look_at_every_row_of_the_collection(
    size: int, data: st.DataObject
) -> None:
    """Lambdas on the bookings of a resource, alone, turned round and joined."""
    here = world(size)
    condition = data.draw(quantified(size))
    text = quote(spelt(condition))

    found = _read(here, f"/bookableresources?$select=name&$filter={text}")

    expected = _expected(here, here.resources, condition)
    key = "bookableresourceid"
    assert {one[key] for one in found} == {one[key] for one in expected}, spelt(
        condition
    )


@pytest.mark.parametrize("size", SIZES)
@examples(100)
@given(data=st.data())
def test_windows_on_indexed_columns_include_their_edges(
    size: int, data: st.DataObject
) -> None:
    """Conditions joined by `and` on what has an index, with values that rows have."""
    here = world(size)
    indexed = ("starttime", "endtime", "_resource_value", "_msdyn_workorder_value")
    parts: list[Condition] = []
    for _ in range(data.draw(st.integers(1, 3))):
        column = data.draw(st.sampled_from(indexed))
        value = data.draw(st.sampled_from(here.bookings))[column]
        ordered = column in INSTANTS
        words = ("eq", "lt", "le", "gt", "ge") if ordered else ("eq", "ne")
        operator = data.draw(st.sampled_from(words))
        parts.append(Compare(column, operator, value, data.draw(st.booleans())))
    condition = Junction("and", tuple(parts))
    text = quote(" and ".join(map(spelt, parts)))

    found = _read(here, f"/bookableresourcebookings?$select=name&$filter={text}")

    key = "bookableresourcebookingid"
    expected = _expected(here, here.bookings, condition)
    assert sorted(one[key] for one in found) == sorted(one[key] for one in expected)


def _ranked(value: Any) -> tuple[bool, Any]:
    """Nulls first, text without regard to case (section 4.4)."""
    plain = value.lower() if isinstance(value, str) else value
    return value is not None, 0 if value is None else plain


@pytest.mark.parametrize("size", SIZES)
@examples(100)
@given(data=st.data())
def test_order_top_and_pages_are_of_the_same_rows(
    size: int, data: st.DataObject
) -> None:
    """Sorted as asked, cut as asked, and no page repeats or loses a row."""
    here = world(size)
    condition = data.draw(comparisons(size))
    column = data.draw(st.sampled_from((*TEXTS, *DOUBLES, *INSTANTS)))
    word = data.draw(st.sampled_from(("", " asc", " desc")))
    top, page = data.draw(st.integers(1, size)), data.draw(st.integers(1, size))
    order, where = quote(column + word), quote(spelt(condition))
    text = f"$select=name&$orderby={order}&$filter={where}"
    key = "bookableresourcebookingid"
    expected = {one[key]: one for one in _expected(here, here.bookings, condition)}
    best = sorted(
        map(_ranked, (one[column] for one in expected.values())),
        reverse=word == " desc",
    )

    whole = _read(here, f"/bookableresourcebookings?{text}")
    first = _read(here, f"/bookableresourcebookings?{text}&$top={top}")
    paged = _read(here, f"/bookableresourcebookings?{text}", size=page)
    counted = here.bench.read(f"/bookableresourcebookings?{text}&$count=true&$top=1")

    for rows, wanted in ((whole, best), (first, best[:top]), (paged, best)):
        assert [_ranked(expected[one[key]][column]) for one in rows] == wanted
        assert len({one[key] for one in rows}) == len(rows)
    assert counted["@odata.count"] == len(best)


@examples(30)
@given(data=st.data())
def test_not_before_a_query_function_is_refused(data: st.DataObject) -> None:
    """Section 4.2: "Not operator along with the Custom Named Condition operators"."""
    here = world(SIZES[0])
    condition = Not(data.draw(calls()))

    response = here.bench.send(
        "GET", f"/bookableresourcebookings?$filter={quote(spelt(condition))}"
    )

    assert error_of(response)[0] == 400


def test_the_evaluator_tells_rows_apart() -> None:
    """Most conditions pick some rows and not all: the comparison says something."""
    size = SIZES[0]
    here = world(size)
    moment = here.moment(92)
    seen: list[int] = []

    @examples(200)
    @given(condition=conditions(size))
    def play(condition: Condition) -> None:
        rows = [
            one for one in here.bookings if holds(condition, one, moment, here.members)
        ]
        seen.append(len(rows))

    play()

    telling = [one for one in seen if 0 < one < len(here.bookings)]
    assert len(telling) > len(seen) / 3
    assert len(set(telling)) > len(here.bookings) / 2
