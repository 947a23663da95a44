"""What is no request of the administration API, and who may not send one."""

from __future__ import annotations

import pytest

from fakes.admin.guard import _is_loopback
from fakes.instants import MONDAY
from fakes.serving import Serving
from tests.fakes.admin.bench import Bench, talk


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"nothing",
        b"\xff\xfe",
        b'{"seconds": NaN}',
        b'{"seconds": Infinity}',
        b'{"seconds": 1e999}',
        b'{"seconds": 1, "seconds": 2}',
        b'{"seconds": ' + b"9" * 5000 + b"}",
        b'{"duration": "\\ud800"}',
        b'{"a":' * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"null",
        b"",
    ],
)
def test_a_body_that_is_no_json_object_is_refused(raw: bytes) -> None:
    """400 with a sentence, never a crash."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("POST", "/clock/advance", raw=raw)

        assert (answer.status, answer.code) == (400, "BadRequest")
        assert 0 < len(answer.message) < 400
        assert bench.tenant.clock.now() == MONDAY

    talk(conversation)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/yaml"]
)
def test_a_body_of_another_kind_is_refused(kind: str) -> None:
    """A web page can send such without asking its browser."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin(
            "POST", "/reset", raw=b"{}", headers={"Content-Type": kind}
        )

        assert (answer.status, answer.code) == (415, "UnsupportedMediaType")

    talk(conversation)


def test_a_body_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to the limit it is read."""
    monkeypatch.setattr("fakes.admin.api._LARGEST", 2000)

    async def conversation(bench: Bench) -> None:
        fits = await bench.admin("POST", "/reset", raw=b"{}" + b" " * 1998)
        does_not = await bench.admin("POST", "/reset", raw=b"{}" + b" " * 1999)

        assert (fits.status, does_not.status) == (200, 413)

    talk(conversation)


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/clock/", "/Clock", "/seed/x"])
def test_an_unknown_address_is_not_found(path: str) -> None:
    """The sentence names what there is."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("GET", path)

        assert (answer.status, answer.code) == (404, "NotFound")
        assert "clock/advance" in answer.message

    talk(conversation)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/clock", "GET, PUT"),
        ("GET", "/seed", "POST"),
        ("PATCH", "/faults", "GET, POST, DELETE"),
        ("OPTIONS", "/journal", "GET, DELETE"),
    ],
)
def test_another_method_is_not_allowed(method: str, path: str, allowed: str) -> None:
    """`Allow` says which are."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin(method, path)

        assert (answer.status, answer.code) == (405, "MethodNotAllowed")
        assert answer.headers["Allow"] == allowed

    talk(conversation)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example:8080"},
        {"Host": "[nonsense"},
        {"Host": ""},
    ],
)
def test_web_pages_may_not_administer(headers: dict[str, str]) -> None:
    """Neither from another origin nor under another name."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("GET", "/connection", headers=headers)

        assert (answer.status, answer.code) == (403, "Forbidden")
        assert bench.tenant.connection.client_secret not in str(answer.json)

    talk(conversation)


def test_whoever_names_the_server_by_its_own_name_may() -> None:
    """A page of this very origin, and every name of loopback."""

    async def conversation(bench: Bench) -> None:
        origin = bench.announcement.root_url
        port = origin.rpartition(":")[2]

        for headers in (
            {"Origin": origin},
            {"Host": f"localhost:{port}"},
            {"Host": f"[::1]:{port}"},
        ):
            answer = await bench.admin("GET", "/clock", headers=headers)
            assert answer.status == 200, headers

    talk(conversation)


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:10.0.0.1", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - only compared
        ("", False),
        (None, False),
    ],
)
def test_only_loopback_may_administer(remote: str | None, expected: bool) -> None:  # noqa: FBT001 - the parameter
    """Whatever address the server listens on."""
    assert _is_loopback(remote) is expected


def test_a_peer_from_elsewhere_is_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """The services answer it, the administration does not."""
    monkeypatch.setattr("fakes.admin.guard._is_loopback", lambda _: False)

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        answer = await bench.admin("GET", "/connection")

        assert token
        assert answer.status == 403

    talk(conversation, Serving(host="0.0.0.0"))  # noqa: S104 - as a user types it


def test_the_administration_does_not_stand_in_the_journal() -> None:
    """Only what clients of the services did does."""

    async def conversation(bench: Bench) -> None:
        await bench.admin("GET", "/connection")
        await bench.admin("POST", "/seed", {"people": 1})

        assert (await bench.admin("GET", "/journal")).json["entries"] == []

    talk(conversation)
