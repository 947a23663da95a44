"""Rows within rows: section 3.2 of the fact sheet, deep insert and binding many."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    API,
    Bench,
    a_booking,
    a_booking_status,
    a_contact,
    a_resource,
    a_user,
    a_work_order,
    an_account,
    as_a_user_with,
    error_of,
    header,
    json_of,
    new_id,
    nothing_is_written,
    row_of,
)
from tests.fakes.dataverse.test_batch import a_change_set, a_part, send, statuses

MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"
BOOKINGS_OF = "msdyn_msdyn_workorder_bookableresourcebooking_WorkOrder"


def _booking_body(bench: Bench, **more: object) -> dict[str, object]:
    resource = a_resource(bench, a_user(bench))
    return {
        "name": "Site visit",
        "starttime": "2026-03-02T10:00:00Z",
        "endtime": "2026-03-02T11:00:00Z",
        "Resource@odata.bind": f"/bookableresources({resource})",
        "BookingStatus@odata.bind": f"/bookingstatuses({a_booking_status(bench)})",
        **more,
    }


def test_rows_of_several_levels_come_into_being_together(bench: Bench) -> None:
    """Objects for lookups, arrays for collections; the root's address comes back."""
    body = {
        "name": "Fabrikam",
        "primarycontactid": {
            "lastname": "Doe",
            "Contact_Tasks": [{"subject": "Call"}, {"subject": "Write"}],
        },
        "Account_Tasks": [
            {"subject": "Visit", "scheduledstart": "2026-03-02T10:00:00Z"}
        ],
        "contact_customer_accounts": [{"lastname": "Roe", "Contact_Tasks": []}],
    }

    response = bench.send("POST", "/accounts", body)

    organization = bench.organization
    account = new_id(response)
    assert response.status == 204
    assert header(response, "OData-EntityId") == f"{API}/accounts({account})"
    (doe,) = organization.rows("contact", lastname="Doe")
    (roe,) = organization.rows("contact", lastname="Roe")
    assert row_of(bench, "account", account)["primarycontactid"] == doe["contactid"]
    assert (doe["parentcustomerid"], roe["parentcustomerid"]) == (None, account)
    regarding = {
        str(one["subject"]): one["regardingobjectid"]
        for one in organization.rows("task")
    }
    doe_id = doe["contactid"]
    assert regarding == {"Call": doe_id, "Write": doe_id, "Visit": account}


def test_parties_come_with_their_appointment(bench: Bench) -> None:
    """Section 9.5: parties exist only below an activity."""
    contact, user = a_contact(bench), a_user(bench)
    body = {
        "subject": "Visit",
        "scheduledstart": "2026-03-02T10:00:00Z",
        "scheduledend": "2026-03-02T11:00:00Z",
        "appointment_activity_parties": [
            {
                "partyid_contact@odata.bind": f"/contacts({contact})",
                "participationtypemask": 5,
            },
            {
                "partyid_systemuser@odata.bind": f"/systemusers({user})",
                "participationtypemask": 7,
            },
            {"addressused": "x@y.example", "participationtypemask": 6},
        ],
    }

    response = bench.send("POST", "/appointments", body)

    assert response.status == 204
    parties = bench.organization.rows("activityparty", activityid=new_id(response))
    # The platform adds the owner by itself in some versions: only these are ours.
    masks = {one["participationtypemask"]: one for one in parties}
    assert masks[5]["partyid"] == contact
    assert masks[7]["partyid"] == user
    assert masks[6]["addressused"] == "x@y.example"


def test_a_party_does_not_stand_alone(bench: Bench) -> None:
    """Section 9.5: there is no POST on activityparties."""
    with nothing_is_written(bench):
        response = bench.send("POST", "/activityparties", {"participationtypemask": 5})

    assert response.status == 405


