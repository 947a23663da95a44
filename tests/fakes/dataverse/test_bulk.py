"""Bulk messages: section 3.7 of the fact sheet, client expectations 6.1."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.dataverse.rights import Depth
from fakes.wire import Response
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_contact,
    an_account,
    as_a_user_with,
    error_of,
    json_of,
    nothing_is_written,
    row_of,
)

NAMESPACE = "Microsoft.Dynamics.CRM"
MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"
NEW = "6d1b2a4e-0000-4000-8000-000000000001"


def _send(bench: Bench, action: str, *targets: object, **headers: str) -> Response:
    typed = [
        {"@odata.type": f"{NAMESPACE}.account", **one} if isinstance(one, dict) else one
        for one in targets
    ]
    path = f"/accounts/{NAMESPACE}.{action}"
    return bench.send("POST", path, {"Targets": typed}, headers)


def _names(bench: Bench) -> list[object]:
    return [row["name"] for row in bench.organization.rows("account")]


def test_new_rows_have_their_ids_in_order(bench: Bench) -> None:
    """200 with the documented context; deep bodies and binds work as alone."""
    contact = a_contact(bench)
    response = _send(
        bench,
        "CreateMultiple",
        {"name": "One", "primarycontactid@odata.bind": f"/contacts({contact})"},
        {"name": "Two", "accountid": NEW},
        {"name": "Three", "primarycontactid": {"lastname": "Doe"}},
    )

    found = json_of(response)
    assert response.status == 200
    assert found["@odata.context"] == (
        f"{API}/$metadata#{NAMESPACE}.CreateMultipleResponse"
    )
    rows = [row_of(bench, "account", one) for one in found["Ids"]]
    assert [row["name"] for row in rows] == ["One", "Two", "Three"]
    assert rows[0]["primarycontactid"] == contact
    assert found["Ids"][1] == NEW
    assert len(bench.organization.rows("contact")) == 2


def test_every_target_is_updated_or_none(bench: Bench) -> None:
    """204; the primary key stands in each target."""
    first, second = an_account(bench, "One"), an_account(bench, "Two")

    with nothing_is_written(bench):
        missing = _send(
            bench,
            "UpdateMultiple",
            {"accountid": first, "name": "x"},
            {"accountid": MISSING, "name": "x"},
        )
        refused = _send(
            bench,
            "UpdateMultiple",
            {"accountid": first, "name": "x"},
            {"accountid": second, "name": "x" * 161},
        )
    updated = _send(
        bench,
        "UpdateMultiple",
        {"accountid": first, "name": "Uno"},
        {"accountid": second.upper(), "name": "Due"},
    )

    assert error_of(missing) == (404, "0x80040217")
    assert error_of(refused) == (400, "0x80044331")
    assert (updated.status, updated.body) == (204, b"")
    assert _names(bench) == ["Uno", "Due"]


def test_targets_are_made_or_updated_by_key(keyed: Bench) -> None:
    """204; by `@odata.id` of either key, or by the primary key's column."""
    one = an_account(keyed, "One", accountnumber="O'Brien")
    two = an_account(keyed, "Two")

    response = _send(
        keyed,
        "UpsertMultiple",
        {"@odata.id": "accounts(accountnumber='O''Brien')", "name": "Uno"},
        {"@odata.id": f"{API}/accounts({two})", "name": "Due"},
        {"@odata.id": "accounts(accountnumber='new')", "name": "Tre"},
        {"accountid": NEW, "name": "Quattro"},
        {"name": "Cinque"},
    )

    assert (response.status, response.body) == (204, b"")
    assert _names(keyed) == ["Uno", "Due", "Tre", "Quattro", "Cinque"]
    assert row_of(keyed, "account", one)["accountnumber"] == "O'Brien"
    assert row_of(keyed, "account", NEW)["name"] == "Quattro"
    (made,) = keyed.organization.rows("account", accountnumber="new")
    assert made["name"] == "Tre"


def test_key_columns_of_a_target_are_used_on_create_only(keyed: Bench) -> None:
    """Section 3.3, as for PATCH."""
    one = an_account(keyed, "One", accountnumber="A-1")

    response = _send(
        keyed,
        "UpsertMultiple",
        {"@odata.id": "accounts(accountnumber='A-1')", "accountnumber": "Z-1"},
        {
            "@odata.id": "accounts(accountnumber='B-1')",
            "name": "Two",
            "accountnumber": "Z-2",
        },
    )

    assert response.status == 204
    assert row_of(keyed, "account", one)["accountnumber"] == "A-1"
    (two,) = keyed.organization.rows("account", name="Two")
    assert two["accountnumber"] == "Z-2"


def test_one_new_row_named_twice_is_made_once(keyed: Bench) -> None:
    """Targets are taken one after the other."""
    target = {"@odata.id": "accounts(accountnumber='A-1')"}

    response = _send(
        keyed, "UpsertMultiple", {**target, "name": "One"}, {**target, "name": "Two"}
    )

    assert response.status == 204
    assert _names(keyed) == ["Two"]


