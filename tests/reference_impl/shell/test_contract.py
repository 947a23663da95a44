"""The reference keeps the contract, in what it does and in what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from harness.contract import faults
from reference_impl import ReferenceImplementation
from tests.reference_impl.shell.talking import Talk, talking
from tests.reference_impl.stub import NOW, Stub, text_of

SESSION = "/v1/sessions/{id}"
ADVANCE = f"{SESSION}/advance"
SIGNALS = f"{SESSION}/signals"
BODIES = [("PUT", SESSION), ("POST", ADVANCE), ("POST", SIGNALS)]
PUBLISHED = {"kind": "settings_published", "at": text_of(NOW)}


def session(**members: Any) -> dict[str, Any]:
    """A session with services that nobody serves."""
    stub = Stub()
    stub.root = "http://127.0.0.1:9"
    return {**stub.session(), **members}


@pytest.fixture
def talk() -> Iterator[Talk]:
    """Somebody who talks to a reference with one live session, `s`."""
    with talking() as talk:
        assert talk.call("PUT", SESSION, session()).status == 201
        yield talk


def test_a_session_is_described_opened_driven_told_and_forgotten(talk: Talk) -> None:
    """All six calls, each document held against its schema in both directions."""
    to = {"to": text_of(NOW)}
    assert faults("session", session()) == ()
    assert faults("advance", to) == ()
    assert faults("signal", PUBLISHED) == ()

    statuses = [
        talk.call("GET", "/v1/implementation").status,
        talk.call("PUT", SESSION, session()).status,
        talk.call("POST", ADVANCE, to).status,
        talk.call("POST", SIGNALS, PUBLISHED).status,
        talk.call("GET", SESSION).status,
        talk.call("DELETE", SESSION).status,
        talk.call("GET", SESSION).status,
    ]

    assert statuses == [200, 201, 200, 204, 200, 204, 404]


def test_an_unreachable_service_is_a_problem_of_the_progress(talk: Talk) -> None:
    """What an administrator would see; not an error of the call."""
    said = talk.call("POST", ADVANCE, {"to": text_of(NOW)})

    assert [one["code"] for one in said.document["problems"]] == [
        "identity-unavailable"
    ]


@pytest.mark.parametrize(
    ("method", "template", "document"),
    [
        ("PUT", SESSION, session(resume=True)),
        ("POST", ADVANCE, {"to": text_of(NOW)}),
        ("POST", SIGNALS, PUBLISHED),
        ("GET", SESSION, None),
        ("DELETE", SESSION, None),
    ],
)
def test_a_session_that_nobody_opened_is_404(
    method: str, template: str, document: object, talk: Talk
) -> None:
    """Also one that is to be resumed where nothing is stored."""
    said = talk.call(method, template, document, id="other")

    assert said.status == 404
    assert "other" in said.document["detail"]


@pytest.mark.parametrize(("method", "template"), BODIES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"to": NaN}',
        b'{"to": "\xff"}',
        "{}".encode("utf-16"),
        b"[" * 100_000,
        b'{"seed": ' + b"9" * 5000 + b"}",
    ],
    ids=["empty", "half", "nan", "latin", "utf-16", "deep", "long number"],
)
def test_a_body_that_is_no_json_is_400(
    method: str, template: str, body: bytes, talk: Talk
) -> None:
    """In UTF-8, and of a depth and length that can be read."""
    assert talk.send(method, template.replace("{id}", "s"), body).status == 400


@pytest.mark.parametrize(("method", "template"), BODIES)
@pytest.mark.parametrize("document", [[], 7, "text", True, {}])
def test_a_document_that_is_no_object_of_the_schema_is_422(
    method: str, template: str, document: object, talk: Talk
) -> None:
    """JSON, but not the contract's."""
    assert talk.call(method, template, document).status == 422


