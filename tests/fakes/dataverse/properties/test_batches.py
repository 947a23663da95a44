"""`$batch` does what its requests do one by one; a change set does all or nothing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from fakes.wire import Response
from tests.fakes.dataverse.makers import API, Bench, a_bench
from tests.fakes.dataverse.properties.model import KINDS
from tests.fakes.examples import examples

_SETS: Final = ("accounts", "contacts", "tasks")
_IDS: Final = tuple(f"5f0e7c00-0000-4000-8000-00000000000{n}" for n in range(4))
_REQUIRED: Final = {"accounts": "name", "contacts": "lastname", "tasks": "subject"}
_STATUS: Final = re.compile(rb"^HTTP/1\.1 (\d{3}) ", re.MULTILINE)
_CONTENT_ID: Final = re.compile(rb"^Content-ID: (\S+)\r$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Operation:
    """A write to one of a few rows; it may well be refused."""

    method: str
    entity_set: str
    id: str
    body: dict[str, Any] | None
    match: str | None

    @property
    def target(self) -> str:
        """The address below the API root."""
        return (
            f"/{self.entity_set}"
            if self.method == "POST"
            else f"/{self.entity_set}({self.id})"
        )

    @property
    def content(self) -> bytes:
        """The body; a new row brings its key, so that runs can be compared."""
        if self.body is None:
            return b""
        key = {KINDS[self.entity_set].key: self.id} if self.method == "POST" else {}
        return json.dumps({**self.body, **key}).encode()

    @property
    def headers(self) -> dict[str, str]:
        """`If-Match`, if any."""
        return {} if self.match is None else {"if-match": self.match}

    def part(self, number: int) -> bytes:
        """The operation within a batch."""
        lines = [
            "Content-Type: application/http",
            "Content-Transfer-Encoding: binary",
            f"Content-ID: {number}",
            "",
            f"{self.method} {API}{self.target} HTTP/1.1",
            *(f"{name}: {value}" for name, value in self.headers.items()),
            "Content-Type: application/json",
            "",
        ]
        return "\r\n".join(lines).encode() + b"\r\n" + self.content + b"\r\n"


@st.composite
def operations(draw: st.DrawFn) -> Operation:
    """Mostly sound writes: new rows, updates, deletions, links to rows or to none."""
    method = draw(st.sampled_from(("POST", "POST", "PATCH", "PATCH", "DELETE")))
    entity_set, id = draw(st.sampled_from(_SETS)), draw(st.sampled_from(_IDS))
    body: dict[str, Any] | None = None
    if method != "DELETE":
        body = {_REQUIRED[entity_set]: draw(st.sampled_from(("x", "y", "x" * 300)))}
        if draw(st.booleans()):
            column = draw(st.sampled_from(tuple(KINDS[entity_set].lookups)))
            link, target = KINDS[entity_set].lookups[column]
            body[f"{link}@odata.bind"] = f"/{target}({draw(st.sampled_from(_IDS))})"
    match = None if method == "POST" else draw(st.sampled_from((None, None, "*")))
    return Operation(method, entity_set, id, body, match)


_several = st.lists(operations(), min_size=1, max_size=8)


def _state(bench: Bench) -> dict[str, list[dict[str, Any]]]:
    """All rows of the tables, versions included."""
    return {
        entity_set: bench.read(f"/{entity_set}?$orderby={KINDS[entity_set].key}")[
            "value"
        ]
        for entity_set in _SETS
    }


def _singly(bench: Bench, several: list[Operation], *, go_on: bool) -> list[int]:
    """The statuses of the operations, up to the first failure unless `go_on`."""
    statuses: list[int] = []
    for one in several:
        answer = bench.send(one.method, one.target, one.content, one.headers)
        statuses.append(answer.status)
        if answer.status >= 400 and not go_on:
            break
    return statuses


def _sent(bench: Bench, parts: bytes, *, go_on: bool = False) -> Response:
    headers = {"content-type": "multipart/mixed; boundary=b"}
    if go_on:
        headers["prefer"] = "odata.continue-on-error"
    return bench.send("POST", "/$batch", parts + b"--b--\r\n", headers)


def _change_set(several: list[Operation], name: str = "c") -> bytes:
    head = f"--b\r\nContent-Type: multipart/mixed; boundary={name}\r\n\r\n".encode()
    parts = (
        f"--{name}\r\n".encode() + one.part(number)
        for number, one in enumerate(several, 1)
    )
    return head + b"".join(parts) + f"--{name}--\r\n".encode()


def _statuses(answer: Response) -> list[int]:
    return [int(one) for one in _STATUS.findall(answer.body)]


@examples(80)
@given(several=_several, go_on=st.booleans())
def test_a_batch_does_what_its_requests_do(
    several: list[Operation],
    *,
    go_on: bool,
) -> None:
    """The same rows, versions and answers; it stops where it fails, or goes on."""
    one_by_one, at_once = a_bench(), a_bench()
    parts = (b"--b\r\n" + one.part(number) for number, one in enumerate(several))

    expected = _singly(one_by_one, several, go_on=go_on)
    answer = _sent(at_once, b"".join(parts), go_on=go_on)

    assert _statuses(answer) == expected
    assert answer.status == (200 if go_on or expected[-1] < 400 else 400)
    assert _state(at_once) == _state(one_by_one)


@examples(80)
@given(before=_several, several=_several)
def test_a_change_set_does_all_or_nothing(
    before: list[Operation], several: list[Operation]
) -> None:
    """Answers pair up by Content-ID; of a failed one only the failing part is told."""
    one_by_one, at_once = a_bench(), a_bench()
    for bench in (one_by_one, at_once):
        _singly(bench, before, go_on=True)
    untouched = _state(at_once)

    expected = _singly(one_by_one, several, go_on=False)
    answer = _sent(at_once, _change_set(several))

    numbers = [int(one) for one in _CONTENT_ID.findall(answer.body)]
    if expected[-1] < 400:
        assert answer.status == 200
        assert _statuses(answer) == expected
        assert numbers == list(range(1, len(several) + 1))
        assert _state(at_once) == _state(one_by_one)
    else:
        assert answer.status == 400
        assert _statuses(answer) == expected[-1:]
        assert numbers == [len(expected)]
        assert _state(at_once) == untouched


@examples(40)
@given(sets=st.lists(_several, min_size=1, max_size=3))
def test_each_change_set_of_a_batch_stands_alone(
    sets: list[list[Operation]],
) -> None:
    """With continue-on-error, those that succeed are as if the others were not."""
    alone, together = a_bench(), a_bench()
    parts = [_change_set(one, f"c{number}") for number, one in enumerate(sets)]

    answers = [_sent(alone, one) for one in parts]
    answer = _sent(together, b"".join(parts), go_on=True)

    assert answer.status == 200
    assert _statuses(answer) == [one for each in answers for one in _statuses(each)]
    assert _state(together) == _state(alone)


@examples(40)
@given(length=st.integers(1, 6), data=st.data())
def test_a_reference_names_the_row_that_an_earlier_part_made(
    length: int, data: st.DataObject
) -> None:
    """`$n` in bodies leads backwards; forwards there is nothing to lead to."""
    bench = a_bench()
    parents = [data.draw(st.integers(0, length)) for _ in range(length)]
    several = [
        Operation(
            "POST",
            "accounts",
            f"5f0e7c00-0000-4000-8000-0000000000{number:02}",
            {"name": f"n{number}"}
            | ({"parentaccountid@odata.bind": f"${parent}"} if parent else {}),
            None,
        )
        for number, parent in enumerate(parents, 1)
    ]

    answer = _sent(bench, _change_set(several))

    backwards = all(parent < number for number, parent in enumerate(parents, 1))
    rows = bench.organization.rows("account")
    assert answer.status == (200 if backwards else 400)
    assert len(rows) == (length if backwards else 0)
    for row, parent in zip(rows, parents, strict=False):
        wanted = several[parent - 1].id if parent else None
        assert row["parentaccountid"] == wanted