def test_members_of_a_new_team_are_new_or_bound(bench: Bench) -> None:
    """Many-to-many: both forms in one body."""
    organization = bench.organization
    unit = f"/businessunits({organization.root_business_unit})"
    old = a_user(bench)
    role = organization.add_role("reader", {"prvReadAccount": Depth.GLOBAL})
    body = {
        "name": "Crew",
        "businessunitid@odata.bind": unit,
        "teammembership_association@odata.bind": [f"/systemusers({old})"],
        "teammembership_association": [
            {"lastname": "New", "businessunitid@odata.bind": unit}
        ],
        "teamroles_association@odata.bind": [f"{API}/roles({role})"],
    }

    response = bench.send("POST", "/teams", body)

    team = new_id(response)
    (new,) = organization.rows("systemuser", lastname="New")
    members = organization.rows("teammembership", teamid=team)
    assert {one["systemuserid"] for one in members} == {old, new["systemuserid"]}
    # Security knows at once: the role of the team lets its members in.
    seen = bench.send("GET", "/accounts", headers={"mscrmcallerid": old})
    assert seen.status == 200


def test_permissions_come_with_their_profile(bench: Bench) -> None:
    """One-to-many below a field security profile."""
    bench.organization.secure_column("contact", "governmentid")
    body = {
        "name": "Readers",
        "lk_fieldpermission_fieldsecurityprofileid": [
            {
                "entityname": "contact",
                "attributelogicalname": "governmentid",
                "canread": 4,
            }
        ],
    }

    response = bench.send("POST", "/fieldsecurityprofiles", body)

    (permission,) = bench.organization.rows("fieldpermission", canread=4)
    assert permission["fieldsecurityprofileid"] == new_id(response)


def test_existing_rows_are_bound_to_a_new_one(bench: Bench) -> None:
    """`collnav@odata.bind` on create: the lookups of the others point at it."""
    resource = a_resource(bench, a_user(bench))
    first, second = a_booking(bench, resource), a_booking(bench, resource)
    body = {
        "name": "Fabrikam",
        f"{BOOKINGS_OF}@odata.bind": [],
    }
    order = {
        "msdyn_name": "00042",
        f"{BOOKINGS_OF}@odata.bind": [
            f"/bookableresourcebookings({first})",
            f"{API}/bookableresourcebookings({second})",
        ],
    }

    refused = bench.send("POST", "/accounts", body)
    response = bench.send("POST", "/msdyn_workorders", order)

    assert error_of(refused) == (400, "0x80048d19")  # no property of accounts
    for booking in (first, second):
        row = row_of(bench, "bookableresourcebooking", booking)
        assert row["msdyn_workorder"] == new_id(response)


@pytest.mark.parametrize(
    ("bound", "refusal"),
    [
        ([f"/bookableresourcebookings({MISSING})"], (404, "0x80040217")),
        (["/accounts(1)"], (400, "0x80048d19")),
        ([1], (400, "0x80048d19")),
        ("/bookableresourcebookings(1)", (400, "0x80048d19")),
        (None, (400, "0x80048d19")),
    ],
)
def test_what_cannot_be_bound_creates_nothing(
    bench: Bench, bound: object, refusal: tuple[int, str]
) -> None:
    """An unknown row, another table, no list."""
    body = {"msdyn_name": "1", f"{BOOKINGS_OF}@odata.bind": bound}

    with nothing_is_written(bench):
        response = bench.send("POST", "/msdyn_workorders", body)

    assert error_of(response) == refusal


def test_many_are_bound_on_create_only(bench: Bench) -> None:
    """Section 3.2: POST only; nor does an update bring new rows."""
    order = a_work_order(bench)
    booking = a_booking(bench, a_resource(bench, a_user(bench)))
    for body in (
        {f"{BOOKINGS_OF}@odata.bind": [f"/bookableresourcebookings({booking})"]},
        {BOOKINGS_OF: [{"name": "x"}]},
        {"msdyn_ServiceAccount": {"name": "x"}},
    ):
        with nothing_is_written(bench):
            response = bench.send("PATCH", f"/msdyn_workorders({order})", body)
        assert error_of(response) == (400, "0x80048d19")


