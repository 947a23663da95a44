"""Good requests, for the fuzzing to bend: filters, queries, bodies, MIME."""

from __future__ import annotations

import json
from typing import Final

from tests.fakes.exchange.fuzzing import bodies

ID: Final = "String {00020329-0000-0000-C000-000000000046} Name fieldsyncRecord"
EXTENDED: Final = "singleValueExtendedProperties"
WINDOW: Final = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
GOOD_FILTERS: Final = (
    "subject eq 'O''Hara' and (isAllDay eq false or not contains(subject,'x'))",
    "start/dateTime ge '2026-03-02T08:00:00Z' and end/dateTime lt 2026-04-01T00:00:00Z",
    f"{EXTENDED}/Any(ep: ep/id eq '{ID}' and ep/value eq 'Rec-1')",
    "categories/any(c:c eq 'Red') or startswith(subject,'A') and showAs ne 'busy'",
    "emailAddresses/any(a:a/address eq 'n@contoso.example')",
    "receivedDateTime ge 2026-03-01T00:00:00Z and isRead eq false",
)
GOOD_QUERIES: Final = (
    "$select=subject,start&$orderby=start/dateTime desc,subject&$top=3&$count=true",
    f"$expand={EXTENDED}($filter=id eq '{ID}' or id eq 'Integer 0x8012')&$top=2",
    f"{WINDOW}&$skip=1&$top=1&$filter=isAllDay eq false",
    "$expand=attachments($select=name,size)&$select=id",
    "$deltatoken=R0usmcCM996atia_s&$select=id",
)
GOOD_PREFERENCES: Final = (
    'outlook.timezone="W. Europe Standard Time", outlook.body-content-type="text"',
    'IdType="ImmutableId", odata.maxpagesize=2, return=minimal',
    'outlook.timezone="Europe/Berlin",odata.track-changes,respond-async; wait=10',
)
_BOB: Final = {"emailAddress": {"address": "bob@contoso.example"}}
_ENDLESS: Final = {
    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
    "range": {"type": "noEnd", "startDate": "2026-03-03"},
}
_GOOD_OBJECTS: Final[tuple[object, ...]] = (
    {
        "givenName": "x",
        "emailAddresses": [{"name": "n", "address": "n@contoso.example"}],
        "birthday": "2000-02-29T11:59:00Z",
        "homeAddress": {"city": "Ulm"},
    },
    {
        "title": "x",
        "dueDateTime": {"dateTime": "2026-03-03", "timeZone": "UTC"},
        "recurrence": _ENDLESS,
    },
    {
        "message": {
            "subject": "x",
            "toRecipients": [_BOB],
            "body": {"contentType": "text", "content": "y"},
        },
        "saveToSentItems": False,
        "comment": "z",
        "sendResponse": True,
    },
    {
        "requests": [
            {
                "id": "1",
                "method": "POST",
                "url": "/users/ann@contoso.example/contacts",
                "headers": {"Content-Type": "application/json"},
                "body": {"givenName": "x"},
            },
            {
                "id": "2",
                "method": "GET",
                "url": "/users/ann@contoso.example/events?$top=1",
                "dependsOn": ["1"],
            },
        ]
    },
)
GOOD_BODIES: Final = (
    bodies.an_event(attendees=[_BOB], recurrence=_ENDLESS).decode(),
    bodies.an_event(
        isAllDay="false",
        body={"contentType": "html", "content": "<b>a</b>"},
        singleValueExtendedProperties=[{"id": ID, "value": "Rec-1"}],
        location={"displayName": "x", "coordinates": {"latitude": 48.1}},
    ).decode(),
    *map(json.dumps, _GOOD_OBJECTS),
)
SCHEDULE: Final = json.dumps(
    {
        "schedules": ["ann@contoso.example", "bob@contoso.example"],
        "startTime": {"dateTime": "2026-03-03T08:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-03-03T18:00:00", "timeZone": "UTC"},
        "availabilityViewInterval": 30,
    }
)


GOOD_MIME: Final = (
    """From: Ann <ann@contoso.example>
To: =?utf-8?q?B=C3=B6b?= <bob@contoso.example>, Group: a@b.example;
Subject: =?utf-8?b?SGVsbG8=?=
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Hi
--b--
""",
    """Sender: a@b.example
Cc: c@d.example (comment)
Message-ID: <1@b.example>
Date: Mon, 02 Mar 2026 08:00:00 +0000
X-Ticket: 17
X-Priority: 1
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset=iso-8859-1

<b>a=E4</b>""",
)
