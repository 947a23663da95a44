"""Folders of contacts: lists, create, read, update, delete.

Section 2.3: the default folder is in no listing (trap 35), but has an address: that of
`parentFolderId` of any contact in it.
"""

from __future__ import annotations

from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import entities, lists
from fakes.exchange.call import Call
from fakes.exchange.contacts import bodies
from fakes.exchange.contacts.places import folder_of
from fakes.exchange.contacts.shape import FOLDER
from fakes.exchange.wire.envelope import Reply

_READ: Final = frozenset({"$select", "$expand"})
_NONE: Final[frozenset[str]] = frozenset()


def folders(call: Call) -> Reply:
    """A page of the folders below the one of the path, or below the default one."""
    rows = call.mailbox.stores.contact_folders.browse(folder_of(call).id)
    return lists.page(call, FOLDER, rows, what=_name_of(call))


def create(call: Call) -> Reply:
    """A new folder below the one of the path, or below the default one.

    Raises:
        GraphError: it has no name, or one that is taken.
    """
    call.check_writing(FOLDER, where="a create")
    parent = folder_of(call)
    fields = bodies.written_folder(call.json())
    if not fields.get("display_name"):
        raise errors.property_validation("A folder needs a 'displayName'.")
    folder = call.mailbox.contacts.add_folder(by="api", parent_id=parent.id, **fields)
    name = "contactFolders"
    return entities.made(call, FOLDER, folder, what=name, where=name)


def read(call: Call) -> Reply:
    """The folder."""
    call.options.allow(_READ, where="a contact folder")
    return entities.shown(call, FOLDER, folder_of(call), what="contactFolders")


def update(call: Call) -> Reply:
    """The folder with its new name or extended properties."""
    call.check_writing(FOLDER, where="an update")
    folder = folder_of(call)
    fields = bodies.written_folder(call.json())
    if fields:
        folder = call.mailbox.contacts.change_folder(folder, by="api", **fields)
    return entities.shown(call, FOLDER, folder, what="contactFolders")


def delete(call: Call) -> Reply:
    """The folder is gone, its contacts are in Deleted Items."""
    call.options.allow(_NONE, where="a delete")
    folder = folder_of(call)
    call.mailbox.contacts.remove_folder(folder, by="api")
    return Reply(status=204)


def _name_of(call: Call) -> str:
    if "folder" not in call.names:
        return "contactFolders"
    return f"contactFolders('{call.names['folder']}')/childFolders"
