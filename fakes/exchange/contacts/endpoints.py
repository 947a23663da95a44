"""Contacts and their folders: where they are, and what may be done there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fakes.exchange.answers import purging
from fakes.exchange.contacts import answers, delta, folders, photos
from fakes.exchange.contacts.owner import CONTACTS
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.permissions import READ_CONTACTS as READ
from fakes.exchange.permissions import WRITE_CONTACTS as WRITE

_FOLDERS: Final = "{U}/contactFolders"
_FOLDER: Final = f"{_FOLDERS}/{{folder}}"
_BELOW: Final = f"{_FOLDER}/childFolders"
_CHILD: Final = f"{_BELOW}/{{child}}"


def _contacts(where: str) -> Iterator[Endpoint]:
    """The contacts of one folder, in one spelling of where it is."""
    every, one = f"{where}/contacts", f"{where}/contacts/{{contact}}"
    photo = f"{one}/photo/$value"
    yield Endpoint("GET", every, answers.contacts, "contact.list", READ)
    yield Endpoint("POST", every, answers.create, "contact.create", WRITE)
    yield Endpoint("GET", f"{every}/$count", answers.count, "contact.list", READ)
    yield Endpoint("GET", f"{every}/delta", delta.contacts, "contacts.delta", READ)
    yield Endpoint("GET", one, answers.read, "contact.read", READ)
    yield Endpoint("PATCH", one, answers.update, "contact.update", WRITE)
    yield Endpoint("DELETE", one, answers.delete, "contact.delete", WRITE)
    yield Endpoint("GET", photo, photos.read, "contact.photo.read", READ)
    yield Endpoint("PUT", photo, photos.write, "contact.photo.update", WRITE)
    yield Endpoint("DELETE", photo, photos.delete, "contact.photo.delete", WRITE)


def _folders(every: str, one: str) -> Iterator[Endpoint]:
    """The folders at one level."""
    yield Endpoint("GET", every, folders.folders, "contactFolder.list", READ)
    yield Endpoint("POST", every, folders.create, "contactFolder.create", WRITE)
    yield Endpoint("GET", one, folders.read, "contactFolder.read", READ)
    yield Endpoint("PATCH", one, folders.update, "contactFolder.update", WRITE)
    yield Endpoint("DELETE", one, folders.delete, "contactFolder.delete", WRITE)


ENDPOINTS: Final = (
    *purging.below(CONTACTS, "contact.delete"),
    *_contacts("{U}"),
    *_contacts(_FOLDER),
    *_contacts(_CHILD),
    *_folders(_FOLDERS, _FOLDER),
    *_folders(_BELOW, _CHILD),
    Endpoint("GET", f"{_FOLDERS}/delta", delta.folders, "contactFolders.delta", READ),
)
