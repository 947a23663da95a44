"""Hand-made nonsense in `$batch`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, TypeAlias

from tests.fakes.exchange.fuzzing.addresses import ANN

_Odd: TypeAlias = tuple[object, ...]
_GET: Final = {"id": "1", "method": "GET", "url": "/subscriptions"}
_POST: Final = {"id": "1", "method": "POST", "url": f"{ANN[5:]}/events"}
_REQUESTS: Final[_Odd] = (None, 1, "x", {}, [], [1], [None], [[]], [{}], [{"id": 1}])
_PARTS: Final[_Odd] = (
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
)
_URLS: Final = (
    *("//", "/$batch", "$BATCH", "%24batch", "/%24batch", "$batch/", "./$batch", "?"),
    *("http://x.example/v1.0/users", "/v1.0/subscriptions", "users?x=://", "/me", "#"),
    *("../x", "\udcff", "/users/\ud800", "/subscriptions?$filter=\ud800", "$batch?x"),
    *(f"{ANN[5:]}/events?" + "x" * 100_000, "/" * 30_000, "/a%00b"),
)
_METHODS: Final = ("get", "HEAD", "OPTIONS", "TRACE", "FOO", "G T", "POST", "\ud800")
_HEADERS: Final[_Odd] = (
    *(1, "x", [], [1], {"": ""}, {"x": None}, {"x": []}, {"x": "\ud800"}),
    *({"\ud800": 1}, {"client-request-id": "a\r\nb: c"}, {"x": "y" * 100_000}),
    *({"client-request-id": "\ud800"}, {"authorization": "x"}, {"AUTHORIZATION": None}),
    *({"Prefer": "outlook.timezone=x"}, {"If-Match": 'W/"x"'}),
    {"Prefer": "odata.maxpagesize=²"},
)
_BODIES: Final[_Odd] = (
    *(None, 1, True, "x", "e30=", "e30", "\ud800", "ä", [], {}, {"a": "\ud800"}),
    *({"a": float("nan")}, "=" * 30_000, {"subject": 10**400}),
)
_KINDS: Final = (
    {},
    *({"Content-Type": one} for one in ("application/json", "text/plain")),
)
_DEPENDS: Final[_Odd] = (
    *(1, "x", {}, [1], [None], [[]], ["1"], ["2"], ["\ud800"], ["1"] * 9_000),
)


def _of(*requests: object, **others: object) -> bytes:
    return json.dumps({"requests": requests, **others}).encode()


def _with(**others: object) -> bytes:
    """A batch of one request with an odd part."""
    return _of({**_GET, **others})


def batches() -> Iterator[bytes]:
    """Envelopes that are no good, or hardly."""
    yield from (json.dumps({"requests": one}).encode() for one in _REQUESTS)
    yield from (_with(**{n: one}) for n in ("id", "method", "url") for one in _PARTS)
    yield from (_with(url=url) for url in _URLS)
    yield from (_with(method=method) for method in _METHODS)
    yield from (_with(headers=headers) for headers in _HEADERS)
    for kind in _KINDS:
        yield from (_of({**_POST, "headers": kind, "body": body}) for body in _BODIES)
    for depends in _DEPENDS:
        yield _with(dependsOn=depends)
        yield _of({**_GET, "dependsOn": depends}, {**_GET, "id": "2"})
    yield from _several()
    yield b'{"requests":' + b"[" * 100_000
    deep = b"[" * 900 + b"]" * 900
    yield b'{"requests":[{"id":"1","method":"GET","url":"/x","body":%s}]}' % deep


def _several() -> Iterator[bytes]:
    """Ids that are one, prerequisites in a circle, more than there may be."""
    yield _of(_GET, _GET)
    yield _of({**_GET, "id": "a"}, {**_GET, "id": "A"})
    yield _of({**_GET, "id": "ß"}, {**_GET, "id": "ss"}, {**_GET, "id": "SS"})
    yield _of({**_GET, "dependsOn": ["2"]}, {**_GET, "id": "2", "dependsOn": ["1"]})
    for count in (20, 21, 5_000):
        yield _of(*({**_GET, "id": str(number)} for number in range(count)))
    chain = ({**_GET, "id": str(n), "dependsOn": [str(n + 1)]} for n in range(19))
    yield _of(*chain, {**_GET, "id": "19", "url": "/nosuch"})
    yield _of(_GET, x=1)
