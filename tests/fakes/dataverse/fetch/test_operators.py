"""Operators of FetchXML: section 4.8, with the meanings of 4.2 and 4.3."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.dataverse.fetch.queries import (
    BOOKINGS,
    a_column,
    a_condition,
    a_fetch,
    rows,
)
from tests.fakes.dataverse.makers import (
    MONDAY,
    Bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    a_work_order,
)


@pytest.fixture
def bookings(bench: Bench) -> Bench:
    """Four bookings, A to D, a day apart, the second and the fourth of a work order."""
    resource = a_resource(bench, a_user(bench))
    status, order = a_booking_status(bench), a_work_order(bench)
    for number, name in enumerate(("Alpha", "beta 50%", "Gamma's", "DELTA_x")):
        a_booking(
            bench,
            resource,
            name=name,
            bookingstatus=status,
            starttime=MONDAY + timedelta(days=number),
            msdyn_workorder=order if number % 2 else None,
            msdyn_latitude=None if number == 0 else 10.0 * number,
            msdyn_slottext=None if number == 0 else f"slot {number}",
        )
    return bench


def _initials(bench: Bench, filter: str, kind: str = "and") -> str:
    """The initials of the bookings that meet the conditions."""
    text = a_fetch(
        "bookableresourcebooking", a_column("name"), filter=filter, kind=kind
    )
    return "".join(one["name"][0].upper() for one in rows(bench, BOOKINGS, text))


@pytest.mark.parametrize(
    ("column", "operator", "values", "initials"),
    [
        ("name", "eq", ["ALPHA"], "A"),
        ("name", "ne", ["alpha"], "BGD"),
        ("name", "neq", ["alpha"], "BGD"),
        ("msdyn_latitude", "eq", ["10"], "B"),
        ("msdyn_latitude", "ne", ["10"], "AGD"),  # trap 23: null too
        ("msdyn_latitude", "gt", ["20"], "D"),
        ("msdyn_latitude", "ge", ["20"], "GD"),
        ("msdyn_latitude", "lt", ["20"], "B"),
        ("msdyn_latitude", "le", ["20"], "BG"),
        ("starttime", "ge", ["2026-03-03T08:00:00Z"], "BGD"),
        ("starttime", "gt", ["2026-03-03T08:00:00Z"], "GD"),
        ("starttime", "lt", ["2026-03-03T09:00:00+01:00"], "A"),
        ("starttime", "le", ["2026-03-03T08:00:00"], "AB"),
        ("starttime", "eq", ["2026-03-04T08:00:00Z"], "G"),
        ("name", "like", ["alpha"], "A"),
        ("name", "like", ["%a%"], "ABGD"),
        ("name", "like", ["_eta%"], "B"),
        ("name", "like", ["%50[%]"], "B"),
        ("msdyn_slottext", "like", ["slot [12]"], "BG"),
        ("msdyn_slottext", "not-like", ["slot [12]"], "AD"),
        ("name", "begins-with", ["BE"], "B"),
        ("msdyn_slottext", "not-begin-with", ["slot"], "A"),
        ("name", "ends-with", ["X"], "D"),
        ("name", "not-end-with", ["x"], "ABG"),
        ("name", "in", ["alpha", "gamma's"], "AG"),
        ("name", "not-in", ["alpha", "gamma's"], "BD"),
        ("bookingtype", "in", ["1"], "ABGD"),
        ("msdyn_latitude", "between", ["10", "20"], "BG"),
        ("msdyn_latitude", "not-between", ["10", "20"], "D"),
        ("msdyn_latitude", "null", [], "A"),
        ("msdyn_latitude", "not-null", [], "BGD"),
        ("msdyn_workorder", "null", [], "AG"),
        ("msdyn_allowoverlapping", "eq", ["1"], "ABGD"),
        ("msdyn_allowoverlapping", "eq", ["false"], ""),
        ("statecode", "eq", ["0"], "ABGD"),
        ("ownerid", "eq-userid", [], ""),
        ("ownerid", "ne-userid", [], "ABGD"),
        ("ownerid", "eq-userteams", [], ""),
        ("ownerid", "eq-useroruserteams", [], ""),
        ("owningbusinessunit", "eq-businessid", [], "ABGD"),
        ("owningbusinessunit", "ne-businessid", [], ""),
    ],
)
def test_a_condition_finds_its_rows(
    bookings: Bench, column: str, operator: str, values: list[str], initials: str
) -> None:
    """Null meets `ne` and what is negated like it, and nothing else (trap 23)."""
    assert _initials(bookings, a_condition(column, operator, *values)) == initials


@pytest.mark.parametrize(
    ("filter", "kind", "initials"),
    [
        ("{alpha}{beta}", "or", "AB"),
        ("{alpha}{beta}", "and", ""),
        ("{late}<filter type='or'>{alpha}{delta}</filter>", "and", "D"),
        ("{alpha}<filter>{late}{delta}</filter>", "or", "AD"),
        ("{late}<filter type='or'/>", "and", "GD"),  # nothing asked, nothing refused
    ],
)
def test_filters_nest(bookings: Bench, filter: str, kind: str, initials: str) -> None:
    """Section 4.8: `and`, `or`, one within the other."""
    text = filter.format(
        alpha=a_condition("name", "eq", "Alpha"),
        beta=a_condition("name", "begins-with", "beta"),
        delta=a_condition("name", "begins-with", "delta"),
        late=a_condition("starttime", "gt", "2026-03-03T08:00:00Z"),
    )

    assert _initials(bookings, text, kind) == initials


def test_a_column_is_compared_with_another(bookings: Bench) -> None:
    """`valueof` instead of a value."""
    later = a_condition("endtime", "gt", valueof="starttime")
    same = a_condition("endtime", "eq", valueof="starttime")

    assert _initials(bookings, later) == "ABGD"
    assert _initials(bookings, same) == ""


def test_caller_conditions_find_what_is_the_callers(bookings: Bench) -> None:
    """An impersonated user is the caller."""
    user = a_user(
        bookings,
        "Olga Example",
        roles=[bookings.organization.system_administrator],
    )
    team = bookings.organization.add_team("Crew", members=[user])
    found = bookings.organization.rows("bookableresourcebooking", name="Alpha")
    id = str(found[0]["bookableresourcebookingid"])
    bookings.organization.assign("bookableresourcebooking", id, user)
    other = bookings.organization.rows("bookableresourcebooking", name="Gamma's")
    bookings.organization.update(
        "bookableresourcebooking",
        str(other[0]["bookableresourcebookingid"]),
        {"ownerid": ("team", team)},
    )

    def initials(operator: str) -> str:
        text = a_fetch(
            "bookableresourcebooking",
            a_column("name"),
            filter=a_condition("ownerid", operator),
        )
        found = rows(bookings, BOOKINGS, text, mscrmcallerid=user)
        return "".join(one["name"][0].upper() for one in found)

    assert initials("eq-userid") == "A"
    assert initials("eq-userteams") == "G"
    assert initials("eq-useroruserteams") == "AG"
    assert initials("ne-userid") == "BGD"


def test_the_callers_language_is_the_one_of_the_settings(bench: Bench) -> None:
    """`eq-userlanguage` on a column of language codes."""
    organization = bench.organization
    text = a_fetch(
        "organization", filter=a_condition("languagecode", "eq-userlanguage")
    )
    assert len(rows(bench, "organizations", text)) == 1

    me = organization.application_user
    organization.update("usersettings", me, {"uilanguageid": 1031})

    assert rows(bench, "organizations", text) == []


@pytest.mark.parametrize(
    ("operator", "names"),
    [
        ("above", ["root"]),
        ("eq-or-above", ["root", "middle"]),
        ("under", ["leaf"]),
        ("eq-or-under", ["middle", "leaf"]),
        ("not-under", ["root", "middle", "other"]),
    ],
)
def test_hierarchies_are_walked(bench: Bench, operator: str, names: list[str]) -> None:
    """Accounts above and below the one in the middle."""
    create = bench.organization.create
    root = create("account", {"name": "root"})
    middle = create("account", {"name": "middle", "parentaccountid": root})
    create("account", {"name": "leaf", "parentaccountid": middle})
    create("account", {"name": "other"})
    where = a_condition("accountid", operator, middle)
    text = a_fetch("account", a_column("name"), filter=where)

    assert [one["name"] for one in rows(bench, "accounts", text)] == names


def test_a_lookup_stands_where_its_row_does(bench: Bench) -> None:
    """By `parentaccountid`; without a parent a row is under nobody (inferred)."""
    create = bench.organization.create
    root = create("account", {"name": "root"})
    middle = create("account", {"name": "middle", "parentaccountid": root})
    create("account", {"name": "leaf", "parentaccountid": middle})

    def names(operator: str) -> list[str]:
        where = a_condition("parentaccountid", operator, root)
        text = a_fetch("account", a_column("name"), filter=where)
        return [one["name"] for one in rows(bench, "accounts", text)]

    assert names("under") == ["leaf"]
    assert names("not-under") == ["root", "middle"]


def test_a_circle_in_a_hierarchy_ends(bench: Bench) -> None:
    """Two accounts that are each other's parents."""
    create, update = bench.organization.create, bench.organization.update
    one = create("account", {"name": "one"})
    two = create("account", {"name": "two", "parentaccountid": one})
    update("account", one, {"parentaccountid": two})
    where = a_condition("accountid", "under", one)
    text = a_fetch("account", a_column("name"), filter=where)

    assert [one["name"] for one in rows(bench, "accounts", text)] == ["two"]
