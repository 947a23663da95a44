"""Contacts as what open extensions hang at."""

from __future__ import annotations

from typing import Final

from fakes.exchange.contacts.places import contact_of
from fakes.exchange.owner import Owner
from fakes.exchange.permissions import READ_CONTACTS, WRITE_CONTACTS

CONTACTS: Final = Owner(
    paths=(
        "{U}/contacts/{contact}",
        "{U}/contactFolders/{folder}/contacts/{contact}",
        "{U}/contactFolders/{folder}/childFolders/{child}/contacts/{contact}",
    ),
    find=contact_of,
    store=lambda mailbox: mailbox.stores.contacts,
    address=lambda _, contact_id: f"contacts('{contact_id}')",
    read=READ_CONTACTS,
    write=WRITE_CONTACTS,
)
