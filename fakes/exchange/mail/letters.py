"""What an owner or a fixture says in Python when a mail is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from fakes.exchange.body import Body
from fakes.exchange.items import Importance, Person


class Letter(TypedDict, total=False):
    """The fields beside sender and recipients. `body` is plain text, or a `Body`."""

    subject: str
    body: str | Body
    cc: Iterable[str | Person]
    bcc: Iterable[str | Person]
    importance: Importance
    categories: Iterable[str]
    extended_properties: Mapping[str, str]


def letter_of(to: Iterable[str | Person], letter: Letter) -> dict[str, Any]:
    """The fields of a message that says so."""
    fields: dict[str, Any] = {**letter, "to": _people(to)}
    for line in ("cc", "bcc"):
        fields[line] = _people(fields.get(line, ()))
    if isinstance(body := fields.get("body"), str):
        fields["body"] = Body(content_type="text", content=body)
    fields["categories"] = tuple(fields.get("categories", ()))
    return fields


def person_of(who: str | Person) -> Person:
    """Somebody of whom perhaps only the address is known."""
    return who if isinstance(who, Person) else Person(address=who, name=who)


def _people(given: Iterable[str | Person]) -> tuple[Person, ...]:
    return tuple(person_of(one) for one in given)
