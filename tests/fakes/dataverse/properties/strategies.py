"""Conditions of every kind, made up from a world's own values."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from typing import Final

from hypothesis import strategies as st

from tests.fakes.dataverse.makers import MONDAY
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
    Text,
)
from tests.fakes.dataverse.properties.world import (
    BOOKINGS,
    NAMES,
    NUMBERS,
    SECONDS,
    WHOLES,
    world,
)

TEXTS: Final = (
    "name",
    "Resource/name",
    "msdyn_WorkOrder/msdyn_workordersummary",
    "msdyn_WorkOrder/msdyn_ServiceAccount/name",
)
DOUBLES: Final = (
    "msdyn_latitude",
    "msdyn_longitude",
    "msdyn_WorkOrder/msdyn_latitude",
)
INSTANTS: Final = ("starttime", "endtime", "msdyn_estimatedarrivaltime")
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
def comparisons(size: int) -> st.SearchStrategy[Condition]:
    """Comparisons of own columns and of those behind lookups, and text functions."""
    rows = world(size).bookings
    either = st.booleans()
    numbers = st.sampled_from([one for one in NUMBERS if one is not None])
    wholes = st.sampled_from([one for one in WHOLES if one is not None])
    ids = st.sampled_from([rows[0][name] for name in _IDS if rows[0][name]])
    texts = st.sampled_from(TEXTS)
    nullable = st.sampled_from((*TEXTS, *DOUBLES, *INSTANTS, *_IDS[:2]))
    return st.one_of(
        st.builds(Compare, texts, _operators, st.sampled_from(NAMES), either),
        st.builds(Compare, st.sampled_from(DOUBLES), _operators, numbers, either),
        st.builds(Compare, st.sampled_from(INSTANTS), _operators, _instants, either),
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
            for kind in (TEXTS, DOUBLES, INSTANTS)
        ),
        st.builds(
            Columns,
            st.just("msdyn_estimatedtravelduration"),
            _operators,
            st.just("msdyn_latitude"),
        ),
    )


@functools.cache
def calls() -> st.SearchStrategy[Condition]:
    """Query functions, which `not` does not go with."""
    membership = st.sampled_from(("In", "NotIn"))
    between = st.sampled_from(("Between", "NotBetween"))
    numbers = st.sampled_from([one for one in NUMBERS if one is not None])
    moments = st.sampled_from(INSTANTS)
    return st.one_of(
        st.builds(
            Call,
            membership,
            st.just("name"),
            st.lists(st.sampled_from(NAMES), min_size=1),
        ),
        st.builds(
            Call, membership, st.sampled_from(DOUBLES), st.lists(numbers, min_size=1)
        ),
        st.builds(Call, membership, moments, st.lists(_instants, min_size=1)),
        st.builds(
            Call,
            between,
            st.sampled_from(DOUBLES),
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
def conditions(size: int) -> st.SearchStrategy[Condition]:
    """Any condition on bookings."""
    plain = st.recursive(
        comparisons(size), lambda inner: _joined(inner) | inner.map(Not), max_leaves=6
    )
    return st.recursive(plain | calls(), _joined, max_leaves=4)


@functools.cache
def quantified(size: int) -> st.SearchStrategy[Condition]:
    """Any condition on resources."""
    plain = st.recursive(
        comparisons(size),
        lambda inner: _joined(inner) | inner.map(Not),
        max_leaves=3,
    )
    lambdas = st.builds(
        Lambda, st.sampled_from(("any", "all")), st.just(BOOKINGS), plain
    )
    one = st.one_of(
        lambdas,
        st.just(Lambda("any", BOOKINGS, None)),
        st.builds(Compare, st.just("name"), _operators, st.sampled_from(NAMES)),
    )
    return st.recursive(
        one, lambda inner: _joined(inner) | inner.map(Not), max_leaves=3
    )
