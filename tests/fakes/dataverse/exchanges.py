"""Requests of samples and their answers: the only place that sends and judges them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from fakes.wire import Request, Response
from tests.fakes.dataverse.makers import API, ROOT, Bench
from tests.fakes.dataverse.samples import (
    Different,
    Json,
    Missing,
    differences,
    filled,
    in_lines,
    text_differences,
)

_ALLOWED_IN_URLS: Final = "%/:?#[]@!$&'()*+,;=~"
_PREFERENCES: Final = re.compile(r'(?:[^,"]|"[^"]*")+')


@dataclass(slots=True)
class Known:
    """What the names in a sample stand for."""

    bench: Bench
    texts: dict[str, str]
    rows: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.texts or name.partition(".")[0] in self.rows

    def __getitem__(self, name: str) -> str:
        if name in self.texts:
            return self.texts[name]
        alias, _, column = name.partition(".")
        table, id = self.rows[alias]
        if not column:
            return id
        row = self.bench.organization.row(table, id)
        return row.etag if column == "etag" else str(row.values[column])

    def __setitem__(self, name: str, value: str) -> None:
        self.texts[name] = value

    def frozen(self) -> Known:
        """The same with the columns of rows as they are now."""
        texts = dict(self.texts)
        for alias, (table, id) in self.rows.items():
            texts[alias] = id
            row = self.bench.organization.rows_of(table).by_id.get(id)
            for column, value in row.values.items() if row else ():
                texts[f"{alias}.{column}"] = str(value)
            if row is not None:
                texts[f"{alias}.etag"] = row.etag
        return Known(self.bench, texts)


def perform(known: Known, told: Json) -> Response:
    """The answer to a request."""
    target = quote(filled(told["target"], known), safe=_ALLOWED_IN_URLS)
    whole = target if target.startswith(ROOT) else f"{API}{target}"
    path, _, query = whole.removeprefix(ROOT).partition("?")
    headers = {"authorization": known.bench.token}
    body = b""
    if "body" in told:
        headers["content-type"] = "application/json"
        body = json.dumps(filled(told["body"], known)).encode()
    elif "lines" in told:
        body = filled(in_lines(told["lines"]), known).encode()
    elif "text" in told:
        body = filled(told["text"], known).encode()
    for name, value in told.get("headers", {}).items():
        headers.pop(name.lower(), None)
        if value is not None:
            headers[name.lower()] = filled(value, known)
    request = Request(
        method=told["method"],
        path=path,
        query=query,
        headers=headers,
        body=body,
        root_url=ROOT,
    )
    return known.bench.perform(request)


def check_supported(response: Response) -> None:
    """The answer is none of those that say: not supported.

    Raises:
        Missing: it is.
    """
    if response.status == 501 or b"HTTP/1.1 501 " in response.body:
        raise Missing(response.body.decode("utf-8", "replace"))


def exchange(known: Known, told: Json) -> None:
    """The request is answered as expected.

    Raises:
        Missing: the fake does not do that.
        Different: it does something else.
    """
    before = known.frozen()
    response = perform(known, told["request"])
    if told["expect"]["status"] != 501:
        check_supported(response)
    found = list(complaints(told["expect"], response, before))
    kept = {name: text for name, text in before.texts.items() if name not in known}
    known.texts.update(kept)
    if found:
        shown = response.body.decode("utf-8", "replace")
        msg = "\n  ".join([*found, f"the whole answer: {response.status} {shown}"])
        raise Different(msg)


def complaints(expect: Json, response: Response, known: Known) -> Iterator[str]:
    """In what the answer differs, field by field."""
    if response.status != expect["status"]:
        yield f"status: expected {expect['status']}, found {response.status}"
    for name, value in expect.get("headers", {}).items():
        yield from header_complaints(name, value, response, known)
    text = response.body.decode("utf-8", "replace")
    if "body" in expect:
        yield from json_complaints(expect, text, known)
    elif "empty" in expect and text:
        yield f"body: expected none, found {text!r}"
    elif "text" in expect:
        yield from text_differences(expect["text"], text, known, "body")
    elif "lines" in expect:
        yield from text_differences(in_lines(expect["lines"]), text, known, "body")


def header_complaints(
    name: str, expected: str | None, response: Response, known: Known
) -> Iterator[str]:
    """Why a header is not what was expected; preferences come in any order."""
    found = [value for one, value in response.headers if one.lower() == name.lower()]
    if expected is None or not found:
        if bool(found) != (expected is not None):
            yield f"{name}: expected {expected!r}, found {found!r}"
        return
    joined = ",".join(found)
    if name == "Preference-Applied":
        wanted, there = (
            sorted(part.strip() for part in _PREFERENCES.findall(text))
            for text in (expected, joined)
        )
        if wanted != there:
            yield f"{name}: expected {wanted}, found {there}"
        return
    yield from text_differences(expected, joined, known, name)


def json_complaints(expect: Json, text: str, known: Known) -> Iterator[str]:
    """Why a body is not the JSON that was expected."""
    try:
        found = json.loads(text)
    except ValueError:
        yield f"body: expected JSON, found {text!r}"
        return
    yield from differences(expect["body"], found, known)
    order = expect.get("order", [])
    there = [one for one in found if one in order] if order else []
    if there != order:
        yield f"body: expected members in the order {order}, found {there}"
