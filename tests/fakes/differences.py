"""Expected and found: the only place that compares what a sample expects.

`tests/wire_samples/README.md` explains the marks.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol, TypeAlias
from urllib.parse import unquote

import jwt

from tests.fakes.samples import Different, Json

GUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KINDS: Final[Mapping[str, str]] = {
    "guid": GUID,
    "etag": r'W/"\d+"',
    "integer": r"-?\d+",
    "instant": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "text": r"[^\r\n]+",
    "token": r"[^&\s]+",
    "any": r"[\s\S]*",
    # of Graph
    "id": r"[A-Za-z0-9_=-]+",
    "change_key": r"[A-Za-z0-9+/=_-]+",
    "weak_etag": r'W/"[A-Za-z0-9+/=_-]+"',
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z",
    "local": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}",
    "zoneless": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "hex": r"[0-9A-Fa-f]+",
}
_MARK: Final = re.compile(r"\$\{([^}]+)\}")
_OTHERS: Final = "..."
_ABSENT: Final = {"$absent": True}
# Expected, found, names, where: yields what differs.
Compare: TypeAlias = "Callable[[Any, Any, Names, str], Iterator[str]]"


class Names(Protocol):
    """What `${name}` stands for; KeyError when it stands for nothing."""

    def __contains__(self, name: str, /) -> bool: ...

    def __getitem__(self, name: str, /) -> str: ...

    def __setitem__(self, name: str, value: str, /) -> None: ...


def filled(value: Any, names: Names) -> Any:
    """The value with every `${name}` replaced by what it stands for."""
    if isinstance(value, str):
        return _MARK.sub(lambda mark: names[mark[1]], value)
    if isinstance(value, Mapping):
        return {filled(key, names): filled(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, names) for one in value]
    return value


def text_differences(
    expected: str, found: object, names: Names, at: str
) -> Iterator[str]:
    """Why the text does not fit the template; what it leaves open gets its name."""
    mark = _MARK.fullmatch(expected)
    if mark and mark[1] == "any":
        return
    if mark and mark[1] == "integer" and type(found) is int:
        return
    if not isinstance(found, str):
        yield f"{at}: expected {expected!r}, found {found!r}"
        return
    match = re.fullmatch(_pattern(expected, names), found)
    if match is None:
        known = _MARK.sub(lambda mark: _shown(mark, names), expected)
        yield f"{at}: expected {known!r}, found {found!r}"
        return
    for name, value in match.groupdict().items():
        names[name] = value


def _shown(mark: re.Match[str], names: Names) -> str:
    name = mark[1]
    open_end = name.partition(":")[0] in _KINDS or name not in names
    return mark[0] if open_end else names[name]


def _pattern(template: str, names: Names) -> str:
    """The regular expression that a template stands for."""
    parts: list[str] = []
    bound: set[str] = set()
    position = 0
    for mark in _MARK.finditer(template):
        parts.append(re.escape(template[position : mark.start()]))
        position = mark.end()
        kind, _, name = mark[1].partition(":")
        if kind in bound:
            parts.append(f"(?P={kind})")
        elif kind not in _KINDS:
            parts.append(re.escape(names[kind]))
        elif name:
            bound.add(name)
            parts.append(f"(?P<{name}>{_KINDS[kind]})")
        else:
            parts.append(f"(?:{_KINDS[kind]})")
    return "".join(parts) + re.escape(template[position:])


def differences(
    expected: Any, found: Any, names: Names, at: str = "body"
) -> Iterator[str]:
    """Why a JSON value is not what was expected, field by field."""
    if isinstance(expected, str):
        yield from text_differences(expected, found, names, at)
    elif isinstance(expected, Mapping):
        special = next((key for key in expected if key in _SPECIAL), None)
        if special is not None:
            yield from _SPECIAL[special](expected[special], found, names, at)
        else:
            yield from _members(expected, found, names, at)
    elif isinstance(expected, list):
        yield from _items(expected, found, names, at)
    elif type(expected) is not type(found) or expected != found:
        yield f"{at}: expected {expected!r}, found {found!r}"


def keep(names: Names, templates: Json, answer: Any) -> None:
    """What the templates leave open of the answer's members is known by its name.

    Raises:
        Different: the answer does not fit them.
    """
    found = list(differences({**templates, _OTHERS: "others"}, answer, names, "kept"))
    if found:
        raise Different("\n  ".join(found))


def _members(
    expected: Mapping[str, Any], found: Any, names: Names, at: str
) -> Iterator[str]:
    if not isinstance(found, Mapping):
        yield f"{at}: expected an object, found {found!r}"
        return
    wanted = {filled(key, names): one for key, one in expected.items()}
    closed = wanted.pop(_OTHERS, None) is None
    for key, one in wanted.items():
        if one == _ABSENT:
            if key in found:
                yield f"{at}.{key}: expected nothing, found {found[key]!r}"
        elif key not in found:
            yield f"{at}.{key}: expected {one!r}, found nothing"
        else:
            yield from differences(one, found[key], names, f"{at}.{key}")
    for key in found if closed else ():
        if key not in wanted:
            yield f"{at}.{key}: expected nothing, found {found[key]!r}"


def _items(expected: list[Any], found: Any, names: Names, at: str) -> Iterator[str]:
    if not isinstance(found, list):
        yield f"{at}: expected a list, found {found!r}"
        return
    if len(expected) != len(found):
        count = f"{len(expected)} items, found {len(found)}"
        yield f"{at}: expected {count}: {found!r}"
        return
    for index, (one, other) in enumerate(zip(expected, found, strict=True)):
        yield from differences(one, other, names, f"{at}[{index}]")


def _contains(
    expected: list[Any], found: Any, names: Names, at: str, *, all_of: bool = False
) -> Iterator[str]:
    """Each of these stands in the list, and with `all_of` nothing else."""
    if not isinstance(found, list):
        yield f"{at}: expected a list, found {found!r}"
        return
    left = list(found)
    for one in expected:
        fitting = (it for it in left if not list(differences(one, it, names, at)))
        match = next(fitting, None)
        if match is None:
            yield f"{at}: expected an item {one!r}, found {left!r}"
            return
        left.remove(match)
    if left and all_of:
        yield f"{at}: expected no other items, found {left!r}"


def _decoded(expected: Json, found: Any, names: Names, at: str) -> Iterator[str]:
    """The text, percent-decoded so many times."""
    if not isinstance(found, str):
        yield f"{at}: expected a text, found {found!r}"
        return
    for _ in range(int(expected["times"])):
        found = unquote(found)
    yield from text_differences(expected["text"], found, names, f"{at}, decoded")


def _one_of(expected: list[Any], found: Any, names: Names, at: str) -> Iterator[str]:
    """Where the sources name several: any of these."""
    if not any(not list(differences(one, found, names, at)) for one in expected):
        yield f"{at}: expected one of {expected!r}, found {found!r}"


def _none(expected: list[Any], found: Any, names: Names, at: str) -> Iterator[str]:
    """None of these stands in the list."""
    if not isinstance(found, list):
        yield f"{at}: expected a list, found {found!r}"
        return
    for one in expected:
        fitting = [it for it in found if not list(differences(one, it, names, at))]
        if fitting:
            yield f"{at}: expected no item {one!r}, found {fitting!r}"


def _not(expected: str, found: Any, names: Names, at: str) -> Iterator[str]:
    """A text, and another one than this."""
    if not isinstance(found, str) or found == filled(expected, names):
        yield f"{at}: expected another text than {expected!r}, found {found!r}"


def _count(expected: int, found: Any, names: Names, at: str) -> Iterator[str]:
    """So many items, whatever they are."""
    if not isinstance(found, list) or len(found) != expected:
        yield f"{at}: expected {expected} items, found {found!r}"


def _claims(expected: Json, found: Any, names: Names, at: str) -> Iterator[str]:
    """The claims of a token, whoever signed it."""
    try:
        claims = jwt.decode(found, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        yield f"{at}: expected a token, found {found!r}: {error}"
        return
    yield from differences(expected, claims, names, f"{at}, its claims")


_SPECIAL: Final[Mapping[str, Compare]] = {
    "$one_of": _one_of,
    "$contains": _contains,
    "$any_order": functools.partial(_contains, all_of=True),
    "$decoded": _decoded,
    "$none": _none,
    "$not": _not,
    "$count": _count,
    "$jwt": _claims,
}
