"""Collections: pages, filters, orders, and the window of a calendar view (2.4)."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import quote

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import RECORD, Graph, a_body, at, events_of

ANY = "singleValueExtendedProperties/Any"
PROPERTIES = "singleValueExtendedProperties"
VIEW = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-03-31T00:00:00Z"


def fill(mailbox: Mailbox, count: int) -> None:
    """Events "Visit 01" and so on, one a day, the last one first."""
    for number in range(count, 0, -1):
        mailbox.create_event(
            subject=f"Visit {number:02d}",
            start=at(3) + timedelta(days=number),
            end=at(3, 10) + timedelta(days=number),
            categories=["Even"] if number % 2 == 0 else [],
            extended_properties={
                "String {00020329-0000-0000-c000-000000000046} Name fieldsyncRecord": (
                    f"Rec-{number}"
                )
            },
        )


def test_page_of_ten_unless_asked(graph: Graph, ann: Mailbox) -> None:
    """Ten rows and a link; the links lead through all of them (trap 25)."""
    fill(ann, 23)

    first = graph.get(events_of(ann))

    assert len(first.rows) == 10
    second = graph.follow(first.json["@odata.nextLink"])
    third = graph.follow(second.json["@odata.nextLink"])
    assert "@odata.nextLink" not in third.json
    seen = first.subjects + second.subjects + third.subjects
    assert seen == [event.subject for event in ann.events]


def test_next_link_keeps_the_options(graph: Graph, ann: Mailbox) -> None:
    """Only `$skip` changes from page to page, however the query was encoded."""
    fill(ann, 5)

    first = graph.get(
        events_of(ann),
        "%24top=2&%24select=subject&%24orderby=start%2FdateTime&%24skip=1",
    )

    second = graph.follow(first.json["@odata.nextLink"])
    assert first.subjects + second.subjects == [
        "Visit 02",
        "Visit 03",
        "Visit 04",
        "Visit 05",
    ]
    assert set(second.rows[0]) == {"@odata.etag", "id", "subject"}
    assert "@odata.nextLink" not in second.json


def test_page_size_can_be_preferred(graph: Graph, ann: Mailbox) -> None:
    """`Prefer: odata.maxpagesize` sets the page where `$top` does not."""
    fill(ann, 5)

    answer = graph.get(events_of(ann), prefer="odata.maxpagesize=3")

    assert len(answer.rows) == 3
    assert answer.headers["Preference-Applied"] == "odata.maxpagesize=3"


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        ("subject eq 'visit 03'", [3]),
        ("contains(subject,'it 0')", [1, 2, 3, 4]),
        ("startswith(subject,'Visit') and not (subject eq 'Visit 01')", [2, 3, 4]),
        ("start/dateTime ge '2026-03-05T09:00:00'", [2, 3, 4]),
        ("start/dateTime ge '2026-03-05T10:00:00+01:00'", [2, 3, 4]),
        ("start/dateTime gt 2026-03-05T09:00:00Z", [3, 4]),
        ("start/dateTime ge '2026-03-05' and end/dateTime lt '2026-03-07'", [2, 3]),
        ("subject eq 'Visit 01' or subject eq 'Visit 04'", [1, 4]),
        ("categories/any(c:c eq 'even')", [2, 4]),
        ("isAllDay eq true", []),
        ("createdDateTime le 2026-03-02T08:00:00Z", [1, 2, 3, 4]),
        (
            f"{ANY}(ep: ep/id eq '{RECORD}' and ep/value eq 'rec-3')",
            [3],
        ),
        (
            f"{ANY}(p:p/id eq '{RECORD}' and contains(p/value,'rec'))",
            [1, 2, 3, 4],
        ),
        (
            f"{ANY}(p:p/id eq '{RECORD.lower()}' and p/value eq 'Rec-3')",
            [],
        ),
    ],
)
def test_filters(
    graph: Graph, ann: Mailbox, condition: str, numbers: list[int]
) -> None:
    """What the service can filter by, it does; names exact, values in any case."""
    fill(ann, 4)

    answer = graph.get(
        events_of(ann), f"$filter={quote(condition)}&$orderby=start/dateTime"
    )

    assert answer.subjects == [f"Visit {number:02d}" for number in numbers]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("$filter=subject eq", 400, "BadRequest"),
        ("$filter=nonsense eq 'x'", 400, "BadRequest"),
        ("$filter=isAllDay eq 'x'", 400, "BadRequest"),
        ("$filter=start/dateTime ge 5", 400, "BadRequest"),
        ("$filter=start/dateTime ge 'soon'", 400, "InvalidDateTime"),
        ("$filter=recurrence eq null", 400, "ErrorInvalidUrlQueryFilter"),
        ("$filter=webLink eq 'x'", 501, "NotImplemented"),
        ("$filter=subject in ('a','b')", 501, "NotImplemented"),
        ("$filter=tolower(subject) eq 'a'", 501, "NotImplemented"),
        ("$orderby=start", 400, "BadRequest"),
        ("$orderby=subject sideways", 400, "BadRequest"),
        ("$orderby=webLink", 501, "NotImplemented"),
        ("$top=0", 400, "ErrorInvalidUrlQuery"),
        ("$top=many", 400, "ErrorInvalidUrlQuery"),
        ("$skip=-1", 400, "ErrorInvalidUrlQuery"),
        ("$apply=x", 400, "BadRequest"),
        ("$top=1&%24top=2", 400, "BadRequest"),
        ("$search=x", 501, "NotImplemented"),
        ("$deltatoken=x", 400, "ErrorInvalidUrlQuery"),
        ("$select=nonsense", 400, "BadRequest"),
        ("$expand=instances", 501, "NotImplemented"),
        ("$expand=singleValueExtendedProperties", 400, "BadRequest"),
        (
            "$expand=singleValueExtendedProperties($filter=value eq 'x')",
            400,
            "ErrorInvalidUrlQueryFilter",
        ),
    ],
)
def test_odd_queries_are_refused(
    graph: Graph, ann: Mailbox, query: str, status: int, code: str
) -> None:
    """Malformed, refused or beyond the fake: never a silent wrong answer."""
    fill(ann, 1)

    answer = graph.get(events_of(ann), query)

    assert (answer.status, answer.code) == (status, code)


def test_order_by_two_keys(graph: Graph, ann: Mailbox) -> None:
    """The first key decides, each key in its own direction."""
    for subject, day in (("B", 4), ("A", 4), ("A", 5)):
        ann.create_event(subject=subject, start=at(day), end=at(day, 10))

    answer = graph.get(events_of(ann), "$orderby=subject desc,start/dateTime desc")

    starts = [row["start"]["dateTime"][8:10] for row in answer.rows]
    assert list(zip(answer.subjects, starts, strict=True)) == [
        ("B", "04"),
        ("A", "05"),
        ("A", "04"),
    ]


def test_rows_can_be_counted(graph: Graph, ann: Mailbox) -> None:
    """`$count=true` tells the number of all rows, `/$count` as plain text."""
    fill(ann, 12)

    assert graph.get(events_of(ann), "$count=true").json["@odata.count"] == 12
    plain = graph.get(f"{events_of(ann)}/$count", "$filter=subject ne 'Visit 01'")
    assert (plain.headers["Content-Type"], plain.text) == ("text/plain", "11")


def test_lists_show_expanded_properties(graph: Graph, ann: Mailbox) -> None:
    """Rows that have the property show it, others do not."""
    fill(ann, 1)
    ann.create_event(subject="Bare", start=at(20), end=at(20, 10))

    rows = graph.get(
        events_of(ann),
        f"$expand=singleValueExtendedProperties(%24filter%3Did%20eq%20'{quote(RECORD)}')",
    ).rows

    assert rows[0]["singleValueExtendedProperties"][0]["value"] == "Rec-1"
    assert "singleValueExtendedProperties" not in rows[1]


def test_view_shows_what_overlaps(graph: Graph, ann: Mailbox) -> None:
    """Sorted by start; what ends at the beginning or starts at the end is outside."""
    for name, start, end in (
        ("over the end", at(5, 11), at(5, 13)),
        ("from the end", at(5, 12), at(5, 13)),
        ("up to the beginning", at(5, 9), at(5, 10)),
        ("over the beginning", at(5, 9), at(5, 11)),
        ("no length", at(5, 10), at(5, 10)),
    ):
        ann.create_event(subject=name, start=start, end=end)

    answer = graph.get(
        f"/users/{ann.id}/calendarView",
        "startdatetime=2026-03-05T10:00:00Z&enddatetime=2026-03-05T13:00:00%2B01:00",
    )

    assert answer.subjects == ["over the beginning", "no length", "over the end"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "ErrorInvalidParameter"),
        ("startDateTime=2026-03-01", "ErrorInvalidParameter"),
        ("startDateTime=soon&endDateTime=2026-03-01", "InvalidDateTime"),
        ("startDateTime=2026-03-02&endDateTime=2026-03-01", "ErrorInvalidRequest"),
        ("startDateTime=2021-03-01&endDateTime=2026-03-01", "ErrorInvalidRequest"),
    ],
)
def test_bad_windows_are_refused(
    graph: Graph, ann: Mailbox, query: str, code: str
) -> None:
    """Missing, unreadable, reversed, or wider than 1825 days (trap 24)."""
    answer = graph.get(f"/users/{ann.id}/calendarView", query)

    assert (answer.status, answer.code) == (400, code)


def test_window_of_1825_days_is_allowed(graph: Graph, ann: Mailbox) -> None:
    """The widest window just fits."""
    query = "startDateTime=2021-03-02&endDateTime=2026-03-01"

    assert graph.get(f"/users/{ann.id}/calendarView", query).status == 200


def test_stamps_cannot_be_selected_in_a_view(graph: Graph, ann: Mailbox) -> None:
    """Created and modified are left out of a view's selection (2.4)."""
    fill(ann, 1)

    (row,) = graph.get(
        f"/users/{ann.id}/calendarView", f"{VIEW}&$select=subject,createdDateTime"
    ).rows

    assert set(row) == {"@odata.etag", "id", "subject"}


