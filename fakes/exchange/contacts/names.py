"""What a contact is called: the only place that makes up display names and `fileAs`.

Section 9.1: Exchange may write both anew when a part of the name changes, unless the
same write says them (how they are made up is inferred).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fakes.exchange.contacts.contact import Contact

_PARTS: Final = ("given_name", "middle_name", "surname", "generation")
_SOURCES: Final = (*_PARTS, "company_name", "email_slots")


def recomputed(before: Contact | None, fields: Mapping[str, Any]) -> dict[str, str]:
    """The names that Exchange writes beside the fields that are given."""
    if before is not None and all(
        fields.get(part, known) == known
        for part, known in ((part, getattr(before, part)) for part in _PARTS)
    ):
        return {}
    whole = {
        name: fields.get(name, getattr(before, name, None) if before else None)
        for name in _SOURCES
    }
    made = {"display_name": _display_name(whole), "file_as": _file_as(whole)}
    return {name: text for name, text in made.items() if text and not fields.get(name)}


def _display_name(whole: Mapping[str, Any]) -> str:
    """Such as "Garth Lee Fort Jr.", or else the company, or the first address."""
    return " ".join(filter(None, map(whole.get, _PARTS))) or _fallback(whole)


def _file_as(whole: Mapping[str, Any]) -> str:
    """Such as "Fort, Garth Lee", or else the company, or the first address."""
    first = " ".join(filter(None, (whole["given_name"], whole["middle_name"])))
    return ", ".join(filter(None, (whole["surname"], first))) or _fallback(whole)


def _fallback(whole: Mapping[str, Any]) -> str:
    company, slots = whole["company_name"], whole["email_slots"] or ()
    return company or next((one.address for one in slots if one), "")
