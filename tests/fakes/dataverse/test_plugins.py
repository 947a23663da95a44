"""What the platform does by itself around a write: 3.6, 9.5, 9.6, 9.8."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes.dataverse.plugins.bookings import rolled_up
from tests.fakes.dataverse.makers import (
    MONDAY,
    Bench,
    a_booking,
    a_resource,
    a_user,
    a_work_order,
    error_of,
)

SCHEDULED, TRAVELING, ON_BREAK, IN_PROGRESS, COMPLETED, CANCELED = range(
    690970000, 690970006
)
UNSCHEDULED, ORDER_SCHEDULED, ORDER_IN_PROGRESS, ORDER_COMPLETED, POSTED, _ = range(
    690970000, 690970006
)
WHOLE, PART = (COMPLETED, True), (COMPLETED, False)


@pytest.mark.parametrize(
    ("bookings", "status"),
    [
        ([], UNSCHEDULED),
        ([(SCHEDULED, True)], ORDER_SCHEDULED),
        ([(TRAVELING, True)], ORDER_IN_PROGRESS),
        ([(IN_PROGRESS, True)], ORDER_IN_PROGRESS),
        ([WHOLE], ORDER_COMPLETED),
        ([WHOLE, WHOLE], ORDER_COMPLETED),
        ([WHOLE, (CANCELED, True)], ORDER_COMPLETED),
        ([(CANCELED, True)], UNSCHEDULED),
        ([(SCHEDULED, True), WHOLE], ORDER_IN_PROGRESS),
        ([PART], UNSCHEDULED),
        ([PART, (SCHEDULED, True)], ORDER_SCHEDULED),
        ([PART, (IN_PROGRESS, True)], ORDER_IN_PROGRESS),
        ([PART, WHOLE], ORDER_COMPLETED),
        ([(None, True)], UNSCHEDULED),
    ],
)
def test_a_work_order_has_the_status_that_its_bookings_give_it(
    bookings: list[tuple[object, bool]], status: int
) -> None:
    """Section 9.8, roll-up."""
    assert rolled_up(bookings) == status


def _status(bench: Bench, name: str, field_service: int) -> str:
    values = {"name": name, "status": 2, "msdyn_fieldservicestatus": field_service}
    return bench.organization.create("bookingstatus", values)


def _order_status(bench: Bench, order: str) -> object:
    return bench.organization.row("msdyn_workorder", order).values["msdyn_systemstatus"]


def test_a_booking_moves_its_work_order_when_it_comes_changes_and_goes(
    bench: Bench,
) -> None:
    """Section 9.8, roll-up; trap 29: the order's version rises by itself."""
    order = a_work_order(bench, msdyn_systemstatus=UNSCHEDULED)
    resource = a_resource(bench, a_user(bench))
    scheduled = _status(bench, "Scheduled", SCHEDULED)
    working = _status(bench, "At work", IN_PROGRESS)
    seen = [_order_status(bench, order)]

    booking = a_booking(bench, resource, msdyn_workorder=order, bookingstatus=scheduled)
    seen.append(_order_status(bench, order))
    bench.organization.update(
        "bookableresourcebooking", booking, {"bookingstatus": working}
    )
    seen.append(_order_status(bench, order))
    arrived = bench.organization.row("msdyn_workorder", order).values
    bench.organization.delete("bookableresourcebooking", booking)
    seen.append(_order_status(bench, order))

    assert seen == [UNSCHEDULED, ORDER_SCHEDULED, ORDER_IN_PROGRESS, UNSCHEDULED]
    assert arrived["msdyn_firstarrivedon"] == MONDAY


def test_a_posted_work_order_stays_posted(bench: Bench) -> None:
    """Section 9.8: posted is set by hand only."""
    order = a_work_order(bench, msdyn_systemstatus=POSTED)

    a_booking(bench, a_resource(bench, a_user(bench)), msdyn_workorder=order)

    assert _order_status(bench, order) == POSTED


