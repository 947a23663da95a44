"""Nonsense of every kind gets a documented refusal, never a crash and never a hang.

The corpus is made by hand; what is generated is in `test_fuzz_generated`, and sockets
are in `test_fuzz_http`. What is refused has changed nothing: `Target.send` looks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from fakes.exchange.throttling import Throttle
from tests.fakes.exchange.fuzzing import (
    addresses,
    bodies,
    conditions,
    envelopes,
    headers,
    options,
    sound,
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
_LISTS: Final = ("events", "contacts", "messages", "tasks")
WINDOW: Final = "startDateTime=2026-03-01&endDateTime=2026-04-01"


@pytest.fixture(scope="module")
def shared() -> Iterator[Target]:
    """A tenant with something of each kind, shared by the tests of this module."""
    target = a_target()
    yield target
    target.close()


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
        target.sends("GET", "events", query)
        if len(text) > 2_000:
            continue  # the grammar is the same everywhere
        for name in _LISTS:
            target.sends("GET", name, query)
            target.send("GET", f"{target.paths[name]}/$count", query)
        target.sends("GET", "calendarView", f"{WINDOW}&{query}")
        target.send("GET", f"{target.paths['series']}/instances", f"{WINDOW}&{query}")


@_parts(options.QUERIES)
def test_any_query_is_answered(target: Target, texts: tuple[str, ...]) -> None:
    """On items, lists, counts and rounds."""
    for text in texts:
        for name in ("user", "event", "message", "category", "attachment", "settings"):
            target.sends("GET", name, text)
        for name in ("events", "contacts", "messages", "tasks"):
            target.sends("GET", name, text)
            target.send("GET", f"{target.paths[name]}/delta", text)
        target.send("GET", f"{target.paths['events']}/$count", text)
        target.sends("GET", "calendarView", f"{WINDOW}&{text}")
        target.send("GET", f"{target.paths['calendarView']}/delta", f"{WINDOW}&{text}")


@pytest.mark.parametrize("name", ["$select", "$top", "$expand", "$filter", "x"])
def test_any_query_of_a_write_is_answered(target: Target, name: str) -> None:
    """Whatever is made, changed, acted upon and removed; refused, it has not been."""
    for text in (f"{name}=nosuch", f"{name}=", f"{name}=id", f"{name}=%00"):
        with target.fresh():
            _write_everything(target, text)


def _write_everything(target: Target, query: str) -> None:
    for path, body in sound.NEW.items():
        target.send("POST", path.format(**target.paths), query, body=body)
    for name, body in sound.CHANGES.items():
        target.send("PATCH", target.paths[name], query, body=body)
    for path, body in sound.ACTIONS.items():
        target.send("POST", path.format(**target.paths), query, body=body)
    for name in reversed([*sound.CHANGES]):
        target.send("DELETE", target.paths[name], query)


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
    places = [
        *(("POST", path) for path in (*sound.NEW, *sound.ACTIONS, "/v1.0/$batch")),
        *(("PATCH", f"{{{name}}}") for name in sound.CHANGES),
        *(("POST", "/v1.0/subscriptions"), ("PUT", "{contact}/photo/$value")),
    ]
    for body in texts:
        # the long ones only where they are read in full
        for method, path in places if len(body) < 10_000 else places[:4]:
            with target.fresh():
                target.send(method, path.format(**target.paths), body=body)
        target.sends("GET", "events")


@pytest.mark.parametrize("name", [*sound.CHANGES, "copy"])
def test_any_value_of_any_property_is_answered(target: Target, name: str) -> None:
    """Wrong types, sizes, letters, dates, zones, in a property of each type (3.1)."""
    shown = json.loads(target.sends("GET", name).body)
    kinds = {str(_kind(value)): key for key, value in shown.items() if "@" not in key}
    names = {*kinds.values(), *bodies.ODD_ONES} & {*shown, *bodies.ODD_ONES}
    for key in sorted(names):
        for value in bodies.VALUES[len(key) % 4 :: 4]:
            body = json.dumps({key: value}).encode()
            with target.fresh():
                answer = target.send("PATCH", target.paths[name], body=body)
                if answer.status == 200:
                    _read(target, name)


def _kind(value: object) -> object:
    """What the values of a type have in common."""
    match value:
        case dict():
            return sorted(value)
        case [first, *_]:
            return [_kind(first)]
    return type(value)


def _read(target: Target, name: str) -> None:
    """What was written can be read, in the zones at either end of the day."""
    for zone in ("Line Islands Standard Time", "Dateline Standard Time"):
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
            for one in bodies.PATTERNS[::5]
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


@pytest.mark.parametrize("name", sorted(sound.SUBSCRIPTION))
def test_any_subscription_is_answered(target: Target, name: str) -> None:
    """Whatever stands in place of a part of it: resources, addresses, dates (2.5)."""
    path = target.paths["subscriptions"]
    values: list[object] = [*bodies.VALUES[::3]]
    if name == "resource":
        values += [one[6:] for one in addresses.PATHS[::5] if "ann@" in one]
    for value in values:
        body = json.dumps({**sound.SUBSCRIPTION, name: value}).encode()
        with target.fresh():
            target.send("POST", path, body=body)


def test_any_chunk_of_a_file_is_answered(target: Target) -> None:
    """Without a token, in odd ranges, methods and sizes (3.9)."""
    body = sound.ACTIONS["{message}/attachments/createUploadSession"]
    message = target.paths["message"]
    session = target.send(
        "POST", f"{message}/attachments/createUploadSession", body=body
    )
    url = json.loads(session.body)["uploadUrl"]
    path = url[url.index("/v1.0") :]
    for text in headers.RANGES:
        own = {"content-range": text, "content-type": "application/octet-stream"}
        for octets in (b"a", b"", b"a" * 5_000_000):
            with target.fresh():
                target.send("PUT", path, body=octets, headers=own, signed=False)
    for method in METHODS:
        for end in ("", "/", "/content", "x", "\ud800", "%00"):
            with target.fresh():
                target.send(method, f"{path}{end}", signed=False)


def test_a_throttled_request_says_when_to_come_back(target: Target) -> None:
    """And does nothing, alone or in a batch (6); the next one counts as well."""
    target.tenant.exchange.switches.throttle = Throttle(requests=5)
    body = json.dumps(
        {
            "requests": [
                {"id": str(number), "method": "DELETE", "url": target.paths[name][5:]}
                for number, name in enumerate(("event", "contact", "message", "task"))
            ]
        }
    ).encode()
    found = []
    for _ in range(4):
        found.append(target.sends("GET", "event"))
        found.append(target.send("POST", "/v1.0/$batch", body=body))
        found.append(target.send("DELETE", target.paths["series"]))

    refused = [one for one in found if one.status == 429]
    assert refused
    for one in refused:
        assert int(dict(one.headers)["Retry-After"]) > 0
    parts = json.loads(found[-2].body)["responses"]
    assert {part["status"] for part in parts} == {429}
    assert all(int(part["headers"]["Retry-After"]) > 0 for part in parts)
    assert target.tenant.exchange.mailboxes[0].events  # of what came too late


def test_the_good_requests_of_the_corpus_are_served(target: Target) -> None:
    """Else what is odd about the others would not be what is refused."""
    for path, body in {**sound.NEW, **sound.ACTIONS}.items():
        with target.fresh():
            answer = target.send("POST", path.format(**target.paths), body=body)
        assert answer.status < 300, (path, answer.body)
    for name, body in sound.CHANGES.items():
        with target.fresh():
            answer = target.send("PATCH", target.paths[name], body=body)
        assert answer.status < 300, (name, answer.body)
