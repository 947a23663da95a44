"""What FetchXML refuses: codes of sections 4.8 and 8, and never a 500."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.dataverse.fetch.queries import (
    a_column,
    a_condition,
    a_fetch,
    ask,
)
from tests.fakes.dataverse.makers import Bench, a_bench, error_of

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE fetch [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">'
        for inner, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><fetch><entity name='account'><filter>"
    "<condition attribute='name' operator='eq' value='&j;'/></filter></entity></fetch>"
)
OUTSIDE = (
    '<!DOCTYPE fetch [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<fetch><entity name='account'><filter><condition attribute='name' operator='in'>"
    "<value>&x;</value></condition></filter></entity></fetch>"
)
DEEP = "<filter>" * 200 + "</filter>" * 200
LINK = "<link-entity name='contact' from='parentcustomerid' to='accountid'"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "0x80040203"),
        ("no xml", "0x80040203"),
        ("<fetch>", "0x80040203"),
        ("<fetch/>", "0x80040203"),
        ("<query/>", "0x80040203"),
        ("<fetch><entity/></fetch>", "0x80040203"),
        ("<fetch><entity name='account'/><entity name='task'/></fetch>", "0x80040203"),
        (LAUGHS, "0x80040203"),
        (OUTSIDE, "0x80040203"),
        ("<!DOCTYPE fetch>" + a_fetch("account"), "0x80040203"),
        ("<fetch a='&undeclared;'/>", "0x80040203"),
        (a_fetch("account", DEEP), "0x80040203"),
        (a_fetch("account", "<filter>" * 60 + "</filter>" * 60), "0x80040203"),
        (a_fetch("nosuch"), "0x80041102"),
        (a_fetch("task"), "0x80041128"),
        (a_fetch("account", a_column("nosuch")), "0x80041103"),
        (a_fetch("account", "<order attribute='nosuch'/>"), "0x80041103"),
        (a_fetch("account", filter=a_condition("nosuch", "null")), "0x80041103"),
        (a_fetch("account", filter=a_condition("name", "is", "x")), "0x80041120"),
        (
            a_fetch(
                "account", filter=a_condition("name", "like", valueof="telephone1")
            ),
            "0x80041120",
        ),
        (a_fetch("account", f"{LINK} alias='1x'/>"), "0x80040203"),
        (a_fetch("account", f"{LINK} alias='c'/>{LINK} alias='c'/>"), "0x80040203"),
        (a_fetch("account", f"{LINK} link-type='sideways'/>"), "0x80040203"),
        (a_fetch("account", f"{LINK} to='x'/>"), "0x80040203"),
        (
            a_fetch("account", LINK.replace("to='accountid'", "to='statecode'") + "/>"),
            "0x80040203",
        ),
        (
            a_fetch("account", LINK.replace("parentcustomerid", "nosuch") + "/>"),
            "0x80041103",
        ),
        (a_fetch("account", "".join([f"{LINK}/>"] * 16)), "0x80040203"),
        (a_fetch("account", "<colour/>"), "0x80040203"),
        (a_fetch("account", "<filter kind='or'/>"), "0x80040203"),
        (a_fetch("account", "<filter type='xor'/>"), "0x80040203"),
        (a_fetch("account", top=3, page=1), "0x80040203"),
        (a_fetch("account", top=3, count=1), "0x80040203"),
        (a_fetch("account", top=5001), "0x80040203"),
        (a_fetch("account", top=0), "0x80040203"),
        (a_fetch("account", page=0), "0x80040203"),
        (a_fetch("account", count="many"), "0x80040203"),
        (a_fetch("account", count="9" * 5000), "0x80040203"),
        (a_fetch("account", distinct="perhaps"), "0x80040203"),
        (
            a_fetch(
                "account",
                a_column("name", alias="telephone1") * 1 + a_column("telephone1"),
            ),
            "0x80040203",
        ),
        (
            a_fetch("account", filter=a_condition("name", "eq", "x", entityname="c")),
            "0x80040203",
        ),
    ],
)
def test_what_is_refused(bench: Bench, text: str, code: str) -> None:
    """400 with the code that the sections name."""
    assert error_of(ask(bench, "accounts", text)) == (400, code)


@pytest.mark.parametrize(
    ("column", "operator", "values"),
    [
        ("numberofemployees", "eq", ["many"]),
        ("accountid", "eq", ["x"]),
        ("createdon", "ge", ["yesterday"]),
        ("createdon", "on", ["29.3.2026"]),
        ("createdon", "last-x-days", ["0"]),
        ("createdon", "last-x-days", ["-1"]),
        ("createdon", "last-x-days", ["9" * 5000]),
        ("createdon", "last-x-days", []),
        ("createdon", "today", ["1"]),
        ("name", "today", []),
        ("name", "eq", []),
        ("name", "eq", ["a", "b"]),
        ("name", "null", ["x"]),
        ("name", "in", []),
        ("numberofemployees", "between", ["1"]),
        ("numberofemployees", "between", ["1", "2", "3"]),
        ("numberofemployees", "like", ["1%"]),
        ("statecode", "contain-values", ["1"]),
        ("name", "under", ["6d1b2a4e-0000-4000-8000-000000000009"]),
        ("accountid", "under", ["x"]),
    ],
)
def test_values_that_do_not_suit(
    bench: Bench, column: str, operator: str, values: list[str]
) -> None:
    """400, whichever code."""
    text = a_fetch("account", filter=a_condition(column, operator, *values))

    assert error_of(ask(bench, "accounts", text))[0] == 400


@pytest.mark.parametrize(
    "inside",
    [
        f"{LINK} link-type='exists'/>",
        f"<filter>{a_condition('createdon', 'this-fiscal-year')}</filter>",
        f"{LINK} alias='c'><filter>"
        + a_condition("name", "null", entityname="")
        + "</filter></link-entity>",
        "<link-entity name='territory' from='territoryid' to='territoryid'/>",
    ],
)
def test_what_only_the_fake_lacks_is_a_gap(bench: Bench, inside: str) -> None:
    """501, never a silent wrong answer."""
    response = ask(bench, "accounts", a_fetch("account", inside))

    assert error_of(response) == (501, "0x80040219")


@pytest.mark.parametrize(("count", "status"), [(500, 200), (501, 400)])
def test_a_stored_query_has_at_most_500_conditions(
    bench: Bench, count: int, status: int
) -> None:
    """0x8004430c; an address would be too long before."""
    text = a_fetch("account", filter=a_condition("name", "eq", "x") * count)
    values = {"name": "many", "querytype": 0, "fetchxml": text}
    id = bench.organization.create("savedquery", values)

    response = bench.send("GET", f"/accounts?savedQuery={id}")

    assert response.status == status
    assert status == 200 or error_of(response) == (400, "0x8004430c")


def test_a_declared_encoding_does_not_matter(bench: Bench) -> None:
    """The text has been decoded before; comments are no matter either."""
    text = '<?xml version="1.0" encoding="utf-16"?><!-- x -->' + a_fetch("account")

    assert ask(bench, "accounts", text).status == 200


def test_two_queries_at_once_are_refused(bench: Bench) -> None:
    """They exclude each other."""
    target = "/accounts?$apply=aggregate($count as n)&fetchXml=%3Cfetch/%3E"

    assert error_of(bench.send("GET", target)) == (400, "0x80060888")


def test_changes_are_not_tracked_of_a_query(bench: Bench) -> None:
    """As `$filter` beside track-changes (section 5.2)."""
    response = ask(bench, "accounts", a_fetch("account"), prefer="odata.track-changes")

    assert error_of(response) == (400, "0x80060888")


ELEMENTS = [
    *("fetch", "entity", "attribute", "all-attributes", "order", "filter"),
    *("condition", "value", "link-entity", "x"),
]
NAMES = [
    *("name", "alias", "from", "to", "attribute", "operator", "value", "entityname"),
    *("valueof", "page", "count", "top", "paging-cookie", "aggregate", "groupby"),
    *("distinct", "dategrouping", "type", "link-type", "descending"),
]
WORDS = [
    *("account", "contact", "accountid", "parentcustomerid", "statecode", "name"),
    *("createdon", "c", "eq", "on", "in", "under", "last-x-days", "true", "1", "-1"),
    *("outer", "or", "sum", "month", "99999999999", "", "{", "\ud800"),
    "<cookie page='1'/>",
]


def _elements() -> st.SearchStrategy[str]:
    attributes = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(WORDS))
    return st.recursive(
        st.just(""),
        lambda inner: st.builds(
            lambda name, given, inside: (
                f"<{name}"
                + "".join(
                    f' {key}="{value.replace("<", "&lt;")}"'
                    for key, value in given.items()
                )
                + f">{''.join(inside)}</{name}>"
            ),
            st.sampled_from(ELEMENTS),
            attributes,
            st.lists(inner, max_size=4),
        ),
        max_leaves=12,
    )


BENCH = a_bench()
BENCH.organization.create("account", {"name": "Fabrikam"})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    inside=_elements(),
    frame=st.sampled_from(["", "account"]),
    noise=st.text(max_size=6),
)
def test_malformed_queries_never_break_the_service(
    inside: str, frame: str, noise: str
) -> None:
    """Elements, attributes and values in any order: an answer or a refusal."""
    framed = f"<fetch><entity name='{frame}'>{inside}</entity></fetch>"
    text = (framed if frame else inside) + noise

    target = "/accounts?fetchXml=" + "".join(
        f"%{byte:02x}" for byte in text.encode("utf-8", "replace")
    )
    status = BENCH.send("GET", target).status

    assert status in {200, 400, 501}
