"""What is new among messages, in a folder or the mailbox, and among folders (4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, get_args

from fakes.exchange import errors
from fakes.exchange.answers import rounds
from fakes.exchange.call import Call
from fakes.exchange.delta import ChangeType, Row, Scope
from fakes.exchange.mail.folder import MailFolder
from fakes.exchange.mail.folder_shape import MAIL_FOLDER
from fakes.exchange.mail.folders import counted
from fakes.exchange.mail.message import Message
from fakes.exchange.mail.places import folder_of
from fakes.exchange.mail.shape import MESSAGE
from fakes.exchange.mail.views import with_event
from fakes.exchange.wire import filters
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.options import MAX_TOP
from fakes.exchange.wire.shape import View

_OPTIONS: Final = rounds.TOKENS | {
    "$select",
    "$top",
    "$expand",
    "$filter",
    "$orderby",
}
_FOLDER_OPTIONS: Final = rounds.TOKENS | {"$select"}
_FILTER: Final = re.compile(r"\s*receivedDateTime\s+(?:ge|gt)\s+\S+\s*")
_ORDER: Final = re.compile(r"\s*receivedDateTime\s+desc\s*")


def messages(call: Call) -> Reply:
    """A page of a round over a folder's messages, or the mailbox's."""
    call.options.allow(_OPTIONS, where="delta")
    folder_id = folder_of(call).id if "folder" in call.names else None

    def several(_: Scope, row: Row, look: View) -> Iterator[str]:
        assert isinstance(row.item, Message)  # the store's
        shown = replace(row, item=with_event(call.mailbox, row.item))
        return rounds.texts(call, MESSAGE, shown, look)

    return rounds.answer(
        call,
        MESSAGE,
        kind="messages",
        folder_id=folder_id,
        scope=lambda: _scope(call, folder_id),
        look=lambda scope: rounds.frozen_view(call, MESSAGE, scope),
        several=several,
    )


def _scope(call: Call, folder_id: str | None) -> Scope:
    """What the first call asks for: it holds for the whole round and those after it.

    Raises:
        GraphError: the filter or the order is another than the documented one.
    """
    asked = call.options
    condition, order = asked.get("$filter"), asked.get("$orderby")
    if condition is not None and not _FILTER.fullmatch(condition):
        raise errors.invalid_query(f"delta does not filter by '{condition}'.")
    if order is not None and not _ORDER.fullmatch(order):
        raise errors.invalid_query(f"delta does not order by '{order}'.")
    top = asked.number("$top", at_least=1)
    return Scope(
        kind="messages",
        mailbox_id=call.mailbox.id,
        store=lambda mailbox: mailbox.stores.messages,
        folder_id=folder_id,
        passes=filters.predicate(condition, MESSAGE) if condition else None,
        query=rounds.frozen(call),
        change_types=_change_types(asked.get("changetype")),
        page_size=min(top, MAX_TOP) if top else None,
        order=_latest_first if order else None,
    )


def _latest_first(message: Message) -> float:
    return -message.received_at.timestamp()


def _change_types(text: str | None) -> frozenset[ChangeType] | None:
    if text is None:
        return None
    known: tuple[ChangeType, ...] = get_args(ChangeType)
    found = frozenset(one for one in known if one in text.lower().split(","))
    if not found:
        raise errors.invalid_query(f"'{text}' is no value of 'changeType'.")
    return found


def folders(call: Call) -> Reply:
    """A page of a round over the mailbox's folders, hidden ones left out.

    A new message is no change of its folder (inferred).
    """
    call.options.allow(_FOLDER_OPTIONS, where="delta")

    def several(_: Scope, row: Row, look: View) -> Iterator[str]:
        assert isinstance(row.item, MailFolder)  # the store's
        shown = replace(row, item=counted(call.mailbox, row.item))
        return rounds.texts(call, MAIL_FOLDER, shown, look)

    return rounds.answer(
        call,
        MAIL_FOLDER,
        kind="mailFolders",
        folder_id=None,
        scope=lambda: Scope(
            kind="mailFolders",
            mailbox_id=call.mailbox.id,
            store=lambda mailbox: mailbox.stores.mail_folders,
            passes=_is_listed,
            query=rounds.frozen(call),
        ),
        look=lambda scope: rounds.frozen_view(call, MAIL_FOLDER, scope),
        several=several,
    )


def _is_listed(folder: MailFolder) -> bool:
    return not folder.is_hidden and folder.well_known != "msgfolderroot"
