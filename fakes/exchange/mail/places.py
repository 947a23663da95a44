"""Which mail folder and which message a path is about."""

from __future__ import annotations

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.identifiers import is_well_formed
from fakes.exchange.mail import leftovers
from fakes.exchange.mail.folder import ABSENT, MailFolder
from fakes.exchange.mail.leftovers import Leftover
from fakes.exchange.mail.message import Message
from fakes.exchange.mailbox import Mailbox


def folder_named(mailbox: Mailbox, wanted: str) -> MailFolder:
    """The folder of an id or a well-known name.

    Raises:
        GraphError: there is none.
    """
    known = mailbox.stores.mail_folder_ids.get(wanted.lower(), wanted)
    folder = mailbox.stores.mail_folders.find_live(known)
    if folder is not None:
        return folder
    if wanted.lower() not in ABSENT and not is_well_formed(wanted):
        raise errors.malformed_id()
    raise errors.folder_not_found()


def folder_of(call: Call) -> MailFolder:
    """The folder that the path names.

    Raises:
        GraphError: there is none, or it is no child of the one before it.
    """
    folder = folder_named(call.mailbox, call.names["folder"])
    if "child" not in call.names:
        return folder
    child = folder_named(call.mailbox, call.names["child"])
    if child.folder_id != folder.id:
        raise errors.folder_not_found()
    return child


def found(call: Call) -> Message | Leftover:
    """The message that the path names, or what is shown as one in Deleted Items.

    It lies in the folder of the path; if the path names none, anywhere.

    Raises:
        GraphError: there is none.
    """
    wanted = call.names["message"]
    left = leftovers.find(call.mailbox, wanted)
    message = left.message if left else call.live(call.mailbox.stores.messages, wanted)
    if "folder" in call.names and message.folder_id != folder_of(call).id:
        raise errors.item_not_found()
    return left or message


def message_of(call: Call) -> Message:
    """The message that the path names, to be written or sent.

    Raises:
        GraphError: there is none, or it is none really.
    """
    message = found(call)
    if isinstance(message, Leftover):
        raise errors.unsupported("this on a deleted item that was no message")
    return message
