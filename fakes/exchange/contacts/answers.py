"""Contacts: lists, create, read, update, delete."""

from __future__ import annotations

from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import entities, lists
from fakes.exchange.call import Call
from fakes.exchange.contacts import bodies
from fakes.exchange.contacts.places import contact_of, folder_of, name_of
from fakes.exchange.contacts.shape import CONTACT
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Expansion

_READ: Final = frozenset({"$select", "$expand"})
_NONE: Final[frozenset[str]] = frozenset()


def contacts(call: Call) -> Reply:
    """A page of the folder's contacts, in creation order unless asked otherwise."""
    rows = call.mailbox.stores.contacts.browse(folder_of(call).id)
    return lists.page(call, CONTACT, rows, what=name_of(call))


def count(call: Call) -> Reply:
    """The number of the folder's contacts as plain text."""
    rows = call.mailbox.stores.contacts.browse(folder_of(call).id)
    return lists.count(call, CONTACT, rows)


def create(call: Call) -> Reply:
    """A new contact in the folder."""
    call.check_writing(CONTACT, where="a create")
    folder = folder_of(call)
    form = bodies.written(call.json(), folder_id=folder.id)
    contact = call.mailbox.contacts.create(by="api", folder_id=folder.id, **form)
    # a write's answer has open extensions, unlike extended properties (section 3.10)
    expand = Expansion(name="extensions") if "extensions" in form else None
    return entities.made(
        call,
        CONTACT,
        contact,
        what=name_of(call),
        where="contacts",
        expand=expand,
    )


def read(call: Call) -> Reply:
    """The contact."""
    call.options.allow(_READ, where="a contact")
    return entities.shown(call, CONTACT, contact_of(call), what=name_of(call))


def update(call: Call) -> Reply:
    """The contact with the new values."""
    call.check_writing(CONTACT, where="an update")
    contact = contact_of(call)
    call.check_match(contact)
    form = bodies.written(call.json(), folder_id=contact.folder_id)
    if "extensions" in form:
        raise errors.unsupported("writing 'extensions' in the update of a contact")
    if form:
        contact = call.mailbox.contacts.update(contact.immutable_id, by="api", **form)
    return entities.shown(call, CONTACT, contact, what=name_of(call))


def delete(call: Call) -> Reply:
    """The contact lies in Deleted Items, or is gone if it lay there."""
    call.options.allow(_NONE, where="a delete")
    contact = contact_of(call)
    call.check_match(contact)
    call.mailbox.contacts.delete(contact.immutable_id, by="api")
    return Reply(status=204)
