"""Whether a document keeps the contract: the only place that validates."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from harness.contract import wording
from harness.contract.schemas import schema

MOST: Final = 10  # sentences; whoever has made more mistakes mends these first
_DEEPEST: Final = 50  # levels: far deeper ones exhaust whoever shows them
_TIMES: Final = FormatChecker(formats=())

_Path: TypeAlias = tuple[str | int, ...]


def faults(kind: str, document: Any) -> tuple[str, ...]:
    """Sentences about where the document breaks its schema; none if it is sound."""
    if not isinstance(document, dict):
        return (wording.sentence(kind, wording.Fault((), document, "an object")),)
    broken = [wording.sentence(kind, one) for one in _unfit(document)]
    if not broken:
        errors = _validator(kind).iter_errors(document)
        broken = [wording.sentence(kind, wording.fault(one)) for one in errors]
    return tuple(islice(dict.fromkeys(broken), MOST))


@functools.cache
def _validator(kind: str) -> Validator:
    made: Validator = _Validator(schema(kind), format_checker=_TIMES)
    return made


@_TIMES.checks("date-time", raises=ValueError)
def _is_in_the_calendar(instance: object) -> bool:
    """The pattern has seen to the form: there may still be no 30 February."""
    if isinstance(instance, str):
        datetime.fromisoformat(instance)
    return True


def _pattern(
    _validator: Validator, pattern: str, instance: object, _schema: dict[str, Any]
) -> Iterator[ValidationError]:
    """As ECMA-262 has it, `$` is the end; Python's matches before a line feed too."""
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError(f"{pattern} does not match")


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern))


_Validator: Final = extend(  # type: ignore[no-untyped-call]  # the stubs leave it so
    Draft202012Validator, {"pattern": _pattern}
)


def _unfit(document: object) -> Iterator[wording.Fault]:
    """What no JSON can say or nobody can read, though Python's readers let it pass."""
    seen: set[int] = set()
    ahead: list[tuple[_Path, object]] = [((), document)]
    while ahead:
        path, value = ahead.pop()
        wanted = _wanted(path, value)
        if wanted is not None:
            yield wording.Fault(path, value, wanted)
        elif isinstance(value, dict | list) and id(value) not in seen:
            seen.add(id(value))
            inside = value.items() if isinstance(value, dict) else enumerate(value)
            for name, one in inside:
                if isinstance(value, dict) and not _is_text(name):
                    told = f"the member {wording.told(name)}"
                    yield wording.Fault(path, told, "names that are text", is_told=True)
                else:
                    ahead.append(((*path, name), one))


def _wanted(path: _Path, value: object) -> str | None:
    """What is wanted in the place of the value; None if it is fit to be looked at."""
    match value:
        case str() if not _is_text(value):
            return "text in Unicode, no lone surrogate"
        case float() if not math.isfinite(value):
            return "a number that JSON can write"
        case int() if value.bit_length() > wording.MOST_BITS:
            return "a number of fewer digits"
        case dict() | list() if len(path) > _DEEPEST:
            return f"at most {_DEEPEST} levels"
        case _:
            return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and (
        value.isascii() or not any("\ud800" <= one <= "\udfff" for one in value)
    )
