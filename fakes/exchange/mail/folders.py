"""Mail folders: list, create, rename, move, copy, delete (sections 2.3 and 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.call import Call
from fakes.exchange.items import Writer
from fakes.exchange.mail.answers import copied
from fakes.exchange.mail.folder import MailFolder, is_below
from fakes.exchange.mail.folder_shape import MAIL_FOLDER
from fakes.exchange.mail.places import folder_named, folder_of
from fakes.exchange.mail.views import contents
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.wire import envelope, values
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.values import Json

_JOINED: Final = ("extended_properties", "multi_extended_properties")
_READ: Final = frozenset({"$select", "$expand"})
_READ_ONLY: Final = frozenset(
    {
        "childFolderCount",
        "id",
        "parentFolderId",
        "totalItemCount",
        "unreadItemCount",
    }
)


def counted(mailbox: Mailbox, folder: MailFolder) -> MailFolder:
    """The folder with what is in it at present, its children likewise."""
    children = tuple(
        _counted(mailbox, one)
        for one in mailbox.stores.mail_folders.in_folder(folder.id)
        if not one.is_hidden
    )
    shown = replace(_counted(mailbox, folder), children=children)
    # a text is kept by change key, and what is in a folder changes without it
    key = f"{folder.change_key}/{shown.total}/{shown.unread}/{len(children)}"
    return replace(shown, change_key=key)


def _counted(mailbox: Mailbox, folder: MailFolder) -> MailFolder:
    rows = contents(mailbox, folder.id)
    return replace(folder, total=len(rows), unread=sum(not one.is_read for one in rows))


def folders(call: Call) -> Reply:
    """A page of a folder's children; of those at the top if the path names none."""
    return lists.page(call, MAIL_FOLDER, _children(call), what="mailFolders")


def count(call: Call) -> Reply:
    """Their number as plain text."""
    return lists.count(call, MAIL_FOLDER, _children(call))


def _parent(call: Call) -> MailFolder:
    if "folder" in call.names:
        return folder_of(call)
    return folder_named(call.mailbox, "msgfolderroot")


def _children(call: Call) -> list[MailFolder]:
    hidden = (call.options.get("includehiddenfolders") or "").lower() == "true"
    parent = _parent(call)
    return [
        counted(call.mailbox, one)
        for one in call.mailbox.stores.mail_folders.in_folder(parent.id)
        if hidden or not one.is_hidden
    ]


def _shown(call: Call, folder: MailFolder, *, status: int = 200) -> Reply:
    shown = counted(call.mailbox, folder)
    return envelope.entity(
        call.entity_context("mailFolders"),
        call.fragments.text(MAIL_FOLDER, shown, call.view(MAIL_FOLDER)),
        status=status,
    )


def read(call: Call) -> Reply:
    """The folder."""
    call.options.allow(_READ, where="a mail folder")
    return _shown(call, folder_of(call))


def create(call: Call) -> Reply:
    """A new folder in the one that the path names, or at the top."""
    call.check_writing(MAIL_FOLDER, where="a create")
    raw = call.json()
    if "search" in str(raw.get("@odata.type", "")).lower():
        raise errors.unsupported("search folders")
    fields = _written(raw)
    parent = _parent(call)
    _check_name(call.mailbox, parent.id, fields.get("name", ""))
    folder = call.mailbox.stores.mail_folders.add_container(
        by="api", folder_id=parent.id, **fields
    )
    return _shown(call, folder, status=201)


def update(call: Call) -> Reply:
    """The folder has another name, or further extended properties."""
    call.check_writing(MAIL_FOLDER, where="an update")
    folder = folder_of(call)
    fields = _written(call.json())
    if fields.get("is_hidden", folder.is_hidden) != folder.is_hidden:
        raise errors.invalid_request("'isHidden' can be set at create only.")
    name = fields.get("name", folder.name)
    changed: dict[str, Any] = {
        one: {**getattr(folder, one), **fields[one]} for one in _JOINED if one in fields
    }
    if name != folder.name:
        _check_own(folder, "Move")
        if name.lower() != folder.name.lower():
            _check_name(call.mailbox, folder.folder_id, name)
        changed["name"] = name
    if changed:
        folder = call.mailbox.stores.mail_folders.rewrite(folder, by="api", **changed)
    return _shown(call, folder)


