"""PowerPlatform-Dataverse-Client plans work: orders, bookings, appointments, time."""

from __future__ import annotations

import pytest
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError

from tests.clients.served import Served

PARTY = ("participationtypemask", "_partyid_value")
SCHEDULED, COMPLETED = 690970000, 690970004
FORMATTED = "@OData.Community.Display.V1.FormattedValue"


def _a_resource(client: DataverseClient, user: str) -> str:
    """How a booking is bound to a new resource that is the user."""
    resource = {
        "name": "Nina",
        "resourcetype": "User",
        "UserId@odata.bind": f"/systemusers({user})",
    }
    return f"/bookableresources({client.records.create('bookableresource', resource)})"


def _a_status(client: DataverseClient, name: str, kind: int) -> str:
    """How a booking is bound to a new status."""
    status = {"name": name, "status": "Committed", "msdyn_fieldservicestatus": kind}
    return f"/bookingstatuses({client.records.create('bookingstatus', status)})"


def _an_order(client: DataverseClient) -> str:
    """The id of a work order with what it must have."""
    account = client.records.create("account", {"name": "Fabrikam"})
    kind = client.records.create("msdyn_workordertype", {"msdyn_name": "Repair"})
    prices = client.records.create("pricelevel", {"name": "Standard"})
    order = {
        "msdyn_name": "00042",
        "msdyn_ServiceAccount@odata.bind": f"/accounts({account})",
        "msdyn_WorkOrderType@odata.bind": f"/msdyn_workordertypes({kind})",
        "msdyn_PriceList@odata.bind": f"/pricelevels({prices})",
    }
    return client.records.create("msdyn_workorder", order)


def test_a_booking_rolls_up_to_its_work_order(
    client: DataverseClient, served: Served
) -> None:
    """Navigation names as their case is, choices by their labels (section 9.8)."""
    order = _an_order(client)
    booking = {
        "name": "Site visit",
        "starttime": "2026-03-02T10:00:00Z",
        "endtime": "2026-03-02T12:00:00+01:00",
        "duration": 60,
        "bookingtype": "Solid",
        "Resource@odata.bind": _a_resource(client, served.users[0]),
        "BookingStatus@odata.bind": _a_status(client, "Scheduled", SCHEDULED),
        "msdyn_WorkOrder@odata.bind": f"/msdyn_workorders({order})",
    }
    id = client.records.create("bookableresourcebooking", booking)

    found = client.records.retrieve(
        "bookableresourcebooking",
        id,
        select=["name", "endtime", "bookingtype", "_bookingstatus_value"],
        expand=["msdyn_WorkOrder($select=msdyn_systemstatus)"],
        include_annotations="*",
    )

    assert found is not None
    assert found["endtime"] == "2026-03-02T11:00:00Z"
    assert found[f"bookingtype{FORMATTED}"] == "Solid"
    assert found[f"_bookingstatus_value{FORMATTED}"] == "Scheduled"
    assert found["msdyn_WorkOrder"]["msdyn_systemstatus"] == 690970001
    done = {"BookingStatus@odata.bind": _a_status(client, "Done", COMPLETED)}
    client.records.update("bookableresourcebooking", id, done)
    later = client.records.retrieve("msdyn_workorder", order)
    assert later is not None
    assert later["msdyn_systemstatus"] == 690970003


def test_an_appointment_has_its_parties(
    client: DataverseClient, served: Served
) -> None:
    """Deep inserted, then expanded (section 9.5)."""
    contact = client.records.create("contact", {"lastname": "Ito"})
    appointment = {
        "subject": "Kick-off",
        "scheduledstart": "2026-03-03T09:00:00Z",
        "scheduledend": "2026-03-03T10:00:00Z",
        "regardingobjectid_contact_appointment@odata.bind": f"/contacts({contact})",
        "appointment_activity_parties": [
            {
                "partyid_systemuser@odata.bind": f"/systemusers({served.users[0]})",
                "participationtypemask": 7,
            },
            {
                "partyid_contact@odata.bind": f"/contacts({contact})",
                "participationtypemask": 5,
            },
        ],
    }
    id = client.records.create("appointment", appointment)

    found = client.records.retrieve(
        "appointment",
        id,
        select=["subject", "_regardingobjectid_value"],
        expand=[
            "appointment_activity_parties($select=participationtypemask,_partyid_value)"
        ],
    )

    assert found is not None
    assert found["_regardingobjectid_value"] == contact
    rows = found["appointment_activity_parties"]
    parties = {tuple(row[column] for column in PARTY) for row in rows}
    assert {(5, contact), (7, served.users[0])} <= parties


def test_a_task_is_completed_by_its_state(client: DataverseClient) -> None:
    """The default reason of the state goes with it; a wrong pair is refused."""
    id = client.records.create("task", {"subject": "Call"})

    client.records.update("task", id, {"statecode": 1})

    found = client.records.retrieve("task", id, select=["statecode", "statuscode"])
    assert found is not None
    assert (found["statecode"], found["statuscode"]) == (1, 5)
    other = client.records.create("task", {"subject": "Write"})
    with pytest.raises(HttpError) as refused:
        client.records.update("task", other, {"statecode": 1, "statuscode": 2})
    assert refused.value.details["service_error_code"] == "0x80048408"


def test_tokens_end_with_the_tenants_time(
    client: DataverseClient, served: Served
) -> None:
    """Not with the machine's: the client's cached token is refused."""
    client.records.list("account", select=["name"])

    served.let_pass(seconds=3700)

    with pytest.raises(HttpError) as refused:
        client.records.list("account", select=["name"])
    assert refused.value.status_code == 401
