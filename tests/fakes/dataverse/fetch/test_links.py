"""Tables joined by link-entity: section 4.8."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.fetch.queries import (
    ANNOTATED,
    a_column,
    a_condition,
    a_fetch,
    ask,
    rows,
)
from tests.fakes.dataverse.makers import Bench, error_of

CONTACTS = "name='contact' from='parentcustomerid' to='accountid'"
FORMATTED = "OData.Community.Display.V1.FormattedValue"


@pytest.fixture
def accounts(bench: Bench) -> Bench:
    """Fabrikam with Ann and Bob, Contoso with Carl, Lonely with nobody."""
    create = bench.organization.create
    for account, contacts in (("Fabrikam", "Ann Bob"), ("Contoso", "Carl")):
        id = create("account", {"name": account, "telephone1": "1"})
        for name in contacts.split():
            values = {"lastname": name, "parentcustomerid": ("account", id)}
            create("contact", values)
    create("account", {"name": "Lonely"})
    return bench


def _link(*inside: str, words: str = CONTACTS, **more: str) -> str:
    attributes = "".join(
        f" {name.replace('_', '-')}='{value}'" for name, value in more.items()
    )
    return f"<link-entity {words}{attributes}>{''.join(inside)}</link-entity>"


def _found(bench: Bench, *inside: str, filter: str = "") -> list[tuple[object, ...]]:
    text = a_fetch("account", a_column("name"), *inside, filter=filter)
    return [
        (one["name"], one.get("c_x002e_lastname"))
        for one in rows(bench, "accounts", text)
    ]


def test_an_inner_link_repeats_and_drops_rows(accounts: Bench) -> None:
    """One row for each pair; without a partner there is none."""
    link = _link(a_column("lastname"), alias="c", link_type="inner")

    found = _found(accounts, link)

    assert found == [("Fabrikam", "Ann"), ("Fabrikam", "Bob"), ("Contoso", "Carl")]


def test_an_outer_link_keeps_rows_without_a_partner(accounts: Bench) -> None:
    """What the partner would have shown is left out."""
    link = _link(a_column("lastname"), alias="c", link_type="outer")

    assert _found(accounts, link)[-1] == ("Lonely", None)


@pytest.mark.parametrize(("kind", "count"), [("inner", 1), ("outer", 3)])
def test_a_filter_in_a_link_chooses_partners(
    accounts: Bench, kind: str, count: int
) -> None:
    """An outer link keeps the rows whose partners the filter takes away."""
    where = f"<filter>{a_condition('lastname', 'eq', 'Ann')}</filter>"
    link = _link(a_column("lastname"), where, alias="c", link_type=kind)

    found = _found(accounts, link)

    assert len(found) == count
    assert [name for _, name in found if name] == ["Ann"]


def test_a_condition_of_the_first_table_may_speak_of_a_link(accounts: Bench) -> None:
    """`entityname` names the alias; null finds what has no partner."""
    link = _link(a_column("lastname"), alias="c", link_type="outer")
    lonely = a_condition("contactid", "null", entityname="c")
    either = "<filter type='or'>{}{}</filter>".format(
        a_condition("lastname", "eq", "Bob", entityname="c"),
        a_condition("name", "eq", "Contoso"),
    )

    assert _found(accounts, link, filter=lonely) == [("Lonely", None)]
    assert _found(accounts, link, filter=either) == [
        ("Fabrikam", "Bob"),
        ("Contoso", "Carl"),
    ]


def test_a_condition_compares_columns_of_two_tables(accounts: Bench) -> None:
    """`valueof` with an alias before the column."""
    accounts.organization.create("account", {"name": "Dora"})
    found = accounts.organization.rows("account", name="Dora")
    values = {
        "lastname": "Dora",
        "parentcustomerid": ("account", found[0]["accountid"]),
    }
    accounts.organization.create("contact", values)
    link = _link(a_column("lastname"), alias="c")
    where = a_condition("name", "eq", valueof="c.lastname")

    assert _found(accounts, link, filter=where) == [("Dora", "Dora")]


def test_links_nest_and_stand_side_by_side(accounts: Bench) -> None:
    """From the contact up to the account and on to the account's other contacts."""
    account = _link(
        a_column("name"),
        _link(a_column("lastname"), alias="peer"),
        words="name='account' from='accountid' to='parentcustomerid'",
        alias="a",
    )
    owner = _link(
        a_column("fullname"),
        words="name='systemuser' from='systemuserid' to='ownerid'",
        alias="o",
    )
    where = a_condition("lastname", "eq", "Ann")
    text = a_fetch("contact", a_column("lastname"), account, owner, filter=where)

    found = rows(accounts, "contacts", text)

    assert [one["peer_x002e_lastname"] for one in found] == ["Ann", "Bob"]
    assert {one["a_x002e_name"] for one in found} == {"Fabrikam"}
    assert all(one["o_x002e_fullname"] for one in found)


