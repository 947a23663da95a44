"""Generated nonsense: good requests bent out of shape, and items full of odd values."""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Callable
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from fakes.wire import Response
from tests.fakes.examples import examples
from tests.fakes.exchange.fuzzing import bodies, sound
from tests.fakes.exchange.fuzzing.target import Target, a_target
from tests.fakes.fuzzing.bending import bent

_ID: Final = "String {00020329-0000-0000-C000-000000000046} Name fieldsyncRecord"
_EXTENDED: Final = "singleValueExtendedProperties"
_WINDOW: Final = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
_GOOD_FILTERS: Final = (
    "subject eq 'O''Hara' and (isAllDay eq false or not contains(subject,'x'))",
    "start/dateTime ge '2026-03-02T08:00:00Z' and end/dateTime lt 2026-04-01T00:00:00Z",
    f"{_EXTENDED}/Any(ep: ep/id eq '{_ID}' and ep/value eq 'Rec-1')",
    "categories/any(c:c eq 'Red') or startswith(subject,'A') and showAs ne 'busy'",
    "emailAddresses/any(a:a/address eq 'n@contoso.example')",
    "receivedDateTime ge 2026-03-01T00:00:00Z and isRead eq false",
)
_GOOD_QUERIES: Final = (
    "$select=subject,start&$orderby=start/dateTime desc,subject&$top=3&$count=true",
    f"$expand={_EXTENDED}($filter=id eq '{_ID}' or id eq 'Integer 0x8012')&$top=2",
    f"{_WINDOW}&$skip=1&$top=1&$filter=isAllDay eq false",
    "$expand=attachments($select=name,size)&$select=id",
    "$deltatoken=R0usmcCM996atia_s&$select=id",
)
_GOOD_PREFERENCES: Final = (
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
_GOOD_BODIES: Final = (
    bodies.an_event(attendees=[_BOB], recurrence=_ENDLESS).decode(),
    bodies.an_event(
        isAllDay="false",
        body={"contentType": "html", "content": "<b>a</b>"},
        singleValueExtendedProperties=[{"id": _ID, "value": "Rec-1"}],
        location={"displayName": "x", "coordinates": {"latitude": 48.1}},
    ).decode(),
    *map(json.dumps, _GOOD_OBJECTS),
)
_SCHEDULE: Final = json.dumps(
    {
        "schedules": ["ann@contoso.example", "bob@contoso.example"],
        "startTime": {"dateTime": "2026-03-03T08:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-03-03T18:00:00", "timeZone": "UTC"},
        "availabilityViewInterval": 30,
    }
)


_GOOD_MIME: Final = (
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


@functools.cache
def the_target() -> Target:
    """One tenant for all examples; each leaves it as it was."""
    return a_target()


@examples(80)
@given(text=bent(_GOOD_FILTERS))
def test_bent_filters_are_answered(text: str) -> None:
    """Section 2.4, with mistakes."""
    target = the_target()
    encoded = text.replace("%", "%25").replace("&", "%26")
    for name in ("events", "contacts", "messages", "tasks"):
        target.sends("GET", name, f"$filter={encoded}")
    target.send("GET", f"{target.paths['events']}/$count", f"$filter={text}")


@examples(80)
@given(text=bent(_GOOD_QUERIES), preferred=bent(_GOOD_PREFERENCES))
def test_bent_queries_and_preferences_are_answered(text: str, preferred: str) -> None:
    """Sections 2.1 and 2.4, with mistakes; on lists, items, rounds, what is new."""
    target = the_target()
    own = {"prefer": preferred}
    for name in ("events", "event", "calendarView", "messages", "contact"):
        target.send("GET", target.paths[name], text, headers=own)
    for name in ("events", "calendarView", "contacts", "messages", "tasks"):
        target.send("GET", f"{target.paths[name]}/delta", text, headers=own)
    with target.fresh():
        body = bodies.an_event()
        target.send("POST", target.paths["events"], text, body=body, headers=own)
        target.send("PATCH", target.paths["event"], text, body=body, headers=own)


@examples(80)
@given(data=st.data())
def test_bent_paths_are_answered(data: st.DataObject) -> None:
    """Users, keys in parentheses, actions, functions, with mistakes and any method."""
    target = the_target()
    known = target.paths
    good = (
        *(known["event"], known["attachment"], known["extension"], known["step"]),
        f"{known['event']}/microsoft.graph.accept",
        f"{known['mailFolder']}/messages/microsoft.graph.delta()",
        "/v1.0/users('ann@contoso.example')/events('x')/instances",
        "/v1.0/users/ann@contoso.example/mailFolders('Inbox')/messages/$count",
        f"{known['user']}/calendarGroups/x/calendars/y/calendarView/delta",
        f"{known['user']}/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')",
        f"{known['user']}/calendar/getSchedule",
    )
    path = data.draw(bent(good))
    method = data.draw(
        st.sampled_from(("GET", "POST", "PATCH", "PUT", "DELETE", "FOO"))
    )

    with target.fresh():
        target.send(method, path, data.draw(bent(_GOOD_QUERIES)), body=b'{"x":"y"}')


@examples(120)
@given(data=st.data())
def test_bent_bodies_are_answered(data: st.DataObject) -> None:
    """JSON with mistakes in letters, then in bytes, wherever a body is read."""
    target = the_target()
    text = data.draw(bent((*_GOOD_BODIES, *_GOOD_BODIES, _SCHEDULE)))
    body = text.encode("utf-8", "surrogatepass")
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(body)))
        body = body[:at] + data.draw(st.binary(max_size=3)) + body[at:]
    places = (
        *(
            "{events}",
            "{events}",
            "{contacts}",
            "{tasks}",
            "{messages}",
            "{user}/sendMail",
        ),
        *("/v1.0/$batch", "/v1.0/$batch", "{copy}/decline", "{event}/forward"),
        *("{invitation}/reply", "{user}/calendar/getSchedule", "/v1.0/subscriptions"),
        *("{event}/attachments", "{event}/extensions", "{user}/translateExchangeIds"),
    )
    path = data.draw(st.sampled_from(places)).format(**target.paths)

    with target.fresh():
        target.send("POST", path, body=body)
        target.send("PATCH", target.paths["series"], body=body)


