"""What the `resource` of a subscription leads to (section 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.exchange import errors, permissions
from fakes.exchange.paths import segments
from fakes.exchange.permissions import Permission
from fakes.exchange.subscriptions.subscription import Watched

if TYPE_CHECKING:
    from fakes.exchange.changes import Resource
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant


def permission_of(resource: str) -> Permission | None:
    """What it takes to watch: reading is enough; None when nothing is there."""
    kind, _ = _kind(resource)
    return {
        "event": permissions.READ_CALENDARS,
        "contact": permissions.READ_CONTACTS,
        "message": permissions.READ_MAIL,
        "todoTask": permissions.READ_TASKS,
    }.get(kind or "")


def user_of(resource: str) -> str:
    """Whose mailbox is to be watched; empty when nobody's is."""
    match segments(resource):
        case [users, user, *_] if users.lower() == "users":
            return user
    return ""


def watched(exchange: ExchangeTenant, resource: str) -> Watched:
    """The collection that a resource's path, below the version, leads to.

    Raises:
        GraphError: there is none, or none that can be watched.
    """
    mailbox = exchange.find(user_of(resource))
    if mailbox is None:
        raise errors.invalid_user(user_of(resource))
    kind, folder = _kind(resource)
    if kind is None:
        raise errors.validation(f"The resource '{resource}' cannot be watched.")
    return Watched(
        address=mailbox.address,
        mailbox_id=mailbox.id,
        resource=kind,
        folder_id=None if folder is None else _folder_id(mailbox, kind, folder),
    )


def _kind(  # noqa: PLR0911 - one line per kind of path
    resource: str,
) -> tuple[Resource | None, str | None]:
    parts = segments(resource)
    match [one.lower() for one in parts[2:]]:
        case ["events"]:
            return "event", None
        case ["contacts"]:
            return "contact", None
        case ["contactfolders", _, "contacts"]:
            return "contact", parts[3]
        case ["messages"]:
            return "message", None
        case ["mailfolders", _, "messages"]:
            return "message", parts[3]
        case ["todo", "lists", _, "tasks"]:
            return "todoTask", parts[4]
    return None, None


def _folder_id(mailbox: Mailbox, kind: Resource, folder: str) -> str:
    """The id of the folder that is named by its id or well known by name."""
    found = mailbox.stores.folder(kind, folder)
    if found is None:
        raise errors.item_not_found()
    return found.id
