"""Every endpoint: the only place that joins the resources to one API."""

from __future__ import annotations

import functools
from typing import Final

from fakes.exchange.attachments.endpoints import ENDPOINTS as ATTACHMENTS
from fakes.exchange.calendars.endpoints import ENDPOINTS as CALENDARS
from fakes.exchange.contacts.endpoints import ENDPOINTS as CONTACTS
from fakes.exchange.directory.endpoints import ENDPOINTS as DIRECTORY
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.extensions.endpoints import ENDPOINTS as EXTENSIONS
from fakes.exchange.mail.endpoints import ENDPOINTS as MAIL
from fakes.exchange.mail.endpoints import MISSING as MAIL_MISSING
from fakes.exchange.paths import Found, Tree
from fakes.exchange.settings.endpoints import ENDPOINTS as SETTINGS
from fakes.exchange.subscriptions.endpoints import ENDPOINTS as SUBSCRIPTIONS
from fakes.exchange.todo.endpoints import ENDPOINTS as TASKS

_SERVED: Final = (
    *ATTACHMENTS,
    *CALENDARS,
    *CONTACTS,
    *DIRECTORY,
    *EXTENSIONS,
    *MAIL,
    *SETTINGS,
    *SUBSCRIPTIONS,
    *TASKS,
)
# What Graph has, there and below, and this fake has not: 501 instead of 404.
_MISSING: Final = (
    "/applications",
    "/communications",
    "/directory",
    "/domains",
    "/groups",
    "/organization",
    "/places",
    "/servicePrincipals",
    "/sites",
    "/teams",
    "{U}/calendar/allowedCalendarSharingRoles",
    "{U}/calendar/calendarPermissions",
    "{U}/contactFolders/{folder}/childFolders/delta",
    "{U}/contacts/{contact}/photos",
    "{U}/extensions",
    "{U}/findMeetingTimes",
    "{U}/inferenceClassification",
    "{U}/onlineMeetings",
    "{U}/outlook",
    "{U}/people",
    "{U}/photo",
    "{U}/todo/lists/{list}/tasks/{task}/attachmentSessions",
    "{C}/calendarPermissions",
    "{C}/calendarView/$count",
    "{C}/events/{event}/exceptionOccurrences",
    *MAIL_MISSING,
)


_GAPS: Final = (
    ("POST", "/users"),
    ("PATCH", "{U}"),
    ("DELETE", "{U}"),
    ("GET", "{U}/contacts/{contact}/photo"),
    ("GET", "{U}/contactFolders/$count"),
    ("GET", "{U}/todo"),
    ("GET", "{U}/todo/lists/$count"),
    ("GET", "{U}/todo/lists/{list}/tasks/{task}/checklistItems/$count"),
    ("GET", "{U}/todo/lists/{list}/tasks/{task}/linkedResources/$count"),
)


@functools.cache
def _tree() -> Tree[Endpoint]:
    tree: Tree[Endpoint] = Tree()
    for endpoint in _SERVED:
        tree.add(endpoint.method, endpoint.path, endpoint)
    for method, pattern in _GAPS:
        tree.add_gap(method, pattern)
    for pattern in _MISSING:
        tree.add_missing(pattern)
    return tree


def find(path: str) -> Found[Endpoint]:
    """What a path below the service's root leads to."""
    return _tree().find(path)
