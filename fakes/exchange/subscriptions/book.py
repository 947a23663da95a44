"""The subscriptions of one tenant, and what is waiting to be told to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from fakes.exchange.changes import Change
from fakes.exchange.subscriptions.subscription import (
    Lifecycle,
    Notification,
    Subscription,
)

if TYPE_CHECKING:
    from fakes.exchange.tenant import ExchangeTenant

MOST_IN_A_MAILBOX: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSnapshot:
    """The subscriptions at one moment; what was waiting then is not kept."""

    subscriptions: Mapping[str, Subscription]
    looked: int


class Book:
    """Who has subscribed to what."""

    def __init__(self, tenant: ExchangeTenant) -> None:
        self._tenant = tenant
        self._subscriptions: dict[str, Subscription] = {}
        self._looked = 0  # the version of the log up to which changes were told
        self.waiting: list[Notification] = []

    def snapshot(self) -> BookSnapshot:
        """The present subscriptions, to come back to."""
        return BookSnapshot(
            subscriptions=dict(self._subscriptions), looked=self._tenant.log.version
        )

    def restore(self, snapshot: BookSnapshot) -> None:
        """Whoever has subscribed since has not; nothing waits to be told."""
        self._subscriptions = dict(snapshot.subscriptions)
        self._looked = snapshot.looked
        self.waiting.clear()

    def of(self, client_id: str) -> tuple[Subscription, ...]:
        """The application's subscriptions that hold, in the order of their making."""
        self._expire()
        found = self._subscriptions.values()
        return tuple(one for one in found if one.client_id == client_id)

    def find(self, client_id: str, subscription_id: str) -> Subscription | None:
        """The application's subscription of that id; None when it has none."""
        self._expire()
        found = self._subscriptions.get(subscription_id.lower())
        return found if found is not None and found.client_id == client_id else None

    def count(self, address: str) -> int:
        """How many subscriptions, of all applications, watch the mailbox."""
        self._expire()
        found = self._subscriptions.values()
        return sum(one.watched.address == address for one in found)

    def add(self, subscription: Subscription) -> None:
        """Whatever happens from now on is told to it."""
        self.look()
        self._subscriptions[subscription.id] = subscription

    def renew(self, subscription: Subscription, expires_at: datetime) -> Subscription:
        """The subscription, which holds until then."""
        renewed = replace(subscription, expires_at=expires_at)
        self._subscriptions[subscription.id] = renewed
        return renewed

    def cancel(self, subscription: Subscription) -> None:
        """Its owner has given it up."""
        self.look()
        del self._subscriptions[subscription.id]

    def tell(self, subscription: Subscription, lifecycle: Lifecycle) -> None:
        """The subscription's owner is to know; `subscriptionRemoved` removes it.

        Without a lifecycle address nobody is told.
        """
        if lifecycle == "subscriptionRemoved":
            self._subscriptions.pop(subscription.id, None)
        if subscription.lifecycle_url is not None:
            self.waiting.append(
                Notification(
                    subscription=subscription,
                    due_at=self._tenant.clock.now(),
                    lifecycle=lifecycle,
                )
            )

    def look(self) -> None:
        """What has changed since the last look waits to be told."""
        version = self._tenant.log.version
        if version == self._looked:
            return
        changes = self._tenant.log.since(self._looked) if self._subscriptions else ()
        self._looked = version
        for change in changes:
            for subscription in tuple(self._subscriptions.values()):
                if change.at < subscription.expires_at:
                    self._note(subscription, change)

    def _note(self, subscription: Subscription, change: Change) -> None:
        kind = subscription.watched.told(change)
        if kind is None or kind not in subscription.change_types:
            return
        how = self._tenant.switches.notifications
        if how == "dropped":
            self.tell(subscription, "missed")
            return
        told = Notification(
            subscription=subscription,
            due_at=change.at + self._tenant.switches.notification_delay,
            change_type=kind,
            item=change.before if kind == "deleted" else change.after,
        )
        self.waiting += [told] * (2 if how == "duplicated" else 1)

    def _expire(self) -> None:
        now = self._tenant.clock.now()
        self.look()
        for one in tuple(self._subscriptions.values()):
            if one.expires_at <= now:
                del self._subscriptions[one.id]
