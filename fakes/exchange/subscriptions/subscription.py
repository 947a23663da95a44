"""A subscription and what it watches: values. Section 2.5 of the fact sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from fakes.exchange.changes import Change, Resource
from fakes.exchange.items import Item

ChangeType: TypeAlias = Literal["created", "updated", "deleted"]
Lifecycle: TypeAlias = Literal[
    "missed", "subscriptionRemoved", "reauthorizationRequired"
]
# The collection's name and the type's, as notifications spell them.
SPELT: Final[dict[Resource, tuple[str, str]]] = {
    "event": ("Events", "#Microsoft.Graph.Event"),
    "contact": ("Contacts", "#Microsoft.Graph.Contact"),
    "message": ("Messages", "#Microsoft.Graph.Message"),
    "todoTask": ("Todo/Lists/{folder}/Tasks", "#Microsoft.Graph.TodoTask"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A collection of one mailbox."""

    address: str  # of the mailbox
    mailbox_id: str
    resource: Resource
    folder_id: str | None = None  # None: wherever in the mailbox

    def shows(self, item: Item | None) -> bool:
        """Whether the item, as it is or was, belongs to the collection."""
        if item is None:
            return False
        return self.folder_id is None or item.folder_id == self.folder_id

    def told(self, change: Change) -> ChangeType | None:
        """What a change is to whoever watches; None: nothing."""
        if change.resource != self.resource or change.mailbox != self.address:
            return None
        before = self.shows(change.before)
        after = self.shows(change.after) and change.kind != "deleted"
        if change.kind == "purged" or not (before or after):
            return None
        if before and after:
            return "updated"
        return "created" if after else "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Somebody who wants to be told, and where."""

    id: str
    client_id: str
    creator_id: str
    resource: str  # as it was written
    watched: Watched
    change_types: tuple[ChangeType, ...]
    notification_url: str
    lifecycle_url: str | None
    client_state: str | None
    expires_at: datetime
    immutable_ids: bool
    latest_tls: str = "v1_2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One thing to be told to one subscription."""

    subscription: Subscription
    due_at: datetime
    change_type: ChangeType | None = None  # None: it is about the subscription itself
    lifecycle: Lifecycle | None = None
    item: Item | None = None

    @property
    def url(self) -> str:
        """Where it goes."""
        if self.lifecycle is None:
            return self.subscription.notification_url
        return self.subscription.lifecycle_url or ""
