"""Single rows, lists, paging, annotations: sections 2 to 4 of the fact sheet."""

from __future__ import annotations

from datetime import date

import pytest

from fakes.wire import Request
from tests.fakes.dataverse.makers import (
    API,
    ROOT,
    Bench,
    a_booking,
    a_resource,
    a_user,
    a_work_order,
    error_of,
    header,
    json_of,
)

BOOKINGS = "/bookableresourcebookings"
NAVIGATION = "Microsoft.Dynamics.CRM.associatednavigationproperty"
NOBODY = "6d1b2a4e-0000-4000-8000-000000000009"


@pytest.fixture
def booking(bench: Bench) -> str:
    """The id of one booking with a work order."""
    resource = a_resource(bench, a_user(bench))
    return a_booking(bench, resource, msdyn_workorder=a_work_order(bench))


def test_a_selected_row_has_its_columns_key_and_tag(bench: Bench, booking: str) -> None:
    """Sections 3.1, 3.5, 4.7: nulls are there, the key always comes, no fractions."""
    target = f"{BOOKINGS}({booking})?$select=name,starttime,msdyn_latitude"

    response = bench.send("GET", target)

    row = bench.organization.row("bookableresourcebooking", booking)
    version = row.version
    assert json_of(response) == {
        "@odata.context": f"{API}/$metadata#bookableresourcebookings"
        "(name,starttime,msdyn_latitude)/$entity",
        "@odata.etag": f'W/"{version}"',
        "name": "Site visit",
        "starttime": "2026-03-02T10:00:00Z",
        "msdyn_latitude": None,
        "bookableresourcebookingid": booking,
    }
    assert header(response, "ETag") == f'W/"{version}"'
    assert header(response, "OData-Version") == "4.0"
    assert header(response, "Content-Type") == (
        "application/json; odata.metadata=minimal"
    )


def test_a_whole_row_shows_lookups_by_their_value_names(
    bench: Bench, booking: str
) -> None:
    """Trap 5 and 8: columns are lower-case, lookups read as `_x_value`."""
    found = bench.read(f"{BOOKINGS}({booking})")

    row = bench.organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert found["_resource_value"] == row["resource"]
    assert found["_bookingstatus_value"] == row["bookingstatus"]
    assert found["_msdyn_workorder_value"] == row["msdyn_workorder"]
    assert found["versionnumber"] == row["versionnumber"]
    assert "resource" not in found


def test_a_lookup_by_its_logical_name_gives_no_id(bench: Bench, booking: str) -> None:
    """Trap 8."""
    found = bench.read(f"{BOOKINGS}({booking})?$select=ownerid")

    assert set(found) == {
        "@odata.context",
        "@odata.etag",
        "bookableresourcebookingid",
    }


def test_companions_of_selected_columns_come_along(bench: Bench) -> None:
    """Section 3.5 and trap 11."""
    account = bench.organization.create("account", {"name": "Fabrikam", "revenue": 1.5})
    user = a_user(bench)

    row = bench.read(f"/accounts({account})?$select=address1_city,revenue")
    person = bench.read(f"/systemusers({user})?$select=fullname")

    assert "address1_composite" in row
    assert "_transactioncurrencyid_value" in row
    assert person["ownerid"] == user


def test_date_only_columns_have_no_time(bench: Bench) -> None:
    """Section 3.4: Edm.Date."""
    contact = bench.organization.create(
        "contact",
        {"firstname": "Nina", "lastname": "Example", "birthdate": date(1990, 3, 29)},
    )

    found = bench.read(f"/contacts({contact})?$select=fullname,birthdate")

    assert found["birthdate"] == "1990-03-29"
    assert found["fullname"] == "Nina Example"


def test_a_known_version_is_not_sent_again(bench: Bench, booking: str) -> None:
    """Section 3.1: 304, but never with annotations or `$expand` (trap 37)."""
    target = f"{BOOKINGS}({booking})?$select=name"
    etag = bench.read(target)["@odata.etag"]
    known = {"if-none-match": etag}

    assert bench.send("GET", target, headers=known).status == 304
    annotated = {**known, "prefer": 'odata.include-annotations="*"'}
    assert bench.send("GET", target, headers=annotated).status == 200
    expanded = f"{target}&$expand=Resource($select=name)"
    assert bench.send("GET", expanded, headers=known).status == 200


