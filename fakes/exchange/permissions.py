"""Application permissions: who may ask for what. Section 1.4 of the fact sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

# What a permission is about; policies on mailboxes do not know `Tasks` (trap 34).
Area: TypeAlias = Literal[
    "Calendars", "Contacts", "Directory", "Mail", "MailboxSettings", "Tasks"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What an application needs one of to be served."""

    area: Area
    roles: frozenset[str]


def _one_of(area: Area, *roles: str) -> Permission:
    return Permission(area=area, roles=frozenset(roles))


READ_CALENDARS: Final = _one_of(
    "Calendars", "Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite"
)
WRITE_CALENDARS: Final = _one_of("Calendars", "Calendars.ReadWrite")
READ_CONTACTS: Final = _one_of("Contacts", "Contacts.Read", "Contacts.ReadWrite")
WRITE_CONTACTS: Final = _one_of("Contacts", "Contacts.ReadWrite")
READ_MAIL: Final = _one_of("Mail", "Mail.ReadBasic.All", "Mail.Read", "Mail.ReadWrite")
WRITE_MAIL: Final = _one_of("Mail", "Mail.ReadWrite")
SEND_MAIL: Final = _one_of("Mail", "Mail.Send")
READ_TASKS: Final = _one_of("Tasks", "Tasks.Read.All", "Tasks.ReadWrite.All")
WRITE_TASKS: Final = _one_of("Tasks", "Tasks.ReadWrite.All")
READ_SETTINGS: Final = _one_of(
    "MailboxSettings", "MailboxSettings.Read", "MailboxSettings.ReadWrite"
)
WRITE_SETTINGS: Final = _one_of("MailboxSettings", "MailboxSettings.ReadWrite")
READ_USERS: Final = _one_of(
    "Directory",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
)
