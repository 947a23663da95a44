"""Whose rows a FetchXML query shows: section 1.5 on every table of it."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.fetch.queries import (
    a_column,
    a_condition,
    a_fetch,
    ask,
    rows,
)
from tests.fakes.dataverse.makers import Bench, a_user, error_of

CONTACTS = (
    "<link-entity name='contact' from='parentcustomerid' to='accountid' alias='c'"
    " link-type='{}'><attribute name='lastname'/></link-entity>"
)


def _reader(bench: Bench, **depths: Depth) -> str:
    """A user who reads accounts and contacts so far."""
    role = bench.organization.add_role(
        "reader", {f"prvRead{name}": depth for name, depth in depths.items()}
    )
    return a_user(bench, roles=[role])


def _accounts(bench: Bench, owner: str) -> None:
    """An own account with an own and a foreign contact, and a foreign account."""
    create = bench.organization.create
    mine = create("account", {"name": "mine", "ownerid": owner})
    create("account", {"name": "theirs"})
    for name, more in (("seen", {"ownerid": owner}), ("unseen", {})):
        values = {"lastname": name, "parentcustomerid": ("account", mine), **more}
        create("contact", values)


def test_rows_of_the_first_table_are_trimmed(bench: Bench) -> None:
    """Silently, as in every list."""
    reader = _reader(bench, account=Depth.BASIC)
    _accounts(bench, reader)
    text = a_fetch("account", a_column("name"))

    found = rows(bench, "accounts", text, mscrmcallerid=reader)

    assert [one["name"] for one in found] == ["mine"]


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("inner", [("mine", "seen")]),
        ("outer", [("mine", "seen"), ("theirs", None)]),
    ],
)
def test_partners_are_trimmed_as_well(
    bench: Bench, kind: str, seen: list[tuple[str, str | None]]
) -> None:
    """An inner link loses the pair, an outer one shows nothing of it."""
    reader = _reader(bench, account=Depth.GLOBAL, contact=Depth.BASIC)
    _accounts(bench, reader)
    text = a_fetch("account", a_column("name"), CONTACTS.format(kind))

    found = rows(bench, "accounts", text, mscrmcallerid=reader)

    assert [(one["name"], one.get("c_x002e_lastname")) for one in found] == seen


def test_a_count_tells_nothing_of_rows_that_are_hidden(bench: Bench) -> None:
    """Aggregates see what the caller sees."""
    reader = _reader(bench, account=Depth.BASIC)
    _accounts(bench, reader)
    count = a_column("name", alias="n", aggregate="count")
    text = a_fetch("account", count, aggregate="true")

    assert rows(bench, "accounts", text, mscrmcallerid=reader) == [{"n": 1}]
    apply = "/accounts?$apply=aggregate($count as n)"
    assert bench.read(apply, mscrmcallerid=reader)["value"] == [{"n": 1}]


@pytest.mark.parametrize("table", ["account", "contact"])
def test_without_the_privilege_a_table_is_refused(bench: Bench, table: str) -> None:
    """Also when it is only linked."""
    reader = _reader(bench, **{table: Depth.GLOBAL})
    text = a_fetch("account", CONTACTS.format("outer"))

    response = ask(bench, "accounts", text, mscrmcallerid=reader)

    assert error_of(response) == (403, "0x80040220")


@pytest.fixture
def reader(bench: Bench) -> str:
    """A user who reads accounts and contacts, but not their telephone numbers."""
    number = {"name": "Fabrikam", "telephone1": "1"}
    bench.organization.create("account", number)
    bench.organization.secure_column("account", "telephone1")
    return _reader(bench, account=Depth.GLOBAL, contact=Depth.GLOBAL)


def test_a_hidden_column_reads_as_null(bench: Bench, reader: str) -> None:
    """Section 1.6; null is left out, and so is a group of it."""
    text = a_fetch("account", a_column("name"), a_column("telephone1"))
    grouped = a_fetch(
        "account",
        a_column("telephone1", alias="t", groupby="true"),
        a_column("name", alias="n", aggregate="count"),
        aggregate="true",
    )

    (row,) = rows(bench, "accounts", text, mscrmcallerid=reader)

    assert row["name"] == "Fabrikam"
    assert "telephone1" not in row
    assert rows(bench, "accounts", grouped, mscrmcallerid=reader) == [{"n": 1}]
    apply = "/accounts?$apply=groupby((telephone1))"
    assert bench.read(apply, mscrmcallerid=reader)["value"] == [{"telephone1": None}]


@pytest.mark.parametrize(
    "inside",
    [
        "<order attribute='telephone1'/>",
        f"<filter>{a_condition('telephone1', 'null')}</filter>",
        f"<filter>{a_condition('name', 'eq', valueof='telephone1')}</filter>",
        "<link-entity name='contact' from='lastname' to='telephone1'/>",
    ],
)
def test_nothing_depends_on_a_hidden_column(
    bench: Bench, reader: str, inside: str
) -> None:
    """Section 1.6; the status is inferred."""
    text = a_fetch("account", inside)

    response = ask(bench, "accounts", text, mscrmcallerid=reader)

    assert error_of(response) == (403, "0x8004f506")
