"""From the JSON of Dataverse rows to the values of the rules, and nothing else.

Beside the client and its queries the only place that knows Dataverse's names.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, Final, TypeVar

from reference_impl.rules.model import (
    Approval,
    Booking,
    BookingId,
    BookingStatus,
    DeliveryMethod,
    FieldServiceStatus,
    Mailbox,
    MailboxId,
    Resource,
    ResourceId,
    ResourceType,
    SchedulingStatus,
    ServerProfile,
    ServerType,
    TestStatus,
    UserId,
    WorkOrder,
)

Row = Mapping[str, Any]
Code = TypeVar("Code", bound=IntEnum)

BOOKING_COLUMNS: Final = (
    "bookableresourcebookingid,starttime,endtime,msdyn_worklocation,msdyn_latitude,"
    "msdyn_longitude,_bookingstatus_value,_resource_value,_msdyn_workorder_value"
)
RESOURCE_COLUMNS: Final = "bookableresourceid,resourcetype,_userid_value"
STATUS_COLUMNS: Final = "bookingstatusid,status,msdyn_fieldservicestatus"
MAILBOX_COLUMNS: Final = (
    "mailboxid,emailaddress,emailrouteraccessapproval,actdeliverymethod,actstatus,"
    "enabledforact,statecode,_regardingobjectid_value"
)
PROFILE_COLUMNS: Final = "servertype,statecode"
ORGANIZATION_COLUMNS: Final = "isresourcebookingexchangesyncenabled,orgdborgsettings"
WORK_ORDER_EXPAND: Final = (
    "msdyn_WorkOrder($select=msdyn_name,msdyn_workordersummary,msdyn_address1,"
    "msdyn_address2,msdyn_address3,msdyn_city,msdyn_stateorprovince,msdyn_postalcode,"
    "msdyn_country,msdyn_latitude,msdyn_longitude;"
    "$expand=msdyn_Priority($select=msdyn_name),"
    "msdyn_WorkOrderType($select=msdyn_name),"
    "msdyn_PrimaryIncidentType($select=msdyn_name),"
    "msdyn_ReportedByContact($select=fullname),"
    "msdyn_ServiceAccount($select=name;$expand=primarycontactid($select=fullname)))"
)
ADDRESS_COLUMNS: Final = (
    "msdyn_address1",
    "msdyn_address2",
    "msdyn_address3",
    "msdyn_postalcode",
    "msdyn_city",
    "msdyn_stateorprovince",
    "msdyn_country",
)


def instant(text: str) -> datetime:
    """Return the UTC instant of a Dataverse time."""
    return datetime.fromisoformat(text).astimezone(UTC)


def literal(at: datetime) -> str:
    """Return an instant as Dataverse writes it: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def code(kind: type[Code], value: Any) -> Code | None:
    """Return the choice behind a number, None for one that nobody documented."""
    try:
        return kind(value)
    except ValueError:
        return None


def booking_id(row: Row) -> BookingId:
    """Return the key of a booking row."""
    return BookingId(row["bookableresourcebookingid"])


def booking(row: Row, statuses: Mapping[str, BookingStatus]) -> Booking:
    """Return a booking row with its status resolved."""
    return Booking(
        id=booking_id(row),
        start_at=instant(row["starttime"]),
        end_at=instant(row["endtime"]),
        work_order_id=row.get("_msdyn_workorder_value"),
        resource_id=row.get("_resource_value"),
        work_location=row.get("msdyn_worklocation"),
        latitude=row.get("msdyn_latitude"),
        longitude=row.get("msdyn_longitude"),
        status=statuses.get(row.get("_bookingstatus_value") or "", BookingStatus()),
    )


def version(row: Row) -> int:
    """Return the row version behind an etag, 0 for one that hides it."""
    digits = "".join(filter(str.isdigit, row.get("@odata.etag", "")))
    return int(digits or 0)


def resource(row: Row) -> Resource:
    """Return a bookable resource row."""
    user = row.get("_userid_value")
    return Resource(
        id=ResourceId(row["bookableresourceid"]),
        type=code(ResourceType, row.get("resourcetype")),
        user_id=UserId(user) if user else None,
    )


def status_id(row: Row) -> str:
    """Return the key of a booking status row."""
    return str(row["bookingstatusid"])


def status(row: Row) -> BookingStatus:
    """Return a booking status row."""
    return BookingStatus(
        field_service=code(FieldServiceStatus, row.get("msdyn_fieldservicestatus")),
        scheduling=code(SchedulingStatus, row.get("status")),
    )


def mailbox(row: Row) -> Mailbox:
    """Return a mailbox row with its server profile."""
    user = row.get("_regardingobjectid_value")
    profile = row.get("emailserverprofile")
    return Mailbox(
        id=MailboxId(row["mailboxid"]),
        user_id=UserId(user) if user else None,
        address=row.get("emailaddress") or "",
        is_active=row.get("statecode") == 0,
        approval=code(Approval, row.get("emailrouteraccessapproval")),
        delivery_method=code(DeliveryMethod, row.get("actdeliverymethod")),
        enabled_for_act=row.get("enabledforact") is True,
        act_status=code(TestStatus, row.get("actstatus")),
        profile=None
        if profile is None
        else ServerProfile(
            is_active=profile.get("statecode") == 0,
            server_type=code(ServerType, profile.get("servertype")),
        ),
    )


def work_order(row: Row) -> WorkOrder:
    """Return the work order of a booking row that was read with it."""
    order = _nested(row, "msdyn_WorkOrder")
    account = _nested(order, "msdyn_ServiceAccount")
    return WorkOrder(
        number=order.get("msdyn_name"),
        priority=_nested(order, "msdyn_Priority").get("msdyn_name"),
        type=_nested(order, "msdyn_WorkOrderType").get("msdyn_name"),
        incident_type=_nested(order, "msdyn_PrimaryIncidentType").get("msdyn_name"),
        summary=order.get("msdyn_workordersummary"),
        account=account.get("name"),
        account_contact=_nested(account, "primarycontactid").get("fullname"),
        reporting_contact=_nested(order, "msdyn_ReportedByContact").get("fullname"),
        address=tuple(order[name] for name in ADDRESS_COLUMNS if order.get(name)),
        latitude=order.get("msdyn_latitude"),
        longitude=order.get("msdyn_longitude"),
    )


def _nested(row: Row, name: str) -> Row:
    value = row.get(name)
    return value if isinstance(value, Mapping) else {}