@pytest.mark.parametrize("who", ["technician", "dispatcher"])
def test_the_end_moves_when_the_technician_completes_and_not_when_others_do(
    bench: Bench, who: str
) -> None:
    """Section 9.8, booking side effects."""
    technician = a_user(bench)
    resource = a_resource(bench, technician)
    booking = a_booking(
        bench,
        resource,
        starttime=MONDAY - timedelta(hours=1),
        endtime=MONDAY + timedelta(hours=1),
    )
    done = _status(bench, "Done", COMPLETED)
    own = who == "technician"
    by = technician if own else a_user(bench, "Dispatcher Example")

    bench.organization.update(
        "bookableresourcebooking", booking, {"bookingstatus": done}, by=by
    )

    row = bench.organization.row("bookableresourcebooking", booking).values
    assert row["endtime"] == (MONDAY if own else MONDAY + timedelta(hours=1))
    assert row["duration"] == (60 if own else 120)


def test_a_composite_address_follows_its_parts(bench: Bench) -> None:
    """Trap 29."""
    contact = bench.organization.create(
        "contact",
        {"lastname": "Example", "address1_line1": "Main St 1", "address1_city": "Bonn"},
    )

    first = bench.organization.row("contact", contact).values["address1_composite"]
    changes = {"address1_postalcode": "53111", "address1_line1": None}
    bench.organization.update("contact", contact, changes)

    second = bench.organization.row("contact", contact).values["address1_composite"]
    assert (first, second) == ("Main St 1\r\nBonn", "Bonn, 53111")


def _task(bench: Bench, **more: object) -> str:
    return bench.organization.create("task", {"subject": "Call back", **more})


def test_a_closed_activity_refuses_changes_until_it_is_opened_again(
    bench: Bench,
) -> None:
    """Section 3.6 (inferred)."""
    target = f"/tasks({_task(bench, statecode=1, statuscode=5)})"

    refused = bench.send("PATCH", target, {"subject": "Other"})
    reopened = bench.send("PATCH", target, {"statecode": 0})
    changed = bench.send("PATCH", target, {"subject": "Other"})

    assert error_of(refused) == (400, "0x80040203")
    assert (reopened.status, changed.status) == (204, 204)


def test_an_organisation_may_let_closed_activities_be_changed(bench: Bench) -> None:
    organization = bench.organization
    organization.customize(
        replace(organization.customization, closed_activities_are_read_only=False)
    )
    task = _task(bench, statecode=1, statuscode=5)

    answer = bench.send("PATCH", f"/tasks({task})", {"subject": "Other"})

    assert answer.status == 204


def _parties(bench: Bench, activity: str) -> dict[object, object]:
    rows = bench.organization.rows("activityparty", activityid=activity)
    return {row["participationtypemask"]: row["partyidname"] for row in rows}


def test_owner_and_regarding_row_are_parties_and_follow_changes(bench: Bench) -> None:
    """Section 9.5: masks 9 and 8."""
    organization = bench.organization
    nina, boss = a_user(bench), a_user(bench, "Boss Example")
    contact = organization.create("contact", {"lastname": "Customer"})
    regarding = ("contact", contact)
    task = _task(bench, ownerid=nina, regardingobjectid=regarding)
    first = _parties(bench, task)

    organization.update("task", task, {"ownerid": boss, "regardingobjectid": None})

    assert first == {9: "Nina Example", 8: "Customer"}
    assert _parties(bench, task) == {9: "Boss Example"}


def test_parties_of_a_new_activity_come_with_it_and_go_with_it(bench: Bench) -> None:
    """Sections 3.2 and 9.5."""
    contact = bench.organization.create(
        "contact", {"lastname": "Customer", "emailaddress1": "c@contoso.example"}
    )
    body = {
        "subject": "Site visit",
        "scheduledstart": "2026-03-03T09:00:00Z",
        "scheduledend": "2026-03-03T10:00:00Z",
        "appointment_activity_parties": [
            {
                "participationtypemask": 5,
                "partyid_contact@odata.bind": f"/contacts({contact})",
            },
            {"participationtypemask": 6, "unresolvedpartyname": "somebody"},
        ],
    }

    made = bench.send("POST", "/appointments", body)
    row = bench.read(
        "/appointments?$select=subject&$expand=appointment_activity_parties"
        "($select=participationtypemask,addressused,partyidname;$orderby="
        "participationtypemask)"
    )["value"][0]
    gone = bench.send("DELETE", f"/appointments({row['activityid']})")

    shown = [
        (one["participationtypemask"], one["partyidname"], one["addressused"])
        for one in row["appointment_activity_parties"]
    ]
    assert (made.status, gone.status) == (204, 204)
    assert shown[:2] == [(5, "Customer", "c@contoso.example"), (6, "somebody", None)]
    assert bench.organization.rows("activityparty") == ()