@pytest.mark.parametrize(
    ("target", "status", "code"),
    [
        (f"{BOOKINGS}({NOBODY})", 404, "0x80040217"),
        (f"{BOOKINGS}(nonsense)", 400, "0x8006088a"),
        (f"{BOOKINGS}(name='x')", 400, "0x8006088a"),
        ("/bookableresourcebooking", 404, "0x8006088a"),
        (f"{BOOKINGS}?$select=nome", 400, "0x0"),
        (f"{BOOKINGS}?$expand=resourc", 400, "0x0"),
        (f"{BOOKINGS}?$filter=nome eq 'x'", 400, "0x0"),
        (f"{BOOKINGS}?$filter=name eq 'x", 400, "0x80060888"),
        (f"{BOOKINGS}?$filter=name eq 1", 400, "0x80060888"),
        (f"{BOOKINGS}?$filter=starttime eq '2026'", 400, "0x80060888"),
        (f"{BOOKINGS}?$skip=1", 400, "0x80060888"),
        (f"{BOOKINGS}?select=name", 400, "0x80060888"),
        (f"{BOOKINGS}?$top=-1", 400, "0x80060888"),
        (f"{BOOKINGS}?fetchXml=%3Cfetch/%3E", 400, "0x80040203"),
        (f"{BOOKINGS}?savedQuery={NOBODY}", 404, "0x80040217"),
        (f"{BOOKINGS}/$count?$apply=aggregate($count as n)", 501, "0x80040219"),
        (f"{BOOKINGS}?sql=x", 501, "0x80040219"),
        ("/CreateEntities", 501, "0x80040219"),
        ("/leads", 501, "0x80040219"),
        ("/GrantAccess", 404, ""),
    ],
)
def test_what_is_refused_and_what_is_missing(
    bench: Bench, target: str, status: int, code: str
) -> None:
    """Section 8; gaps of the fake are 501, never a wrong answer."""
    assert error_of(bench.send("GET", target)) == (status, code)


@pytest.mark.parametrize(("version", "status"), [("v9.0", 200), ("v8.0", 404)])
def test_only_the_nines_of_the_api_are_understood(
    bench: Bench, version: str, status: int
) -> None:
    """Section 6.1: 0x80060888 for another version."""
    request = Request(
        method="GET",
        path=f"/api/data/{version}/WhoAmI",
        query="",
        headers={"authorization": bench.token},
        body=b"",
        root_url=ROOT,
    )

    response = bench.perform(request)

    assert response.status == status
    if status == 200:
        assert f"/api/data/{version}/$metadata" in response.body.decode()


def test_the_service_document_lists_the_sets(bench: Bench) -> None:
    """Section 11.2."""
    found = bench.read("/")["value"]

    assert {"name": "contacts", "kind": "EntitySet", "url": "contacts"} in found


def test_expanded_rows_nest_and_have_no_tag(bench: Bench, booking: str) -> None:
    """Section 4.5 and trap 37."""
    found = bench.read(
        f"{BOOKINGS}({booking})?$select=name&$expand="
        "Resource($select=name;$expand=userid($select=internalemailaddress)),"
        "msdyn_WorkOrder($select=msdyn_name;"
        "$expand=msdyn_ServiceAccount($select=name))"
    )

    assert found["Resource"]["userid"]["internalemailaddress"] == (
        "nina@contoso.example"
    )
    assert found["msdyn_WorkOrder"]["msdyn_ServiceAccount"]["name"] == "Fabrikam"
    assert "@odata.etag" not in found["Resource"]
    assert found["@odata.context"].endswith(
        "#bookableresourcebookings(name,Resource(name,userid(internalemailaddress)),"
        "msdyn_WorkOrder(msdyn_name,msdyn_ServiceAccount(name)))/$entity"
    )


def test_an_empty_lookup_expands_to_null(bench: Bench) -> None:
    """Section 4.5."""
    bare = a_booking(bench, a_resource(bench, a_user(bench)))

    found = bench.read(
        f"{BOOKINGS}({bare})?$expand=msdyn_WorkOrder($select=msdyn_name)"
    )

    assert found["msdyn_WorkOrder"] is None


def test_a_polymorphic_lookup_expands_by_its_target(bench: Bench) -> None:
    """Trap 6: one navigation property for each target."""
    account = bench.organization.create("account", {"name": "Fabrikam"})
    contact = bench.organization.create(
        "contact", {"lastname": "Example", "parentcustomerid": ("account", account)}
    )

    found = bench.read(
        f"/contacts({contact})?$select=fullname&$expand="
        "parentcustomerid_account($select=name),parentcustomerid_contact"
    )

    assert found["parentcustomerid_account"]["name"] == "Fabrikam"
    assert found["parentcustomerid_contact"] is None


