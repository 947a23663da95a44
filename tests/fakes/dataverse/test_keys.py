"""Alternate keys: section 3.3 of the fact sheet."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from fakes.dataverse.errors import DataverseError
from tests.fakes.dataverse.makers import (
    API,
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

MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"


@pytest.fixture
def keyed(bench: Bench) -> Bench:
    """Keys of one and of two columns, with text, a lookup, a number, an instant."""
    organization = bench.organization
    organization.define_key("account", "number", ["accountnumber"])
    organization.define_key("contact", "person", ["emailaddress1", "lastname"])
    organization.define_key("account", "main", ["primarycontactid", "fax"])
    organization.define_key("msdyn_priority", "level", ["msdyn_levelofimportance"])
    organization.define_key("task", "at", ["scheduledstart"])
    return bench


def _names(bench: Bench, key: str) -> str:
    found: str = bench.read(f"/accounts({key})?$select=name")["name"]
    return found


@pytest.mark.parametrize(
    "number",
    [
        "A-1",
        "O'Brien",
        "a/b",
        "a(b)",
        "Größe 7, Süd",
        "100%",
        "what?",
        "a+b",
        "a b",
        "name='x',y",
        "東京",
        "%41",
        "#1",
        " ",
    ],
)
def test_a_row_is_found_by_its_key_however_it_is_spelt(
    keyed: Bench, number: str
) -> None:
    """An apostrophe is doubled, the whole is percent-encoded."""
    an_account(keyed, "Wanted", accountnumber=number)
    an_account(keyed, "Other", accountnumber="other")
    literal = quote(number.replace("'", "''"), safe="")

    assert _names(keyed, f"accountnumber='{literal}'") == "Wanted"
    assert _names(keyed, f"accountnumber=%27{literal}%27") == "Wanted"


def test_only_what_ends_an_address_must_be_encoded(keyed: Bench) -> None:
    """Client expectations 6.1: apostrophes are doubled, the rest may stand as it is."""
    an_account(keyed, "Wanted", accountnumber="a/b O'Brien (ü)")

    assert _names(keyed, "accountnumber='a/b O''Brien (ü)'") == "Wanted"


@pytest.mark.parametrize(
    "key",
    [
        "emailaddress1='a%40b.example',lastname='Doe'",
        "lastname='Doe',emailaddress1='a@b.example'",
        "lastname='Doe', emailaddress1='a@b.example'",
        "lastname='DOE',emailaddress1='A@B.EXAMPLE'",
    ],
)
def test_a_key_of_two_columns_is_named_in_any_order_and_case(
    keyed: Bench, key: str
) -> None:
    """Both parts are needed; text is compared without regard to case (4.2)."""
    wanted = a_contact(keyed, "Doe", emailaddress1="a@b.example")
    a_contact(keyed, "Doe", emailaddress1="c@b.example")
    a_contact(keyed, "Roe", emailaddress1="a@b.example")

    assert keyed.read(f"/contacts({key})")["contactid"] == wanted


def test_a_lookup_is_a_part_of_a_key_by_its_value_name(keyed: Bench) -> None:
    """The part is written `_nav_value=guid`, in upper case, too."""
    contact = a_contact(keyed)
    an_account(keyed, "None", fax="1")
    an_account(keyed, "Wanted", fax="1", primarycontactid=contact)

    assert _names(keyed, f"_primarycontactid_value={contact},fax='1'") == "Wanted"
    assert (
        _names(keyed, f"fax='1',_primarycontactid_value={contact.upper()}") == "Wanted"
    )
    other = keyed.send("GET", f"/accounts(_primarycontactid_value={MISSING},fax='1')")
    assert error_of(other) == (404, "0x80060891")


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("/msdyn_priorities", "msdyn_levelofimportance=3"),
        ("/tasks", "scheduledstart=2026-03-02T08:00:00Z"),
        ("/tasks", "scheduledstart=2026-03-02T09:00:00%2B01:00"),
    ],
)
def test_numbers_and_instants_stand_in_a_key_unquoted(
    keyed: Bench, target: str, key: str
) -> None:
    """As in every other address."""
    organization = keyed.organization
    organization.create(
        "msdyn_priority", {"msdyn_name": "High", "msdyn_levelofimportance": 3}
    )
    organization.create(
        "task", {"subject": "Call", "scheduledstart": "2026-03-02T08:00:00Z"}
    )

    assert keyed.send("GET", f"{target}({key})").status == 200


def test_a_decimal_number_is_a_key(bench: Bench) -> None:
    """Also a negative one, and one without a fraction."""
    bench.organization.define_key("account", "at", ["address1_latitude"])
    for name, latitude in (("South", -33.5), ("Equator", 0.0)):
        an_account(bench, name, address1_latitude=latitude)

    assert _names(bench, "address1_latitude=-33.5") == "South"
    assert _names(bench, "address1_latitude=0") == "Equator"


@pytest.mark.parametrize("form", ["{id}", "accountid={id}", "{upper}", " {id} "])
def test_the_primary_key_may_be_named(bench: Bench, form: str) -> None:
    """`/accounts(accountid=guid)` also works."""
    account = an_account(bench)

    found = _names(bench, form.format(id=account, upper=account.upper()).strip())

    assert found == "Fabrikam"


def test_users_and_teams_are_named_by_the_key_of_principals(bench: Bench) -> None:
    """The named form needs `ownerid`, as principal is the base type."""
    user = a_user(bench)
    team = bench.organization.add_team("Crew")

    assert bench.read(f"/systemusers(ownerid={user})")["systemuserid"] == user
    assert bench.read(f"/teams(ownerid={team})")["teamid"] == team
    for target in (f"/systemusers(systemuserid={user})", f"/teams(teamid={team})"):
        assert error_of(bench.send("GET", target)) == (400, "0x8006088a")


@pytest.mark.parametrize(
    "key",
    [
        "nonsense",
        "",
        " ",
        ",",
        "telephone1='1'",
        "accountnumber='1',telephone1='2'",
        "accountnumber='1',accountnumber='1'",
        "accountnumber='1',",
        "accountnumber=1",
        "accountnumber=",
        "accountnumber=%20",
        "accountnumber=null",
        "accountnumber='1",
        "accountnumber='O'Brien'",
        "AccountNumber='1'",
        "_accountnumber_value='1'",
        f"primarycontactid={MISSING},fax='1'",
        "_primarycontactid_value=nonsense,fax='1'",
        "_primarycontactid_value=null,fax='1'",
        "fax='1'",
        "accountid=1",
        f"accountid={MISSING},accountnumber='1'",
        f"account={MISSING}",
    ],
)
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_what_is_no_defined_key_is_refused(keyed: Bench, method: str, key: str) -> None:
    """400 (inferred), for every verb; nothing is created by a PATCH."""
    an_account(keyed, "Without a contact", fax="1", accountnumber="1")

    with nothing_is_written(keyed):
        response = keyed.send(method, f"/accounts({key})", {})

    assert error_of(response) == (400, "0x8006088a")


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/msdyn_priorities(msdyn_levelofimportance='three')", 400),
        ("/msdyn_priorities(msdyn_levelofimportance=--3)", 400),
        ("/msdyn_priorities(msdyn_levelofimportance=-)", 400),
        ("/msdyn_priorities(msdyn_levelofimportance=3.5)", 400),
        ("/tasks(scheduledstart=yesterday)", 400),
    ],
)
def test_a_value_that_the_column_does_not_take_is_refused(
    keyed: Bench, target: str, status: int
) -> None:
    """Section 3.4: the column decides, in an address as in a body."""
    assert keyed.send("GET", target).status == status


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_no_row_has_that_key(keyed: Bench, method: str) -> None:
    """404 0x80060891; by the primary key it is 0x80040217."""
    response = keyed.send(method, "/accounts(accountnumber='none')")
    by_id = keyed.send(method, f"/accounts({MISSING})")

    assert error_of(response) == (404, "0x80060891")
    assert error_of(by_id) == (404, "0x80040217")


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
    assert _names(bench, "accountnumber='A-1'") == "Renamed"
    third = bench.send("PATCH", f"/accounts({second})", {"accountnumber": "A-1"})
    assert error_of(third) == (412, "0x80060892")


def test_a_key_is_unknown_before_it_is_defined(bench: Bench) -> None:
    """Also after the definition has been undone."""
    an_account(bench, accountnumber="A-1")
    before = bench.organization.snapshot()
    target = "/accounts(accountnumber='A-1')"
    assert bench.send("GET", target).status == 400

    bench.organization.define_key("account", "number", ["accountnumber"])
    assert bench.send("GET", target).status == 200
    bench.organization.restore(before)

    assert error_of(bench.send("GET", target)) == (400, "0x8006088a")


def test_a_key_needs_columns_of_its_table(bench: Bench) -> None:
    """The harness is told its mistake."""
    with pytest.raises(ValueError, match="nosuch"):
        bench.organization.define_key("account", "number", ["nosuch"])


def test_everything_below_a_row_is_reached_by_its_key(keyed: Bench) -> None:
    """Properties, links and collections behind an alternate key."""
    contact = a_contact(keyed)
    account = an_account(keyed, accountnumber="a/1", primarycontactid=contact)
    base = "/accounts(accountnumber='a/1')"

    assert keyed.read(f"{base}/name")["value"] == "Fabrikam"
    assert keyed.read(f"{base}/primarycontactid")["contactid"] == contact
    put = keyed.send("PUT", f"{base}/name", {"value": "Renamed"})
    assert put.status == 204
    assert row_of(keyed, "account", account)["name"] == "Renamed"
    assert keyed.send("DELETE", base).status == 204
    assert keyed.organization.get("account", account) is None


@pytest.mark.parametrize(
    "path",
    [
        "/accounts(accountnumber='O''Brien %26 Co')",
        "accounts(accountnumber='O''Brien %26 Co')",
        "accounts(accountnumber='O''Brien & Co')",
        f"{API}/accounts(accountnumber='o''brien & co')",
    ],
)
def test_a_lookup_is_bound_by_an_alternate_key(keyed: Bench, path: str) -> None:
    """Section 3.2: or an alternate-key path; an address is percent-encoded."""
    account = an_account(keyed, accountnumber="O'Brien & Co")
    body = {"lastname": "Doe", "parentcustomerid_account@odata.bind": path}

    response = keyed.send("POST", "/contacts", body)

    assert response.status == 204
    (contact,) = keyed.organization.rows("contact")
    assert contact["parentcustomerid"] == account


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/accounts(accountnumber='none')", (404, "0x80060891")),
        (f"/accounts({MISSING})", (404, "0x80040217")),
        ("/accounts(telephone1='1')", (400, "0x8006088a")),
        ("/accounts()", (400, "0x8006088a")),
    ],
)
def test_a_lookup_bound_to_nothing_writes_nothing(
    keyed: Bench, path: str, refusal: tuple[int, str]
) -> None:
    """Whatever the address lacks."""
    body = {"lastname": "Doe", "parentcustomerid_account@odata.bind": path}

    with nothing_is_written(keyed):
        response = keyed.send("POST", "/contacts", body)

    assert error_of(response) == refusal


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
