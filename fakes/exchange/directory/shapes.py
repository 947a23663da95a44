"""Users as JSON."""

from __future__ import annotations

from typing import Any

from fakes.exchange.mailbox import Mailbox


def user(mailbox: Mailbox) -> dict[str, Any]:
    """The user whose mailbox it is."""
    given, _, family = mailbox.name.rpartition(" ")
    return {
        "businessPhones": [],
        "displayName": mailbox.name,
        "givenName": given or None,
        "jobTitle": None,
        "mail": mailbox.address,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": family or None,
        "userPrincipalName": mailbox.address,
        "id": mailbox.id,
    }
