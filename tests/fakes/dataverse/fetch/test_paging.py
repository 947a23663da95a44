"""Pages by cookie, as both official clients ask for them (client-expectations 6)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

import pytest

from fakes.dataverse.fetch.parsing import parse
from fakes.dataverse.fetch.planning import plan_of
from tests.fakes.dataverse.fetch.queries import (
    ANNOTATED,
    a_column,
    a_condition,
    a_fetch,
    ask,
    rows,
)
from tests.fakes.dataverse.makers import MONDAY, Bench, error_of, json_of

COOKIE = "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"
MORE = "@Microsoft.Dynamics.CRM.morerecords"
BOTH = (
    'odata.include-annotations="Microsoft.Dynamics.CRM.fetchxmlpagingcookie,'
    'Microsoft.Dynamics.CRM.morerecords"'
)
ORDER = "<order attribute='name' descending='true'/>"
LINK = (
    "<link-entity name='contact' from='parentcustomerid' to='accountid' alias='c'"
    " link-type='outer'><attribute name='lastname'/></link-entity>"
)
# A client sends `"` and `&` of a cookie back in its own way.
NAMES = ["plain", 'say "hi" & <go>', "it's 50%", "zwei\nZeilen", "ünïcode", "", "z"]


@pytest.fixture
def accounts(bench: Bench) -> Bench:
    """Seven accounts with awkward names, the first with three contacts."""
    create = bench.organization.create
    for number, name in enumerate(NAMES):
        id = create("account", {"name": name, "accountnumber": str(number)})
        for contact in ("x", "y", "z")[: 3 if number == 0 else 0]:
            values = {"lastname": contact, "parentcustomerid": ("account", id)}
            create("contact", values)
    return bench


def _xml(text: str) -> ET.Element:
    """As the client reads it."""
    return ET.fromstring(text)  # noqa: S314 - an answer of our own


def _as_python(bench: Bench, text: str) -> list[dict[str, Any]]:
    """All rows as PowerPlatform-Dataverse-Client 1.1.0 collects them."""
    found: list[dict[str, Any]] = []
    while True:
        answer = json_of(ask(bench, "accounts", text, prefer=BOTH))
        found += answer["value"]
        if not answer.get(MORE, False):
            return found
        outer = _xml(answer[COOKIE])
        inner = unquote(unquote(outer.get("pagingcookie", "")))
        fetch = _xml(text)
        fetch.set("paging-cookie", inner)
        fetch.set("page", outer.get("pagenumber", ""))
        text = ET.tostring(fetch, encoding="unicode")


def _as_javascript(bench: Bench, text: str) -> list[dict[str, Any]]:
    """All rows as dynamics-web-api 2.5.0 collects them."""
    found: list[dict[str, Any]] = []
    page, cookie = 1, ""
    escapes = {"<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
    prefer = 'odata.include-annotations="Microsoft.Dynamics.CRM.fetchxmlpagingcookie"'
    while True:
        words = f' page="{page}"' + (f' paging-cookie="{cookie}"' if cookie else "")
        sent = text.replace("<fetch", f"<fetch{words}", 1)
        answer = json_of(ask(bench, "accounts", sent, prefer=prefer))
        found += answer["value"]
        if COOKIE not in answer:
            return found
        decoded = unquote(unquote(answer[COOKIE]))
        match = re.search(r'pagingcookie="(<cookie page="(\d+)".+</cookie>)', decoded)
        assert match is not None
        cookie = "".join(escapes.get(one, one) for one in match.group(1))
        page = int(match.group(2)) + 1


@pytest.mark.parametrize("client", [_as_python, _as_javascript])
@pytest.mark.parametrize("count", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("inside", ["", ORDER, LINK, ORDER + LINK])
def test_all_pages_together_are_the_whole(
    accounts: Bench, client: Any, count: int, inside: str
) -> None:
    """Every row once, in the order of the query."""
    columns = a_column("accountnumber"), a_column("name"), inside
    whole = rows(accounts, "accounts", a_fetch("account", *columns, page=1))

    found = client(accounts, a_fetch("account", *columns, count=count))

    assert found == whole
    assert len(found) == (9 if LINK in inside else 7)


def test_distinct_rows_are_paged_as_well(accounts: Bench) -> None:
    """Each of them once."""
    accounts.organization.create("account", {"name": "plain"})
    columns = a_column("name"), ORDER
    text = a_fetch("account", *columns, count=2, distinct="true")

    found = [one["name"] for one in _as_python(accounts, text)]

    assert sorted(found) == sorted(NAMES)


def test_a_cookie_has_the_documented_shape(accounts: Bench) -> None:
    """Section 4.6 and client-expectations 6.1: encoded twice, in lower case."""
    text = a_fetch("account", a_column("name"), count=3)

    cookie = json_of(ask(accounts, "accounts", text, prefer=ANNOTATED))[COOKIE]

    assert cookie.startswith('<cookie pagenumber="2" pagingcookie="%253ccookie%2520')
    assert cookie.endswith('" istracking="False" />')
    id = r"\{[0-9A-F-]{36}\}"
    inner = f'<cookie page="1"><accountid last="{id}" first="{id}" /></cookie>'
    assert re.search(inner, unquote(unquote(cookie)))


@pytest.mark.parametrize("prefer", ["", "odata.maxpagesize=2"])
def test_without_the_preference_nothing_tells_of_more(
    accounts: Bench, prefer: str
) -> None:
    """Section 4.8: both annotations only when asked for, and no link."""
    text = a_fetch("account", a_column("name"), count=3)

    answer = json_of(ask(accounts, "accounts", text, prefer=prefer))

    assert set(answer) == {"@odata.context", "value"}
    assert len(answer["value"]) == 3


def test_the_last_page_has_neither_cookie_nor_more(accounts: Bench) -> None:
    """A client stops when the cookie is absent."""
    text = a_fetch("account", a_column("name"), count=7)

    answer = json_of(ask(accounts, "accounts", text, prefer=BOTH))

    assert set(answer) == {"@odata.context", "value"}


def test_an_order_by_a_link_has_no_cookie(accounts: Bench) -> None:
    """Section 4.8: then a client goes on by number alone."""
    link = LINK.replace("<attribute", "<order attribute='lastname'/><attribute")
    seen = []
    for page in (1, 2, 3):
        text = a_fetch("account", link, a_column("name"), count=4, page=page)
        answer = json_of(ask(accounts, "accounts", text, prefer=BOTH))
        assert COOKIE not in answer
        assert answer.get(MORE, False) is (page < 3)
        seen += answer["value"]

    assert len(seen) == 9


def test_pages_go_by_number_without_a_cookie(accounts: Bench) -> None:
    """Up to 50,000 rows in all (0x8004430a)."""
    text = a_fetch("account", a_column("name"), count=3, page=3)
    last = a_fetch("account", count=5000, page=10)
    beyond = a_fetch("account", count=5000, page=11)

    assert len(rows(accounts, "accounts", text)) == 1
    assert rows(accounts, "accounts", last) == []
    assert error_of(ask(accounts, "accounts", beyond)) == (400, "0x8004430a")


def test_a_cookie_lifts_the_cap(accounts: Bench) -> None:
    """It counts for rows skipped by number, not for those that a cookie skips."""
    text = a_fetch("account", a_column("name"), count=3)
    answer = json_of(ask(accounts, "accounts", text, prefer=BOTH))
    inner = unquote(unquote(_xml(answer[COOKIE]).get("pagingcookie", "")))
    far = inner.replace('page="1"', 'page="20000"')

    on = a_fetch("account", a_column("name"), count=3, page=20001, paging_cookie=far)

    assert len(rows(accounts, "accounts", on)) == 3


def test_a_page_out_of_turn_ignores_the_cookie(accounts: Bench) -> None:
    """Documented: then it goes by number."""
    answer = json_of(
        ask(accounts, "accounts", a_fetch("account", count=2), prefer=BOTH)
    )
    inner = unquote(unquote(_xml(answer[COOKIE]).get("pagingcookie", "")))
    by_number = rows(accounts, "accounts", a_fetch("account", count=2, page=3))

    text = a_fetch("account", count=2, page=3, paging_cookie=inner)

    assert rows(accounts, "accounts", text) == by_number


@pytest.mark.parametrize("order", ["", ORDER])
def test_a_page_goes_on_when_its_last_row_is_gone(accounts: Bench, order: str) -> None:
    """Deleted between two pages; nothing fails, and nothing comes twice."""
    text = a_fetch("account", order, count=3)
    answer = json_of(ask(accounts, "accounts", text, prefer=BOTH))
    first = [one["accountid"] for one in answer["value"]]
    accounts.organization.delete("account", first[-1])
    outer = _xml(answer[COOKIE])
    inner = unquote(unquote(outer.get("pagingcookie", "")))

    on = a_fetch("account", order, count=3, page=2, paging_cookie=inner)
    second = [one["accountid"] for one in rows(accounts, "accounts", on)]

    assert len(second) == 3
    assert not set(first) & set(second)


@pytest.mark.parametrize(
    ("cookie", "code"),
    [
        ("nonsense", "0x80041129"),
        ("<cookie page='1'>", "0x80041129"),
        ("<biscuit page='1'/>", "0x80041129"),
        ("<cookie page='1'><name last='a' first='b'/></cookie>", "0x80041129"),
        ("<cookie page='x'><accountid last='a' first='b'/></cookie>", "0x8004112a"),
        ("<cookie page='0'><accountid last='a' first='b'/></cookie>", "0x8004112a"),
    ],
)
def test_a_damaged_cookie_is_refused(accounts: Bench, cookie: str, code: str) -> None:
    """Section 4.6."""
    text = a_fetch("account", page=2, count=3, paging_cookie=cookie)

    assert error_of(ask(accounts, "accounts", text)) == (400, code)


def test_more_than_5000_rows_are_never_in_one_answer(bench: Bench) -> None:
    """Section 4.8; the rest has a cookie though the query does not page."""
    for number in range(5001):
        bench.organization.create("account", {"name": str(number)})
    text = a_fetch("account", count=9999)

    answer = json_of(ask(bench, "accounts", text, prefer=BOTH))
    plain = json_of(ask(bench, "accounts", a_fetch("account"), prefer=BOTH))

    assert len(answer["value"]) == len(plain["value"]) == 5000
    assert answer[MORE] is plain[MORE] is True


def _appointments(bench: Bench) -> None:
    """Sixty of them, day after day; more rows than a scan takes."""
    for number in range(60):
        values = {
            "subject": f"T{number:02d}",
            "scheduledstart": f"2026-03-{1 + number % 28:02d}T10:00:00Z",
            "scheduledend": f"2026-03-{1 + number % 28:02d}T11:00:00Z",
        }
        bench.organization.create("appointment", values)


def test_conditions_use_an_index(bench: Bench) -> None:
    """The rows that an index offers are those that a scan finds."""
    _appointments(bench)
    where = a_condition("scheduledstart", "ge", "2026-03-05T00:00:00Z")
    where += a_condition("scheduledstart", "lt", "2026-03-06T00:00:00Z")
    text = a_fetch("appointment", a_column("subject"), filter=where)

    found = [one["subject"] for one in rows(bench, "appointments", text)]

    assert found == ["T04", "T32"]
    hints = plan_of(parse(text).query).hints
    assert [hint.comparator for hint in hints] == ["ge", "lt"]


def test_relative_dates_use_an_index_that_moves_with_the_clock(bench: Bench) -> None:
    """The same question, a day later; more rows than a scan takes."""
    _appointments(bench)
    where = a_condition("scheduledstart", "next-x-days", "1")
    text = a_fetch("appointment", a_column("subject"), filter=where)

    first = [one["subject"] for one in rows(bench, "appointments", text)]
    bench.clock.move_to(MONDAY + timedelta(days=1))
    second = [one["subject"] for one in rows(bench, "appointments", text)]

    assert first == ["T01", "T02", "T29", "T30", "T57", "T58"]
    assert second == ["T02", "T03", "T30", "T31", "T58", "T59"]
    assert plan_of(parse(text).query).relative


def test_a_form_encoded_query_reads_the_same(accounts: Bench) -> None:
    """Form encoding, as requests does it: blanks as plus signs."""
    text = a_fetch("account", a_column("name"), count=2)
    target = "/accounts?fetchXml=" + quote(text, safe="").replace("%20", "+")

    assert len(accounts.read(target)["value"]) == 2