def delete(call: Call) -> Reply:
    """The folder lies in Deleted Items with its contents; from there it is gone."""
    folder = folder_of(call)
    _check_own(folder, "Delete")
    store = call.mailbox.stores.mail_folders
    bin_id = call.mailbox.stores.mail_folder_ids["deleteditems"]
    if is_below(store, folder.id, bin_id):
        _purge(call.mailbox, folder, by="api")
    else:
        store.move(folder, bin_id, by="api")
    return Reply(status=204)


def move(call: Call) -> Reply:
    """The folder lies in another one, with its contents."""
    call.check_writing(MAIL_FOLDER, where="a move")
    folder = folder_of(call)
    _check_own(folder, "Move")
    target = _destination(call, folder)
    folder = call.mailbox.stores.mail_folders.move(folder, target.id, by="api")
    return _shown(call, folder, status=201)


def copy(call: Call) -> Reply:
    """The folder is there twice, with its contents."""
    call.check_writing(MAIL_FOLDER, where="a copy")
    folder = folder_of(call)
    target = _destination(call, folder)
    return _shown(call, _copied(call.mailbox, folder, target.id), status=201)


def _target(call: Call) -> MailFolder:
    """The folder that the parameter `destinationId` names.

    Raises:
        GraphError: it is missing or names none.
    """
    wanted = call.parameters().get("destinationid")
    return folder_named(call.mailbox, values.text("destinationId", wanted))


def _destination(call: Call, folder: MailFolder) -> MailFolder:
    target = _target(call)
    if is_below(call.mailbox.stores.mail_folders, target.id, folder.id):
        raise errors.invalid_request("A folder cannot lie in itself.")
    _check_name(call.mailbox, target.id, folder.name)
    return target


def _copied(mailbox: Mailbox, folder: MailFolder, parent_id: str) -> MailFolder:
    """A copy of the folder and of all that is in it."""
    store = mailbox.stores.mail_folders
    after = store.add_container(
        by="api", folder_id=parent_id, name=folder.name, is_hidden=folder.is_hidden
    )
    for message in mailbox.stores.messages.in_folder(folder.id):
        copied(mailbox, message, after.id)
    for child in store.in_folder(folder.id):
        _copied(mailbox, child, after.id)
    return after


def _purge(mailbox: Mailbox, folder: MailFolder, *, by: Writer) -> None:
    for child in mailbox.stores.mail_folders.in_folder(folder.id):
        _purge(mailbox, child, by=by)
    for message in mailbox.stores.messages.in_folder(folder.id):
        mailbox.stores.messages.purge(message, by=by)
    mailbox.stores.mail_folders.purge(folder, by=by)


def _written(raw: Json) -> dict[str, Any]:
    return values.written(
        raw,
        {
            "displayName": values.text_of("name"),
            "isHidden": values.flag_of("is_hidden"),
            "singleValueExtendedProperties": values.properties_of(
                "extended_properties"
            ),
            "multiValueExtendedProperties": values.multi_properties_of(
                "multi_extended_properties"
            ),
        },
        of="mailFolder",
        read_only=_READ_ONLY,
        beyond=frozenset({"childFolders", "messageRules", "messages"}),
    )


def _check_own(folder: MailFolder, verb: str) -> None:
    """Somebody has made the folder: others stay (the codes are inferred).

    Raises:
        GraphError: every mailbox has it.
    """
    if folder.well_known is not None:
        raise errors.distinguished_folder(verb)


def _check_name(mailbox: Mailbox, parent_id: str, name: str) -> None:
    """The name is one, and free in the parent.

    Raises:
        GraphError: it is not.
    """
    if not name.strip():
        raise errors.invalid_request("A folder needs a name.")
    for one in mailbox.stores.mail_folders.in_folder(parent_id):
        if one.name.lower() == name.lower():
            raise errors.folder_exists(name)
