"""Every `$filter` gives the rows that a naive evaluator picks (sections 2.4, 3.10).

The evaluator reads the rows as a client sees them, and knows nothing of the fake.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.exchange.throttling import Throttle
from tests.fakes.examples import examples
from tests.fakes.exchange.graph import RECORD, START, Graph, a_body, a_graph

Row: TypeAlias = dict[str, Any]
# a filter as text, and what a row must be to pass it
Condition: TypeAlias = tuple[str, Callable[[Row], bool]]
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
_SEARCH: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": operator.contains,
    "startswith": str.startswith,
    "endswith": str.endswith,
}
_WORDS: Final = ("", "a", "A", "visit", "VISIT b", "O'Hara", "ä", "100%", "x y", "b")
_COLOURS: Final = ("Red", "red", "Blue", "Day off")
_TEXTS: Final = {
    "events": ("subject", "importance", "sensitivity", "showAs", "type"),
    "contacts": ("displayName", "surname", "givenName", "companyName", "jobTitle"),
}
_FLAGS: Final = ("isAllDay", "isOrganizer", "isReminderOn", "isCancelled")
_EXTENDED: Final = "singleValueExtendedProperties"


def _at(row: Row, path: str) -> Any:
    found: Any = row
    for name in path.split("/"):
        found = found[name]
    return found


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix("Z")[:26])


def _spelt(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def compared_texts(path: str, how: str, wanted: str) -> Condition:
    """A text compared in any letter case; none is an empty one (inferred)."""
    return f"{path} {how} {_spelt(wanted)}", lambda row: _COMPARE[how](
        (_at(row, path) or "").lower(), wanted.lower()
    )


def searched(path: str, how: str, wanted: str) -> Condition:
    """A text searched in any letter case."""

    def holds(row: Row) -> bool:
        return _SEARCH[how]((_at(row, path) or "").lower(), wanted.lower())

    return f"{how}({path},{_spelt(wanted)})", holds


def compared_instants(path: str, how: str, at: datetime, *, quoted: bool) -> Condition:
    """An instant compared, written as text or bare."""
    text = f"{at.isoformat()}Z"
    spelt = _spelt(text) if quoted else text
    return f"{path} {how} {spelt}", lambda row: _COMPARE[how](
        _instant(_at(row, path)), at
    )


def flagged(path: str, how: str, *, wanted: bool) -> Condition:
    """A flag compared."""
    text = "true" if wanted else "false"
    return f"{path} {how} {text}", lambda row: _COMPARE[how](_at(row, path), wanted)


def coloured(name: str) -> Condition:
    """One of the categories has that name."""
    return (
        f"categories/any(c:c eq {_spelt(name)})",
        lambda row: name.lower() in [one.lower() for one in row["categories"]],
    )


def marked(wanted: str) -> Condition:
    """The extended property has that value, in any letter case."""
    text = (
        f"{_EXTENDED}/Any(p:p/id eq {_spelt(RECORD)} and p/value eq {_spelt(wanted)})"
    )

    def holds(row: Row) -> bool:
        found = row.get(_EXTENDED, ())
        return any(one["value"].lower() == wanted.lower() for one in found)

    return text, holds


def both(first: Condition, second: Condition) -> Condition:
    """And."""
    return f"({first[0]} and {second[0]})", lambda r: first[1](r) and second[1](r)


def either(first: Condition, second: Condition) -> Condition:
    """Or."""
    return f"({first[0]} or {second[0]})", lambda r: first[1](r) or second[1](r)


def neither(inner: Condition) -> Condition:
    """Not."""
    return f"not ({inner[0]})", lambda r: not inner[1](r)


def conditions(what: str) -> st.SearchStrategy[Condition]:
    """Conditions on rows of a kind, nested."""
    words, equal = st.sampled_from(_WORDS), st.sampled_from(("eq", "ne"))
    instants = st.builds(  # the events' own, and such as lie beside them
        lambda number, beside: (
            START.replace(tzinfo=None) + timedelta(hours=7 * number + beside)
        ),
        st.integers(0, 36),
        st.sampled_from((0, 0, 0, 2, -1, -8)),
    )
    leaves = [
        st.builds(compared_texts, st.sampled_from(_TEXTS[what]), equal, words),
        st.builds(
            searched,
            st.sampled_from(_TEXTS[what][:1]),
            st.sampled_from(sorted(_SEARCH)),
            words,
        ),
        st.builds(coloured, st.sampled_from(_COLOURS)),
        st.builds(marked, words),
    ]
    paths = ["createdDateTime", "lastModifiedDateTime"]
    if what == "events":
        paths = ["start/dateTime", "end/dateTime", *paths, "start/dateTime"]
        flags = st.sampled_from(_FLAGS)
        leaves.append(st.builds(flagged, flags, equal, wanted=st.booleans()))
    compare = st.sampled_from(sorted(_COMPARE))
    dates = st.builds(
        compared_instants,
        st.sampled_from(paths),
        compare,
        instants,
        quoted=st.booleans(),
    )
    return st.recursive(
        st.one_of(*leaves, dates, dates),
        lambda inner: st.one_of(
            st.builds(both, inner, inner),
            st.builds(either, inner, inner),
            st.builds(neither, inner),
        ),
        max_leaves=6,
    )


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Ann with events and contacts of many kinds, made over a few hours."""
    graph = a_graph()
    graph.exchange.switches.throttle = Throttle(requests=None)
    graph.token = graph.directory.issue(graph.application, lifetime=timedelta(days=100))
    ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
    for number in range(40):
        graph.pass_time(minutes=17 * number)
        start = START.replace(tzinfo=None) + timedelta(hours=7 * (number * 11 % 37))
        marks = [{"id": RECORD, "value": _WORDS[number * 3 % len(_WORDS)] or "x"}]
        body: dict[str, Any] = {
            "categories": list(_COLOURS[number % 3 : number % 3 + number % 2 + 1]),
            _EXTENDED: marks if number % 3 else [],
        }
        whole = number % 7 == 0
        day = start.replace(hour=0) if whole else start
        event = a_body(
            _WORDS[number % len(_WORDS)],
            start=day.isoformat(),
            end=(
                day + timedelta(days=1) if whole else day + timedelta(hours=2)
            ).isoformat(),
            importance=("low", "normal", "high")[number % 3],
            showAs=("free", "busy", "oof", "workingElsewhere")[number % 4],
            isAllDay=whole,
            isReminderOn=number % 2 == 0,
        )
        contact = {
            "givenName": _WORDS[number % len(_WORDS)] or None,
            "surname": _WORDS[number * 7 % len(_WORDS)],
            "companyName": None if number % 4 else "Visit B",
        }
        user = f"/users/{ann.id}"
        assert graph.post(f"{user}/events", {**event, **body}).status == 201
        assert graph.post(f"{user}/contacts", {**contact, **body}).status == 201
    return graph