def test_parties_are_replaced_as_a_whole(bench: Bench) -> None:
    """Section 3.2: PUT of the collection; other collections take none."""
    task = _task(bench)
    target = f"/tasks({task})/task_activity_parties"
    party = {"participationtypemask": 2, "unresolvedpartyname": "somebody"}

    answer = bench.send("PUT", target, {"value": [party]})
    other = bench.send(
        "PUT",
        f"/systemusers({a_user(bench)})/teammembership_association",
        {"value": []},
    )

    assert answer.status == 204
    assert _parties(bench, task) == {2: "somebody"}
    assert error_of(other) == (405, "0x80040315")


def test_a_party_whose_row_is_gone_says_so(bench: Bench) -> None:
    """Section 9.5: ispartydeleted."""
    contact = bench.organization.create("contact", {"lastname": "Customer"})
    task = _task(bench, regardingobjectid=("contact", contact))
    bench.send(
        "PUT",
        f"/tasks({task})/task_activity_parties",
        {
            "value": [
                {
                    "participationtypemask": 2,
                    "partyid_contact@odata.bind": f"contacts({contact})",
                }
            ]
        },
    )

    bench.organization.delete("contact", contact)

    rows = bench.organization.rows("activityparty", activityid=task)
    assert [(row["partyidname"], row["ispartydeleted"]) for row in rows] == [
        ("Customer", True)
    ]


def test_only_who_may_approve_addresses_approves_a_mailbox(bench: Bench) -> None:
    """Section 9.1."""
    organization = bench.organization
    user = a_user(bench)
    mailbox = organization.mailbox_of(user)["mailboxid"]
    role = organization.add_role("Clerk", {"prvReadMailbox": 4, "prvWriteMailbox": 4})
    organization.set_roles(organization.application_user, [role])
    approve = {"emailrouteraccessapproval": 1}

    refused = bench.send("PATCH", f"/mailboxes({mailbox})", approve)
    organization.set_privileges(
        role,
        {"prvReadMailbox": 4, "prvWriteMailbox": 4, "prvApproveRejectEmailAddress": 4},
    )
    allowed = bench.send("PATCH", f"/mailboxes({mailbox})", approve)

    assert error_of(refused) == (403, "0x80040220")
    assert allowed.status == 204


def test_a_queue_has_a_mailbox_that_follows_its_address(bench: Bench) -> None:
    """Section 9.1: one mailbox per user and per queue, made by the platform."""
    organization = bench.organization
    queue = organization.create(
        "queue", {"name": "Service", "emailaddress": "service@contoso.example"}
    )
    mailbox = str(organization.row("queue", queue).values["defaultmailbox"])

    organization.update("queue", queue, {"emailaddress": "desk@contoso.example"})
    organization.update("mailbox", mailbox, {"emailrouteraccessapproval": 1})

    row = organization.row("mailbox", mailbox).values
    assert (row["name"], row["emailaddress"]) == ("Service", "desk@contoso.example")
    assert organization.row("queue", queue).values["emailrouteraccessapproval"] == 1


def test_a_circle_of_business_units_has_an_end(bench: Bench) -> None:
    organization = bench.organization
    first = organization.add_business_unit("First")
    second = organization.add_business_unit("Second", parent=first)
    organization.update("businessunit", first, {"parentbusinessunitid": second})
    user = a_user(bench, business_unit=first)

    below = organization.security.principal(user).below

    assert below == {first, second}
