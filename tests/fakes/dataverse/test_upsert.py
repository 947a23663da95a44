"""PATCH that creates: sections 3.1 and 3.3 of the fact sheet, traps 1, 2, 4, 30."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    an_account,
    as_a_user_with,
    error_of,
    header,
    json_of,
    new_id,
    nothing_is_written,
    row_of,
)

NEW = "6d1b2a4e-0000-4000-8000-000000000001"
OTHER = "6d1b2a4e-0000-4000-8000-000000000002"
BY_KEY = "/accounts(accountnumber='A-1')"


def test_a_patch_after_a_deletion_brings_the_row_back(bench: Bench) -> None:
    """Trap 1: it resurrects the row under its id, unless `If-Match: *` is sent."""
    account = an_account(bench)
    bench.send("DELETE", f"/accounts({account})")

    with nothing_is_written(bench):
        careful = bench.send(
            "PATCH", f"/accounts({account})", {"name": "x"}, {"if-match": "*"}
        )
    careless = bench.send("PATCH", f"/accounts({account})", {"name": "x"})

    assert error_of(careful) == (404, "0x80040217")
    assert careless.status == 204
    assert row_of(bench, "account", account)["name"] == "x"


def test_an_upsert_answers_the_same_when_it_creates_and_when_it_updates(
    keyed: Bench,
) -> None:
    """204 with OData-EntityId that ends in the id (section 2.3), and no Location."""
    created = keyed.send("PATCH", BY_KEY, {"name": "One"})
    updated = keyed.send("PATCH", BY_KEY, {"name": "Two"})

    (row,) = keyed.organization.rows("account")
    for response in (created, updated):
        assert (response.status, response.body) == (204, b"")
        assert header(response, "Location") is None
        entity = header(response, "OData-EntityId")
        assert entity == f"{API}/accounts({row['accountid']})"
    assert (row["name"], row["accountnumber"]) == ("Two", "A-1")
    assert keyed.performed[-2:] == ["account.upsert", "account.update"]


def test_a_representation_tells_a_creation_from_an_update(keyed: Bench) -> None:
    """Section 2.2: 201 when it created (inferred), 200 when it updated; trap 4."""
    prefer = {"prefer": "return=representation"}

    created = keyed.send("PATCH", f"{BY_KEY}?$select=name", {"name": "One"}, prefer)
    updated = keyed.send("PATCH", f"{BY_KEY}?$select=name", {"name": "Two"}, prefer)

    assert (created.status, updated.status) == (201, 200)
    assert (json_of(created)["name"], json_of(updated)["name"]) == ("One", "Two")
    assert header(created, "OData-EntityId") is None
    assert header(updated, "Preference-Applied") == "return=representation"


@pytest.mark.parametrize("number", ["A-1", "a-1", "Z-9", None])
def test_key_columns_in_the_body_are_ignored_on_update(
    keyed: Bench, number: str | None
) -> None:
    """Section 3.3: who names a row by its key cannot change the key."""
    account = an_account(keyed, accountnumber="A-1")

    response = keyed.send("PATCH", BY_KEY, {"name": "Renamed", "accountnumber": number})

    assert response.status == 204
    row = row_of(keyed, "account", account)
    assert (row["name"], row["accountnumber"]) == ("Renamed", "A-1")


def test_key_columns_in_the_body_are_used_on_create(keyed: Bench) -> None:
    """Section 3.3, even where they differ from the address."""
    response = keyed.send("PATCH", BY_KEY, {"name": "New", "accountnumber": "Z-9"})

    assert response.status == 204
    assert row_of(keyed, "account", new_id(response))["accountnumber"] == "Z-9"


def test_an_upsert_by_a_key_may_clash_with_another_row(keyed: Bench) -> None:
    """412 0x80060892: the body's key is taken."""
    an_account(keyed, accountnumber="Z-9")

    with nothing_is_written(keyed):
        response = keyed.send("PATCH", BY_KEY, {"name": "x", "accountnumber": "Z-9"})

    assert error_of(response) == (412, "0x80060892")


def test_the_primary_key_in_the_address_wins_over_the_body(bench: Bench) -> None:
    """Section 3.1, on create and on update."""
    target = f"/accounts({NEW})"

    created = bench.send("PATCH", target, {"name": "One", "accountid": OTHER})
    updated = bench.send("PATCH", target, {"name": "Two", "accountid": OTHER})

    assert (created.status, updated.status) == (204, 204)
    assert row_of(bench, "account", NEW)["name"] == "Two"
    assert bench.organization.get("account", OTHER) is None


