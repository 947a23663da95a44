"""Application permissions that a directory can consent to: the only list of them.

Section 1.4 of the fact sheet (exchange-graph). Which of them opens what is said by the
services.
"""

from __future__ import annotations

from typing import Final

# An application has them all unless somebody says which.
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
# On Exchange itself, for EWS; given by name alone.
EXCHANGE_PERMISSIONS: Final = ("full_access_as_app",)
KNOWN_PERMISSIONS: Final = (
    *APPLICATION_PERMISSIONS,
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Mail.ReadBasic",
    "User.ReadWrite.All",
    *EXCHANGE_PERMISSIONS,
)


def checked_permissions(names: tuple[str, ...]) -> tuple[str, ...]:
    """The permissions, each once, in their order.

    Raises:
        ValueError: one is none that the fakes know.
    """
    for name in names:
        if name not in KNOWN_PERMISSIONS:
            known = ", ".join(sorted(KNOWN_PERMISSIONS))
            msg = f"'{name}' is no application permission; known: {known}"
            raise ValueError(msg)
    return tuple(dict.fromkeys(names))
