"""Whatever is sent to the reference: it answers as the contract has it, never 500."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
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

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["", " ", "\x00", "http://[", "0000-00-00T00:00:00Z", LAST])
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
    return {**stub.session(), "now": LAST}


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


@pytest.mark.parametrize("kind", CALLS)
def test_what_breaks_the_schema_is_422_and_what_keeps_it_is_understood(
    kind: str, talk: Talk
) -> None:
    """The reference's own checks and the schemas agree on documents nobody thought of.

    A document that keeps its schema may still be refused for what no schema says:
    nothing to resume, unknown kinds, times out of use or gone by, hosts without name.
    """

    @settings(max_examples=200)
    @given(document=spoilt(kind))
    def holds(document: dict[str, Any]) -> None:
        said = say(talk, kind, document)

        broken = faults(kind, document)
        assert said.status in ({422} if broken else {200, 201, 204, 404, 422, 501})
        if said.status == 422 and not broken:
            detail = said.document["detail"]
            beyond_schemas = (
                "2000 to 2100",
                "address",
                "turned back",
                "mailbox",
                "item",
            )
            assert any(words in detail for words in beyond_schemas)

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
