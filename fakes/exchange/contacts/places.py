"""Which folder and which contact a path is about."""

from __future__ import annotations

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.contacts.contact import Contact, ContactFolder


def folder_of(call: Call) -> ContactFolder:
    """The folder that the path names last, the default one when it names none.

    Raises:
        GraphError: there is none, or it lies elsewhere.
    """
    wanted = call.names.get("folder")
    if wanted is None:
        return call.mailbox.contacts.default_folder
    folder = call.folder(call.mailbox.stores.contact_folders, wanted)
    child = call.names.get("child")
    if child is None:
        return folder
    below = call.folder(call.mailbox.stores.contact_folders, child)
    if below.folder_id != folder.id:
        raise errors.folder_not_found()
    return below


def contact_of(call: Call) -> Contact:
    """The contact that the path names, by either kind of id.

    It lies in the folder of the path; if the path names none, anywhere.

    Raises:
        GraphError: there is none.
    """
    contact = call.item(call.mailbox.stores.contacts, call.names["contact"])
    if "folder" in call.names and contact.folder_id != folder_of(call).id:
        raise errors.item_not_found()
    return contact


def name_of(call: Call) -> str:
    """The contacts of the path's folder, as `@odata.context` calls them."""
    if "folder" not in call.names:
        return "contacts"
    return f"contactFolders('{folder_of(call).id}')/contacts"
