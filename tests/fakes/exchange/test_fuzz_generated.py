"""Generated nonsense: good requests bent out of shape, and items full of odd values."""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakes.wire import Response
from tests.fakes.examples import examples
from tests.fakes.exchange.fuzzing import bodies, good, sound
from tests.fakes.exchange.fuzzing.target import Target, a_target
from tests.fakes.fuzzing.bending import bent


@functools.cache
def the_target() -> Target:
    """One tenant for all examples; each leaves it as it was."""
    return a_target()


@examples(80)
@given(text=bent(good.GOOD_FILTERS))
def test_bent_filters_are_answered(text: str) -> None:
    """Section 2.4, with mistakes."""
    target = the_target()
    encoded = text.replace("%", "%25").replace("&", "%26")
    for name in ("events", "contacts", "messages", "tasks"):
        target.sends("GET", name, f"$filter={encoded}")
    target.send("GET", f"{target.paths['events']}/$count", f"$filter={text}")


@examples(80)
@given(text=bent(good.GOOD_QUERIES), preferred=bent(good.GOOD_PREFERENCES))
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
    paths = (
        *(known["event"], known["attachment"], known["extension"], known["step"]),
        f"{known['event']}/microsoft.graph.accept",
        f"{known['mailFolder']}/messages/microsoft.graph.delta()",
        "/v1.0/users('ann@contoso.example')/events('x')/instances",
        "/v1.0/users/ann@contoso.example/mailFolders('Inbox')/messages/$count",
        f"{known['user']}/calendarGroups/x/calendars/y/calendarView/delta",
        f"{known['user']}/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')",
        f"{known['user']}/calendar/getSchedule",
    )
    path = data.draw(bent(paths))
    method = data.draw(
        st.sampled_from(("GET", "POST", "PATCH", "PUT", "DELETE", "FOO"))
    )

    with target.fresh():
        target.send(method, path, data.draw(bent(good.GOOD_QUERIES)), body=b'{"x":"y"}')


@examples(120)
@given(data=st.data())
def test_bent_bodies_are_answered(data: st.DataObject) -> None:
    """JSON with mistakes in letters, then in bytes, wherever a body is read."""
    target = the_target()
    text = data.draw(bent((*good.GOOD_BODIES, *good.GOOD_BODIES, good.SCHEDULE)))
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
@given(text=bent(good.GOOD_MIME))
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
        name: [one for one in item if "@" not in one] + ["recurrence", good.EXTENDED]
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
            query = good.WINDOW if name == "calendarView" else ""
            target.send("GET", path, query, headers=own)
    for name in ("events", "calendarView", "contacts", "messages", "tasks"):
        target.send("GET", f"{target.paths[name]}/delta", good.WINDOW)
    target.send("GET", f"{target.paths['series']}/instances", good.WINDOW)
    target.send("GET", target.paths["events"], "$orderby=start/dateTime,subject")
    expand = f"$expand={good.EXTENDED}($filter=id eq '{good.ID}')"
    target.send("GET", target.paths["events"], expand)
    schedule = good.SCHEDULE.encode()
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
