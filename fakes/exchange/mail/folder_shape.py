"""Mail folders as JSON, outwards."""

from __future__ import annotations

from typing import Final

from fakes.exchange.mail.folder import MailFolder
from fakes.exchange.wire.shape import Filterable, Shape, View, encoded


def _child(folder: MailFolder, view: View) -> dict[str, object]:
    return encoded(MAIL_FOLDER, folder, View(zone=view.zone))


MAIL_FOLDER: Final[Shape[MailFolder]] = Shape(
    name="microsoft.graph.mailFolder",
    properties={
        "id": lambda f, _: f.id,
        "displayName": lambda f, _: f.name,
        "parentFolderId": lambda f, _: f.folder_id,
        "childFolderCount": lambda f, _: len(f.children),
        "unreadItemCount": lambda f, _: f.unread,
        "totalItemCount": lambda f, _: f.total,
        "isHidden": lambda f, _: f.is_hidden,
    },
    has_etag=False,
    navigation={
        "childFolders": lambda f, v: [_child(one, v) for one in f.children],
        "messageRules": None,
        "messages": None,
        "multiValueExtendedProperties": None,
        "singleValueExtendedProperties": None,
    },
    filterable=Filterable(
        texts={"displayName": lambda folder: folder.name.lower()},
        flags={"isHidden": lambda folder: folder.is_hidden},
    ),
)
