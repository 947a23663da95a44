"""How a key is spelt in an address or a bind: section 3.3."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.fakes.dataverse.keys.makers import MISSING, name_by
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    a_user,
    an_account,
    error_of,
    row_of,
)


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

    assert name_by(keyed, f"accountnumber='{literal}'") == "Wanted"
    assert name_by(keyed, f"accountnumber=%27{literal}%27") == "Wanted"


def test_only_what_ends_an_address_must_be_encoded(keyed: Bench) -> None:
    """Client expectations 6.1: apostrophes are doubled, the rest may stand as it is."""
    an_account(keyed, "Wanted", accountnumber="a/b O'Brien (ü)")

    assert name_by(keyed, "accountnumber='a/b O''Brien (ü)'") == "Wanted"


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

    assert name_by(keyed, f"_primarycontactid_value={contact},fax='1'") == "Wanted"
    assert (
        name_by(keyed, f"fax='1',_primarycontactid_value={contact.upper()}") == "Wanted"
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

    assert name_by(bench, "address1_latitude=-33.5") == "South"
    assert name_by(bench, "address1_latitude=0") == "Equator"


@pytest.mark.parametrize("form", ["{id}", "accountid={id}", "{upper}"])
def test_the_primary_key_may_be_named(bench: Bench, form: str) -> None:
    """`/accounts(accountid=guid)` also works."""
    account = an_account(bench)

    found = name_by(bench, form.format(id=account, upper=account.upper()))

    assert found == "Fabrikam"


def test_users_and_teams_are_named_by_the_key_of_principals(bench: Bench) -> None:
    """The named form needs `ownerid`, as principal is the base type."""
    user = a_user(bench)
    team = bench.organization.add_team("Crew")

    assert bench.read(f"/systemusers(ownerid={user})")["systemuserid"] == user
    assert bench.read(f"/teams(ownerid={team})")["teamid"] == team
    for target in (f"/systemusers(systemuserid={user})", f"/teams(teamid={team})"):
        assert error_of(bench.send("GET", target)) == (400, "0x8006088a")


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