@pytest.mark.parametrize(
    ("method", "template", "document", "detail"),
    [
        ("PUT", SESSION, session(now="soon"), 'now is "soon"; expected a time'),
        ("PUT", SESSION, session(now="1999-12-31T23:59:59Z"), "from 2000 to 2100"),
        ("PUT", SESSION, session(seed=True), "seed is true; expected a whole number"),
        ("PUT", SESSION, session(resume="no"), 'resume is "no"; expected true or'),
        (
            "PUT",
            SESSION,
            session(dataverse={"base_url": "http://x/", "api_version": "9.2"}),
            "dataverse.base_url is",
        ),
        ("PUT", SESSION, session(exchange={}), "exchange.graph_url is missing"),
        ("POST", ADVANCE, {"to": "2026-03-02"}, 'to is "2026-03-02"; expected a time'),
        ("POST", ADVANCE, {"to": "2026-03-02T07:59:59Z"}, "cannot be turned back"),
        ("POST", ADVANCE, {"to": "2026-03-02T09:00:00+01:00"}, "in UTC"),
        (
            "POST",
            SIGNALS,
            {"kind": "tracked", "at": text_of(NOW)},
            "mailbox is missing",
        ),
        ("POST", SIGNALS, {"kind": "settings_published"}, "at is missing"),
    ],
)
def test_a_broken_document_is_422_and_says_which_member(
    method: str, template: str, document: object, detail: str, talk: Talk
) -> None:
    """Whoever wrote the harness's side can mend it."""
    said = talk.call(method, template, document)

    assert said.status == 422
    assert detail in said.document["detail"]


@pytest.mark.parametrize("kind", ["regarding_set", "sneezed"])
def test_a_signal_of_a_kind_that_is_not_known_is_501(kind: str, talk: Talk) -> None:
    """Whether the contract names it or not."""
    said = talk.call("POST", SIGNALS, {**PUBLISHED, "kind": kind})

    assert said.status == 501
    assert kind in said.document["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v2/implementation", 404),
        ("GET", "/v1/sessions/", 404),
        ("POST", "/v1/implementation", 405),
        ("PATCH", "/v1/sessions/s", 405),
        ("GET", "/v1/sessions/s/advance", 405),
        ("GET", "/v1/sessions/%00", 422),
        ("GET", "/v1/sessions/" + "s" * 201, 422),
    ],
)
def test_what_the_contract_does_not_have_is_refused_as_a_problem(
    method: str, path: str, status: int, talk: Talk
) -> None:
    """Paths, methods, ids."""
    said = talk.send(method, path)

    assert said.status == status
    assert ("Allow" in said.headers) == (status == 405)


def test_a_body_beyond_all_measure_is_refused_as_a_problem(talk: Talk) -> None:
    """A megabyte is far more than a session needs."""
    assert talk.send("PUT", "/v1/sessions/s", b" " * 1_100_000).status == 413


def test_a_body_that_cannot_be_unpacked_is_refused_as_a_problem(talk: Talk) -> None:
    """The header promises what the octets do not keep."""
    packed = {"Content-Encoding": "gzip"}

    said = talk.send("PUT", "/v1/sessions/s", b"no gzip", headers=packed)

    assert said.status == 400


@pytest.mark.parametrize(
    "address",
    [
        "http://[::1",
        "http://:9",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:x",
        "http://127.0.0.1:9/\x00",
        "http://%zz:9/",
        "http://\u2603.\U0001f4a9..:9/",
        "http://a@b@c:9",
        "https://127.0.0.1:9",
    ],
)
def test_an_address_that_leads_nowhere_breaks_no_call(address: str, talk: Talk) -> None:
    """It is refused at once, or a problem of the progress."""
    identity = {**session()["identity"], "token_url": address}

    put = talk.call("PUT", SESSION, session(identity=identity))
    advanced = talk.call("POST", ADVANCE, {"to": text_of(NOW)})

    assert put.status in {201, 422}
    assert advanced.status == 200
    assert advanced.document["problems"]


def test_a_crash_is_a_problem_that_shows_no_inside(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The traceback stands in the log alone."""

    class Crashing(ReferenceImplementation):
        def describe(self) -> dict[str, Any]:
            raise RuntimeError("secret: s3cr3t")

    with talking(Crashing()) as talk:
        said = talk.call("GET", "/v1/implementation")

    assert said.status == 500
    assert "s3cr3t" not in json.dumps(said.document)
    assert "s3cr3t" in caplog.text
