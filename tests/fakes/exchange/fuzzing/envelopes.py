"""Hand-made nonsense in `$batch`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.fakes.exchange.fuzzing.addresses import ANN

_GET = {"id": "1", "method": "GET", "url": "/subscriptions"}


def _of(*requests: object, **others: object) -> bytes:
    return json.dumps({"requests": requests, **others}).encode()


def batches() -> Iterator[bytes]:
    """Envelopes that are no good, or hardly."""
    for requests in (None, 1, "x", {}, [], [1], [None], [[]], [{}], [{"id": 1}]):
        yield json.dumps({"requests": requests}).encode()
    for name in ("id", "method", "url"):
        for value in (
            None,
            "",
            1,
            [],
            "x",
            "\ud800",
            "\0",
            "x" * 30_000,
            "$batch",
            "/",
        ):
            yield _of({**_GET, name: value})
    for url in (
        *(
            "//",
            "/$batch",
            "$BATCH",
            "%24batch",
            "/%24batch",
            "$batch/",
            "./$batch",
            "?",
        ),
        *("http://x.example/v1.0/users", "/v1.0/subscriptions", "users?x=://", "/me"),
        *(
            "../x",
            "#",
            "\udcff",
            "/users/\ud800",
            "/subscriptions?$filter=\ud800",
            "$batch?x",
        ),
        *("/users/ann@contoso.example/events?" + "x" * 100_000, "/" * 30_000, "/a%00b"),
    ):
        yield _of({**_GET, "url": url})
    for method in ("get", "HEAD", "OPTIONS", "TRACE", "FOO", "G T", "POST", "\ud800"):
        yield _of({**_GET, "method": method})
    for headers in (
        *(
            1,
            "x",
            [],
            [1],
            {"": ""},
            {"x": None},
            {"x": []},
            {"x": "\ud800"},
            {"\ud800": 1},
        ),
        *({"client-request-id": "a\r\nb: c"}, {"client-request-id": "\ud800"}),
        *(
            {"authorization": "x"},
            {"AUTHORIZATION": None},
            {"Prefer": "outlook.timezone=x"},
        ),
        *(
            {"If-Match": 'W/"x"'},
            {"Prefer": "odata.maxpagesize=²"},
            {"x": "y" * 100_000},
        ),
    ):
        yield _of({**_GET, "headers": headers})
    post = {"id": "1", "method": "POST", "url": f"{ANN[5:]}/events"}
    json_type = {"Content-Type": "application/json"}
    for body in (
        *(None, 1, True, "x", "e30=", "e30", "\ud800", "ä", [], {}, {"a": "\ud800"}),
        *({"a": float("nan")}, "=" * 30_000, {"subject": 10**400}),
    ):
        yield _of({**post, "body": body})
        yield _of({**post, "body": body, "headers": json_type})
        yield _of({**post, "body": body, "headers": {"Content-Type": "text/plain"}})
    for depends in (
        1,
        "x",
        {},
        [1],
        [None],
        [[]],
        ["1"],
        ["2"],
        ["\ud800"],
        ["1"] * 9_000,
    ):
        yield _of({**_GET, "dependsOn": depends})
        yield _of({**_GET, "dependsOn": depends}, {**_GET, "id": "2"})
    yield _of(_GET, _GET)
    yield _of({**_GET, "id": "a"}, {**_GET, "id": "A"})
    yield _of({**_GET, "id": "ß"}, {**_GET, "id": "ss"}, {**_GET, "id": "SS"})
    yield _of({**_GET, "dependsOn": ["2"]}, {**_GET, "id": "2", "dependsOn": ["1"]})
    for count in (20, 21, 5_000):
        yield _of(*({**_GET, "id": str(number)} for number in range(count)))
    chain = ({**_GET, "id": str(n), "dependsOn": [str(n + 1)]} for n in range(19))
    yield _of(*chain, {**_GET, "id": "19", "url": "/nosuch"})
    yield _of(_GET, x=1)
    yield b'{"requests":' + b"[" * 100_000
    yield (
        b'{"requests":[{"id":"1","method":"GET","url":"/x","body":'
        + b"[" * 900
        + b"]" * 900
        + b"}]}"
    )