def test_a_link_without_alias_is_called_after_its_table_and_place(
    accounts: Bench,
) -> None:
    """`contact1`; an alias of a column stands alone."""
    link = _link(a_column("lastname"), a_column("firstname", alias="given"))
    text = a_fetch("account", a_column("name"), link, top=1)

    (row,) = rows(accounts, "accounts", text)

    assert row["contact1_x002e_lastname"] == "Ann"
    assert "given" not in row  # null


def test_linked_columns_are_annotated(accounts: Bench) -> None:
    """Under the name that they have in the answer."""
    link = _link("<all-attributes/>", alias="c")
    text = a_fetch("account", link, top=1)

    (row,) = rows(accounts, "accounts", text, prefer=ANNOTATED)

    assert row[f"c_x002e_parentcustomerid@{FORMATTED}"] == "Fabrikam"
    name = "c_x002e_parentcustomerid@Microsoft.Dynamics.CRM.lookuplogicalname"
    assert row[name] == "account"


def test_a_lookup_of_several_tables_joins_those_of_the_one(accounts: Bench) -> None:
    """A contact below a contact has no account."""
    create = accounts.organization.create
    ann = accounts.organization.rows("contact", lastname="Ann")[0]["contactid"]
    create("contact", {"lastname": "Kid", "parentcustomerid": ("contact", ann)})
    link = _link(words="name='account' from='accountid' to='parentcustomerid'")
    text = a_fetch("contact", a_column("lastname"), link)

    found = [one["lastname"] for one in rows(accounts, "contacts", text)]

    assert found == ["Ann", "Bob", "Carl"]


def test_a_link_over_any_two_columns_of_a_kind_works(accounts: Bench) -> None:
    """No index helps there, and more rows than a scan takes."""
    for number in range(40):
        accounts.organization.create("contact", {"lastname": f"N{number}"})
    accounts.organization.create("account", {"name": "n7"})
    words = "name='contact' from='lastname' to='name'"
    link = _link(a_column("lastname"), words=words, alias="c")

    assert _found(accounts, link) == [("n7", "N7")]


def test_rows_are_sorted_by_a_linked_column(accounts: Bench) -> None:
    """The order stands in the link."""
    order = "<order attribute='lastname' descending='true'/>"
    link = _link(a_column("lastname"), order, alias="c")

    assert [name for _, name in _found(accounts, link)] == ["Carl", "Bob", "Ann"]


def test_a_join_that_has_no_end_is_a_gap(bench: Bench) -> None:
    """Everything with everything, again and again: refused, and soon."""
    for number in range(120):
        bench.organization.create("account", {"name": f"A{number}"})
    words = "name='account' from='statecode' to='statecode'"
    link = ""
    for _ in range(5):
        link = _link(link, words=words)

    response = ask(bench, "accounts", a_fetch("account", link))

    assert error_of(response) == (501, "0x80040219")
