"""Reading `$ref`, and what is refused below a row: sections 3.1 and 3.2."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.links.makers import MISSING, TASKS, a_task
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_booking,
    a_contact,
    a_resource,
    a_user,
    an_account,
    as_a_user_with,
    error_of,
    nothing_is_written,
)


def test_references_have_the_documented_shape(bench: Bench) -> None:
    """Section 3.1: `#Collection($ref)`, and the address of a lookup."""
    contact = a_contact(bench)
    account = an_account(bench, primarycontactid=contact)
    task = a_task(bench, regardingobjectid=("account", account))

    many = bench.read(f"/accounts({account})/{TASKS}/$ref")
    one = bench.read(f"/accounts({account})/primarycontactid/$ref")
    none = bench.send("GET", f"/contacts({contact})/parentcustomerid_account/$ref")

    assert many == {
        "@odata.context": f"{API}/$metadata#Collection($ref)",
        "value": [{"@odata.id": f"{API}/tasks({task})"}],
    }
    assert one["@odata.id"] == f"{API}/contacts({contact})"
    assert none.status == 204


def test_references_take_conditions(bench: Bench) -> None:
    """Section 3.1: query options are allowed; none is ignored silently."""
    account = an_account(bench)
    first, second = (
        a_task(bench, name, regardingobjectid=("account", account)) for name in "ab"
    )
    target = f"/accounts({account})/{TASKS}/$ref"

    filtered = bench.read(f"{target}?$filter=subject eq 'b'")["value"]
    top = bench.read(f"{target}?$top=1&$orderby=subject")["value"]

    assert filtered == [{"@odata.id": f"{API}/tasks({second})"}]
    assert top == [{"@odata.id": f"{API}/tasks({first})"}]


def test_references_show_what_may_be_read(bench: Bench) -> None:
    """Section 1.5: trimmed at Basic, refused without the privilege."""
    account = an_account(bench)
    reader = as_a_user_with(
        bench,
        {"prvReadAccount": Depth.GLOBAL, "prvReadActivity": Depth.BASIC},
        "Reader Example",
    )
    own = a_task(
        bench,
        regardingobjectid=("account", account),
        ownerid=reader["mscrmcallerid"],
    )
    a_task(bench, regardingobjectid=("account", account))
    stranger = as_a_user_with(bench, {"prvReadAccount": Depth.GLOBAL}, "Other Example")
    target = f"/accounts({account})/{TASKS}/$ref"

    found = bench.read(target, **reader)["value"]
    refused = bench.send("GET", target, headers=stranger)

    assert found == [{"@odata.id": f"{API}/tasks({own})"}]
    assert error_of(refused) == (403, "0x80040220")


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("POST", "{tasks}/$ref", {}, (400, "0x80048d19")),
        ("POST", "{tasks}/$ref", {"@odata.id": 1}, (400, "0x80048d19")),
        ("POST", "{tasks}/$ref", {"@odata.id": "x"}, (400, "0x80048d19")),
        ("POST", "{tasks}/$ref", [], (400, "0x80048d19")),
        (
            "POST",
            "{tasks}/$ref",
            {"@odata.id": f"{API}/tasks({MISSING})"},
            (404, "0x80040217"),
        ),
        (
            "POST",
            "{tasks}/$ref",
            {"@odata.id": f"{API}/contacts({MISSING})"},
            (400, "0x80048d19"),
        ),
        (
            "POST",
            "{tasks}/$ref",
            {"@odata.id": f"{API}/nosuch({MISSING})"},
            (404, "0x8006088a"),
        ),
        ("DELETE", "{tasks}({task})/$ref", None, (404, "0x80040217")),
        ("DELETE", f"{{tasks}}({MISSING})/$ref", None, (404, "0x80040217")),
        ("DELETE", "{tasks}/$ref", None, (400, "0x80048d19")),
        ("DELETE", "{tasks}/$ref?$id={api}/tasks({task})", None, (404, "0x80040217")),
        ("PUT", "{tasks}/$ref", {"@odata.id": "x"}, (405, "0x80040315")),
        ("PATCH", "{tasks}/$ref", {"@odata.id": "x"}, (405, "0x80040315")),
        ("PUT", "{tasks}({task})/$ref", {"@odata.id": "x"}, (405, "0x80040315")),
        ("PATCH", "{tasks}", {}, (405, "0x80040315")),
        ("DELETE", "{tasks}", None, (405, "0x80040315")),
        ("PUT", "{tasks}", {"value": []}, (405, "0x80040315")),
        ("POST", "{lookup}/$ref", {"@odata.id": "x"}, (405, "0x80040315")),
        ("PUT", "{lookup}/$ref", {"@odata.id": "x"}, (400, "0x80048d19")),
        ("PUT", "{lookup}/$ref", {}, (400, "0x80048d19")),
        ("DELETE", "{lookup}", None, (400, "0x80048d19")),  # section 3.1
        ("GET", "{account}/nosuch/$ref", None, (404, "0x8006088a")),
    ],
)
def test_what_is_refused_below_a_row(
    bench: Bench, method: str, path: str, body: object, refusal: tuple[int, str]
) -> None:
    """Sections 3.1, 3.2 and 8; nothing is written."""
    account, task = an_account(bench), a_task(bench)
    target = path.format(
        account=f"/accounts({account})",
        tasks=f"/accounts({account})/{TASKS}",
        lookup=f"/accounts({account})/primarycontactid",
        task=task,
        api=API,
    )

    with nothing_is_written(bench):
        response = bench.send(method, target, body)

    assert error_of(response) == refusal


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("PUT", "/accounts({account})/createdby/$ref"),
        ("DELETE", "/accounts({account})/createdby/$ref"),
        ("DELETE", "/accounts({account})/owningbusinessunit/$ref"),
        ("DELETE", "/accounts({account})/ownerid/$ref"),
        ("PUT", "/systemusers({user})/defaultmailbox/$ref"),
        ("POST", "/systemusers({user})/mailbox_regarding_systemuser/$ref"),
    ],
)
def test_the_platforms_own_lookups_are_not_set_by_reference(
    bench: Bench, method: str, target: str
) -> None:
    """Sections 1.5 and 3.5: read-only; the owner cannot be nobody."""
    user = a_user(bench)
    box = bench.organization.mailbox_of(a_user(bench, "Omar Example"))["mailboxid"]
    path = target.format(account=an_account(bench), user=user)
    table = "mailboxes" if "mailbox" in path else "systemusers"
    body = {"@odata.id": f"{API}/{table}({box if table == 'mailboxes' else user})"}

    with nothing_is_written(bench):
        response = bench.send(method, path, body)

    assert error_of(response) == (400, "0x80040203")


def test_a_required_lookup_is_not_cleared(bench: Bench) -> None:
    """Section 3.5: SystemRequired columns refuse null."""
    resource = a_resource(bench, a_user(bench))
    target = f"/bookableresourcebookings({a_booking(bench, resource)})"

    with nothing_is_written(bench):
        cleared = bench.send("DELETE", f"{target}/Resource/$ref")
        patched = bench.send("PATCH", target, {"Resource": None})
        bound = bench.send("PATCH", target, {"Resource@odata.bind": None})

    for response in (cleared, patched, bound):
        assert error_of(response) == (400, "0x80040203")
