"""Makers of values for the tests of the rules; every one has defaults."""

from datetime import UTC, datetime, timedelta

from reference_impl.rules import triggers
from reference_impl.rules.content import TRACKED_CATEGORY
from reference_impl.rules.model import (
    Approval,
    Booking,
    BookingId,
    BookingStatus,
    Deleted,
    DeliveryMethod,
    FieldServiceStatus,
    Item,
    Linked,
    Mailbox,
    MailboxId,
    Present,
    Resource,
    ResourceId,
    ResourceType,
    ServerProfile,
    ServerType,
    Settings,
    Snapshot,
    TestStatus,
    Touch,
    TriggerColumns,
    UserId,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
WORKER = UserId("user-1")
SETTINGS = Settings(resource_booking_sync=True)
PROFILE = ServerProfile(is_active=True, server_type=ServerType.EXCHANGE_ONLINE)
CANCELED = BookingStatus(field_service=FieldServiceStatus.CANCELED)


def a_mailbox(
    *,
    user_id: UserId | None = WORKER,
    address: str = "w@example.test",
    is_active: bool = True,
    approval: Approval = Approval.APPROVED,
    delivery_method: DeliveryMethod = DeliveryMethod.SERVER_SIDE,
    enabled_for_act: bool = True,
    act_status: TestStatus = TestStatus.SUCCESS,
    profile: ServerProfile | None = PROFILE,
) -> Mailbox:
    return Mailbox(
        id=MailboxId("mailbox-1"),
        user_id=user_id,
        address=address,
        is_active=is_active,
        approval=approval,
        delivery_method=delivery_method,
        enabled_for_act=enabled_for_act,
        act_status=act_status,
        profile=profile,
    )


def a_resource(
    *, type: ResourceType = ResourceType.USER, user_id: UserId | None = WORKER
) -> Resource:
    return Resource(id=ResourceId("resource-1"), type=type, user_id=user_id)


def a_booking(
    *,
    start_at: datetime = TOMORROW,
    end_at: datetime | None = None,
    work_order_id: str | None = "order-1",
    work_location: int | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    status: BookingStatus | None = None,
) -> Booking:
    return Booking(
        id=BookingId("booking-1"),
        start_at=start_at,
        end_at=end_at or start_at + timedelta(hours=1),
        work_order_id=work_order_id,
        resource_id=ResourceId("resource-1"),
        work_location=work_location,
        latitude=latitude,
        longitude=longitude,
        status=status or BookingStatus(),
    )


def an_item(
    *,
    start_at: datetime = TOMORROW,
    categories: tuple[str, ...] = (TRACKED_CATEGORY,),
    organized_by_worker: bool = True,
    has_attendees: bool = False,
) -> Item:
    return Item(
        start_at=start_at,
        categories=categories,
        organized_by_worker=organized_by_worker,
        has_attendees=has_attendees,
    )


def a_link(
    *,
    item: Item | None = None,
    written: TriggerColumns | None = None,
    tagged: bool = True,
    cancellation_seen: bool = False,
    is_gone: bool = False,
    is_adopted: bool = False,
) -> Linked:
    return Linked(
        item=None if is_gone else item or an_item(),
        written=None if is_adopted else written or triggers.columns_of(a_booking()),
        tagged=tagged,
        cancellation_seen=cancellation_seen,
    )


def a_snapshot(
    *,
    booking: Booking | None = None,
    resource: Resource | None = None,
    mailbox: Mailbox | None = None,
    readable: bool = True,
    touch: Touch = Touch.CHANGED,
) -> Snapshot:
    return Snapshot(
        mailbox=mailbox or a_mailbox(),
        row=Present(
            booking=booking or a_booking(),
            resource=resource or a_resource(),
            readable=readable,
        ),
        touch=touch,
    )


def a_deletion(*, mailbox: Mailbox | None = None) -> Snapshot:
    return Snapshot(mailbox=mailbox or a_mailbox(), row=Deleted(), touch=Touch.CHANGED)