def listed(graph: Graph, what: str, *options: str) -> list[Row]:
    """A list of Ann's, with what it takes to look at every row."""
    expand = f"$expand={_EXTENDED}($filter=id eq {_spelt(RECORD)})"
    query = "&".join([expand, "$top=1000", *options])
    answer = graph.get(f"/users/ann@contoso.example/{what}", query)
    assert answer.status == 200, answer.text
    return answer.rows


@pytest.mark.parametrize("what", sorted(_TEXTS))
def test_filters_pick_what_a_naive_evaluator_picks(graph: Graph, what: str) -> None:
    """In the order of the list; so does the count."""
    rows = listed(graph, what)

    @examples(100)
    @given(condition=conditions(what))
    def play(condition: Condition) -> None:
        text, holds = condition
        wanted = [row["id"] for row in rows if holds(row)]

        found = listed(graph, what, f"$filter={quote(text)}", "$count=true")
        path = f"/users/ann@contoso.example/{what}/$count"
        count = graph.get(path, f"$filter={quote(text)}")

        assert [row["id"] for row in found] == wanted, text
        assert count.text == str(len(wanted))

    play()


def _sortable(path: str) -> Callable[[Row], str]:
    def key(row: Row) -> str:
        return str(_at(row, path) or "").lower()

    return key


@pytest.mark.parametrize("what", sorted(_TEXTS))
def test_orders_are_those_of_a_naive_sort(graph: Graph, what: str) -> None:
    """By several keys, either way; pages of it are its pages."""
    rows = listed(graph, what)
    paths = [*_TEXTS[what], "createdDateTime"]
    paths += ["start/dateTime", "end/dateTime", "isAllDay"] if what == "events" else []
    orders = st.lists(
        st.tuples(st.sampled_from(paths), st.sampled_from(("", " asc", " desc"))),
        min_size=1,
        max_size=3,
    )

    @examples(60)
    @given(order=orders, skip=st.integers(0, 41), condition=conditions(what))
    def play(order: list[tuple[str, str]], skip: int, condition: Condition) -> None:
        text, holds = condition
        wanted = [row for row in rows if holds(row)]
        for path, way in reversed(order):
            wanted.sort(key=_sortable(path), reverse=way == " desc")

        found = listed(
            graph,
            what,
            f"$filter={quote(text)}",
            f"$orderby={','.join(path + way for path, way in order)}",
            f"$skip={skip}",
        )

        assert [row["id"] for row in found] == [row["id"] for row in wanted[skip:]]

    play()
