"""Subscriptions and notifications as JSON, in both directions (section 2.5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import urlsplit

from fakes.exchange import errors
from fakes.exchange.subscriptions.subscription import (
    SPELT,
    ChangeType,
    Notification,
    Subscription,
)
from fakes.exchange.wire import values
from fakes.exchange.wire.instants import instant, stamp
from fakes.exchange.wire.values import Json

_CHANGE_TYPES: Final = ("created", "updated", "deleted")
_LONGEST_STATE: Final = 128
SHORTEST: Final = timedelta(minutes=45)
_REQUIRED: Final = (
    "changeType",
    "notificationUrl",
    "resource",
    "expirationDateTime",
)
_BEYOND: Final = (
    "includeResourceData",
    "encryptionCertificate",
    "encryptionCertificateId",
    "notificationQueryOptions",
    "notificationUrlAppId",
)


def encoded(subscription: Subscription) -> dict[str, Any]:
    """The subscription as its owner sees it."""
    return {
        "id": subscription.id,
        "resource": subscription.resource,
        "applicationId": subscription.client_id,
        "changeType": ",".join(subscription.change_types),
        "clientState": subscription.client_state,
        "notificationUrl": subscription.notification_url,
        "notificationQueryOptions": None,
        "lifecycleNotificationUrl": subscription.lifecycle_url,
        "expirationDateTime": stamp(subscription.expires_at),
        "creatorId": subscription.creator_id,
        "includeResourceData": None,
        "latestSupportedTlsVersion": subscription.latest_tls,
        "encryptionCertificate": None,
        "encryptionCertificateId": None,
        "notificationUrlAppId": None,
    }


def check(raw: Json) -> None:
    """The body of a create has what it needs and nothing that is not served.

    Raises:
        GraphError: it has not.
    """
    for name in _REQUIRED:
        if not raw.get(name):
            raise errors.validation(f"A subscription needs '{name}'.")
    for name in _BEYOND:
        if raw.get(name):
            raise errors.unsupported(f"'{name}' of a subscription")
    state = raw.get("clientState")
    if isinstance(state, str) and len(state) > _LONGEST_STATE:
        raise errors.validation("'clientState' has at most 128 characters.")


def change_types(raw: Json) -> tuple[ChangeType, ...]:
    """The kinds of change that are asked for, each once.

    Raises:
        GraphError: one is none.
    """
    text = values.text("changeType", raw["changeType"])
    named = [
        values.member("changeType", one.strip(), _CHANGE_TYPES)
        for one in text.split(",")
    ]
    return cast("tuple[ChangeType, ...]", tuple(dict.fromkeys(named)))


def addresses(raw: Json) -> tuple[str, str | None]:
    """Where notifications go, and lifecycle notifications if anywhere.

    Raises:
        GraphError: an address is none that notifications can go to.
    """
    lifecycle = raw.get("lifecycleNotificationUrl")
    return (
        _address("notificationUrl", raw["notificationUrl"]),
        None if lifecycle is None else _address("lifecycleNotificationUrl", lifecycle),
    )


def _address(name: str, value: object) -> str:
    """An https address; on this machine http will do, since nobody listens in."""
    url = values.text(name, value)
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"}:
        raise errors.validation(f"'{name}' is no https address.")
    if host not in {"127.0.0.1", "::1", "localhost"}:
        raise errors.validation(
            f"'{name}' leads away from this machine: this fake notifies loopback "
            "addresses only."
        )
    return url


def expiry(raw: Json, *, now: datetime, longest: timedelta) -> datetime:
    """Until when the subscription is to hold; less than 45 minutes become 45.

    Raises:
        GraphError: that is no date, past, or too far.
    """
    at = instant(raw.get("expirationDateTime"))
    if at <= now:
        raise errors.validation("'expirationDateTime' lies in the past.")
    if at > now + longest:
        raise errors.validation(
            "Subscription expiration can only be "
            f"{longest // timedelta(minutes=1)} minutes in the future."
        )
    return max(at, now + SHORTEST)


def told(notification: Notification, *, tenant_id: str) -> dict[str, Any]:
    """The notification as a listener receives it."""
    subscription = notification.subscription
    head: dict[str, Any] = {
        "subscriptionId": subscription.id,
        "subscriptionExpirationDateTime": stamp(subscription.expires_at),
        "clientState": subscription.client_state,
        "tenantId": tenant_id,
    }
    if notification.lifecycle is not None:
        return {**head, "lifecycleEvent": notification.lifecycle}
    item, watched = notification.item, subscription.watched
    assert item is not None  # only lifecycle notifications are about none
    item_id = item.immutable_id if subscription.immutable_ids else item.id
    collection, odata_type = SPELT[watched.resource]
    path = collection.replace("{folder}", item.folder_id)
    where = f"Users/{watched.mailbox_id}/{path}/{item_id}"
    return {
        **head,
        "changeType": notification.change_type,
        "resource": where,
        "resourceData": {
            "@odata.type": odata_type,
            "@odata.id": where,
            "@odata.etag": item.etag,
            "id": item_id,
        },
    }
