"""What rows of a FetchXML query look like: sections 2.4, 3.5 and 4.8."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.dataverse.fetch.queries import (
    ANNOTATED,
    BOOKINGS,
    a_column,
    a_condition,
    a_fetch,
    ask,
    rows,
)
from tests.fakes.dataverse.makers import (
    API,
    MONDAY,
    Bench,
    a_booking,
    a_resource,
    a_user,
    error_of,
    header,
    json_of,
)

FORMATTED = "OData.Community.Display.V1.FormattedValue"
DYNAMICS = "Microsoft.Dynamics.CRM"


def test_a_row_has_its_key_and_what_is_asked_for(bench: Bench) -> None:
    """The primary key and the entity tag always come (section 3.5)."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))
    text = a_fetch("bookableresourcebooking", a_column("name"))

    answer = json_of(ask(bench, BOOKINGS, text))

    names = "name,bookableresourcebookingid"
    assert answer["@odata.context"] == f"{API}/$metadata#{BOOKINGS}({names})"
    (row,) = answer["value"]
    assert row.pop("@odata.etag").startswith('W/"')
    assert row == {"name": "Site visit", "bookableresourcebookingid": booking}


def test_null_columns_are_left_out(bench: Bench) -> None:
    """Trap 9: `$select` shows them as null, FetchXML does not show them."""
    bench.organization.create("account", {"name": "Fabrikam"})
    text = a_fetch("account", a_column("name"), a_column("revenue"))

    (row,) = rows(bench, "accounts", text)

    assert "revenue" not in row
    assert bench.read("/accounts?$select=revenue")["value"][0]["revenue"] is None


def test_all_attributes_bring_every_column_that_has_a_value(bench: Bench) -> None:
    """As a list without `$select`, but for the nulls."""
    a_booking(bench, a_resource(bench, a_user(bench)))
    text = a_fetch("bookableresourcebooking", "<all-attributes/>")

    (row,) = rows(bench, BOOKINGS, text)

    (listed,) = bench.read(f"/{BOOKINGS}")["value"]
    assert row == {name: value for name, value in listed.items() if value is not None}


def test_an_alias_renames_a_column(bench: Bench) -> None:
    """Also that of a lookup, which otherwise is `_x_value`."""
    a_booking(bench, a_resource(bench, a_user(bench)))
    columns = a_column("name", alias="title"), a_column("resource", alias="who")
    text = a_fetch("bookableresourcebooking", *columns, a_column("resource"))

    (row,) = rows(bench, BOOKINGS, text)

    assert row["title"] == "Site visit"
    assert row["who"] == row["_resource_value"]


def test_annotations_come_when_they_are_asked_for(bench: Bench) -> None:
    """Section 2.4: before their property, of lookups all three."""
    a_booking(bench, a_resource(bench, a_user(bench)))
    columns = a_column("resource"), a_column("bookingtype"), a_column("starttime")
    text = a_fetch("bookableresourcebooking", *columns)

    (bare,) = rows(bench, BOOKINGS, text)
    (row,) = rows(bench, BOOKINGS, text, prefer=ANNOTATED)

    assert row[f"_resource_value@{FORMATTED}"] == "Nina"
    assert row[f"_resource_value@{DYNAMICS}.lookuplogicalname"] == "bookableresource"
    name = f"_resource_value@{DYNAMICS}.associatednavigationproperty"
    assert row[name] == "Resource"
    assert row[f"bookingtype@{FORMATTED}"] == "Solid"
    assert row[f"starttime@{FORMATTED}"] == "3/2/2026 10:00 AM"
    assert not [one for one in bare if "@" in one[1:]]


def test_totals_are_told_when_query_and_header_ask(bench: Bench) -> None:
    """`returntotalrecordcount` fills the annotation, which is -1 without it."""
    for name in "ABC":
        bench.organization.create("account", {"name": name})

    with_total = a_fetch("account", count=2, returntotalrecordcount="true")
    told = json_of(ask(bench, "accounts", with_total, prefer=ANNOTATED))
    untold = json_of(ask(bench, "accounts", a_fetch("account"), prefer=ANNOTATED))

    assert told[f"@{DYNAMICS}.totalrecordcount"] == 3
    assert untold[f"@{DYNAMICS}.totalrecordcount"] == -1