@pytest.mark.parametrize(
    ("action", "bad", "refusal"),
    [
        ("CreateMultiple", {"name": "x" * 161}, (400, "0x80044331")),
        ("CreateMultiple", {"nosuch": 1}, (400, "0x80048d19")),
        ("CreateMultiple", {"name": 5}, (400, "0x80048d19")),
        ("CreateMultiple", {"name": "x", "accountnumber": "A-1"}, (412, "0x80060892")),
        ("CreateMultiple", {"name": "x", "accountid": NEW}, (412, "0x80040237")),
        ("UpsertMultiple", {"name": "x", "accountnumber": "A-1"}, (412, "0x80060892")),
        (
            "UpsertMultiple",
            {"name": "x", "@odata.id": "accounts(telephone1='1')"},
            (400, "0x8006088a"),
        ),
        (
            "UpsertMultiple",
            {"name": "x", "@odata.id": f"contacts({NEW})"},
            (400, "0x80048d19"),
        ),
        ("UpsertMultiple", {"name": "x", "@odata.id": 5}, (400, "0x80048d19")),
        ("UpsertMultiple", {"name": "x", "accountid": 5}, (400, "0x8006088a")),
        ("UpdateMultiple", {"name": "x"}, None),
        ("UpdateMultiple", {"name": "x", "accountid": "5"}, (400, "0x8006088a")),
    ],
)
def test_one_bad_target_undoes_all(
    keyed: Bench, action: str, bad: dict[str, Any], refusal: tuple[int, str] | None
) -> None:
    """All or nothing on standard tables; the good one before is undone."""
    keyed.organization.create(
        "account", {"accountid": NEW, "name": "There", "accountnumber": "A-1"}
    )
    good = {"accountid": NEW} if action == "UpdateMultiple" else {"name": "Good"}

    with nothing_is_written(keyed):
        response = _send(keyed, action, {"name": "Good", **good}, bad)

    if refusal is None:
        assert response.status in {400, 404}
    else:
        assert error_of(response) == refusal
    assert _names(keyed) == ["There"]


@pytest.mark.parametrize(
    "action", ["CreateMultiple", "UpdateMultiple", "UpsertMultiple"]
)
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"Targets": None},
        {"Targets": []},
        {"Targets": {}},
        {"Targets": ["x"]},
        {"Targets": [{"name": "x"}]},
        {"Targets": [{"@odata.type": f"{NAMESPACE}.contact", "lastname": "x"}]},
        {"Targets": [{"@odata.type": "nosuch", "name": "x"}]},
    ],
)
def test_targets_are_typed_rows_of_the_set(
    bench: Bench, action: str, body: object
) -> None:
    """400 0x80048d19."""
    with nothing_is_written(bench):
        response = bench.send("POST", f"/accounts/{NAMESPACE}.{action}", body)

    assert error_of(response) == (400, "0x80048d19")


@pytest.mark.parametrize(("number", "status"), [(1000, 200), (1001, 400)])
def test_a_thousand_targets_are_enough(bench: Bench, number: int, status: int) -> None:
    """The limit is inferred from that of `$batch`."""
    targets = [{"name": f"{one}"} for one in range(number)]

    response = _send(bench, "CreateMultiple", *targets)

    assert response.status == status
    assert len(_names(bench)) == (number if status == 200 else 0)


def test_every_target_needs_its_privilege(bench: Bench) -> None:
    """Section 1.5; one forbidden row refuses all."""
    clerk = as_a_user_with(
        bench,
        {"prvWriteAccount": Depth.BASIC, "prvReadAccount": Depth.GLOBAL},
    )
    own = an_account(bench, ownerid=clerk["mscrmcallerid"])
    other = an_account(bench)
    with nothing_is_written(bench):
        created = _send(bench, "CreateMultiple", {"name": "x"}, **clerk)
        upserted = _send(bench, "UpsertMultiple", {"name": "x"}, **clerk)
        updated = _send(
            bench,
            "UpdateMultiple",
            {"accountid": own, "name": "x"},
            {"accountid": other, "name": "x"},
            **clerk,
        )
    allowed = _send(bench, "UpdateMultiple", {"accountid": own, "name": "x"}, **clerk)

    for response in (created, upserted, updated):
        assert error_of(response) == (403, "0x80040220")
    assert allowed.status == 204


def test_a_table_without_rows_of_its_own_takes_none(bench: Bench) -> None:
    """As POST on the set."""
    target = {"@odata.type": f"{NAMESPACE}.principalobjectaccess"}

    with nothing_is_written(bench):
        response = bench.send(
            "POST",
            f"/principalobjectaccessset/{NAMESPACE}.CreateMultiple",
            {"Targets": [target]},
        )

    assert response.status == 405