def test_a_lookup_in_the_key_is_used_on_create(bench: Bench) -> None:
    """A part `_x_value` fills the lookup."""
    bench.organization.define_key("account", "main", ["primarycontactid", "fax"])
    contact = a_contact(bench)
    key = f"_primarycontactid_value={contact},fax='1'"

    created = bench.send("PATCH", f"/accounts({key})", {"name": "New"})
    other = f"_primarycontactid_value={NEW},fax='1'"
    with nothing_is_written(bench):
        dangling = bench.send("PATCH", f"/accounts({other})", {"name": "New"})

    row = row_of(bench, "account", new_id(created))
    assert (row["primarycontactid"], row["fax"]) == (contact, "1")
    assert error_of(dangling) == (404, "0x80040217")


@pytest.mark.parametrize(
    ("exists", "condition", "refusal"),
    [
        (False, {"if-match": "*"}, (404, "0x80060891")),
        (False, {"if-match": 'W/"1"'}, (404, "0x80060891")),
        (False, {"if-none-match": "*"}, None),
        (True, {"if-match": "*"}, None),
        (True, {"if-match": 'W/"1"'}, (412, "0x80060882")),
        (True, {"if-none-match": "*"}, (412, "0x80040237")),
        (True, {"if-none-match": "null"}, None),
        (False, {"if-none-match": "null"}, None),
    ],
)
def test_conditions_make_an_upsert_an_update_or_a_creation(
    keyed: Bench,
    exists: bool,  # noqa: FBT001 - a column of the table above
    condition: dict[str, str],
    refusal: tuple[int, str] | None,
) -> None:
    """Section 3.1 by an alternate key; trap 2: three kinds of 412."""
    if exists:
        an_account(keyed, accountnumber="A-1")
    version = keyed.organization.version

    response = keyed.send("PATCH", BY_KEY, {"name": "x"}, condition)

    if refusal is None:
        assert response.status == 204
        assert keyed.organization.version > version
    else:
        assert error_of(response) == refusal
        assert keyed.organization.version == version


def test_an_upsert_needs_the_privilege_of_what_it_does(keyed: Bench) -> None:
    """Create for a new row, Write for one that is there (section 1.5)."""
    privileges = {f"prv{verb}Account": Depth.GLOBAL for verb in ("Read", "Write")}
    writer = as_a_user_with(keyed, privileges, "Writer Example")
    maker = as_a_user_with(keyed, {"prvCreateAccount": Depth.GLOBAL}, "Maker Example")

    with nothing_is_written(keyed):
        refused = keyed.send("PATCH", BY_KEY, {"name": "x"}, writer)
    made = keyed.send("PATCH", BY_KEY, {"name": "x"}, maker)
    with nothing_is_written(keyed):
        kept = keyed.send("PATCH", BY_KEY, {"name": "y"}, maker)
    written = keyed.send("PATCH", BY_KEY, {"name": "y"}, writer)

    assert error_of(refused) == error_of(kept) == (403, "0x80040220")
    assert (made.status, written.status) == (204, 204)


def test_an_upsert_with_equal_values_raises_the_version(keyed: Bench) -> None:
    """Trap 30: two syncers could play ping-pong."""
    keyed.send("PATCH", BY_KEY, {"name": "x"})
    first = header(keyed.send("GET", BY_KEY), "ETag")

    keyed.send("PATCH", BY_KEY, {"name": "x"})

    assert header(keyed.send("GET", BY_KEY), "ETag") != first


def test_a_refused_creation_by_patch_writes_nothing(keyed: Bench) -> None:
    """A column is unknown, a value is too long."""
    with nothing_is_written(keyed):
        bare = keyed.send("PATCH", BY_KEY, {"nosuch": 1})
        long = keyed.send("PATCH", "/accounts(accountnumber='" + "x" * 21 + "')", {})

    assert error_of(bare) == (400, "0x80048d19")
    assert error_of(long) == (400, "0x80044331")


def test_an_upsert_may_bring_other_rows_when_it_creates(keyed: Bench) -> None:
    """Deep insert is for new rows only (section 3.2)."""
    body = {"name": "New", "primarycontactid": {"lastname": "Doe"}}

    created = keyed.send("PATCH", BY_KEY, body)
    with nothing_is_written(keyed):
        updated = keyed.send("PATCH", BY_KEY, body)

    assert created.status == 204
    (contact,) = keyed.organization.rows("contact")
    row = row_of(keyed, "account", new_id(created))
    assert row["primarycontactid"] == contact["contactid"]
    assert error_of(updated) == (400, "0x80048d19")
