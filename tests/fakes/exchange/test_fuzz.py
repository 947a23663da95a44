"""Nonsense of every kind gets a documented refusal, never a crash and never a hang.

The corpus is made by hand; what is generated is in `test_fuzz_generated`, and sockets
are in `test_fuzz_http`. What is refused has changed nothing: `Target.send` looks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.fakes.exchange.fuzzing import (
    addresses,
    bodies,
    conditions,
    envelopes,
    headers,
    options,
)
from tests.fakes.exchange.fuzzing.target import Target, a_target
from tests.fakes.fuzzing.tokens import authorizations

METHODS: Final = (
    *(
        "GET",
        "POST",
        "PATCH",
        "PUT",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "FOO",
        "get",
    ),
)
LISTS: Final = ("events", "contacts", "calendarView", "category", "settings")
WINDOW: Final = "startDateTime=2026-03-01&endDateTime=2026-04-01"


@pytest.fixture(scope="module")
def shared() -> Iterator[Target]:
    """A tenant with something of each kind, shared by the tests of this module."""
    target = a_target()
    yield target
    target.runner.close()


@pytest.fixture
def target(shared: Target) -> Iterator[Target]:
    """The tenant as it was made; afterwards an ordinary request is served."""
    with shared.fresh():
        yield shared
    shared.check_alive()


def _parts(texts: tuple[Any, ...], count: int = 8) -> pytest.MarkDecorator:
    """The corpus in a few parts: a test for each text would cost more than it tells."""
    parts = [texts[number::count] for number in range(count)]
    return pytest.mark.parametrize("texts", parts, ids=range(count))


@_parts(addresses.PATHS)
def test_any_path_is_answered(target: Target, texts: tuple[str, ...]) -> None:
    """Whatever the address, with any method (section 8)."""
    for text in texts:
        for method in METHODS:
            target.send(method, text, body=b"{}")


@_parts(conditions.FILTERS)
def test_any_filter_is_answered(target: Target, texts: tuple[str, ...]) -> None:
    """On lists, counts, views and instances."""
    for text in texts:
        query = f"$filter={text.replace('%', '%25').replace('&', '%26')}"
        for name in ("events", "contacts"):
            target.sends("GET", name, query)
            target.send("GET", f"{target.paths[name]}/$count", query)
        target.sends("GET", "calendarView", f"{WINDOW}&{query}")
        target.send("GET", f"{target.paths['series']}/instances", f"{WINDOW}&{query}")


@_parts(options.QUERIES)
def test_any_query_is_answered(target: Target, texts: tuple[str, ...]) -> None:
    """On everything that is there, and on what is new."""
    for text in texts:
        for name, path in target.paths.items():
            target.sends("GET", name, text)
            target.send("GET", f"{path}/delta", text)
            target.send("GET", f"{path}/$count", text)
        target.sends("GET", "calendarView", f"{WINDOW}&{text}")
        target.send("GET", f"{target.paths['calendarView']}/delta", f"{WINDOW}&{text}")
        with target.fresh():
            _write_all(target, text)


def _write_all(target: Target, query: str) -> None:
    """Something is made and changed of each kind, with a query."""
    paths = target.paths
    for path, body in (
        (paths["events"], bodies.an_event()),
        (paths["contacts"], b'{"givenName":"x"}'),
        (f"{paths['user']}/contactFolders", b'{"displayName":"x"}'),
        (f"{paths['user']}/outlook/masterCategories", b'{"displayName":"x"}'),
        (f"{paths['copy']}/accept", b"{}"),
    ):
        target.send("POST", path, query, body=body)
    for name, body in (
        ("event", b'{"subject":"y"}'),
        ("contact", b'{"surname":"y"}'),
        ("contactFolder", b'{"displayName":"y"}'),
        ("category", b'{"color":"preset3"}'),
        ("settings", b'{"timeZone":"UTC"}'),
    ):
        target.send("PATCH", paths[name], query, body=body)
    for name in ("series", "category", "contact", "contactFolder", "event"):
        target.send("DELETE", paths[name], query)


@_parts(options.WINDOWS, 4)
def test_any_window_is_answered(target: Target, texts: tuple[str, ...]) -> None:
    """Of views, of instances, of rounds."""
    for text in texts:
        target.sends("GET", "calendarView", text)
        target.send("GET", f"{target.paths['series']}/instances", text)
        target.send("GET", f"{target.paths['calendarView']}/delta", text)
        target.send("GET", f"{target.paths['events']}/delta", text)


@pytest.mark.parametrize("name", headers.NAMES)
def test_any_header_is_answered(target: Target, name: str) -> None:
    """On reads and writes of one item and of many."""
    for header, text in headers.HEADERS:
        if header != name:
            continue
        own = {header: text}
        for path, query in (
            *((target.paths["events"], ""), (target.paths["event"], "")),
            *((target.paths["contacts"], ""), (target.paths["calendarView"], WINDOW)),
        ):
            target.send("GET", path, query, headers=own)
        with target.fresh():
            contact, event = target.paths["contact"], target.paths["event"]
            target.send("PATCH", event, body=b'{"subject":"y"}', headers=own)
            target.send("PATCH", contact, body=b'{"surname":"y"}', headers=own)
            body = bodies.an_event()
            target.send("POST", target.paths["events"], body=body, headers=own)
            target.send("DELETE", event, headers=own)


def test_no_forged_or_foreign_token_opens_the_door(target: Target) -> None:
    """Section 1.3: 401 with a challenge, whatever is wrong."""
    for text in authorizations(target.door):
        own = {"authorization": text}

        response = target.send("GET", target.paths["events"], headers=own, signed=False)

        assert response.status == 401, text


@_parts(bodies.JSON)
def test_any_body_is_answered(target: Target, texts: tuple[bytes, ...]) -> None:
    """JSON that is none, or says nonsense, wherever a body is read."""
    paths = target.paths
    for body in texts:
        for method, path in (
            *(("POST", paths["events"]), ("PATCH", paths["event"])),
            *(("POST", paths["contacts"]), ("PATCH", paths["contact"])),
            *(("POST", f"{paths['user']}/contactFolders"), ("POST", "/v1.0/$batch")),
            *(("PATCH", paths["category"]), ("PATCH", paths["settings"])),
            ("POST", f"{paths['user']}/outlook/masterCategories"),
            *(
                ("POST", f"{paths['event']}/cancel"),
                ("POST", f"{paths['copy']}/decline"),
            ),
            *(
                ("POST", paths["subscriptions"]),
                ("PUT", f"{paths['contact']}/photo/$value"),
            ),
        ):
            with target.fresh():
                target.send(method, path, body=body)
                target.send("GET", paths["events"])
                target.send("GET", paths["contacts"])


@pytest.mark.parametrize(
    "name", ["event", "series", "copy", "contact", "contactFolder"]
)
def test_any_value_of_any_property_is_answered(target: Target, name: str) -> None:
    """Wrong types, sizes, letters, dates and zones, each in its property (3.1)."""
    shown = json.loads(target.sends("GET", name).body)
    names = [one for one in shown if "@" not in one]
    for key in [*names, "singleValueExtendedProperties", "attachments", "nosuch"]:
        for value in bodies.VALUES:
            body = json.dumps({key: value}).encode()
            with target.fresh():
                answer = target.send("PATCH", target.paths[name], body=body)
                if answer.status == 200:
                    _read(target, name)


def _read(target: Target, name: str) -> None:
    """What was written can be read, in the zones at either end of the day."""
    for zone in ("UTC", "Line Islands Standard Time", "Dateline Standard Time"):
        own = {"prefer": f'outlook.timezone="{zone}", outlook.body-content-type="text"'}
        assert target.send("GET", target.paths[name], headers=own).status == 200


def test_any_recurrence_is_answered(target: Target) -> None:
    """Patterns and ranges, good and bad, of events everywhere in the calendar."""
    daily = {"type": "daily", "interval": 1}
    endless = {"type": "noEnd", "startDate": "2026-03-03"}
    for pattern, span in (
        *((one, endless) for one in bodies.PATTERNS),
        *((daily, one) for one in bodies.RANGES),
        *(
            (one, {**endless, "type": "numbered", "numberOfOccurrences": 10**6})
            for one in bodies.PATTERNS
        ),
    ):
        body = bodies.an_event(recurrence={"pattern": pattern, "range": span})
        with target.fresh():
            target.send("POST", target.paths["events"], body=body)
            target.send("PATCH", target.paths["series"], body=body)
            target.sends("GET", "calendarView", WINDOW)
            target.sends(
                "GET", "calendarView", "startDateTime=4498-01-01&endDateTime=4501-01-01"
            )


def test_any_batch_is_answered(target: Target) -> None:
    """Envelopes that are none, or hold nonsense (section 5)."""
    for body in envelopes.batches():
        with target.fresh():
            target.send("POST", "/v1.0/$batch", body=body)
