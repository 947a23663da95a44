"""Users as JSON, outwards, and what they can be looked for by."""

from __future__ import annotations

from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.shape import Filterable, Shape

_TYPE: Final = "microsoft.graph.user"


def user(mailbox: Mailbox) -> dict[str, Any]:
    """What a plain GET shows of the user whose mailbox it is."""
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


def _rest(mailbox: Mailbox) -> dict[str, Any]:
    """What is shown when it is selected."""
    local, _, _ = mailbox.address.partition("@")
    return {
        "accountEnabled": True,
        "mailNickname": local,
        "otherMails": [],
        "proxyAddresses": [f"SMTP:{mailbox.address}"],
        "userType": "Member",
    }


def text(mailbox: Mailbox, select: str | None) -> str:
    """The user with the properties that `$select` names, and no others.

    Raises:
        GraphError: users have no such property.
    """
    shown = user(mailbox)
    names = [name.strip() for name in (select or "*").split(",")]
    if "*" in names:
        return dumps(shown)
    everything = shown | _rest(mailbox)
    for name in names:
        if name not in everything:
            raise errors.no_such_property(name, _TYPE)
    return dumps({name: everything[name] for name in everything if name in names})


def _given(mailbox: Mailbox) -> str:
    return str(user(mailbox)["givenName"] or "").lower()


def _family(mailbox: Mailbox) -> str:
    return str(user(mailbox)["surname"] or "").lower()


# for filters only: a user is no item of a store
USER: Final[Shape[Any]] = Shape(
    name=_TYPE,
    properties={
        name: lambda _u, _v: None
        for name in (
            "accountEnabled",
            "businessPhones",
            "displayName",
            "givenName",
            "id",
            "jobTitle",
            "mail",
            "mailNickname",
            "mobilePhone",
            "officeLocation",
            "otherMails",
            "preferredLanguage",
            "proxyAddresses",
            "surname",
            "userPrincipalName",
            "userType",
        )
    },
    filterable=Filterable(
        texts={
            "displayName": lambda mailbox: mailbox.name.lower(),
            "givenName": _given,
            "id": lambda mailbox: mailbox.id,
            "mail": lambda mailbox: mailbox.address.lower(),
            "mailNickname": lambda mailbox: mailbox.address.partition("@")[0].lower(),
            "surname": _family,
            "userPrincipalName": lambda mailbox: mailbox.address.lower(),
            "userType": lambda _: "member",
        },
        flags={"accountEnabled": lambda _: True},
    ),
)