def test_created_event_is_listed_as_it_was_answered(graph: Graph, ann: Mailbox) -> None:
    """The row of a list is the entity without context."""
    created = graph.post(events_of(ann), a_body()).json

    (row,) = graph.get(events_of(ann)).rows

    assert {**row, "@odata.context": created["@odata.context"]} == created


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5_000, "-1", "1.5", ""])
def test_odd_numbers_are_refused(graph: Graph, ann: Mailbox, number: str) -> None:
    """Digits of other scripts, and more than any number has; never a crash."""
    for option in ("$top", "$skip"):
        answer = graph.get(events_of(ann), f"{option}={number}")

        assert (answer.status, answer.code) == (400, "ErrorInvalidUrlQuery")


@pytest.mark.parametrize("number", ["²", "9" * 5_000, "0", "x"])
def test_a_page_size_that_is_none_is_no_preference(
    graph: Graph, ann: Mailbox, number: str
) -> None:
    """`Prefer` is a wish: what is not understood is not applied."""
    answer = graph.get(events_of(ann), prefer=f"odata.maxpagesize={number}")

    assert answer.status == 200
    assert "Preference-Applied" not in answer.headers


@pytest.mark.parametrize(
    "condition",
    [
        " or ".join(["subject eq 'a'"] * 2_000),
        f"{'not ' * 2_000}(subject eq 'a')",
        f"{'start/' * 1_500}dateTime eq 'a'",
        f"categories/any(c:{'not ' * 600}c eq 'a')",
        "singleValueExtendedProperties/any(e:"
        + " or ".join(["e/value eq 'a'"] * 1_000)
        + ")",
        "f.g(a=1,b=2,c=3)",
    ],
)
def test_filters_beyond_reason_are_refused(
    graph: Graph, ann: Mailbox, condition: str
) -> None:
    """Nested deeper than can be looked into, or more than the parser's grammar has."""
    assert graph.get(events_of(ann), f"$filter={condition}").status == 400


def test_a_filter_of_many_conditions_is_served(graph: Graph, ann: Mailbox) -> None:
    """As clients build them from ids."""
    fill(ann, 3)
    condition = " or ".join(f"subject eq '{number}'" for number in range(300))

    assert graph.get(events_of(ann), f"$filter={condition}").status == 200


@pytest.mark.parametrize(
    ("query", "prefer"),
    [
        (f"$expand=attachments{' ' * 60_000}x", ""),
        (f"$expand={PROPERTIES}($filter=id eq '{RECORD}{' ' * 60_000}\nx')", ""),
        ("", " " * 60_000 + "!"),
    ],
)
def test_many_blanks_cost_no_time(
    graph: Graph, ann: Mailbox, query: str, prefer: str
) -> None:
    """What takes them apart goes over them once."""
    started = time.process_time()

    graph.get(events_of(ann), query, prefer=prefer)

    assert time.process_time() - started < 1
