"""Categories and mailbox settings as JSON."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.mailbox import Category, Mailbox
from fakes.exchange.settings.languages import LANGUAGES
from fakes.exchange.wire.outlook import moment
from fakes.exchange.wire.values import Json, member
from fakes.exchange.zones import UTC_ZONE

_PURPOSES: Final = {"user": "user", "room": "room", "group": "shared"}
_COLORS: Final = ("none", *(f"preset{number}" for number in range(25)))

CATEGORY: Final = ("id", "displayName", "color")


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
    """The mailbox settings."""
    shown = mailbox.settings
    hours, replies = shown.working_hours, shown.automatic_replies
    return {
        "archiveFolder": None,
        "timeZone": mailbox.time_zone,
        "delegateMeetingMessageDeliveryOptions": shown.delegates,
        "dateFormat": shown.date_format,
        "timeFormat": shown.time_format,
        "userPurpose": _PURPOSES[mailbox.kind],
        "automaticRepliesSetting": {
            "status": replies.status,
            "externalAudience": replies.audience,
            "internalReplyMessage": replies.internal_message,
            "externalReplyMessage": replies.external_message,
            "scheduledStartDateTime": _moment(replies.start_at),
            "scheduledEndDateTime": _moment(replies.end_at),
        },
        "language": language(shown.locale),
        "workingHours": {
            "daysOfWeek": list(hours.days),
            "startTime": _time(hours.start),
            "endTime": _time(hours.end),
            "timeZone": {"name": hours.time_zone or mailbox.time_zone},
        },
    }


def language(locale: str) -> dict[str, str]:
    """A language that a mailbox can speak."""
    return {"locale": locale, "displayName": LANGUAGES[locale]}


def _moment(at: datetime | None) -> dict[str, str]:
    if at is None:
        return {"dateTime": "0001-01-01T00:00:00.0000000", "timeZone": "UTC"}
    return moment(at, UTC_ZONE)


def _time(shown: time) -> str:
    return f"{shown.isoformat(timespec='microseconds')}0"
