"""What lies in Deleted Items and was no message: shown there as one (section 3.8).

How such an item looks is inferred. It can be read and removed; the rest is 501.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from fakes.exchange.calendars.event import Event
from fakes.exchange.contacts.contact import Contact
from fakes.exchange.items import Item, Person
from fakes.exchange.mail.message import Message
from fakes.exchange.mail.store import conversation_id, conversation_index
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.store import ItemStore
from fakes.exchange.stores import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """An item that was deleted, and where it is kept."""

    store: ItemStore[Any]
    item: Item
    message: Message  # as it is shown


def _of_event(event: Event) -> dict[str, Any]:
    invited = tuple(Person(address=a.address, name=a.name) for a in event.attendees)
    return {
        "subject": event.subject,
        "body": event.body,
        "sender": event.organizer,
        "from_": event.organizer,
        "to": invited,
        "importance": event.importance,
        "categories": event.categories,
        "conversation_id": conversation_id(event.ical_uid),
        "conversation_index": conversation_index(event.ical_uid, event.created_at),
    }


def _of_contact(contact: Contact) -> dict[str, Any]:
    return {
        "subject": contact.display_name or "",
        "conversation_id": conversation_id(contact.immutable_id),
        "conversation_index": conversation_index(
            contact.immutable_id, contact.created_at
        ),
    }


# Each kind of item that is shown so: where it lies, and what a message tells of it.
_KINDS: Final[
    tuple[
        tuple[Callable[[Stores], ItemStore[Any]], Callable[[Any], dict[str, Any]]], ...
    ]
] = (
    (lambda stores: stores.events, _of_event),
    (lambda stores: stores.contacts, _of_contact),
)


def leftovers(mailbox: Mailbox) -> Iterator[Leftover]:
    """What lies in the mailbox's Deleted Items beside messages."""
    folder_id = mailbox.stores.mail_folder_ids["deleteditems"]
    for store_of, told_by in _KINDS:
        store = store_of(mailbox.stores)
        for item in store.deleted:
            yield _leftover(store, item, folder_id, told_by(item))


def find(mailbox: Mailbox, item_id: str) -> Leftover | None:
    """The leftover of a default or immutable id; None if there is none."""
    folder_id = mailbox.stores.mail_folder_ids["deleteditems"]
    for store_of, told_by in _KINDS:
        store = store_of(mailbox.stores)
        item = store.find(item_id)
        if item is not None and store.is_deleted(item):
            return _leftover(store, item, folder_id, told_by(item))
    return None


def _leftover(
    store: ItemStore[Any], item: Item, folder_id: str, told: dict[str, Any]
) -> Leftover:
    message = Message(
        id=item.id,
        immutable_id=item.immutable_id,
        change_key=item.change_key,
        folder_id=folder_id,
        created_at=item.created_at,
        modified_at=item.modified_at,
        created_by=item.created_by,
        extended_properties=item.extended_properties,
        attachments=item.attachments,
        internet_message_id="",
        received_at=item.created_at,
        sent_at=item.created_at,
        is_read=True,
        **told,
    )
    return Leftover(store=store, item=item, message=message)
