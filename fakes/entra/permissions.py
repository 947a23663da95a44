"""Application permissions of Graph and Exchange: the only place that lists them.

Section 1.4 of the fact sheet (exchange-graph): which read and which write, by area.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Area(StrEnum):
    """A kind of data that permissions open together."""

    CALENDARS = "calendars"
    CONTACTS = "contacts"
    MAIL = "mail"
    MAILBOX_SETTINGS = "mailbox settings"
    TASKS = "tasks"
    USERS = "users"
    EWS = "ews"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """What opens one area; whatever writes also reads."""

    basic: frozenset[str] = frozenset()  # reads, without bodies and the like
    read: frozenset[str]  # the basic ones are not among them
    write: frozenset[str]


# `Mail.Send` opens no mailbox; it lets send alone.
SEND_MAIL: Final = frozenset({"Mail.Send"})
PERMISSIONS: Final[Mapping[Area, Permissions]] = {
    Area.CALENDARS: Permissions(
        basic=frozenset({"Calendars.ReadBasic", "Calendars.ReadBasic.All"}),
        read=frozenset({"Calendars.Read", "Calendars.ReadWrite"}),
        write=frozenset({"Calendars.ReadWrite"}),
    ),
    Area.CONTACTS: Permissions(
        read=frozenset({"Contacts.Read", "Contacts.ReadWrite"}),
        write=frozenset({"Contacts.ReadWrite"}),
    ),
    Area.MAIL: Permissions(
        basic=frozenset({"Mail.ReadBasic", "Mail.ReadBasic.All"}),
        read=frozenset({"Mail.Read", "Mail.ReadWrite"}),
        write=frozenset({"Mail.ReadWrite"}),
    ),
    Area.MAILBOX_SETTINGS: Permissions(
        read=frozenset({"MailboxSettings.Read", "MailboxSettings.ReadWrite"}),
        write=frozenset({"MailboxSettings.ReadWrite"}),
    ),
    Area.TASKS: Permissions(
        read=frozenset({"Tasks.Read.All", "Tasks.ReadWrite.All"}),
        write=frozenset({"Tasks.ReadWrite.All"}),
    ),
    Area.USERS: Permissions(
        read=frozenset(
            {
                "User.Read.All",
                "User.ReadWrite.All",
                "Directory.Read.All",
                "Directory.ReadWrite.All",
            }
        ),
        write=frozenset({"User.ReadWrite.All", "Directory.ReadWrite.All"}),
    ),
    Area.EWS: Permissions(
        read=frozenset({"full_access_as_app"}), write=frozenset({"full_access_as_app"})
    ),
}
# Every one that an application can be given here, in the order of the alphabet.
KNOWN_PERMISSIONS: Final = tuple(
    sorted(
        SEND_MAIL.union(
            *(one.basic | one.read | one.write for one in PERMISSIONS.values())
        )
    )
)
# Those of Graph that the fact sheet names: an application has them all unless somebody
# says which. `full_access_as_app` is one of Exchange itself; it is given by name.
APPLICATION_PERMISSIONS: Final = (
    "Calendars.Read",
    "Calendars.ReadBasic",
    "Calendars.ReadWrite",
    "Contacts.Read",
    "Contacts.ReadWrite",
    "Mail.Read",
    "Mail.ReadBasic.All",
    "Mail.ReadWrite",
    "Mail.Send",
    "MailboxSettings.Read",
    "MailboxSettings.ReadWrite",
    "Tasks.Read.All",
    "Tasks.ReadWrite.All",
    "User.Read.All",
)


def checked_permissions(names: tuple[str, ...]) -> tuple[str, ...]:
    """The permissions, each once, as they are spelled.

    Raises:
        ValueError: one is none that the fakes know.
    """
    for name in names:
        if name not in KNOWN_PERMISSIONS:
            known = ", ".join(KNOWN_PERMISSIONS)
            msg = f"'{name}' is no application permission; known: {known}"
            raise ValueError(msg)
    return tuple(dict.fromkeys(names))