@examples(100)
@given(text=bent(_GOOD_MIME))
def test_bent_mime_is_answered(text: str) -> None:
    """A message in MIME with mistakes, sent and drafted; what is there can be read."""
    target = the_target()
    body = base64.b64encode(text.encode("utf-8", "surrogatepass"))
    own = {"content-type": "text/plain"}
    with target.fresh():
        for what in ("sendMail", "messages"):
            path = f"{target.paths['user']}/{what}"
            target.send("POST", path, body=body, headers=own)
        target.sends("GET", "messages")


def _values() -> st.SearchStrategy[object]:
    wall = st.datetimes().map(lambda at: at.isoformat())
    zones = st.sampled_from(
        ("UTC", "Egypt Standard Time", "Line Islands Standard Time")
    )
    return st.one_of(
        st.sampled_from(bodies.VALUES),
        st.fixed_dictionaries({"dateTime": wall, "timeZone": zones}),
        st.fixed_dictionaries(
            {
                "pattern": st.sampled_from(bodies.PATTERNS),
                "range": st.sampled_from(bodies.RANGES),
            }
        ),
        st.integers(-5, 5),
        st.text(max_size=5),
        st.booleans(),
    )


@functools.cache
def _names() -> dict[str, list[str]]:
    """The properties of each kind of item, as answers have them."""
    target = the_target()
    shown = {name: json.loads(target.sends("GET", name).body) for name in sound.CHANGES}
    return {
        name: [one for one in item if "@" not in one] + ["recurrence", _EXTENDED]
        for name, item in shown.items()
    }


@functools.cache
def _values_that_pass(name: str, key: str) -> tuple[object, ...]:
    """Those of the corpus that may be written alone."""
    target = the_target()
    found = []
    for value in bodies.VALUES[::8]:
        body = json.dumps({key: value}).encode()
        with target.fresh():
            answer = target.send("PATCH", target.paths[name], body=body)
        if answer.status == 200:
            found.append(value)
    return tuple(found) or (None,)


def _a_write(draw: st.DrawFn) -> tuple[str, str, bytes]:
    """A write to any item of a few properties, half of which may be written."""
    name = draw(st.sampled_from(("event", "series", "copy", *sound.CHANGES)))
    kind = "event" if name == "copy" else name
    body: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(_names()[kind]))
        passing = st.sampled_from(_values_that_pass(kind, key))
        body[key] = draw(st.one_of(passing, passing, passing, _values()))
    method = draw(st.sampled_from(("PATCH",) * 6 + ("POST", "DELETE")))
    path = the_target().paths[name]
    if method == "POST":
        path = path.rpartition("/")[0]
        body = json.loads(bodies.an_event()) | body if kind == "event" else body
    return method, path, json.dumps(body).encode()


@st.composite
def writes(draw: st.DrawFn) -> list[tuple[str, str, bytes]]:
    """A few writes and actions, one after the other."""
    target = the_target()
    actions = [
        ("POST", path.format(**target.paths), body)
        for path, body in sound.ACTIONS.items()
    ]
    one: Callable[[], tuple[str, str, bytes]] = lambda: (  # noqa: E731 - draws
        draw(st.sampled_from(actions))
        if draw(st.integers(0, 5)) == 0
        else _a_write(draw)
    )
    return [one() for _ in range(draw(st.integers(1, 10)))]


def _read_everything(target: Target) -> None:
    """Every list, item and round has a documented answer, in odd zones, too."""
    for zone in ("UTC", "Line Islands Standard Time", "Dateline Standard Time"):
        own = {"prefer": f'outlook.timezone="{zone}", outlook.body-content-type="text"'}
        for name, path in target.paths.items():
            query = _WINDOW if name == "calendarView" else ""
            target.send("GET", path, query, headers=own)
    for name in ("events", "calendarView", "contacts", "messages", "tasks"):
        target.send("GET", f"{target.paths[name]}/delta", _WINDOW)
    target.send("GET", f"{target.paths['series']}/instances", _WINDOW)
    target.send("GET", target.paths["events"], "$orderby=start/dateTime,subject")
    expand = f"$expand={_EXTENDED}($filter=id eq '{_ID}')"
    target.send("GET", target.paths["events"], expand)
    schedule = _SCHEDULE.encode()
    target.send("POST", f"{target.paths['user']}/calendar/getSchedule", body=schedule)


@examples(50)
@given(steps=writes())
def test_no_write_leaves_items_that_cannot_be_read(
    steps: list[tuple[str, str, bytes]],
) -> None:
    """Whatever a client may write, every later read is answered."""
    target = the_target()

    with target.fresh():
        for method, path, body in steps:
            target.send(method, path, body=body)
        _read_everything(target)
    target.check_alive()


def test_the_generator_writes_something() -> None:
    """The steps above succeed often enough to change items."""
    target = the_target()
    done: list[Response] = []

    @examples(30)
    @given(steps=writes())
    def play(steps: list[tuple[str, str, bytes]]) -> None:
        with target.fresh():
            done.extend(target.send(one, path, body=body) for one, path, body in steps)

    play()

    assert sum(one.status < 300 for one in done) > len(done) / 4
