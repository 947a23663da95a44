"""Mailbox settings as JSON, inwards: what a PATCH wants to be written.

Members of a setting that are not named stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, Final, get_args

from fakes.exchange import errors
from fakes.exchange.settings.languages import known
from fakes.exchange.settings.setting import (
    Audience,
    AutomaticReplies,
    Delegates,
    MailboxSettings,
    ReplyStatus,
    Weekday,
    WorkingHours,
)
from fakes.exchange.wire import values
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.values import Json, Reader, complex_value, zone_of

_READ_ONLY: Final = frozenset({"archiveFolder", "userPurpose"})
# letters of date and time patterns, and what stands between them (inferred)
_PATTERN: Final = re.compile(r"[dMyhHmst/.:\-,' ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSettings:
    """What a body asks for."""

    settings: MailboxSettings
    time_zone: str | None  # None: it stays


def written(raw: Json, present: MailboxSettings) -> WrittenSettings:
    """The settings as the body wants them.

    Raises:
        GraphError: a setting is unknown, or its value is none.
    """
    fields = values.written(raw, _READERS, of="mailboxSettings", read_only=_READ_ONLY)
    time_zone: str | None = fields.pop("time_zone", None)
    hours: Json | None = fields.pop("working_hours", None)
    if hours is not None:
        fields["working_hours"] = _hours(hours, present.working_hours)
    replies: Json | None = fields.pop("automatic_replies", None)
    if replies is not None:
        fields["automatic_replies"] = _replies(replies, present.automatic_replies)
    return WrittenSettings(settings=replace(present, **fields), time_zone=time_zone)


def _hours(raw: Json, present: WorkingHours) -> WorkingHours:
    fields = values.written(raw, _HOURS, of="workingHours", read_only=frozenset())
    hours = replace(present, **fields)
    if hours.end < hours.start:
        raise errors.property_validation("Working hours end before they start.")
    return hours


def _replies(raw: Json, present: AutomaticReplies) -> AutomaticReplies:
    fields = values.written(
        raw, _REPLIES, of="automaticRepliesSetting", read_only=frozenset()
    )
    replies = replace(present, **fields)
    if replies.status == "scheduled" and not _in_order(replies):
        raise errors.property_validation(
            "Scheduled replies need a start and a later end."
        )
    return replies


def _in_order(replies: AutomaticReplies) -> bool:
    start, end = replies.start_at, replies.end_at
    return start is not None and end is not None and start < end


def _zone(name: str, value: object, fields: dict[str, Any]) -> None:
    fields["time_zone"] = zone_of({"timeZone": values.text(name, value)}).name


def _zone_of_hours(name: str, value: object, fields: dict[str, Any]) -> None:
    raw = complex_value(name, value)
    if "customtimezone" in str(raw.get("@odata.type") or "").lower():
        raise errors.unsupported("working hours in a custom time zone")
    _zone(name, raw.get("name"), fields)


def _pattern_of(field: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        pattern = values.text(name, value)
        if not _PATTERN.fullmatch(pattern):
            raise errors.property_validation(f"'{pattern}' is no '{name}'.")
        fields[field] = pattern

    return read


def _language(name: str, value: object, fields: dict[str, Any]) -> None:
    locale = values.text("locale", complex_value(name, value).get("locale"))
    found = known(locale)
    if found is None:
        raise errors.property_validation(f"The locale '{locale}' is not supported.")
    fields["locale"] = found


def _object_of(field: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = complex_value(name, value)

    return read


def _days(name: str, value: object, fields: dict[str, Any]) -> None:
    days = values.collection(name, value)
    fields["days"] = tuple(values.member(name, day, get_args(Weekday)) for day in days)


def _time_of(field: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        try:
            fields[field] = time.fromisoformat(values.text(name, value))
        except ValueError as error:
            raise errors.body_read(f"'{value}' is no time of day.") from error

    return read


def _moment_of(field: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = None if value is None else _moment(name, value)

    return read


def _moment(name: str, value: object) -> datetime:
    raw = complex_value(name, value)
    return instant(raw.get("dateTime"), zone_of(raw))


_READERS: Final[Mapping[str, Reader]] = {
    "timeZone": _zone,
    "dateFormat": _pattern_of("date_format"),
    "timeFormat": _pattern_of("time_format"),
    "language": _language,
    "delegateMeetingMessageDeliveryOptions": values.member_of(
        "delegates", get_args(Delegates), "sendToDelegateOnly"
    ),
    "workingHours": _object_of("working_hours"),
    "automaticRepliesSetting": _object_of("automatic_replies"),
}
_HOURS: Final[Mapping[str, Reader]] = {
    "daysOfWeek": _days,
    "startTime": _time_of("start"),
    "endTime": _time_of("end"),
    "timeZone": _zone_of_hours,
}
_REPLIES: Final[Mapping[str, Reader]] = {
    "status": values.member_of("status", get_args(ReplyStatus), "disabled"),
    "externalAudience": values.member_of("audience", get_args(Audience), "all"),
    "internalReplyMessage": values.text_of("internal_message"),
    "externalReplyMessage": values.text_of("external_message"),
    "scheduledStartDateTime": _moment_of("start_at"),
    "scheduledEndDateTime": _moment_of("end_at"),
}
