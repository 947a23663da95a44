"""Where a waiver file breaks its schema, in sentences; knows nothing of rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator, FormatChecker

from harness.waivers.versions import fault_of

if TYPE_CHECKING:
    from jsonschema import ValidationError

_SCHEMA: Final = Path(__file__).with_name("waivers.schema.json")


def faults(document: object) -> tuple[tuple[int | None, str], ...]:
    """What is wrong with which entry (None: with the whole file), in order."""
    if not isinstance(document, list):
        return ((None, "holds no list. Begin each waiver with `- rule: …`."),)
    return tuple(
        (number, sentence)
        for number, entry in enumerate(document)
        for sentence in _of_entry(entry)
    )


def _of_entry(entry: Any) -> Iterator[str]:
    errors = list(_validator().iter_errors([entry]))
    for error in sorted(errors, key=lambda one: [str(part) for part in one.path]):
        yield from _sentences(error, entry)
    if errors:
        return
    versions = entry["versions"]
    for pattern in [versions] if isinstance(versions, str) else versions:
        fault = fault_of(pattern)
        if fault is not None:
            yield f"{fault}."


def _sentences(error: ValidationError, entry: Any) -> Iterator[str]:
    path = list(error.absolute_path)[1:]
    match error.validator:
        case "required":
            needed = published()["items"]["required"]
            missing = [name for name in needed if name not in entry]
            # jsonschema tells each missing member by itself; one sentence is enough
            if error.message.startswith(repr(missing[0])):
                yield f"lacks {', '.join(missing)}. Add what is missing."
        case "additionalProperties":
            known = published()["items"]["properties"]
            for name in entry:
                if name not in known:
                    yield f"{name!r} is no member of a waiver. Use {', '.join(known)}."
        case "format":
            yield (
                f"expires: {error.instance!r} is no date. Write year, month and day: "
                "2026-12-31."
            )
        case _ if not path:
            yield "is no waiver. Write its members below each other: rule: BKG-001 …"
        case _:
            yield f"{path[0]}: {_should(str(path[0]))}."


def _should(member: str) -> str:
    if member == "versions":
        return "must be a version or specifier such as >=4.2,<5, or a list of them"
    return "must be text that is not empty"


_DATES: Final = FormatChecker(formats=())


@_DATES.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    """Whether it is a day of the calendar, written in full."""
    if not isinstance(value, str):
        return True  # `type` complains
    return date.fromisoformat(value).isoformat() == value


@cache
def published() -> Mapping[str, Any]:
    """The schema of a waiver file, as shipped."""
    schema: Mapping[str, Any] = json.loads(_SCHEMA.read_text("utf-8"))
    return schema


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(published(), format_checker=_DATES)
