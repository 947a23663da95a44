"""Whatever is sent to the reference: it answers as the contract has it, never 500."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.contract import faults, schema
from tests.reference_impl.shell.talking import Said, Talk, talking
from tests.reference_impl.stub import Stub

SESSION = "/v1/sessions/{id}"
PATHS = [  # nothing that would end the live session
    "/",
    "/v1/implementation",
    "/v1/sessions/s/advance",
    "/v1/sessions/s/signals",
    "/v1/sessions/other",
]
# Time stands at its end: a document that happens to be sound lets no years pass.
LAST = "2100-12-31T23:59:59Z"
CALLS = {
    "session": ("PUT", SESSION),
    "advance": ("POST", f"{SESSION}/advance"),
    "signal": ("POST", f"{SESSION}/signals"),
}

BEYOND_SCHEMAS = ("2000 to 2100", "address", "turned back", "mailbox", "item", "PEM")
AWAY = object()
HALF = "\ud800"
# What careless checks let pass: one type for another, ends of ranges, broken forms.
ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 1.0, 1.5, 10**30, 1e300),
    *([], {}, [{}], {"id": 1}, "", " ", "\x00", "\n", HALF, "null", "9.2\n", "9"),
    *("x" * length for length in (200, 201, 400, 401, 500, 501, 1000, 1001, 2001)),
    *("http://", "http://h/", "http://h/v1.0", "http://h/v1.0\n", "http://h h/v1.0"),
    *("ftp://h/v1.0", "HTTP://h/v1.0", "http://" + "h" * 2000 + "/v1.0"),
    *("2026-03-02", "2026-02-30T00:00:00Z", "2026-03-02T24:00:00Z"),
    *("2026-03-02T08:00:60Z", "2026-03-02T08:00:00z", "2026-03-02T08:00:00+00:00"),
    *(
        "0000-00-00T00:00:00Z",
        "2100-12-31T23:59:59.000000000Z",
        f"{LAST}\n",
        f" {LAST}",
    ),
    *("-----BEGIN CERTIFICATE-----", "\u0662\u0660\u0662\u0666-03-02T08:00:00Z"),
]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from([one for one in ODD if one != HALF])  # known members alone
)
json_values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


def a_session() -> dict[str, Any]:
    """A session whose services nobody serves."""
    stub = Stub()
    stub.root = "http://127.0.0.1:9"
    sound = stub.session()
    sound["identity"]["ca_pem"] = trustme.CA().cert_pem.bytes().decode()
    return {**sound, "now": LAST}


SOUND: dict[str, list[dict[str, Any]]] = {
    "session": [a_session()],
    "advance": [{"to": LAST}],
    "signal": [{**one, "at": LAST} for one in schema("signal")["examples"]],
}


def places(document: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where members stand, at any depth."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield (*path, name)
            yield from places(value, (*path, name))


@st.composite
def spoilt(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A sound document with one member taken away, replaced, or grown."""
    document: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(SOUND[kind])))
    *way, last = draw(st.sampled_from(sorted(places(document))))
    place: Any = document
    for step in way:
        place = place[step]
    old = place.pop(last)
    change = draw(st.sampled_from(["away", "other", "longer", "beside"]))
    if change == "other":
        place[last] = draw(json_values)
    elif change == "longer" and isinstance(old, str):
        place[last] = draw(st.text()) + old + draw(st.text())
    elif change == "beside":
        place[last] = old
        place[draw(st.text())] = draw(json_values)
    return document


@pytest.fixture(scope="module")
def talk() -> Iterator[Talk]:
    """One server for all examples, with one live session, `s`."""
    with talking() as talk:
        talk.call("PUT", SESSION, a_session())
        yield talk


def say(talk: Talk, kind: str, document: object) -> Said:
    """Send it where documents of its kind go; sessions to an id of their own."""
    method, template = CALLS[kind]
    return talk.call(method, template, document, id="p" if kind == "session" else "s")


def agree(talk: Talk, kind: str, document: dict[str, Any]) -> None:
    """The reference's own checks say of the document what the schema says.

    One that keeps its schema may still be refused for what no schema says: nothing to
    resume, unknown kinds, times out of use or gone by, hosts without name.
    """
    said = say(talk, kind, document)

    broken = faults(kind, document)
    assert said.status in ({422} if broken else {200, 201, 204, 404, 422, 501}), broken
    if said.status == 422 and not broken:
        detail = said.document["detail"]
        assert any(words in detail for words in BEYOND_SCHEMAS), detail


@pytest.mark.parametrize("kind", CALLS)
def test_each_member_refuses_what_its_schema_refuses(kind: str, talk: Talk) -> None:
    """Each member of each document, replaced by each odd value, and taken away."""
    for sound in SOUND[kind]:
        for *way, last in places(sound):
            for odd in [*ODD, AWAY]:
                document = copy.deepcopy(sound)
                place: Any = document
                for step in way:
                    place = place[step]
                place[last] = odd
                if odd is AWAY:
                    del place[last]
                agree(talk, kind, document)


@pytest.mark.parametrize("kind", CALLS)
def test_documents_that_nobody_thought_of_are_told_apart_as_schemas_do(
    kind: str, talk: Talk
) -> None:
    """One member at a time, changed by chance."""

    @settings(max_examples=200)
    @given(document=spoilt(kind))
    def holds(document: dict[str, Any]) -> None:
        agree(talk, kind, document)

    holds()


@pytest.mark.parametrize("kind", CALLS)
def test_any_json_gets_an_answer_of_the_contract(kind: str, talk: Talk) -> None:
    """Most of it is no document at all."""

    @settings(max_examples=100)
    @given(document=json_values)
    def holds(document: object) -> None:
        said = say(talk, kind, document)

        assert said.status in ({422, 400} if document is None else {422})

    holds()


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "PATCH"])
def test_any_octets_get_an_answer_of_the_contract(method: str, talk: Talk) -> None:
    """Whatever the path, the method and the type that is claimed."""

    @settings(max_examples=100)
    @given(
        path=st.sampled_from(PATHS),
        octets=st.binary(max_size=200),
        content_type=st.sampled_from(
            ["application/json", "text/plain; charset=klingon", "multipart/form-data"]
        ),
    )
    def holds(path: str, octets: bytes, content_type: str) -> None:
        headers = {"Content-Type": content_type}

        said = talk.send(method, path, octets, headers=headers)

        assert said.status in {200, 400, 404, 405, 422}

    holds()


def test_any_path_gets_an_answer_of_the_contract(talk: Talk) -> None:
    """Ids come percent-encoded, or as they like."""

    @settings(max_examples=200)
    @given(octets=st.binary(min_size=1, max_size=30))
    def holds(octets: bytes) -> None:
        id = "".join(f"%{octet:02X}" for octet in octets)

        said = talk.send("GET", f"/v1/sessions/{id}")

        assert said.status in {200, 404, 422}

    holds()
