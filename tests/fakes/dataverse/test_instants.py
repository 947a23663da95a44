"""Filters whose instants move with the clock: lifted out, and put back in."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from fakes.dataverse.instants import PLACES, lift, lift_encoded, place_of
from fakes.dataverse.query import parse
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

EARLY, LATE = "2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z"
WINDOW = f"starttime ge {EARLY} and starttime le {LATE}"


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """Bookings 0 to 3, a day apart."""
    resource, status = a_resource(bench, a_user(bench)), a_booking_status(bench)
    for day in range(4):
        a_booking(
            bench,
            resource,
            name=f"{day} {EARLY}",
            bookingstatus=status,
            starttime=MONDAY + timedelta(days=day),
        )
    return bench


def _days(bench: Bench, text: str) -> str:
    found = bench.read(f"/bookableresourcebookings?$select=name&$filter={text}")
    return "".join(one["name"][0] for one in found["value"])


def test_a_filter_is_lifted_but_not_its_texts() -> None:
    """What stands in quotes or in an array is no instant."""
    text = f"name eq '{EARLY}' and starttime gt {LATE} and f(Values=[\"{EARLY}\"])"

    lifted, instants = lift(text)

    assert instants == (LATE,)
    assert lifted == (
        f"name eq '{EARLY}' and starttime gt {PLACES[0]} and f(Values='[\"{EARLY}\"]')"
    )
    assert place_of(PLACES[6]) == 6
    assert place_of(EARLY) is None


def test_an_encoded_query_is_not_cut_inside_an_escape() -> None:
    """`%20` is followed by digits."""
    assert lift_encoded(f"$filter=a%20ge%20{EARLY}") == (
        f"$filter=a%20ge%20{PLACES[0]}",
        (EARLY,),
    )
    year = "%20202-01-01T00:00:00Z"
    assert lift_encoded(f"$filter=a%20ge{year}") == (f"$filter=a%20ge{year}", ())
    many = "&".join([EARLY] * 60)
    assert lift_encoded(many) == (many, ())


@pytest.mark.parametrize(
    "text",
    [
        f"$filter={quote(WINDOW)}",
        f"$filter={quote(WINDOW, safe=':')}",
        f"$filter={WINDOW}&$select=name,{EARLY}",
        f"$filter=name eq '{EARLY}' and starttime gt {LATE}",
        "$filter=starttime gt @p&@p=" + EARLY,
        f"$filter=starttime gt {quote(EARLY)} and starttime lt {LATE}",
    ],
)
def test_a_query_says_the_same_however_it_is_spelt(text: str) -> None:
    """The instants come out in their order, and none that is none."""
    query = parse(text)

    assert query.filter is not None
    assert query.instants == lift(query.filter)[1] or PLACES[0] in query.filter
    assert PLACES[0] not in "".join(query.select or ())
    if "@p" not in text and "name eq" not in text:
        assert query.instants == (EARLY, LATE)


def test_windows_that_move_have_answers_of_their_own(bench: Bench) -> None:
    """The same filter with other instants; also turned round, negated, on a path."""
    for first in range(3):
        early = f"{MONDAY + timedelta(days=first):%Y-%m-%dT%H:%M:%SZ}"
        late = f"{MONDAY + timedelta(days=first + 1):%Y-%m-%dT%H:%M:%SZ}"
        both = f"{first}{first + 1}"
        assert _days(bench, f"starttime ge {early} and starttime le {late}") == both
        assert _days(bench, f"{early} le starttime and {late} ge starttime") == both
        after = "".join(str(day) for day in range(first + 1, 4))
        assert _days(bench, f"not (starttime le {early})") == after
        assert _days(bench, f"Resource/createdon ge {early}") == "0123" * (not first)


def test_a_text_that_looks_like_an_instant_stays_one(bench: Bench) -> None:
    """It is compared as text."""
    assert _days(bench, f"name eq '2 {EARLY}' and starttime gt {EARLY}") == "2"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("starttime ge 2026-02-30T00:00:00Z", "'2026-02-30T00:00:00Z' is no date."),
        (
            "starttime ge 2026-02-30T00:00:00Z and nosuch eq 1",
            "'2026-02-30T00:00:00Z' is no date.",
        ),
        (f"nosuch eq 1 and starttime ge {EARLY}", "named 'nosuch'"),
        (f"name ge {EARLY}", "incompatible types"),
    ],
)
def test_the_first_mistake_is_told(bench: Bench, text: str, words: str) -> None:
    """An instant that is none is told in its turn, as it was written."""
    target = f"/bookableresourcebookings?$filter={text}"
    response = bench.send("GET", target)

    assert error_of(response)[0] == 400
    assert words in json_of(response)["error"]["message"]
