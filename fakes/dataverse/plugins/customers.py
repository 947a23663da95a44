"""Accounts and contacts: names and addresses that follow from their parts (9.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse.plugins.draft import Draft


def full_name(draft: Draft) -> None:
    """The full name is first and last name (inferred: the order of the default)."""
    values = draft.values
    given = {"firstname", "middlename", "lastname"} & set(draft.given)
    if given or (draft.before is None and values["fullname"] is None):
        parts = (values[name] for name in ("firstname", "lastname"))
        values["fullname"] = " ".join(str(part) for part in parts if part) or None


def account(draft: Draft) -> None:
    """Addresses in one text follow from their parts."""
    for name in draft.table.columns:
        if name.endswith("_composite"):
            draft.values[name] = _composed(draft.values, name.removesuffix("composite"))


def contact(draft: Draft) -> None:
    """Full name and addresses follow from their parts."""
    full_name(draft)
    account(draft)


def _composed(values: Mapping[str, object], prefix: str) -> str | None:
    """An address in lines: street, place, country (the form is inferred)."""
    part = {
        name: str(values[f"{prefix}{name}"] or "")
        for name in (
            *("line1", "line2", "line3", "city"),
            *("stateorprovince", "postalcode", "country"),
        )
    }
    region = f"{part['stateorprovince']} {part['postalcode']}".strip()
    place = ", ".join(text for text in (part["city"], region) if text)
    lines = (part["line1"], part["line2"], part["line3"], place, part["country"])
    return "\r\n".join(line for line in lines if line) or None
