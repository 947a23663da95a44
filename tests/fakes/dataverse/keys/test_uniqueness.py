"""No two rows with the same key: section 3.3, trap 2."""

from __future__ import annotations

import pytest

from fakes.dataverse.errors import DataverseError
from tests.fakes.dataverse.keys.makers import name_by
from tests.fakes.dataverse.makers import (
    Bench,
    a_booking,
    a_contact,
    a_resource,
    a_user,
    an_account,
    error_of,
    nothing_is_written,
    row_of,
)


@pytest.mark.parametrize("number", ["A-1", "a-1"])
def test_a_second_row_with_the_same_key_is_refused(keyed: Bench, number: str) -> None:
    """412 0x80060892, without regard to case, on create and on update (trap 2)."""
    an_account(keyed, accountnumber="A-1")
    other = an_account(keyed, accountnumber="A-2")

    with nothing_is_written(keyed):
        body = {"name": "Second", "accountnumber": number}
        created = keyed.send("POST", "/accounts", body)
        updated = keyed.send("PATCH", f"/accounts({other})", {"accountnumber": number})
        put = keyed.send("PUT", f"/accounts({other})/accountnumber", {"value": number})

    for response in (created, updated, put):
        assert error_of(response) == (412, "0x80060892")


def test_a_row_may_keep_its_key_and_change_its_case(keyed: Bench) -> None:
    """A row is no duplicate of itself."""
    account = an_account(keyed, accountnumber="A-1")

    response = keyed.send("PATCH", f"/accounts({account})", {"accountnumber": "a-1"})

    assert response.status == 204
    assert row_of(keyed, "account", account)["accountnumber"] == "a-1"


def test_a_key_with_an_empty_part_is_free(keyed: Bench) -> None:
    """Rows without a value in one of the columns do not clash."""
    for _ in range(2):
        body = {"lastname": "Doe"}
        assert keyed.send("POST", "/contacts", body).status == 204
    contact = a_contact(keyed, "Doe", emailaddress1="a@b.example")

    emptied = keyed.send("DELETE", f"/contacts({contact})/emailaddress1")
    again = keyed.send(
        "POST", "/contacts", {"lastname": "Doe", "emailaddress1": "a@b.example"}
    )

    assert (emptied.status, again.status) == (204, 204)


def test_a_deleted_row_gives_its_key_free(keyed: Bench) -> None:
    """And an undone deletion takes it back."""
    account = an_account(keyed, accountnumber="A-1")
    before = keyed.organization.snapshot()

    assert keyed.send("DELETE", "/accounts(accountnumber='A-1')").status == 204
    assert an_account(keyed, accountnumber="A-1") != account
    keyed.organization.restore(before)

    assert keyed.read("/accounts(accountnumber='A-1')")["accountid"] == account


def test_rows_that_clashed_before_the_key_are_several(bench: Bench) -> None:
    """0x8006089d by the key; they are still read and written by their ids."""
    first, second = (
        an_account(bench, name, accountnumber="A-1") for name in ("One", "Two")
    )
    bench.organization.define_key("account", "number", ["accountnumber"])
    with nothing_is_written(bench):
        read = bench.send("GET", "/accounts(accountnumber='a-1')")
        patched = bench.send("PATCH", "/accounts(accountnumber='A-1')", {"name": "x"})

    assert error_of(read) == error_of(patched) == (400, "0x8006089d")
    # What does not touch the key is no new duplicate.
    renamed = bench.send("PATCH", f"/accounts({first})", {"name": "Renamed"})
    assert renamed.status == 204
    mended = bench.send("PATCH", f"/accounts({second})", {"accountnumber": "A-2"})
    assert mended.status == 204
    assert name_by(bench, "accountnumber='A-1'") == "Renamed"
    third = bench.send("PATCH", f"/accounts({second})", {"accountnumber": "A-1"})
    assert error_of(third) == (412, "0x80060892")


def test_keys_are_checked_when_the_platform_writes_too(keyed: Bench) -> None:
    """An administrator in Python meets the same index."""
    an_account(keyed, accountnumber="A-1")

    with pytest.raises(DataverseError) as refused, nothing_is_written(keyed):
        an_account(keyed, accountnumber="A-1")

    assert refused.value.code == "0x80060892"


def test_a_lookup_and_an_instant_make_bookings_unique(bench: Bench) -> None:
    """Values of other types than text are compared as they are stored."""
    bench.organization.define_key(
        "bookableresourcebooking", "slot", ["resource", "starttime"]
    )
    resource = a_resource(bench, a_user(bench))
    other = a_resource(bench, a_user(bench, "Omar Example"))
    status = str(
        row_of(bench, "bookableresourcebooking", a_booking(bench, resource))[
            "bookingstatus"
        ]
    )
    a_booking(bench, other, bookingstatus=status)

    with pytest.raises(DataverseError) as refused:
        a_booking(bench, resource, bookingstatus=status)

    assert (refused.value.status, refused.value.code) == (412, "0x80060892")
    key = f"_resource_value={other},starttime=2026-03-02T10:00:00Z"
    assert bench.send("GET", f"/bookableresourcebookings({key})").status == 200
