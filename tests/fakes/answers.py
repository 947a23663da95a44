"""Answers to samples: the only place that judges them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final, Protocol, Self, TypeVar

from fakes.wire import Response
from tests.fakes.differences import Names, differences, text_differences
from tests.fakes.samples import Different, Json, Missing, in_lines

_PREFERENCES: Final = re.compile(r'(?:[^,"]|"[^"]*")+')


class Known(Names, Protocol):
    """What the names in a sample of one service stand for."""

    texts: dict[str, str]

    def frozen(self) -> Self:
        """The same as it is now, to add to."""
        ...


_Known = TypeVar("_Known", bound=Known)


def check_supported(response: Response) -> None:
    """The answer is none of those that say: not supported.

    Raises:
        Missing: it is.
    """
    if response.status == 501 or b"HTTP/1.1 501 " in response.body:
        raise Missing(response.body.decode("utf-8", "replace"))


def exchange(
    known: _Known, told: Json, perform: Callable[[_Known, Json], Response]
) -> None:
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


def complaints(expect: Json, response: Response, known: Names) -> Iterator[str]:
    """In what the answer differs, field by field."""
    wanted = expect["status"]
    if response.status not in (wanted if isinstance(wanted, list) else [wanted]):
        yield f"status: expected {wanted}, found {response.status}"
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
    name: str, expected: str | None, response: Response, known: Names
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


def json_complaints(expect: Json, text: str, known: Names) -> Iterator[str]:
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
