"""msgraph-sdk subscribes; what it is told comes over HTTP.

Notifications have no models in the SDK: they are read as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgraph.generated.models.event import Event
from msgraph.generated.models.subscription import Subscription
from msgraph.generated.models.subscription_collection_response import (
    SubscriptionCollectionResponse,
)

from tests.clients.graph_sdk import Sdk, an_event
from tests.clients.listening import Listener, a_listener
from tests.clients.tour import Tour, missing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Somebody who wants to be told."""
    with a_listener() as one:
        yield one


def _wanted(graph: Sdk, listener: Listener) -> Any:
    """A subscription to the events of the first person of the seed."""
    return Subscription(
        change_type="created,updated,deleted",
        notification_url=listener.url,
        resource=f"users/{graph.served.mailboxes[0]}/events",
        expiration_date_time=NOON,
        client_state="secret",
    )


def _next(listener: Listener) -> dict[str, Any]:
    """The next notification."""
    (row,) = listener.told()["value"]
    return dict(row)


def test_a_subscriber_is_told_of_every_change(graph: Sdk, listener: Listener) -> None:
    """Which kind, of what, and that it is the one who asked (section 2.5)."""
    wanted = _wanted(graph, listener)
    subscription = graph.run(graph.client.subscriptions.post(wanted))
    made = graph.run(graph.organiser.events.post(an_event()))
    event = graph.organiser.events.by_event_id(made.id)
    created = _next(listener)
    graph.run(event.patch(Event(subject="New")))
    updated = _next(listener)
    graph.run(event.delete())
    deleted = _next(listener)

    told = [created, updated, deleted]
    assert [one["changeType"] for one in told] == ["created", "updated", "deleted"]
    assert {one["subscriptionId"] for one in told} == {subscription.id}
    assert {one["clientState"] for one in told} == {"secret"}
    assert {one["resourceData"]["id"] for one in told} == {made.id}
    assert created["resourceData"]["@odata.type"] == "#Microsoft.Graph.Event"
    assert created["resource"].endswith(f"/Events/{made.id}")


def test_a_subscription_is_renewed_and_ended(graph: Sdk, listener: Listener) -> None:
    """Until then it is listed."""
    subscriptions = graph.client.subscriptions
    made = graph.run(subscriptions.post(_wanted(graph, listener)))
    own = subscriptions.by_subscription_id(made.id)
    later = NOON + timedelta(hours=1)

    renewed = graph.run(own.patch(Subscription(expiration_date_time=later)))

    assert renewed.expiration_date_time == later
    assert [one.id for one in graph.get(subscriptions).value] == [made.id]
    graph.run(own.delete())
    assert graph.refusal(own.get()).response_status_code == 404


def test_who_does_not_want_to_be_told_is_not_subscribed(
    graph: Sdk, listener: Listener
) -> None:
    """The handshake fails, and the create with it."""
    listener.is_willing = False

    refused = graph.refusal(graph.client.subscriptions.post(_wanted(graph, listener)))

    assert refused.response_status_code == 400
    assert refused.error.code == "ValidationError"
    assert graph.get(graph.client.subscriptions).value == []


def test_a_subscription_is_what_the_model_says(tour: Tour, listener: Listener) -> None:
    """As it is answered, whole."""
    body = {
        "changeType": "created",
        "notificationUrl": listener.url,
        "lifecycleNotificationUrl": listener.url,
        "resource": f"{tour.organiser}/events",
        "expirationDateTime": NOON.isoformat(),
    }

    made = tour.post("/subscriptions", body, Subscription)

    own = f"/subscriptions/{made['id']}"
    tour.patch(own, {"expirationDateTime": NOON.isoformat()}, Subscription)
    tour.get(own, Subscription)
    tour.get("/subscriptions", SubscriptionCollectionResponse)

    assert missing(made, Subscription) == {
        "vapidPublicKey",  # of web push, which came later
        "webPushEncryptionP256dhPublicKey",
        "webPushEncryptionSecret",
    }
