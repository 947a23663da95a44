"""Contacts of a seed, in Exchange."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from fakes.exchange import PostalAddress
from fakes.seeding.calendars import mailbox_of

if TYPE_CHECKING:
    from fakes.exchange import Mailbox
    from fakes.seeding.document import Document
    from fakes.tenant import Tenant

_ADDRESSES: Final = ("business_address", "home_address", "other_address")


def plant_contact(tenant: Tenant, one: Document) -> str:
    """The id of the new contact; a folder that it names is there afterwards.

    Raises:
        ValueError: there is no such mailbox, or no such day.
    """
    mailbox = mailbox_of(tenant, one)
    fields: dict[str, Any] = {
        name: value for name, value in one.items() if name not in {"mailbox", "folder"}
    }
    if "birthday" in fields:
        fields["birthday"] = date.fromisoformat(fields["birthday"])
    for name in _ADDRESSES:
        if name in fields:
            fields[name] = PostalAddress(**fields[name])
    folder_id = _folder(mailbox, one["folder"]) if "folder" in one else None
    return mailbox.contacts.create(folder_id=folder_id, **fields).id


def _folder(mailbox: Mailbox, name: str) -> str:
    """The id of the folder of that name below the default one, new or not."""
    for folder in mailbox.contacts.folders:
        if folder.display_name.lower() == name.lower():
            return folder.id
    return mailbox.contacts.add_folder(name).id
