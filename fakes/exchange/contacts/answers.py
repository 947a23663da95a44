"""Contacts: lists, create, read, update, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.call import Call
from fakes.exchange.contacts import bodies
from fakes.exchange.contacts.contact import Contact
from fakes.exchange.contacts.places import contact_of, folder_of, name_of
from fakes.exchange.contacts.shape import CONTACT
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Expansion, item_id

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
    shown = _shown(call, contact, status=201, expand=expand)
    path = quote(item_id(contact, immutable=call.preferences.immutable_ids))
    location = f"{call.version_url}/users('{call.mailbox.id}')/contacts('{path}')"
    return Reply(status=201, body=shown.body, headers=(("Location", location),))


def read(call: Call) -> Reply:
    """The contact."""
    call.options.allow(_READ, where="a contact")
    return _shown(call, contact_of(call))


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
    return _shown(call, contact)


def delete(call: Call) -> Reply:
    """The contact lies in Deleted Items, or is gone if it lay there."""
    call.options.allow(_NONE, where="a delete")
    contact = contact_of(call)
    call.check_match(contact)
    call.mailbox.contacts.delete(contact.immutable_id, by="api")
    return Reply(status=204)


def _shown(
    call: Call, contact: Contact, *, status: int = 200, expand: Expansion | None = None
) -> Reply:
    view = call.view(CONTACT)
    view = view if expand is None else replace(view, expand=expand)
    return envelope.entity(
        call.entity_context(name_of(call)),
        call.fragments.text(CONTACT, contact, view),
        status=status,
    )
