"""Collections of contacts: pages, filters, orders (section 2.4)."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import contacts_of, names
from tests.fakes.exchange.graph import Graph


def fill(mailbox: Mailbox, count: int) -> None:
    """Contacts "Zoe 1" and so on."""
    for number in range(1, count + 1):
        mailbox.contacts.create(
            display_name=f"Zoe {number}",
            company_name="Fabrikam" if number % 2 else None,
            email_addresses=[f"zoe{number}@z.example"],
            categories=["Even"] if number % 2 == 0 else [],
        )


def test_page_of_ten_unless_asked(graph: Graph, ann: Mailbox) -> None:
    """The link leads to the rest (trap 25); the number of all when asked for."""
    fill(ann, 12)

    first = graph.get(contacts_of(ann), "$count=true")
    second = graph.follow(first.json["@odata.nextLink"])

    assert first.json["@odata.count"] == 12
    assert names(first) + names(second) == [f"Zoe {one}" for one in range(1, 13)]
    assert graph.get(f"{contacts_of(ann)}/$count").text == "12"


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        ("emailAddresses/any(a:a/address eq 'ZOE2@z.example')", [2]),
        ("displayName eq 'zoe 3'", [3]),
        ("startswith(displayName,'Zoe')", [1, 2, 3]),
        ("companyName eq 'Fabrikam'", [1, 3]),
        ("contains(companyName,'brik') and not (displayName eq 'Zoe 1')", [3]),
        ("emailAddresses/any(a:a/name eq 'home')", []),
        ("businessPhones/any(p:p eq '+1')", []),
        ("categories/any(c:c eq 'even')", [2]),
        ("createdDateTime gt 2026-03-02T08:00:00Z", []),
        ("birthday lt 2026-03-02T08:00:00Z", []),
    ],
)
def test_filters(
    graph: Graph, ann: Mailbox, condition: str, numbers: list[int]
) -> None:
    """By address, name, company, category, moment."""
    fill(ann, 3)

    answer = graph.get(contacts_of(ann), f"$filter={quote(condition)}")

    assert names(answer) == [f"Zoe {number}" for number in numbers]


def test_contacts_without_a_birthday_come_first(graph: Graph, ann: Mailbox) -> None:
    """Ordering by a value that not every contact has (where they come is inferred)."""
    fill(ann, 2)
    late = graph.post(contacts_of(ann), {"givenName": "B", "birthday": "1990-01-01"})
    graph.post(contacts_of(ann), {"givenName": "A", "birthday": "1980-01-01"})
    assert late.status == 201

    answer = graph.get(contacts_of(ann), "$orderby=birthday,displayName desc")

    assert names(answer) == ["Zoe 2", "Zoe 1", "A", "B"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("$filter=nonsense eq 'x'", 400, "BadRequest"),
        ("$filter=nickName eq 'x'", 501, "NotImplemented"),
        ("$filter=categories/any(c:c/x eq 'a')", 400, "BadRequest"),
        ("$filter=emailAddresses/any(a:a eq 'a')", 400, "BadRequest"),
        ("$filter=emailAddresses/any(a:a/route eq 'a')", 400, "BadRequest"),
        ("$filter=emailAddresses/any(a:b/address eq 'a')", 400, "BadRequest"),
        ("$filter=children/any(c:c eq 'a')", 501, "NotImplemented"),
        ("$select=nonsense", 400, "BadRequest"),
        ("$expand=photo", 501, "NotImplemented"),
        ("$search=x", 501, "NotImplemented"),
    ],
)
def test_refused_options(
    graph: Graph, ann: Mailbox, query: str, status: int, code: str
) -> None:
    """As the service refuses them, or as gaps of the fake."""
    answer = graph.get(contacts_of(ann), query)

    assert (answer.status, answer.code) == (status, code)
