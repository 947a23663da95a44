"""Collections of messages: a folder's, and the mailbox's (section 2.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.call import Call
from fakes.exchange.mail.leftovers import leftovers
from fakes.exchange.mail.message import Message
from fakes.exchange.mail.places import folder_of
from fakes.exchange.mail.shape import MESSAGE
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.wire import trees
from fakes.exchange.wire.envelope import Reply

# folders whose contents the mailbox's own list does not have
_RECOVERABLE: Final = ("recoverableitemsdeletions", "recoverableitemspurges")


def messages(call: Call) -> Reply:
    """A page of messages, the latest received first unless asked otherwise (inferred).

    Raises:
        GraphError: `$orderby` does not go with `$filter`.
    """
    _check_order(call)
    rows = _rows(call)[::-1]
    rows.sort(key=lambda one: one.received_at, reverse=True)
    expand = call.view(MESSAGE).expand
    if expand is not None and expand.name == "event":
        rows = [with_event(call.mailbox, one) for one in rows]
    if "folder" not in call.names:
        return lists.page(call, MESSAGE, rows, what="messages")
    what = f"mailFolders('{folder_of(call).id}')/messages"
    return lists.page(call, MESSAGE, rows, what=what)


def count(call: Call) -> Reply:
    """The number of messages as plain text."""
    return lists.count(call, MESSAGE, _rows(call))


def with_event(mailbox: Mailbox, message: Message) -> Message:
    """The message with the owner's copy of the meeting that it is about."""
    if message.meeting is None:
        return message
    event = mailbox.stores.events.by_ical_uid(message.meeting.event.ical_uid)
    return replace(message, event=event)


def contents(mailbox: Mailbox, folder_id: str) -> list[Message]:
    """What lies in a folder, in the order of its coming there."""
    rows = list(mailbox.stores.messages.in_folder(folder_id))
    if folder_id == mailbox.stores.mail_folder_ids["deleteditems"]:
        rows += [one.message for one in leftovers(mailbox)]
    return rows


def _rows(call: Call) -> list[Message]:
    if "folder" in call.names:
        return contents(call.mailbox, folder_of(call).id)
    ids = call.mailbox.stores.mail_folder_ids
    hidden = {ids[name] for name in _RECOVERABLE}
    live = call.mailbox.stores.messages.live
    return [one for one in live if one.folder_id not in hidden]


def _check_order(call: Call) -> None:
    """The filter names what is ordered by, first and in that order (section 2.4)."""
    order, condition = call.options.get("$orderby"), call.options.get("$filter")
    if order is None or condition is None:
        return
    wanted = tuple(one.split()[0] for one in order.split(",") if one.strip())
    if trees.paths(condition)[: len(wanted)] != wanted:
        raise errors.inefficient_filter()
