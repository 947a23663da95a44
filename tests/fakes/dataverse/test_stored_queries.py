"""`savedQuery` and `userQuery`: section 4.8 of the fact sheet."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_user,
    error_of,
    header,
    json_of,
)

FETCH = (
    "<fetch version='1.0' mapping='logical'><entity name='account'>"
    "<attribute name='name'/><attribute name='revenue'/><order attribute='name'/>"
    "<filter><condition attribute='statecode' operator='eq' value='0'/></filter>"
    "</entity></fetch>"
)
NOBODY = "6d1b2a4e-0000-4000-8000-000000000009"


def _stored(bench: Bench, table: str = "savedquery", **more: object) -> str:
    values = {
        "name": "Active accounts",
        "querytype": 0,
        "returnedtypecode": "account",
        "fetchxml": FETCH,
        **more,
    }
    return bench.organization.create(table, values)


def _accounts(bench: Bench, count: int) -> None:
    for number in range(count):
        bench.organization.create("account", {"name": f"A{number}"})


@pytest.mark.parametrize(
    ("option", "table"), [("savedQuery", "savedquery"), ("userQuery", "userquery")]
)
def test_a_stored_query_brings_its_rows(bench: Bench, option: str, table: str) -> None:
    """As FetchXML does: nulls are left out; other options have no effect."""
    _accounts(bench, 2)
    closed = bench.organization.create("account", {"name": "closed"})
    bench.organization.update("account", closed, {"statecode": 1})
    id = _stored(bench, table)

    found = bench.read(f"/accounts?{option}={id}&$select=telephone1")["value"]

    assert [one["name"] for one in found] == ["A0", "A1"]
    assert set(found[0]) == {"@odata.etag", "name", "accountid"}


def test_pages_follow_links_in_the_preferred_size(bench: Bench) -> None:
    """The link holds no size: it is asked for again (section 4.6)."""
    _accounts(bench, 5)
    target = f"/accounts?savedQuery={_stored(bench)}"
    names, sizes = [], []
    while target:
        response = bench.send("GET", target, headers={"prefer": "odata.maxpagesize=2"})
        assert header(response, "Preference-Applied") == "odata.maxpagesize=2"
        answer = json_of(response)
        names += [one["name"] for one in answer["value"]]
        sizes.append(len(answer["value"]))
        target = answer.get("@odata.nextLink", "").removeprefix(API)

    assert names == ["A0", "A1", "A2", "A3", "A4"]
    assert sizes == [2, 2, 1]


def test_the_cookie_is_told_as_well(bench: Bench) -> None:
    """Section 2.4 names the annotation for stored queries too."""
    _accounts(bench, 3)
    prefer = 'odata.maxpagesize=2,odata.include-annotations="*"'

    answer = bench.read(f"/accounts?savedQuery={_stored(bench)}", prefer=prefer)

    cookie = answer["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"]
    assert cookie.startswith('<cookie pagenumber="2" pagingcookie="%253ccookie')


@pytest.mark.parametrize("token", ["nonsense", "%3Ccookie%20pagenumber=%27x%27/%3E"])
def test_a_damaged_token_is_refused(bench: Bench, token: str) -> None:
    """Section 4.6."""
    target = f"/accounts?savedQuery={_stored(bench)}&$skiptoken={token}"

    status, code = error_of(bench.send("GET", target))

    assert status == 400
    assert code in {"0x80041129", "0x8004112a"}


def test_another_table_is_refused(bench: Bench) -> None:
    """0x80041128, as for FetchXML itself, whatever the row says of its table."""
    told = _stored(bench)
    untold = _stored(bench, returnedtypecode=None)

    for id in (told, untold):
        response = bench.send("GET", f"/contacts?savedQuery={id}")
        assert error_of(response) == (400, "0x80041128")


@pytest.mark.parametrize(
    ("fetchxml", "code"),
    [(None, "0x80040203"), ("<fetch", "0x80040203")],
)
def test_a_broken_query_is_refused(
    bench: Bench, fetchxml: str | None, code: str
) -> None:
    """A clear 400, not a 500: somebody has stored it so."""
    id = _stored(bench, fetchxml=fetchxml)

    response = bench.send("GET", f"/accounts?savedQuery={id}")

    assert error_of(response) == (400, code)


@pytest.mark.parametrize(
    ("value", "error"),
    [(NOBODY, (404, "0x80040217")), ("x", (400, "0x80040203"))],
)
def test_what_is_not_stored_is_missing(
    bench: Bench, value: str, error: tuple[int, str]
) -> None:
    """404 for no such row, 400 for no id."""
    assert error_of(bench.send("GET", f"/accounts?userQuery={value}")) == error


def test_a_users_query_is_for_who_may_read_it(bench: Bench) -> None:
    """A saved one is for everybody."""
    privileges = {"prvReadaccount": Depth.GLOBAL, "prvReaduserquery": Depth.BASIC}
    role = bench.organization.add_role("reader", privileges)
    reader = a_user(bench, roles=[role])
    own, foreign = (
        _stored(bench, "userquery", ownerid=reader),
        _stored(bench, "userquery"),
    )
    saved = _stored(bench)
    as_reader = {"mscrmcallerid": reader}

    def status(option: str) -> int:
        return bench.send("GET", f"/accounts?{option}", headers=as_reader).status

    assert status(f"userQuery={own}") == 200
    assert status(f"userQuery={foreign}") == 403
    assert status(f"savedQuery={saved}") == 200
