"""Lists of messages: pages, filters, orders (section 2.4)."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.mail.makers import a_message, mail_of, send, subjects
from tests.fakes.exchange.meetings import BOB, OUTSIDER


def a_full_inbox(graph: Graph, mailbox: Mailbox, number: int) -> None:
    """So many mails, a minute between each."""
    for one in range(number):
        mailbox.mail.receive(OUTSIDER, subject=f"{one:02}")
        graph.pass_time(minutes=1)


def test_latest_message_comes_first_ten_on_a_page(graph: Graph, ann: Mailbox) -> None:
    """Pages of ten, then the rest, without loss or repetition."""
    a_full_inbox(graph, ann, 12)

    first = graph.get(mail_of(ann, "inbox"))
    second = graph.follow(first.json["@odata.nextLink"])

    assert first.subjects == [f"{one:02}" for one in range(11, 1, -1)]
    assert second.subjects == ["01", "00"]
    assert "@odata.nextLink" not in second.json


def test_options_of_a_list(graph: Graph, ann: Mailbox) -> None:
    """`$top`, `$skip`, `$count`, `$select`, and the number alone."""
    a_full_inbox(graph, ann, 3)

    answer = graph.get(
        mail_of(ann, "inbox"), "$top=1&$skip=1&$count=true&$select=subject"
    )

    assert answer.json["@odata.count"] == 3
    assert [set(row) for row in answer.rows] == [{"@odata.etag", "id", "subject"}]
    assert answer.subjects == ["01"]
    assert graph.get(f"{mail_of(ann)}/$count").text == "3"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("subject eq 'hello'", ["Hello"]),
        ("contains(subject,'LL')", ["Hello"]),
        ("isRead eq true", ["Offer"]),
        ("from/emailAddress/address eq 'ANN@contoso.example'", ["Hello"]),
        ("importance eq 'high'", ["Hello"]),
        ("receivedDateTime ge 2026-03-02T08:01:00Z", ["Offer"]),
        ("categories/any(c:c eq 'red')", ["Offer"]),
        ("flag/flagStatus eq 'notFlagged' and isDraft eq false", ["Offer", "Hello"]),
        ("hasAttachments eq true", []),
    ],
)
def test_filters(
    graph: Graph, ann: Mailbox, bob: Mailbox, condition: str, expected: list[str]
) -> None:
    """What the documentation and python-o365 filter messages by."""
    send(graph, ann, BOB, importance="high")
    graph.pass_time(minutes=1)
    offer = bob.mail.receive(OUTSIDER, subject="Offer", categories=["Red"])
    bob.mail.mark_read(offer.id)

    assert subjects(graph, bob, "inbox", f"$filter={condition}") == expected


LATER = "receivedDateTime ge 2026-03-02"


@pytest.mark.parametrize(
    ("condition", "order", "status"),
    [
        ("isRead eq false", "receivedDateTime desc", 400),
        (f"isRead eq false and {LATER}", "receivedDateTime desc", 400),
        (f"{LATER} and subject ne 'x'", "subject,receivedDateTime", 400),
        (f"{LATER} and isRead eq false", "receivedDateTime desc", 200),
        (f"{LATER} and subject ne 'x'", "receivedDateTime,subject", 200),
    ],
)
def test_order_must_go_with_the_filter(
    graph: Graph, ann: Mailbox, condition: str, order: str, status: int
) -> None:
    """What is ordered by is filtered by, first and in that order (2.4)."""
    a_full_inbox(graph, ann, 2)
    query = f"$filter={condition}&$orderby={order}"

    answer = graph.get(mail_of(ann, "inbox"), query)

    assert answer.status == status
    if status == 400:
        assert answer.code == "InefficientFilter"
    else:
        assert len(answer.rows) == 2


def test_mailbox_lists_every_folder(graph: Graph, ann: Mailbox) -> None:
    """`/messages` has drafts and deleted messages, too."""
    a_full_inbox(graph, ann, 2)
    ann.mail.delete(ann.inbox[0].id)
    graph.post(mail_of(ann), a_message(subject="Draft"))

    assert sorted(graph.get(mail_of(ann)).subjects) == ["00", "01", "Draft"]
    assert subjects(graph, ann, "inbox") == ["01"]


def test_search_is_named_as_missing(graph: Graph, ann: Mailbox) -> None:
    """501, not all messages."""
    assert graph.get(mail_of(ann), "$search=x").status == 501
    assert graph.get(mail_of(ann), "$select=uniqueBody").status == 501
