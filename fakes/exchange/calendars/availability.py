"""Free and busy: `getSchedule` of people and rooms (section 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.calendars.event import Event, ShowAs
from fakes.exchange.calendars.places import calendar_of
from fakes.exchange.call import Call
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.settings.shapes import settings
from fakes.exchange.wire import envelope, values
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.outlook import moment
from fakes.exchange.zones import UTC_ZONE, Zone

LONGEST: Final = timedelta(days=62)
_MOST: Final = 100  # as EWS has it, with its code (inferred)
_INTERVAL_MIN: Final = 30
_SHORTEST_INTERVAL_MIN: Final = 5
_LONGEST_INTERVAL_MIN: Final = 1440
# how much of a slot is taken, as one digit; the greatest counts
_DIGITS: Final[Mapping[ShowAs, int]] = {
    "free": 0,
    "tentative": 1,
    "busy": 2,
    "oof": 3,
    "workingElsewhere": 4,
    "unknown": 0,
}
# which of two overlapping entries a slot shows
_RANK: Final = (0, 4, 1, 2, 3)


def get_schedule(call: Call) -> Reply:
    """When those whose addresses are given are free and busy.

    Raises:
        GraphError: the time is none, or longer than 62 days.
    """
    calendar_of(call)
    given = call.parameters()
    addresses = values.texts("schedules", given.get("schedules"))
    if not addresses:
        raise errors.invalid_request("'schedules' names nobody.")
    if len(addresses) > _MOST:
        raise errors.GraphError(
            400, "ErrorIdentityArrayTooBig", f"At most {_MOST} schedules are told."
        )
    start_at, end_at = (_edge(given, name) for name in ("startTime", "endTime"))
    if end_at <= start_at:
        raise errors.invalid_request("The time ends before it starts.")
    if end_at - start_at > LONGEST:
        raise errors.GraphError(
            400,
            "ErrorTimeIntervalTooBig",
            f"The time is longer than {LONGEST.days} days.",
        )
    interval = _interval(given.get("availabilityviewinterval"))
    home = call.preferences.zone or UTC_ZONE
    rows = [
        _schedule(call, address, (start_at, end_at), interval, home)
        for address in addresses
    ]
    kind = "microsoft.graph.scheduleInformation"
    context = f"{call.version_url}/$metadata#Collection({kind})"
    return envelope.collection(context, [dumps(row) for row in rows])


def _edge(given: values.Json, name: str) -> datetime:
    raw = values.complex_value(name, given.get(name.lower()))
    return instant(raw.get("dateTime"), values.zone_of(raw))


def _interval(value: object) -> timedelta:
    minutes = _INTERVAL_MIN
    if value is not None:
        minutes = values.whole("availabilityViewInterval", value)
    if not _SHORTEST_INTERVAL_MIN <= minutes <= _LONGEST_INTERVAL_MIN:
        raise errors.invalid_request("An interval is 5 to 1440 minutes long.")
    return timedelta(minutes=minutes)


def _schedule(
    call: Call,
    address: str,
    span: tuple[datetime, datetime],
    interval: timedelta,
    home: Zone,
) -> dict[str, Any]:
    mailbox = call.exchange.find(address)
    if mailbox is None:
        return {
            "scheduleId": address,
            "availabilityView": "",
            "error": {
                "message": f"The address '{address}' could not be resolved.",
                "responseCode": "ErrorMailRecipientNotFound",
            },
        }
    taken = _taken(mailbox, *span)
    return {
        "scheduleId": address,
        "availabilityView": _view(taken, *span, interval),
        "scheduleItems": [_entry(event, home) for event in taken],
        "workingHours": settings(mailbox)["workingHours"],
    }


def _taken(mailbox: Mailbox, start_at: datetime, end_at: datetime) -> list[Event]:
    """The entries of the default calendar that are not free (inferred), by start."""
    calendar_id = mailbox.calendar.id
    shown = mailbox.stores.events.between(calendar_id, start_at, end_at)
    return [one for one in shown if one.show_as not in {"free", "unknown"}]


def _view(
    taken: list[Event], start_at: datetime, end_at: datetime, interval: timedelta
) -> str:
    digits = []
    at = start_at
    while at < end_at:
        until = at + interval
        there = [_DIGITS[one.show_as] for one in taken if one.overlaps(at, until)]
        digits.append(str(max(there, key=_RANK.index, default=0)))
        at = until
    return "".join(digits)


def _entry(event: Event, home: Zone) -> dict[str, Any]:
    """One entry; of a private one only when it is (inferred)."""
    is_private = event.sensitivity == "private"
    told = {} if is_private else {"subject": event.subject, "location": event.location}
    return {
        "isPrivate": is_private,
        "status": event.show_as,
        **told,
        "start": moment(event.start_at, home),
        "end": moment(event.end_at, home),
    }
