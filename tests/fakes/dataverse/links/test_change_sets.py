"""Deep bodies and references in change sets: section 6.1, traps 32 and 33."""

from __future__ import annotations

from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_user,
    an_account,
    nothing_is_written,
    row_of,
)
from tests.fakes.dataverse.test_batch import a_change_set, a_part, send, statuses


def test_a_deep_body_in_a_change_set_refers_to_rows_before_it(bench: Bench) -> None:
    """Section 6.1: `$1` in single binds, in lists of them, and inside nested rows."""
    body = {
        "name": "Fabrikam",
        "primarycontactid@odata.bind": "$1",
        "contact_customer_accounts@odata.bind": ["$1", "$2"],
        "Account_Tasks": [
            {
                "subject": "$1 is no reference here",
                "ownerid_task@odata.bind": f"/systemusers({a_user(bench)})",
            }
        ],
        "contact_customer_accounts": [
            {"lastname": "Poe", "Contact_Tasks": [{"subject": "Deep"}]}
        ],
    }

    response = send(
        bench,
        a_change_set(
            a_part("POST", f"{API}/contacts", {"lastname": "Doe"}, id=1),
            a_part("POST", f"{API}/contacts", {"lastname": "Roe"}, id=2),
            a_part("POST", f"{API}/accounts", body, id=3),
            a_part("PATCH", "$3", {"fax": "1"}, id=4),
            a_part(
                "POST",
                "$3/contact_customer_accounts/$ref",
                {"@odata.id": "$2"},
                id=5,
            ),
        ),
    )

    assert statuses(response) == [204] * 5, response.body
    (account,) = bench.organization.rows("account")
    contacts = {
        str(one["lastname"]): one["parentcustomerid"]
        for one in bench.organization.rows("contact")
    }
    assert contacts == dict.fromkeys(("Doe", "Roe", "Poe"), account["accountid"])
    assert account["fax"] == "1"
    subjects = {one["subject"] for one in bench.organization.rows("task")}
    assert subjects == {"$1 is no reference here", "Deep"}


def test_a_reference_forwards_or_to_another_change_set_undoes_all(
    bench: Bench,
) -> None:
    """Trap 33: references work only backwards inside their change set."""
    body = {"name": "x", "contact_customer_accounts@odata.bind": ["$2"]}
    with nothing_is_written(bench):
        forwards = send(
            bench,
            a_change_set(
                a_part("POST", f"{API}/accounts", body, id=1),
                a_part("POST", f"{API}/contacts", {"lastname": "Doe"}, id=2),
            ),
        )
    elsewhere = send(
        bench,
        a_change_set(a_part("POST", f"{API}/contacts", {"lastname": "Doe"}, id=2)),
        a_change_set(a_part("POST", f"{API}/accounts", body, id=1)),
    )

    assert statuses(forwards) == [400]
    assert statuses(elsewhere) == [204, 400]
    assert bench.organization.rows("account") == ()
    # Trap 32: the change set that succeeded stays.
    assert len(bench.organization.rows("contact")) == 1


def test_a_failed_change_set_answers_once_for_all(bench: Bench) -> None:
    """Trap 33: one part for n requests, that of the deep failure."""
    account = an_account(bench)
    bad = {"name": "x", "primarycontactid": {"lastname": "x" * 51}}
    with nothing_is_written(bench):
        response = send(
            bench,
            a_change_set(
                a_part("PATCH", f"{API}/accounts({account})", {"name": "a"}, id=7),
                a_part("DELETE", f"{API}/accounts({account})", id=8),
                a_part("POST", f"{API}/accounts", bad, id=9),
            ),
        )

    assert response.status == 400
    assert statuses(response) == [400]
    assert b"Content-ID: 9\r\n" in response.body
    assert row_of(bench, "account", account)["name"] == "Fabrikam"