@pytest.mark.parametrize(
    ("inner", "refusal"),
    [
        ({"lastname": "x" * 51}, (400, "0x80044331")),
        ({"nosuch": 1}, (400, "0x80048d19")),
        ({"gendercode": 9}, (400, "0x8004431a")),
        ({"birthdate": "soon"}, (400, "0x80040239")),
        ({"_parentcustomerid_value": MISSING}, (400, "0x80048d19")),
        (
            {"transactioncurrencyid@odata.bind": f"/pricelevels({MISSING})"},
            (400, "0x80048d19"),
        ),
        (
            {"transactioncurrencyid@odata.bind": f"/transactioncurrencies({MISSING})"},
            (404, "0x80040217"),
        ),
        ({"Contact_Tasks": [{"subject": "a"}, {"statuscode": 99}]}, None),
        ({"Contact_Tasks": [{"percentcomplete": 101}]}, None),
        ({"Contact_Tasks": {"subject": "a"}}, (400, "0x80048d19")),
        ({"Contact_Tasks": ["a"]}, (400, "0x80048d19")),
        ({"parentcustomerid": {"name": "x"}}, (400, "0x80048d19")),
        ({"ownerid": {"lastname": "x"}}, (400, "0x80048d19")),
    ],
)
def test_a_failure_deep_inside_undoes_all(
    bench: Bench, inner: dict[str, Any], refusal: tuple[int, str] | None
) -> None:
    """All rows in one transaction, the good ones in front of the bad one, too."""
    body = {
        "name": "Fabrikam",
        "primarycontactid": {"lastname": "Good"},
        "contact_customer_accounts": [{"lastname": "Good"}, {"lastname": "A", **inner}],
    }

    with nothing_is_written(bench):
        response = bench.send("POST", "/accounts", body)

    assert response.status == 400 if refusal is None else refusal[0]
    assert refusal is None or error_of(response) == refusal
    assert bench.organization.rows("account") == ()
    assert bench.organization.rows("contact") == ()


def test_the_platforms_own_lookups_bring_no_new_rows(bench: Bench) -> None:
    """Section 3.5: read-only."""
    unit = f"/businessunits({bench.organization.root_business_unit})"
    user = {"lastname": "New", "businessunitid@odata.bind": unit}

    for nav in ("createdby", "modifiedby", "owningbusinessunit"):
        with nothing_is_written(bench):
            body = {
                "name": "Fabrikam",
                nav: user if nav != "owningbusinessunit" else {"name": "New"},
            }
            response = bench.send("POST", "/accounts", body)
        assert error_of(response) == (400, "0x80040203"), nav


def _nested(depth: int) -> dict[str, Any]:
    body: dict[str, Any] = {"name": "innermost"}
    for _ in range(depth):
        body = {"name": "outer", "parentaccountid": body}
    return body


@pytest.mark.parametrize(("depth", "status"), [(16, 204), (17, 400), (900, 400)])
def test_rows_stand_only_so_deep_in_a_body(
    bench: Bench, depth: int, status: int
) -> None:
    """The limit is inferred; beyond it nothing is written."""
    version = bench.organization.version

    response = bench.send("POST", "/accounts", _nested(depth))

    assert response.status == status
    written = len(bench.organization.rows("account"))
    assert written == (depth + 1 if status == 204 else 0)
    assert (bench.organization.version == version) is (status == 400)


def test_every_row_inside_needs_its_privileges(bench: Bench) -> None:
    """Create for each, Append and AppendTo for each link (section 1.5)."""
    body = {"name": "Fabrikam", "primarycontactid": {"lastname": "Doe"}}
    needed = [
        "prvCreateAccount",
        "prvCreateContact",
        "prvAppendAccount",
        "prvAppendToContact",
    ]
    for missing in needed:
        rest = {name: Depth.BASIC for name in needed if name != missing}
        headers = as_a_user_with(bench, rest, f"{missing} Example")
        with nothing_is_written(bench):
            refused = bench.send("POST", "/accounts", body, headers)
        assert error_of(refused) == (403, "0x80040220"), missing

    headers = as_a_user_with(bench, dict.fromkeys(needed, Depth.BASIC), "All Example")
    response = bench.send("POST", "/accounts", body, headers)

    assert response.status == 204
    (contact,) = bench.organization.rows("contact")
    assert contact["ownerid"] == headers["mscrmcallerid"]
    assert contact["createdonbehalfby"] == bench.organization.application_user


