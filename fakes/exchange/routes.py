"""Paths: which resource of whose mailbox a request is about.

Section 2.1: names match in any letter case, ids keep theirs; `users('x')` is
`users/x`, `delta()` and `microsoft.graph.delta` are `delta`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

_KEYED: Final = re.compile(r"([A-Za-z]+)\('(.*)'\)", re.DOTALL)
_CALLED: Final = re.compile(r"(?:microsoft\.graph\.)?([A-Za-z]+)(?:\((.*)\))?")

# what Graph has and this fake has not: 501 instead of 404
_MISSING_OF_USER: Final = frozenset(
    {
        "calendargroups",
        "contactfolders",
        "contacts",
        "extensions",
        "findmeetingtimes",
        "inferenceclassification",
        "mailfolders",
        "messages",
        "onlinemeetings",
        "outlook",
        "people",
        "photo",
        "sendmail",
        "todo",
        "translateexchangeids",
    }
)
_MISSING_OF_EVENT: Final = frozenset(
    {
        "attachments",
        "calendar",
        "dismissreminder",
        "exceptionoccurrences",
        "extensions",
        "instances",
        "permanentdelete",
        "snoozereminder",
    }
)
_MISSING_OF_CALENDAR: Final = frozenset(
    {
        "allowedcalendarsharingroles",
        "calendarpermissions",
        "getschedule",
        "multivalueextendedproperties",
        "singlevalueextendedproperties",
    }
)
_MISSING: Final = frozenset(
    {
        "applications",
        "communications",
        "directory",
        "domains",
        "groups",
        "organization",
        "places",
        "serviceprincipals",
        "sites",
        "subscriptions",
        "teams",
        "users",
    }
)
ANSWERS: Final = {
    "accept": "accepted",
    "decline": "declined",
    "tentativelyaccept": "tentativelyAccepted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A resource. `missing` and `unknown` say that there is none to serve."""

    kind: str
    user: str = ""
    calendar_id: str | None = None  # None: the default calendar
    item_id: str = ""
    argument: str = ""


_OPERATIONS: Final = {
    ("batch", "POST"): "batch",
    ("calendar", "GET"): "calendar.read",
    ("calendars", "GET"): "calendar.list",
    ("categories", "GET"): "category.list",
    ("categories", "POST"): "category.create",
    ("category", "DELETE"): "category.delete",
    ("category", "GET"): "category.read",
    ("category", "PATCH"): "category.update",
    ("event", "DELETE"): "event.delete",
    ("event", "GET"): "event.read",
    ("event", "PATCH"): "event.update",
    ("event.cancel", "POST"): "event.cancel",
    ("event.forward", "POST"): "event.forward",
    ("event.respond", "POST"): "event.respond",
    ("events", "GET"): "event.list",
    ("events", "POST"): "event.create",
    ("events.count", "GET"): "event.list",
    ("events.delta", "GET"): "events.delta",
    ("settings", "GET"): "mailboxSettings.read",
    ("settings", "PATCH"): "mailboxSettings.update",
    ("setting", "GET"): "mailboxSettings.read",
    ("user", "GET"): "user.read",
    ("view", "GET"): "calendarView.list",
    ("view.delta", "GET"): "calendarView.delta",
    ("zones", "GET"): "timeZone.list",
}


def operation(path: str, method: str) -> str:
    """The name of what is asked for; `other` when it has none."""
    return _OPERATIONS.get((resolve(path).kind, method), "other")


# below a user; `*` is an id or an argument
_OF_USER: Final = {
    ("calendar",): "calendar",
    ("calendars",): "calendars",
    ("calendars", "*"): "calendar",
    ("mailboxsettings",): "settings",
    ("mailboxsettings", "*"): "setting",
    ("outlook", "mastercategories"): "categories",
    ("outlook", "mastercategories", "*"): "category",
    ("outlook", "supportedtimezones"): "zones",
}
# below a user or a calendar
_OF_CALENDAR: Final = {
    ("calendarview",): "view",
    ("calendarview", "delta"): "view.delta",
    ("calendarview", "$count"): "missing",
    ("events",): "events",
    ("events", "$count"): "events.count",
    ("events", "delta"): "events.delta",
    ("events", "*"): "event",
    ("events", "*", "accept"): "event.respond",
    ("events", "*", "cancel"): "event.cancel",
    ("events", "*", "decline"): "event.respond",
    ("events", "*", "forward"): "event.forward",
    ("events", "*", "tentativelyaccept"): "event.respond",
}


@functools.lru_cache(maxsize=8192)
def resolve(path: str) -> Route:  # noqa: PLR0911 - one line per kind of path
    """The resource below the service's root that a path leads to."""
    parts = _parts(path)
    match [part.lower() for part in parts]:
        case ["v1.0", "$batch"]:
            return Route(kind="batch")
        case ["v1.0", "me", *_]:
            return Route(kind="me")
        case ["v1.0", "users", _]:
            return Route(kind="user", user=parts[2])
        case ["v1.0", "users", _, *_]:
            return _of_user(parts[2], parts[3:])
        case ["v1.0", name, *_] if name not in _MISSING:
            return Route(kind="unknown")
        case ["v1.0", *_] | ["beta", *_]:
            return Route(kind="missing")
    return Route(kind="unknown")


def _parts(path: str) -> list[str]:
    """The path's segments, decoded; a key in parentheses is a segment of its own."""
    parts: list[str] = []
    for segment in path.strip("/").split("/"):
        text = unquote(segment)
        if match := _KEYED.fullmatch(text):
            parts += [match[1], match[2].replace("''", "'")]
        else:
            parts.append(text)
    return parts


def _of_user(user: str, parts: list[str]) -> Route:
    names = tuple(_called(part) for part in parts)
    kind = _OF_USER.get(names) or _OF_USER.get((*names[:-1], "*"))
    if kind is not None:
        last = parts[-1]
        return Route(
            kind=kind,
            user=user,
            calendar_id=last if names[:-1] == ("calendars",) else None,
            item_id=last,
            argument=last,
        )
    if names[0] == "calendars":
        return _of_calendar(user, parts[2:], names[2:], parts[1])
    if names[0] == "calendar":
        return _of_calendar(user, parts[1:], names[1:], None)
    return _of_calendar(user, parts, names, None)


def _of_calendar(
    user: str, parts: list[str], names: tuple[str, ...], calendar_id: str | None
) -> Route:
    kind = _OF_CALENDAR.get(names)
    if kind is None and len(names) > 1:
        kind = _OF_CALENDAR.get((names[0], "*", *names[2:]))
    return Route(
        kind=kind or _without_kind(names),
        user=user,
        calendar_id=calendar_id,
        item_id=parts[1] if len(parts) > 1 else "",
        argument=ANSWERS.get(names[-1], ""),
    )


def _without_kind(names: tuple[str, ...]) -> str:
    """Whether Graph has such a resource."""
    if names[0] == "events":
        return "missing" if names[2] in _MISSING_OF_EVENT else "unknown"
    known = names[0] in _MISSING_OF_CALENDAR or names[0] in _MISSING_OF_USER
    return "missing" if known else "unknown"


def _called(part: str) -> str:
    """A segment as the name of what it may call, in lower case."""
    match = _CALLED.fullmatch(part)
    return match[1].lower() if match else part.lower()
