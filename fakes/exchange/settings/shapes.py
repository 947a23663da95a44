"""Categories and mailbox settings as JSON."""

from __future__ import annotations

from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.mailbox import Category, Mailbox
from fakes.exchange.wire.values import Json, member

_COLORS: Final = ("none", *(f"preset{number}" for number in range(25)))


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