def test_a_representation_shows_what_came_along(bench: Bench) -> None:
    """Section 3.1: `$select` and `$expand` are honoured on create."""
    body = {
        "name": "Fabrikam",
        "primarycontactid": {"lastname": "Doe"},
        "Account_Tasks": [{"subject": "Call"}],
    }
    target = (
        "/accounts?$select=name&$expand=primarycontactid($select=lastname),"
        "Account_Tasks($select=subject)"
    )

    response = bench.send(
        "POST", target, body, headers={"prefer": "return=representation"}
    )

    found = json_of(response)
    assert response.status == 201
    assert header(response, "OData-EntityId") is None
    assert found["primarycontactid"]["lastname"] == "Doe"
    assert [one["subject"] for one in found["Account_Tasks"]] == ["Call"]


def test_a_row_is_created_below_a_collection(bench: Bench) -> None:
    """Section 3.2: it belongs to the row above, whatever the body says."""
    order, other = a_work_order(bench), a_work_order(bench)
    body = _booking_body(bench)
    body["msdyn_WorkOrder@odata.bind"] = f"/msdyn_workorders({other})"

    response = bench.send("POST", f"/msdyn_workorders({order})/{BOOKINGS_OF}", body)

    assert response.status == 204
    made = new_id(response)
    entity = header(response, "OData-EntityId")
    assert entity == f"{API}/bookableresourcebookings({made})"
    assert row_of(bench, "bookableresourcebooking", made)["msdyn_workorder"] == order


def test_a_user_is_created_below_a_team(bench: Bench) -> None:
    """Through a many-to-many relationship."""
    organization = bench.organization
    team = organization.add_team("Crew")
    unit = f"/businessunits({organization.root_business_unit})"
    body = {"lastname": "New", "businessunitid@odata.bind": unit}

    response = bench.send("POST", f"/teams({team})/teammembership_association", body)

    (member,) = organization.rows("teammembership", teamid=team)
    assert member["systemuserid"] == new_id(response)


@pytest.mark.parametrize(
    ("target", "body", "status"),
    [
        ("/msdyn_workorders({order})/{nav}", {"name": "x", "nosuch": 1}, 400),
        ("/msdyn_workorders({order})/{nav}", {"name": "x"}, 400),  # no start
        (
            "/accounts({account})/contact_customer_accounts",
            {"lastname": "x", "Contact_Tasks": [{"percentcomplete": 101}]},
            400,
        ),
        ("/msdyn_workorders({missing})/{nav}", {"name": "x"}, 404),
        ("/msdyn_workorders({order})/nosuch", {"name": "x"}, 404),
        ("/teams({order})/teammembership_association", {"lastname": "x"}, 404),
    ],
)
def test_nothing_comes_below_where_it_cannot(
    bench: Bench, target: str, body: dict[str, object], status: int
) -> None:
    """A bad body, a missing row, an unknown collection."""
    order = a_work_order(bench)
    path = target.format(
        order=order, account=an_account(bench), missing=MISSING, nav=BOOKINGS_OF
    )

    with nothing_is_written(bench):
        response = bench.send("POST", path, body)

    assert response.status == status


def test_a_secured_lookup_is_guarded_in_a_deep_body_too(bench: Bench) -> None:
    """Section 1.6: create without permission is 0x8004f502."""
    bench.organization.secure_column("account", "primarycontactid")
    names = ("CreateAccount", "CreateContact", "AppendAccount", "AppendToContact")
    headers = as_a_user_with(bench, {f"prv{one}": Depth.GLOBAL for one in names})
    body = {"name": "Fabrikam", "primarycontactid": {"lastname": "Doe"}}

    with nothing_is_written(bench):
        response = bench.send("POST", "/accounts", body, headers)

    assert error_of(response) == (403, "0x8004f502")


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
