"""Calendars, categories, settings and users as JSON."""

from __future__ import annotations

from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.mailbox import Calendar, Category, Mailbox
from fakes.exchange.wire.bodies import Json, member
from fakes.exchange.wire.events import recipient

_COLORS: Final = ("none", *(f"preset{number}" for number in range(25)))


def calendar(shown: Calendar, mailbox: Mailbox) -> dict[str, Any]:
    """A calendar; the only one is the default one."""
    return {
        "id": shown.id,
        "name": shown.name,
        "color": "auto",
        "hexColor": "",
        "groupClassId": "0006f0b7-0000-0000-c000-000000000046",
        "isDefaultCalendar": True,
        "changeKey": shown.change_key,
        "canShare": True,
        "canViewPrivateItems": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": [],
        "defaultOnlineMeetingProvider": "unknown",
        "isTallyingResponses": True,
        "isRemovable": False,
        "owner": recipient(mailbox.owner)["emailAddress"],
    }


def category(shown: Category) -> dict[str, Any]:
    """An entry of the master list."""
    return {
        "id": shown.id,
        "displayName": shown.display_name,
        "color": shown.color,
    }


def written_category(raw: Json) -> tuple[str, str]:
    """Name and colour of a new category.

    Raises:
        GraphError: there is no name, or the colour is none.
    """
    name = raw.get("displayName")
    if not isinstance(name, str) or not name:
        raise errors.property_validation("A category needs a 'displayName'.")
    return name, member("color", raw.get("color") or "none", _COLORS)


def written_color(raw: Json) -> str:
    """The colour that a category is to have.

    Raises:
        GraphError: something else is to be written; the name is immutable.
    """
    if "displayName" in raw:
        raise errors.invalid_request("The name of a category cannot be changed.")
    return member("color", raw.get("color"), _COLORS)


def settings(mailbox: Mailbox) -> dict[str, Any]:
    """The mailbox settings. Only the time zone can be written."""
    no_reply = {"dateTime": "0001-01-01T00:00:00.0000000", "timeZone": "UTC"}
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    return {
        "archiveFolder": None,
        "timeZone": mailbox.time_zone,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": "yyyy-MM-dd",
        "timeFormat": "HH:mm",
        "userPurpose": "user",
        "automaticRepliesSetting": {
            "status": "disabled",
            "externalAudience": "all",
            "internalReplyMessage": "",
            "externalReplyMessage": "",
            "scheduledStartDateTime": no_reply,
            "scheduledEndDateTime": no_reply,
        },
        "language": {"locale": "en-US", "displayName": "English (United States)"},
        "workingHours": {
            "daysOfWeek": list(days),
            "startTime": "08:00:00.0000000",
            "endTime": "17:00:00.0000000",
            "timeZone": {"name": mailbox.time_zone},
        },
    }


def written_time_zone(raw: Json) -> str | None:
    """The time zone that the settings are to have; None when it stays.

    Raises:
        GraphError: another setting is to be written.
    """
    others = [name for name in raw if name != "timeZone" and "@" not in name]
    if others:
        raise errors.unsupported(f"writing the mailbox setting '{others[0]}'")
    name = raw.get("timeZone")
    if name is not None and not isinstance(name, str):
        raise errors.body_read("The value of 'timeZone' is no text.")
    return name


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


def selected(shown: dict[str, Any], text: str | None, *, of: str) -> dict[str, Any]:
    """The properties that `$select` names, `id` first if the resource has one.

    Raises:
        GraphError: the resource has no such property.
    """
    names = [name.strip() for name in (text or "*").split(",")]
    if "*" in names:
        return shown
    for name in names:
        if name not in shown:
            raise errors.bad_request(
                f"Could not find a property named '{name}' on type '{of}'."
            )
    return {name: value for name, value in shown.items() if name in names}
