"""To Do lists and tasks of a seed, in Exchange."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fakes.instants import read_instant
from fakes.seeding.calendars import mailbox_of

if TYPE_CHECKING:
    from fakes.exchange import Mailbox
    from fakes.seeding.document import Document
    from fakes.tenant import Tenant


def plant_task_list(tenant: Tenant, one: Document) -> str:
    """The id of the new list."""
    return mailbox_of(tenant, one).tasks.add_list(one["name"]).id


def plant_task(tenant: Tenant, one: Document) -> str:
    """The id of the new task.

    Raises:
        ValueError: there is no such mailbox, list, day or time.
    """
    mailbox = mailbox_of(tenant, one)
    fields: dict[str, Any] = {
        name: one[name]
        for name in ("title", "body", "status", "importance", "categories")
        if name in one
    }
    if "due" in one:
        fields["due"] = date.fromisoformat(one["due"])
    if "reminder" in one:
        fields |= {"reminder_at": read_instant(one["reminder"]), "is_reminder_on": True}
    list_id = _list(mailbox, one["list"]) if "list" in one else None
    return mailbox.tasks.create(list_id=list_id, **fields).id


def _list(mailbox: Mailbox, name: str) -> str:
    for one in mailbox.tasks.lists:
        if one.display_name.lower() == name.lower():
            return one.id
    msg = f"{mailbox.address} has no list '{name}'"
    raise ValueError(msg)
