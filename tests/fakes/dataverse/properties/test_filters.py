"""Every `$filter` gives the rows that a naive evaluator picks (sections 4.2, 4.3)."""

from __future__ import annotations

import functools
import json
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.dataverse.examples import examples
from tests.fakes.dataverse.makers import MONDAY, ROOT, error_of
from tests.fakes.dataverse.properties.conditions import (
    OPPOSITE,
    TEXT_FUNCTIONS,
    Call,
    Columns,
    Compare,
    Condition,
    Flag,
    Junction,
    Lambda,
    Not,
    Row,
    Text,
    holds,
    spelt,
)
from tests.fakes.dataverse.properties.world import (
    BOOKINGS,
    NAMES,
    NUMBERS,
    SECONDS,
    WHOLES,
    ZONES,
    World,
    world,
)

SIZES: Final = (20, 90)  # rows: without and with indexes
_TEXTS: Final = (
    "name",
    "Resource/name",
    "msdyn_WorkOrder/msdyn_workordersummary",
    "msdyn_WorkOrder/msdyn_ServiceAccount/name",
)
_NUMBERS: Final = (
    "msdyn_latitude",
    "msdyn_longitude",
    "msdyn_WorkOrder/msdyn_latitude",
)
_INSTANTS: Final = ("starttime", "endtime", "msdyn_estimatedarrivaltime")
_IDS: Final = ("_resource_value", "_msdyn_workorder_value", "bookableresourcebookingid")
_UNITS: Final = ("Hours", "Days", "Weeks", "Months", "Years")
_COUNTED: Final = (
    *(f"{word}X{unit}" for word in ("Last", "Next") for unit in _UNITS),
    *(f"OlderThanX{unit}" for unit in ("Minutes", *_UNITS)),
)
_FIXED: Final = (
    *(
        "Today",
        "Tomorrow",
        "Yesterday",
        "Last7Days",
        "Next7Days",
        "ThisMonth",
        "ThisYear",
    ),
)

_operators = st.sampled_from(tuple(OPPOSITE))
_equality = st.sampled_from(("eq", "ne"))
_days = st.sampled_from((0, 1, -1, 7, -7, 8, 28, -30, 365)).map(
    lambda days: date(2026, 3, 2) + timedelta(days=days)
)
_instants = st.builds(
    lambda days, seconds: MONDAY + timedelta(days=days, seconds=seconds),
    st.sampled_from((0, 0, 1, -1, 7, -7, 28)),
    st.sampled_from(SECONDS),
)
_patterns = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(
        ("a", "%", "_", "[x]", "[^a]", "[a-c]", "[%]", "[_]", "50[%]", "l_h")
    ),
    st.text(alphabet="aAbx%_[]^-'", min_size=1, max_size=5),
)


@functools.cache
def _comparisons(size: int) -> st.SearchStrategy[Condition]:
    """Comparisons of own columns and of those behind lookups, and text functions."""
    rows = world(size).bookings
    either = st.booleans()
    numbers = st.sampled_from([one for one in NUMBERS if one is not None])
    wholes = st.sampled_from([one for one in WHOLES if one is not None])
    ids = st.sampled_from([rows[0][name] for name in _IDS if rows[0][name]])
    texts = st.sampled_from(_TEXTS)
    nullable = st.sampled_from((*_TEXTS, *_NUMBERS, *_INSTANTS, *_IDS[:2]))
    return st.one_of(
        st.builds(Compare, texts, _operators, st.sampled_from(NAMES), either),
        st.builds(Compare, st.sampled_from(_NUMBERS), _operators, numbers, either),
        st.builds(Compare, st.sampled_from(_INSTANTS), _operators, _instants, either),
        st.builds(Compare, st.sampled_from(_IDS), _equality, ids, either),
        st.builds(
            Compare, st.just("msdyn_estimatedtravelduration"), _operators, wholes
        ),
        st.builds(
            Compare, st.just("bookingtype"), _operators, st.sampled_from((1, 2, 3))
        ),
        st.builds(Compare, st.just("msdyn_allowoverlapping"), _equality, st.booleans()),
        st.builds(Compare, nullable, _equality, st.none(), either),
        st.builds(Flag, st.just("msdyn_allowoverlapping")),
        st.builds(Text, st.sampled_from(TEXT_FUNCTIONS), texts, _patterns),
        *(
            st.builds(Columns, st.sampled_from(kind), _operators, st.sampled_from(kind))
            for kind in (_TEXTS, _NUMBERS, _INSTANTS)
        ),
        st.builds(
            Columns,
            st.just("msdyn_estimatedtravelduration"),
            _operators,
            st.just("msdyn_latitude"),
        ),
    )


