"""Mail folders, and the only list of those that every mailbox has (section 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fakes.exchange.items import Item
from fakes.exchange.store import ItemStore


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFolder(Item):
    """A mail folder; its folder is its parent."""

    name: str
    well_known: str | None = None
    is_hidden: bool = False
    # what is in it, while it is shown
    total: int = 0
    unread: int = 0
    children: tuple[MailFolder, ...] = ()


# well-known name: displayed name, parent's well-known name, whether it is hidden
_FURNISHED: Final[Mapping[str, tuple[str, str, bool]]] = {
    "msgfolderroot": ("Top of Information Store", "", False),
    "archive": ("Archive", "msgfolderroot", False),
    "conversationhistory": ("Conversation History", "msgfolderroot", False),
    "deleteditems": ("Deleted Items", "msgfolderroot", False),
    "drafts": ("Drafts", "msgfolderroot", False),
    "inbox": ("Inbox", "msgfolderroot", False),
    "junkemail": ("Junk Email", "msgfolderroot", False),
    "outbox": ("Outbox", "msgfolderroot", False),
    "sentitems": ("Sent Items", "msgfolderroot", False),
    "recoverableitemsroot": ("Recoverable Items", "", True),
    "recoverableitemsdeletions": ("Deletions", "recoverableitemsroot", True),
    "recoverableitemspurges": ("Purges", "recoverableitemsroot", True),
}
# names that Graph knows for folders which not every mailbox has
ABSENT: Final = frozenset(
    {
        "clutter",
        "conflicts",
        "localfailures",
        "scheduled",
        "searchfolders",
        "serverfailures",
        "syncissues",
    }
)


def furnish(folders: ItemStore[MailFolder], *, root_id: str) -> Mapping[str, str]:
    """The folders that every mailbox has are there: their ids by well-known name."""
    ids = {"": root_id}
    for well_known, (name, parent, is_hidden) in _FURNISHED.items():
        ids[well_known] = folders.furnish(
            folder_id=ids[parent],
            name=name,
            well_known=well_known,
            is_hidden=is_hidden,
        ).id
    del ids[""]
    return ids


def is_below(folders: ItemStore[MailFolder], folder_id: str, top_id: str) -> bool:
    """Whether the folder is the one at the top, or somewhere in it."""
    folder = folders.find_live(folder_id)
    while folder is not None and folder.id != top_id:
        folder = folders.find_live(folder.folder_id)
    return folder is not None
