"""Keys that lead nowhere: section 3.3."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.keys.makers import MISSING
from tests.fakes.dataverse.makers import Bench, an_account, error_of, nothing_is_written


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
