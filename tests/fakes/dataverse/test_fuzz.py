"""Nonsense of every kind gets a documented refusal, never a crash and never a hang.

The corpus is made by hand; what is generated is in `test_fuzz_generated`, and sockets
are in `test_fuzz_http`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import pytest

from fakes.dataverse.schema import TABLES
from tests.fakes.dataverse.fuzzing import (
    addresses,
    bodies,
    conditions,
    headers,
    options,
)
from tests.fakes.dataverse.fuzzing.target import Target, a_target
from tests.fakes.fuzzing.tokens import authorizations

API: Final = addresses.API
METHODS: Final = (
    *(
        "GET",
        "POST",
        "PATCH",
        "PUT",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "FOO",
        "get",
    ),
)
EVERYTHING: Final = 'return=representation,odata.include-annotations="*"'


@pytest.fixture(scope="module")
def shared() -> Target:
    """An organisation with a few rows, shared by the tests of this module."""
    return a_target()


@pytest.fixture
def target(shared: Target) -> Iterator[Target]:
    """The organisation as it was made; afterwards an ordinary request is served."""
    with shared.fresh():
        yield shared
    shared.check_alive()


def _numbered(texts: tuple[str, ...]) -> pytest.MarkDecorator:
    names = [f"{number}-{text[:30]!a}" for number, text in enumerate(texts)]
    return pytest.mark.parametrize("text", texts, ids=names)


@_numbered(addresses.PATHS)
def test_any_path_is_answered(target: Target, text: str) -> None:
    """Whatever the address, with any method (section 8)."""
    for method in METHODS:
        target.send(method, text, body=b"{}")


@_numbered(conditions.FILTERS + conditions.CALLS)
def test_any_filter_is_answered(target: Target, text: str) -> None:
    """On a list, inside `$expand`, with a delta token, in a count."""
    target.send("GET", f"{API}/accounts", f"$filter={text}")
    target.send("GET", f"{API}/accounts/$count", f"$filter={text}")
    inside = f"$expand=parentcustomerid_account($filter={text})"
    target.send("GET", f"{API}/contacts", inside)


@_numbered(options.QUERIES)
def test_any_query_is_answered(target: Target, text: str) -> None:
    """On a list, a row, a count, a row behind a lookup, a tracked list, a new row."""
    account, contact = target.ids["account"], target.ids["contact"]
    for path in (
        *("accounts", "accounts/$count", f"accounts({account})"),
        f"contacts({contact})/parentcustomerid_account",
        f"contacts({contact})/contact_customer_contacts",
    ):
        target.send("GET", f"{API}/{path}", text)
    tracked = {"prefer": "odata.track-changes,odata.maxpagesize=1"}
    target.send("GET", f"{API}/accounts", text, headers=tracked)
    shown = {"prefer": EVERYTHING}
    target.send("POST", f"{API}/accounts", text, body=b'{"name":"x"}', headers=shown)


@pytest.mark.parametrize("name", headers.NAMES)
def test_any_header_is_answered(target: Target, name: str) -> None:
    """On reads and writes of one row and of many."""
    account, task = target.ids["account"], target.ids["task"]
    for header, text in headers.HEADERS:
        if header != name:
            continue
        own = {header: text}
        target.send("GET", f"{API}/accounts", headers=own)
        target.send("GET", f"{API}/accounts({account})", headers=own)
        target.send("PATCH", f"{API}/accounts({account})", body=b"{}", headers=own)
        target.send("POST", f"{API}/accounts", body=b'{"name":"x"}', headers=own)
        target.send("DELETE", f"{API}/tasks({task})", headers=own)


def test_no_forged_or_foreign_token_opens_the_door(target: Target) -> None:
    """Section 1.1: 401 with a challenge, whatever is wrong."""
    for text in authorizations(target.door):
        own = {"authorization": text}

        response = target.send("GET", f"{API}/WhoAmI", headers=own, signed=False)

        assert response.status == 401, text


@pytest.mark.parametrize("number", range(len(bodies.JSON)))
def test_any_body_is_answered(target: Target, number: int) -> None:
    """JSON that is none, or says nonsense, wherever a body is read."""
    account, contact = target.ids["account"], target.ids["contact"]
    appointment = target.ids["appointment"]
    for method, path in (
        *(("POST", "accounts"), ("PATCH", f"accounts({account})")),
        *(
            ("PUT", f"accounts({account})/name"),
            ("PUT", f"accounts({account})/revenue"),
        ),
        ("PUT", f"accounts({account})/primarycontactid/$ref"),
        ("POST", f"contacts({contact})/contact_customer_accounts/$ref"),
        ("POST", f"contacts({contact})/contact_customer_accounts"),
        ("PUT", f"appointments({appointment})/appointment_activity_parties"),
        *(
            ("POST", f"accounts/Microsoft.Dynamics.CRM.{name}Multiple")
            for name in ("Create", "Update", "Upsert")
        ),
        *(("POST", "GrantAccess"), ("POST", "RevokeAccess"), ("POST", "BulkDelete")),
    ):
        with target.fresh():
            target.send(
                method,
                f"{API}/{path}",
                body=bodies.JSON[number],
                headers={"prefer": EVERYTHING},
            )


@pytest.mark.parametrize("name", ["account", "contact", "appointment", "organization"])
def test_any_value_of_any_column_is_answered(target: Target, name: str) -> None:
    """Wrong types, sizes, letters, dates and addresses, each in its column (3.4)."""
    table = TABLES[name]
    kinds: dict[object, int] = {}
    address = f"{API}/{table.entity_set}({target.ids[name]})"
    for column in table.columns.values():
        kind = (column.type, column.required, bool(column.options), column.readonly)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > 1:
            continue
        for value in bodies.VALUES:
            body = json.dumps({column.wire: value}).encode()
            with target.fresh():
                target.send("PATCH", address, body=body, headers={"prefer": EVERYTHING})


@pytest.mark.parametrize("text", [None, "odata.continue-on-error"])
def test_any_batch_is_answered(target: Target, text: str | None) -> None:
    """Multipart that is none, or holds nonsense (section 6)."""
    for kind, body in bodies.batches():
        own = {"content-type": kind, "prefer": text or ""}
        with target.fresh():
            target.send("POST", f"{API}/$batch", body=body, headers=own)


def test_a_state_of_null_is_refused_and_a_status_of_null_is_the_default(
    target: Target,
) -> None:
    """Section 3.6: `{"statecode":null}` names no state (inferred)."""
    address = f"{API}/accounts({target.ids['account']})"

    state = target.send("PATCH", address, body=b'{"statecode":null}')
    status = target.send("PATCH", address, body=b'{"statuscode":null}')

    assert (state.status, status.status) == (400, 204)
    row = target.bench.organization.row("account", target.ids["account"])
    assert row.values["statuscode"] == 1
