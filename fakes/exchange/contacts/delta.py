"""What is new among contacts and their folders (section 4).

Documented is the round over one folder; `contacts/delta` tells of the whole mailbox and
`contactFolders/delta` of every folder but the default one (both inferred).
"""

from __future__ import annotations

from typing import Any, Final

from fakes.exchange.answers import rounds
from fakes.exchange.call import Call
from fakes.exchange.contacts.places import folder_of
from fakes.exchange.contacts.shape import CONTACT, FOLDER
from fakes.exchange.store import ItemStore
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Shape

_ALLOWED: Final = rounds.TOKENS | {"$select"}


def contacts(call: Call) -> Reply:
    """A page of a round over the folder's contacts, or over all of the mailbox."""
    folder_id = folder_of(call).id if "folder" in call.names else None
    return _answer(call, CONTACT, call.mailbox.stores.contacts, folder_id=folder_id)


def folders(call: Call) -> Reply:
    """A page of a round over every contact folder that listings show."""
    return _answer(call, FOLDER, call.mailbox.stores.contact_folders, folder_id=None)


def _answer(
    call: Call, shape: Shape[Any], store: ItemStore[Any], *, folder_id: str | None
) -> Reply:
    call.options.allow(_ALLOWED, where="delta")
    return rounds.plain(call, shape, store, folder_id=folder_id, passes=_is_listed)


def _is_listed(item: object) -> bool:
    return not getattr(item, "is_default", False)
