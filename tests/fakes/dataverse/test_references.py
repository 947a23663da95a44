"""`$ref`, collections, parties and spellings of binds: section 3.2."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth, Rights
from tests.fakes.dataverse.makers import (
    API,
    ROOT,
    Bench,
    a_booking,
    a_contact,
    a_resource,
    a_user,
    a_work_order,
    an_account,
    as_a_user_with,
    error_of,
    nothing_is_written,
    row_of,
)

MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"
TASKS = "Account_Tasks"


def a_task(bench: Bench, subject: str = "Call", **more: object) -> str:
    """The id of a task."""
    return bench.organization.create("task", {"subject": subject, **more})


def _regarding(bench: Bench, task: str) -> object:
    return row_of(bench, "task", task)["regardingobjectid"]


def _members(bench: Bench, team: str) -> set[str]:
    target = f"/teams({team})/teammembership_association?$select=fullname"
    return {one["systemuserid"] for one in bench.read(target)["value"]}


@pytest.mark.parametrize(
    "form",
    [
        "/accounts({id})",
        "accounts({id})",
        "accounts({upper})",
        "{api}/accounts({id})",
        "{root}/api/data/v9.0/accounts({id})",
        "/api/data/v9.2/accounts({id})",
        "accounts(accountid={id})",
        "accounts(accountnumber='a%2F1')",
        "accounts(accountnumber='A/1')",
    ],
)
@pytest.mark.parametrize("way", ["bind", "put", "post"])
def test_every_spelling_of_an_address_names_the_row(
    bench: Bench, form: str, way: str
) -> None:
    """Rooted, relative, absolute, by key; in binds and in `@odata.id`."""
    bench.organization.define_key("account", "number", ["accountnumber"])
    account = an_account(bench, accountnumber="a/1")
    contact = a_contact(bench)
    address = form.format(id=account, upper=account.upper(), api=API, root=ROOT)
    target = f"/contacts({contact})"
    nav = "parentcustomerid_account"

    match way:
        case "bind":
            response = bench.send("PATCH", target, {f"{nav}@odata.bind": address})
        case "put":
            body = {"@odata.id": address}
            response = bench.send("PUT", f"{target}/{nav}/$ref", body)
        case _:
            other = an_account(bench, "Other")
            body = {"@odata.id": address}
            response = bench.send(
                "POST", f"/accounts({other})/account_parent_account/$ref", body
            )
            assert response.status == 204
            assert row_of(bench, "account", account)["parentaccountid"] == other
            return

    assert response.status == 204
    assert row_of(bench, "contact", contact)["parentcustomerid"] == account


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("parentcustomerid", (400, "0x80048d19")),  # trap 6: no such property
        ("ParentCustomerId_Account", (400, "0x80048d19")),  # trap 5: case counts
        ("_parentcustomerid_value", (400, "0x80048d19")),
        ("nosuch", (400, "0x80048d19")),
    ],
)
def test_a_bind_needs_the_exact_navigation_name(
    bench: Bench, name: str, refusal: tuple[int, str]
) -> None:
    """Traps 5 and 6."""
    account, contact = an_account(bench), a_contact(bench)
    body = {f"{name}@odata.bind": f"/accounts({account})"}

    with nothing_is_written(bench):
        response = bench.send("PATCH", f"/contacts({contact})", body)

    assert error_of(response) == refusal


def test_activities_suffix_their_regarding_and_their_owner(bench: Bench) -> None:
    """Trap 7: the same lookup has another name on each activity."""
    account, user = an_account(bench), a_user(bench)
    address, owner = f"/accounts({account})", f"/systemusers({user})"
    good = {
        "subject": "Call",
        "regardingobjectid_account_task@odata.bind": address,
        "ownerid_task@odata.bind": owner,
    }
    assert bench.send("POST", "/tasks", good).status == 204
    for bad in (
        "regardingobjectid_account_appointment",
        "regardingobjectid",
        "regardingobjectid_account",
    ):
        with nothing_is_written(bench):
            body = {"subject": "x", f"{bad}@odata.bind": address}
            response = bench.send("POST", "/tasks", body)
        assert error_of(response) == (400, "0x80048d19"), bad
    with nothing_is_written(bench):
        body = {"subject": "x", "ownerid_appointment@odata.bind": owner}
        other = bench.send("POST", "/tasks", body)
    assert error_of(other) == (400, "0x80048d19")


def test_a_lookup_is_read_by_its_value_name_and_written_by_its_link(
    bench: Bench,
) -> None:
    """Trap 8: `$select=ownerid` gives no id; `_x_value` takes none."""
    account = an_account(bench)
    whole = bench.read(f"/accounts({account})?$select=_ownerid_value")
    bare = bench.read(f"/accounts({account})?$select=ownerid")

    with nothing_is_written(bench):
        response = bench.send(
            "PATCH",
            f"/accounts({account})",
            {"_ownerid_value": bench.organization.application_user},
        )

    assert whole["_ownerid_value"] == row_of(bench, "account", account)["ownerid"]
    assert "ownerid" not in bare
    assert error_of(response) == (400, "0x80048d19")


def test_rows_join_and_leave_a_collection(bench: Bench) -> None:
    """POST and both forms of DELETE on collnav/$ref; nothing is deleted."""
    account, first, second = an_account(bench), a_task(bench), a_task(bench)
    target = f"/accounts({account})/{TASKS}"
    for task in (first, second):
        body = {"@odata.id": f"{API}/tasks({task})"}
        assert bench.send("POST", f"{target}/$ref", body).status == 204
        assert _regarding(bench, task) == account
    assert bench.performed[-1] == "account.ref"

    by_key = bench.send("DELETE", f"{target}({first})/$ref")
    by_id = bench.send("DELETE", f"{target}/$ref?$id={API}/tasks({second})")

    assert (by_key.status, by_id.status) == (204, 204)
    assert _regarding(bench, first) is None
    assert _regarding(bench, second) is None


def test_users_join_and_leave_a_team(bench: Bench) -> None:
    """Many-to-many, from either side; the rights follow at once."""
    organization = bench.organization
    role = organization.add_role("reader", {"prvReadAccount": Depth.GLOBAL})
    plain = organization.add_role("plain", {"prvReadContact": Depth.GLOBAL})
    user = a_user(bench, roles=[plain])
    team = organization.add_team("Crew", roles=[role])
    headers = {"mscrmcallerid": user}
    members = f"/teams({team})/teammembership_association"
    teams = f"/systemusers({user})/teammembership_association"
    assert bench.send("GET", "/accounts", headers=headers).status == 403

    body = {"@odata.id": f"{API}/systemusers({user})"}
    assert bench.send("POST", f"{members}/$ref", body).status == 204
    assert bench.send("GET", "/accounts", headers=headers).status == 200
    assert _members(bench, team) == {user}
    assert bench.send("DELETE", f"{teams}({team})/$ref").status == 204
    assert bench.send("GET", "/accounts", headers=headers).status == 403

    body = {"@odata.id": f"{API}/teams({team})"}
    assert bench.send("POST", f"{teams}/$ref", body).status == 204
    assert _members(bench, team) == {user}
    gone = bench.send("DELETE", f"{members}/$ref?$id=/systemusers({user})")
    assert gone.status == 204
    assert _members(bench, team) == set()


def test_joining_twice_is_joining_once(bench: Bench) -> None:
    """A pair of rows belongs together or not."""
    user, team = a_user(bench), bench.organization.add_team("Crew")
    body = {"@odata.id": f"{API}/systemusers({user})"}
    target = f"/teams({team})/teammembership_association/$ref"

    assert bench.send("POST", target, body).status == 204
    bench.send("POST", target, body)

    assert len(bench.organization.rows("teammembership", teamid=team)) == 1


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

    if path.startswith("{account}/nosuch"):
        assert response.status in {404, 501}
    else:
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

    assert response.status == 400


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
    "missing", ["prvWriteActivity", "prvAppendActivity", "prvAppendToAccount"]
)
def test_joining_a_collection_needs_append_and_append_to(
    bench: Bench, missing: str
) -> None:
    """Section 1.5, "Linking rows"; nothing is written without."""
    account, task = an_account(bench), a_task(bench)
    needed = ("WriteActivity", "AppendActivity", "AppendToAccount")
    held = {f"prv{one}": Depth.GLOBAL for one in needed}
    held.pop(missing)
    reads = ("prvReadAccount", "prvReadActivity")
    headers = as_a_user_with(bench, {**held, **dict.fromkeys(reads, Depth.GLOBAL)})
    body = {"@odata.id": f"{API}/tasks({task})"}

    with nothing_is_written(bench):
        response = bench.send(
            "POST", f"/accounts({account})/{TASKS}/$ref", body, headers
        )

    assert error_of(response) == (403, "0x80040220")


@pytest.mark.parametrize("missing", ["AppendTeam", "AppendTosystemuser"])
def test_joining_a_team_needs_append_and_append_to(bench: Bench, missing: str) -> None:
    """Section 1.5, for many-to-many; leaving needs Append."""
    team, user = bench.organization.add_team("Crew"), a_user(bench)
    held = {"prvReadTeam", "prvReadUser", "prvReadsystemuser", "prvAppendTeam"}
    held |= {"prvAppendTosystemuser", "prvAppendToUser"}
    held -= {f"prv{missing}", f"prv{missing.replace('systemuser', 'User')}"}
    headers = as_a_user_with(bench, dict.fromkeys(held, Depth.GLOBAL), "Weak Example")
    body = {"@odata.id": f"{API}/systemusers({user})"}
    target = f"/teams({team})/teammembership_association"

    with nothing_is_written(bench):
        response = bench.send("POST", f"{target}/$ref", body, headers)

    assert error_of(response) == (403, "0x80040220")


def test_a_share_of_append_to_is_enough_for_one_row(bench: Bench) -> None:
    """Section 1.5: rights of a row are role depth and shares together."""
    account = an_account(bench)
    names = ("prvReadAccount", "prvAppendToAccount", "prvCreateContact")
    headers = as_a_user_with(
        bench, {**dict.fromkeys(names, Depth.BASIC), "prvAppendContact": Depth.BASIC}
    )
    body = {
        "lastname": "Doe",
        "parentcustomerid_account@odata.bind": f"/accounts({account})",
    }
    assert bench.send("POST", "/contacts", body, headers).status == 403

    bench.organization.share(
        "account", account, headers["mscrmcallerid"], Rights.APPEND_TO
    )

    assert bench.send("POST", "/contacts", body, headers).status == 204


def an_appointment(bench: Bench) -> str:
    """The id of an appointment of one hour."""
    values = {
        "subject": "Visit",
        "scheduledstart": "2026-03-02T10:00:00Z",
        "scheduledend": "2026-03-02T11:00:00Z",
    }
    return bench.organization.create("appointment", values)


def _parties(bench: Bench, appointment: str) -> list[object]:
    target = (
        f"/appointments({appointment})/appointment_activity_parties"
        "?$select=addressused&$filter=addressused ne null"
    )
    return [one["addressused"] for one in bench.read(target)["value"]]


def test_the_parties_of_an_activity_are_replaced_as_a_whole(bench: Bench) -> None:
    """Section 3.2: PUT of a `value`; those before are gone."""
    appointment = an_appointment(bench)
    target = f"/appointments({appointment})/appointment_activity_parties"
    for addresses in (["a@x.example", "b@x.example"], ["c@x.example"], []):
        body = {
            "value": [
                {"addressused": one, "participationtypemask": 5} for one in addresses
            ]
        }

        response = bench.send("PUT", target, body)

        assert response.status == 204
        assert _parties(bench, appointment) == addresses


@pytest.mark.parametrize(
    "body",
    [
        {"value": [{"addressused": "new@x.example"}, {"participationtypemask": 99}]},
        {"value": [{"addressused": "new@x.example"}, {"nosuch": 1}]},
        {"value": [{"partyid_contact@odata.bind": f"/contacts({MISSING})"}]},
        {"value": {}},
        {"value": ["x"]},
        {},
    ],
)
def test_a_bad_party_leaves_the_others_as_they_were(bench: Bench, body: object) -> None:
    """All or nothing."""
    appointment = an_appointment(bench)
    target = f"/appointments({appointment})/appointment_activity_parties"
    good = {"value": [{"addressused": "a@x.example", "participationtypemask": 5}]}
    assert bench.send("PUT", target, good).status == 204

    with nothing_is_written(bench):
        response = bench.send("PUT", target, body)

    assert response.status in {400, 404}
    assert _parties(bench, appointment) == ["a@x.example"]


def test_replacing_parties_needs_write_on_the_activity(bench: Bench) -> None:
    """Section 1.5: parties belong to their activity."""
    headers = as_a_user_with(bench, {"prvReadActivity": Depth.GLOBAL})
    target = f"/appointments({an_appointment(bench)})/appointment_activity_parties"

    with nothing_is_written(bench):
        response = bench.send("PUT", target, {"value": []}, headers)

    assert error_of(response) == (403, "0x80040220")


def test_a_field_service_link_in_lower_case_is_forgiven_and_noted(
    bench: Bench,
) -> None:
    """Section 13: accepted (inferred), and told to the harness."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))
    order = a_work_order(bench)
    body = {"@odata.id": f"{API}/msdyn_workorders({order})"}
    target = f"/bookableresourcebookings({booking})/msdyn_workorder/$ref"

    response = bench.send("PUT", target, body)

    assert response.status == 204
    row = row_of(bench, "bookableresourcebooking", booking)
    assert row["msdyn_workorder"] == order
