"""Creates, updates, upserts, links: section 3 of the fact sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.dataverse.makers import (
    API,
    MONDAY,
    Bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    a_work_order,
    error_of,
    header,
    json_of,
)

BOOKINGS = "/bookableresourcebookings"
NEW = "6d1b2a4e-0000-4000-8000-000000000001"


def _body(bench: Bench, **more: object) -> dict[str, object]:
    resource = a_resource(bench, a_user(bench))
    return {
        "name": "Visit",
        "starttime": "2026-03-02T10:00:00Z",
        "endtime": "2026-03-02T11:00:00Z",
        "Resource@odata.bind": f"/bookableresources({resource})",
        "BookingStatus@odata.bind": f"/bookingstatuses({a_booking_status(bench)})",
        **more,
    }


def _booking(bench: Bench) -> str:
    return a_booking(bench, a_resource(bench, a_user(bench)))


def test_a_create_answers_with_the_address_and_no_body(bench: Bench) -> None:
    """Sections 2.3 and 3.1, trap 4."""
    response = bench.send("POST", BOOKINGS, _body(bench))

    (row,) = bench.organization.rows("bookableresourcebooking")
    url = f"{API}/bookableresourcebookings({row['bookableresourcebookingid']})"
    assert response.status == 204
    assert response.body == b""
    assert header(response, "OData-EntityId") == url
    assert header(response, "Location") == url
    assert row["createdby"] == bench.organization.application_user


def test_a_create_with_representation_answers_with_the_row(bench: Bench) -> None:
    """Section 3.1: 201, `$select` and `$expand` honoured, no OData-EntityId."""
    response = bench.send(
        "POST",
        f"{BOOKINGS}?$select=name&$expand=Resource($select=name)",
        _body(bench),
        headers={"prefer": "return=representation"},
    )

    assert response.status == 201
    assert header(response, "OData-EntityId") is None
    assert header(response, "Preference-Applied") == "return=representation"
    found = json_of(response)
    assert found["name"] == "Visit"
    assert found["Resource"]["name"] == "Nina"
    assert header(response, "ETag") == found["@odata.etag"]


@pytest.mark.parametrize("form", ["/{}", "{}", f"{API}/{{}}", f"{API.upper()}/{{}}"])
def test_a_lookup_is_bound_by_any_address_of_a_row(bench: Bench, form: str) -> None:
    """Section 3.2."""
    order = a_work_order(bench)
    value = form.format(f"msdyn_workorders({order})")
    body = _body(bench, **{"msdyn_WorkOrder@odata.bind": value})

    response = bench.send("POST", BOOKINGS, body)

    if form[0] == "H":
        assert response.status == 400
        return
    assert response.status == 204
    (row,) = bench.organization.rows("bookableresourcebooking")
    assert row["msdyn_workorder"] == order


@pytest.mark.parametrize(
    ("extra", "status", "code"),
    [
        ({"nome": "x"}, 400, "0x80048d19"),
        ({"resourc@odata.bind": "/bookableresources(x)"}, 400, "0x80048d19"),
        ({"_resource_value": NEW}, 400, "0x80048d19"),
        ({"Resource": NEW}, 400, "0x80048d19"),
        ({"Resource@odata.bind": f"/accounts({NEW})"}, 400, "0x80048d19"),
        ({"Resource@odata.bind": f"/bookableresources({NEW})"}, 404, "0x80040217"),
        ({"Resource@odata.bind": f"/nosuch({NEW})"}, 404, "0x8006088a"),
        ({"Resource": {"name": "deep"}}, 400, "0x80040203"),
        ({"msdyn_TimeGroupDetailSelected@odata.bind": "/x(1)"}, 501, "0x80040219"),
        ({"name": 5}, 400, "0x80048d19"),
        ({"name": "x" * 101}, 400, "0x80044331"),
        ({"bookingtype": 9}, 400, "0x8004431a"),
        ({"starttime": "tomorrow"}, 400, "0x80040239"),
        ({"starttime": None}, 400, "0x80040203"),
    ],
)
def test_a_body_that_is_refused_writes_nothing(
    bench: Bench, extra: dict[str, object], status: int, code: str
) -> None:
    """Sections 3.2, 3.4, 8."""
    body = _body(bench, **extra)
    version = bench.organization.version

    response = bench.send("POST", BOOKINGS, body)

    assert error_of(response) == (status, code)
    assert bench.organization.version == version


def test_the_unsuffixed_customer_lookup_is_no_property(bench: Bench) -> None:
    """Trap 6: 0x80048d19."""
    account = bench.organization.create("account", {"name": "Fabrikam"})
    body = {"lastname": "X", "parentcustomerid@odata.bind": f"/accounts({account})"}

    assert error_of(bench.send("POST", "/contacts", body)) == (400, "0x80048d19")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
def test_a_body_must_be_an_object(bench: Bench, body: bytes) -> None:
    """Section 8: a payload problem."""
    assert error_of(bench.send("POST", "/accounts", body)) == (400, "0x80048d19")


def test_columns_of_the_platform_are_ignored(bench: Bench) -> None:
    """Section 3.5: server-set; control information is no column."""
    body = _body(
        bench,
        createdon="2001-01-01T00:00:00Z",
        versionnumber=1,
        **{"@odata.type": "Microsoft.Dynamics.CRM.bookableresourcebooking"},
    )

    assert bench.send("POST", BOOKINGS, body).status == 204

    (row,) = bench.organization.rows("bookableresourcebooking")
    assert row["createdon"] == MONDAY


def test_an_existing_key_is_a_duplicate(bench: Bench) -> None:
    """Section 3.1: 412, 0x80040237."""
    body = {"accountid": NEW, "name": "Fabrikam"}
    assert bench.send("POST", "/accounts", body).status == 204

    assert error_of(bench.send("POST", "/accounts", body)) == (412, "0x80040237")


def test_a_patch_updates_with_and_without_the_row_in_the_answer(bench: Bench) -> None:
    """Section 3.1."""
    booking = _booking(bench)
    target = f"{BOOKINGS}({booking})"

    plain = bench.send("PATCH", target, {"name": "One"})
    shown = bench.send(
        "PATCH",
        f"{target}?$select=name",
        {"name": "Two"},
        headers={"prefer": "return=representation"},
    )

    assert plain.status == 204
    assert header(plain, "OData-EntityId") == f"{API}{target}"
    assert shown.status == 200
    assert json_of(shown)["name"] == "Two"


def test_a_patch_of_a_missing_row_creates_it(bench: Bench) -> None:
    """Trap 1; the key in the URL wins over one in the body."""
    body = {"name": "Fabrikam", "accountid": "6d1b2a4e-0000-4000-8000-000000000002"}

    response = bench.send("PATCH", f"/accounts({NEW})", body)

    assert response.status == 204
    assert header(response, "OData-EntityId") == f"{API}/accounts({NEW})"
    assert bench.organization.get("account", NEW) is not None
    assert bench.performed == ["account.upsert"]


def test_an_update_only_patch_of_a_missing_row_is_not_found(bench: Bench) -> None:
    """Section 3.1: If-Match *."""
    response = bench.send(
        "PATCH", f"/accounts({NEW})", {"name": "X"}, headers={"if-match": "*"}
    )

    assert error_of(response) == (404, "0x80040217")
    assert bench.organization.get("account", NEW) is None


def test_a_create_only_patch_of_a_row_is_a_duplicate(bench: Bench) -> None:
    """Section 3.1: If-None-Match *."""
    account = bench.organization.create("account", {"name": "Fabrikam"})

    response = bench.send(
        "PATCH", f"/accounts({account})", {"name": "X"}, headers={"if-none-match": "*"}
    )

    assert error_of(response) == (412, "0x80040237")


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_another_version_than_the_expected_one_is_refused(
    bench: Bench, method: str
) -> None:
    """Section 3.1: 412, 0x80060882 (trap 2)."""
    target = f"{BOOKINGS}({_booking(bench)})"
    etag = bench.read(target)["@odata.etag"]
    bench.send("PATCH", target, {"name": "Meanwhile"})

    stale = bench.send(method, target, {"name": "X"}, headers={"if-match": etag})
    fresh = bench.read(target)["@odata.etag"]
    right = bench.send(method, target, {"name": "X"}, headers={"if-match": fresh})

    assert error_of(stale) == (412, "0x80060882")
    assert right.status == 204


def test_a_deleted_row_is_gone(bench: Bench) -> None:
    """Section 3.1: 404, 0x80040217."""
    target = f"{BOOKINGS}({_booking(bench)})"

    assert bench.send("DELETE", target).status == 204
    assert error_of(bench.send("GET", target)) == (404, "0x80040217")
    assert error_of(bench.send("DELETE", target)) == (404, "0x80040217")


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "PUT"])
def test_a_whole_set_takes_no_such_verb(bench: Bench, method: str) -> None:
    """Section 3.1: 405."""
    assert bench.send(method, "/accounts", {}).status == 405


def test_the_implementation_writes_the_outcome_of_a_mailbox_test(bench: Bench) -> None:
    """README of the specification: its application user performs test and enable."""
    mailbox = bench.organization.mailbox_of(a_user(bench))["mailboxid"]

    response = bench.send(
        "PATCH", f"/mailboxes({mailbox})", {"actstatus": 1, "enabledforact": True}
    )

    assert response.status == 204
    row = bench.organization.get("mailbox", str(mailbox))
    assert row is not None
    assert row["actstatus"] == 1


def test_the_address_of_a_users_mailbox_is_not_written_there(bench: Bench) -> None:
    """Section 9.1: 0x8005e208; and it is not deleted: 0x8005e200."""
    mailbox = bench.organization.mailbox_of(a_user(bench))["mailboxid"]
    target = f"/mailboxes({mailbox})"

    patched = bench.send("PATCH", target, {"emailaddress": "x@contoso.example"})
    deleted = bench.send("DELETE", target)

    assert error_of(patched) == (400, "0x8005e208")
    assert error_of(deleted) == (400, "0x8005e200")


def test_times_with_an_offset_are_stored_in_utc(bench: Bench) -> None:
    """Section 3.4: Z, offset, or nothing, which means UTC."""
    booking = _booking(bench)
    end = MONDAY + timedelta(hours=4)

    for text in ("2026-03-02T12:00:00.9Z", "2026-03-02T13:00:00+01:00"):
        bench.send("PATCH", f"{BOOKINGS}({booking})", {"endtime": text})
        row = bench.organization.get("bookableresourcebooking", booking)
        assert row is not None
        assert row["endtime"] == end


@pytest.mark.parametrize("target", ["/accounts", "/contacts", "/tasks"])
def test_what_only_forms_require_may_be_missing(bench: Bench, target: str) -> None:
    """Section 3.5: ApplicationRequired columns are not enforced by the API."""
    response = bench.send("POST", target, {})

    assert response.status == 204
