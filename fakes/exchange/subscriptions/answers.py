"""Subscriptions over HTTP: create, read, renew, delete (section 2.5)."""

from __future__ import annotations

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.subscriptions import places, wire
from fakes.exchange.subscriptions.book import MOST_IN_A_MAILBOX
from fakes.exchange.subscriptions.subscription import Subscription
from fakes.exchange.wire import envelope, values
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.json import dumps


def create(call: Call) -> Reply:
    """A new subscription, whose listeners have shown that they want it."""
    raw = call.json()
    wire.check(raw)
    resource = values.text("resource", raw["resource"])
    call.admit(places.user_of(resource), places.permission_of(resource))
    watched = places.watched(call.exchange, resource)
    url, lifecycle_url = wire.addresses(raw)
    expires_at = wire.expiry(
        raw, now=call.now, longest=call.exchange.switches.subscription_lifetime
    )
    for address in filter(None, (url, lifecycle_url)):
        call.exchange.handshakes.check(address)
    book = call.exchange.subscriptions
    if book.count(watched.address) >= MOST_IN_A_MAILBOX:
        raise errors.validation("The mailbox has 1000 subscriptions already.")
    state = raw.get("clientState")
    subscription = Subscription(
        id=call.exchange.identifiers.guid(),
        client_id=call.claims.client_id,
        creator_id=call.claims.object_id,
        resource=resource,
        watched=watched,
        change_types=wire.change_types(raw),
        notification_url=url,
        lifecycle_url=lifecycle_url,
        client_state=None if state is None else values.text("clientState", state),
        expires_at=expires_at,
        immutable_ids=call.preferences.immutable_ids,
        latest_tls=str(raw.get("latestSupportedTlsVersion") or "v1_2"),
    )
    book.add(subscription)
    return _shown(call, subscription, status=201)


def subscriptions(call: Call) -> Reply:
    """The application's subscriptions."""
    found = call.exchange.subscriptions.of(call.claims.client_id)
    return envelope.collection(
        f"{call.version_url}/$metadata#subscriptions",
        [dumps(wire.encoded(one)) for one in found],
    )


def read(call: Call) -> Reply:
    """The subscription."""
    return _shown(call, _found(call))


def renew(call: Call) -> Reply:
    """The subscription holds until another instant."""
    found = _found(call)
    raw = call.json()
    others = [one for one in raw if one != "expirationDateTime" and "@" not in one]
    if others:
        raise errors.unsupported(f"changing '{others[0]}' of a subscription")
    longest = call.exchange.switches.subscription_lifetime
    expires_at = wire.expiry(raw, now=call.now, longest=longest)
    return _shown(call, call.exchange.subscriptions.renew(found, expires_at))


def delete(call: Call) -> Reply:
    """The subscription is no more."""
    call.exchange.subscriptions.cancel(_found(call))
    return Reply(status=204)


def reauthorize(call: Call) -> Reply:
    """The application may still watch; 204 is inferred."""
    _found(call)
    return Reply(status=204)


def _found(call: Call) -> Subscription:
    book = call.exchange.subscriptions
    found = book.find(call.claims.client_id, call.names["subscription"])
    if found is None:
        raise errors.GraphError(
            404, "ResourceNotFound", "The subscription does not exist or has expired."
        )
    return found


def _shown(call: Call, shown: Subscription, *, status: int = 200) -> Reply:
    return envelope.entity(
        f"{call.version_url}/$metadata#subscriptions/$entity",
        dumps(wire.encoded(shown)),
        status=status,
    )