def test_field_service_lookups_are_taken_in_lower_case_and_noted(
    bench: Bench, booking: str
) -> None:
    """Inferred, section 13: the sources disagree on the case."""
    found = bench.read(f"{BOOKINGS}({booking})?$expand=resource($select=name)")

    assert found["resource"]["name"] == "Nina"
    assert bench.organization.remarks == [
        "resource of bookableresourcebooking, which is spelt Resource"
    ]
    assert error_of(bench.send("GET", "/contacts?$expand=OwnerId")) == (400, "0x0")


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("{bookings}?$filter=resource/name eq 'Nina'", "resource"),
        ("{bookings}?$orderby=msdyn_workorder/msdyn_name", "msdyn_workorder"),
        ("{bookings}({id})/bookingstatus", "bookingstatus"),
        ("{bookings}({id})/resource/$ref", "resource"),
    ],
)
def test_wherever_a_lookup_is_spelt_otherwise_it_is_noted(
    bench: Bench, booking: str, target: str, name: str
) -> None:
    """Section 13: lower-case attempts are taken and told."""
    bench.read(target.format(bookings=BOOKINGS, id=booking))

    remarks = bench.organization.remarks
    assert len(remarks) == 1
    assert remarks[0].startswith(f"{name} of bookableresourcebooking, which is spelt ")


def test_the_bookings_of_a_resource_expand_as_a_collection(bench: Bench) -> None:
    """Section 4.5: the whole collection, and a link without paging."""
    resource = a_resource(bench, a_user(bench))
    a_booking(bench, resource)
    name = "bookableresource_bookableresourcebooking_Resource"

    found = bench.read(f"/bookableresources({resource})?$expand={name}($select=name)")
    behind = bench.read(f"/bookableresources({resource})/{name}?$select=name")

    assert [one["name"] for one in found[name]] == ["Site visit"]
    assert found[f"{name}@odata.nextLink"].endswith(f"({resource})/{name}?$select=name")
    assert [one["name"] for one in behind["value"]] == ["Site visit"]


def test_properties_and_links_have_addresses(bench: Bench, booking: str) -> None:
    """Section 3.1."""
    row = f"{BOOKINGS}({booking})"

    name = bench.read(f"{row}/name")
    resource = bench.read(f"{row}/Resource?$select=name")
    reference = bench.read(f"{row}/Resource/$ref")

    assert name == {
        "@odata.context": f"{API}/$metadata#bookableresourcebookings({booking})/name",
        "value": "Site visit",
    }
    assert resource["name"] == "Nina"
    key = resource["bookableresourceid"]
    assert reference["@odata.id"] == f"{API}/bookableresources({key})"
    assert bench.send("GET", f"{row}/msdyn_latitude").status == 204
    assert bench.send("GET", f"{row}/msdyn_TimeGroupDetailSelected").status == 501


def test_annotations_stand_before_their_property(bench: Bench, booking: str) -> None:
    """Section 2.4; the order is inferred from live output."""
    target = f"{BOOKINGS}({booking})?$select=bookingtype,_bookingstatus_value"

    found = bench.read(target, prefer='odata.include-annotations="*"')

    prefix = "_bookingstatus_value@"
    row = bench.organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert list(found.items())[2:8] == [
        ("bookingtype@OData.Community.Display.V1.FormattedValue", "Solid"),
        ("bookingtype", 1),
        (f"{prefix}OData.Community.Display.V1.FormattedValue", "Scheduled"),
        (f"{prefix}Microsoft.Dynamics.CRM.lookuplogicalname", "bookingstatus"),
        (f"{prefix}{NAVIGATION}", "BookingStatus"),
        ("_bookingstatus_value", row["bookingstatus"]),
    ]


def test_only_the_annotations_asked_for_come(bench: Bench, booking: str) -> None:
    """Section 2.2: a comma list of names."""
    target = f"{BOOKINGS}({booking})?$select=bookingtype,_resource_value"
    wanted = 'odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"'

    found = bench.read(target, prefer=wanted)

    annotated = [name for name in found if "@" in name and not name.startswith("@")]
    assert annotated == ["_resource_value@Microsoft.Dynamics.CRM.lookuplogicalname"]


def test_values_are_formatted_as_a_user_reads_them(bench: Bench) -> None:
    """Section 2.4: numbers, money, dates, booleans; the American format is inferred."""
    account = bench.organization.create(
        "account",
        {"name": "Fabrikam", "revenue": 1500.0, "numberofemployees": 12000},
    )
    target = f"/accounts({account})?$select=revenue,numberofemployees,createdon"

    found = bench.read(target, prefer='odata.include-annotations="*"')

    suffix = "@OData.Community.Display.V1.FormattedValue"
    assert found[f"revenue{suffix}"] == "$1,500.00"
    assert found[f"numberofemployees{suffix}"] == "12,000"
    assert found[f"createdon{suffix}"] == "3/2/2026 8:00 AM"