@functools.cache
def _calls() -> st.SearchStrategy[Condition]:
    """Query functions, which `not` does not go with."""
    membership = st.sampled_from(("In", "NotIn"))
    between = st.sampled_from(("Between", "NotBetween"))
    numbers = st.sampled_from([one for one in NUMBERS if one is not None])
    moments = st.sampled_from(_INSTANTS)
    return st.one_of(
        st.builds(
            Call,
            membership,
            st.just("name"),
            st.lists(st.sampled_from(NAMES), min_size=1),
        ),
        st.builds(
            Call, membership, st.sampled_from(_NUMBERS), st.lists(numbers, min_size=1)
        ),
        st.builds(Call, membership, moments, st.lists(_instants, min_size=1)),
        st.builds(
            Call,
            between,
            st.sampled_from(_NUMBERS),
            st.lists(numbers, min_size=2, max_size=2),
        ),
        st.builds(Call, between, moments, st.lists(_instants, min_size=2, max_size=2)),
        st.builds(
            Call, st.sampled_from(("On", "OnOrAfter", "OnOrBefore")), moments, _days
        ),
        st.builds(Call, st.sampled_from(_COUNTED), moments, st.integers(1, 30)),
        st.builds(Call, st.sampled_from(_FIXED), moments),
    )


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return st.builds(
        Junction,
        st.sampled_from(("and", "and", "or")),
        st.lists(parts, min_size=1, max_size=3).map(tuple),
    )


@functools.cache
def _all(size: int) -> st.SearchStrategy[Condition]:
    """Any condition on bookings."""
    plain = st.recursive(
        _comparisons(size), lambda inner: _joined(inner) | inner.map(Not), max_leaves=6
    )
    return st.recursive(plain | _calls(), _joined, max_leaves=4)


@functools.cache
def _quantified(size: int) -> st.SearchStrategy[Condition]:
    """Any condition on resources."""
    plain = st.recursive(
        _comparisons(size),
        lambda inner: _joined(inner) | inner.map(Not),
        max_leaves=3,
    )
    quantified = st.builds(
        Lambda, st.sampled_from(("any", "all")), st.just(BOOKINGS), plain
    )
    one = st.one_of(
        quantified,
        st.just(Lambda("any", BOOKINGS, None)),
        st.builds(Compare, st.just("name"), _operators, st.sampled_from(NAMES)),
    )
    return st.recursive(
        one, lambda inner: _joined(inner) | inner.map(Not), max_leaves=3
    )


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
    condition = data.draw(_all(size))
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
    condition = data.draw(_quantified(size))
    text = quote(spelt(condition))

    found = _read(here, f"/bookableresources?$select=name&$filter={text}")

    expected = _expected(here, here.resources, condition)
    key = "bookableresourceid"
    assert {one[key] for one in found} == {one[key] for one in expected}, spelt(
        condition
    )


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
    condition = data.draw(_comparisons(size))
    column = data.draw(st.sampled_from((*_TEXTS, *_NUMBERS, *_INSTANTS)))
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
    condition = Not(data.draw(_calls()))

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
    @given(condition=_all(size))
    def play(condition: Condition) -> None:
        rows = [
            one for one in here.bookings if holds(condition, one, moment, here.members)
        ]
        seen.append(len(rows))

    play()

    telling = [one for one in seen if 0 < one < len(here.bookings)]
    assert len(telling) > len(seen) / 3
    assert len(set(telling)) > len(here.bookings) / 2