def test_the_preference_is_echoed(bench: Bench) -> None:
    """Section 2.2; a page size has no effect on FetchXML, hence no echo."""
    prefer = f"{ANNOTATED},odata.maxpagesize=1"

    response = ask(bench, "accounts", a_fetch("account"), prefer=prefer)

    assert header(response, "Preference-Applied") == ANNOTATED


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("<order attribute='name'/>", "aBc"),
        ("<order attribute='name' descending='true'/>", "cBa"),
        ("<order attribute='revenue'/><order attribute='name'/>", "Bca"),
        ("<order attribute='primarycontactid' descending='true'/>", "aBc"),
    ],
)
def test_rows_are_sorted(bench: Bench, order: str, names: str) -> None:
    """Nulls first (inferred), text without case, a lookup by its name."""
    create = bench.organization.create
    contacts = {name: create("contact", {"lastname": name}) for name in "XYZ"}
    create("account", {"name": "B", "primarycontactid": contacts["Y"]})
    create("account", {"name": "a", "revenue": 5, "primarycontactid": contacts["Z"]})
    create("account", {"name": "c", "primarycontactid": contacts["X"]})
    text = a_fetch("account", a_column("name"), order)

    assert "".join(one["name"] for one in rows(bench, "accounts", text)) == names


@pytest.mark.parametrize(("raw", "states"), [("false", [3, 2, 1]), ("true", [1, 2, 3])])
def test_choices_are_sorted_by_label_or_by_number(
    bench: Bench, raw: str, states: list[int]
) -> None:
    """Canceled is 3, Committed 2, Proposed 1."""
    for state in (1, 2, 3):
        bench.organization.create("bookingstatus", {"name": "s", "status": state})
    order = "<order attribute='status'/>"
    text = a_fetch("bookingstatus", a_column("status"), order, useraworderby=raw)

    assert [one["status"] for one in rows(bench, "bookingstatuses", text)] == states


def test_top_brings_the_first_rows_only(bench: Bench) -> None:
    """And nothing says that there are more."""
    for name in "ABC":
        bench.organization.create("account", {"name": name})
    text = a_fetch("account", a_column("name"), "<order attribute='name'/>", top=2)

    answer = json_of(ask(bench, "accounts", text, prefer=ANNOTATED))

    assert [one["name"] for one in answer["value"]] == ["A", "B"]
    assert f"@{DYNAMICS}.morerecords" not in answer


def test_distinct_rows_have_neither_key_nor_tag(bench: Bench) -> None:
    """Two bookings of one name and type are one row."""
    resource = a_resource(bench, a_user(bench))
    for name in ("B", "A", "B"):
        a_booking(bench, resource, name=name)
    columns = a_column("name"), "<order attribute='name'/>"
    text = a_fetch("bookableresourcebooking", *columns, distinct="true")

    assert rows(bench, BOOKINGS, text) == [{"name": "A"}, {"name": "B"}]


def test_users_bring_the_key_of_their_base_type(bench: Bench) -> None:
    """Section 3.5: `ownerid` equals `systemuserid`."""
    user = a_user(bench)
    where = a_condition("systemuserid", "eq", user)
    text = a_fetch("systemuser", a_column("fullname"), filter=where)

    (row,) = rows(bench, "systemusers", text)

    assert row["ownerid"] == user


def test_an_answer_is_not_kept_while_the_clock_moves(bench: Bench) -> None:
    """The same question again, after midnight."""
    bench.organization.create("task", {"subject": "x", "scheduledstart": MONDAY})
    text = a_fetch("task", filter=a_condition("scheduledstart", "today"))
    assert len(rows(bench, "tasks", text)) == 1

    bench.clock.move_to(MONDAY + timedelta(days=1))

    assert rows(bench, "tasks", text) == []


def test_a_collection_of_a_row_takes_fetchxml(bench: Bench) -> None:
    """Section 4.8 says so of stored queries; the rows are those of the collection."""
    first, second = a_resource(bench, a_user(bench)), a_resource(bench, a_user(bench))
    a_booking(bench, first, name="of the first")
    a_booking(bench, second, name="of the second")
    link = "bookableresource_bookableresourcebooking_Resource"
    text = a_fetch("bookableresourcebooking", a_column("name"))

    found = rows(bench, f"bookableresources({first})/{link}", text)

    assert [one["name"] for one in found] == ["of the first"]


@pytest.mark.parametrize("target", ["accounts({id})", "accounts/$count"])
def test_elsewhere_the_options_are_a_gap(bench: Bench, target: str) -> None:
    """A single row would silently ignore the query."""
    id = bench.organization.create("account", {"name": "Fabrikam"})

    response = ask(bench, target.format(id=id), a_fetch("account"))

    assert error_of(response) == (501, "0x80040219")
